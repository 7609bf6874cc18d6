"""What this process refused: counted in memory, told to the audit trail once a second.

Owns the buffer between the edge, which must not wait, and the trail. The first of a kind is told at once; what comes
again within a minute is told as one entry with its number, so that a flood costs the database nothing and nothing of it
goes uncounted. What a process refused in its last second before it is killed is lost.
"""

from dataclasses import dataclass
from uuid import UUID

from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import ComptoirError
from comptoir.platform.audit import HOUSE
from comptoir.platform.database.unit_of_work import Note

REFUSED, INVALID = "request.refused", "request.invalid"
AGAIN = 60.0  # seconds within which the same is told as one
MOST = 2_000  # kinds held at once; the others are told together
LONGEST_PATH = 300
# What a page of the panel meets in everyday use: somebody else saved meanwhile.
_EVERYDAY = frozenset({409, 412})
_REFUSALS = frozenset({401, 403, 404, 405, 421, 429})


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that was refused. ``route`` is the pattern of its path, ``code`` the problem's."""

    status: int
    method: str
    route: str
    path: str
    code: str | None = None
    organisation_id: UUID | None = None
    user_id: UUID | None = None
    credential: str | None = None
    client: str = "web"
    address: str | None = None
    agent: str | None = None
    correlation_id: str | None = None


@dataclass(slots=True)
class _Held:
    first: Refused
    count: int
    until: float  # told at this instant, if there is anything to tell


class Refusals:
    """The buffer of one process."""

    def __init__(self) -> None:
        self._held: dict[tuple[object, ...], _Held] = {}
        self._returned: list[Note] = []

    def note(self, refused: Refused) -> None:
        """Take in one refusal; never waits."""
        if refused.status in _EVERYDAY:
            return
        key: tuple[object, ...] = (
            refused.organisation_id,
            refused.user_id,
            refused.address,
            refused.method,
            refused.route,
            refused.status,
            refused.code,
        )
        if key not in self._held and len(self._held) >= MOST:
            key = (refused.organisation_id, refused.status)
        held = self._held.get(key)
        if held is None:
            self._held[key] = _Held(refused, 1, 0.0)
        else:
            held.count += 1

    def note_message(self, actor: Actor, error: ComptoirError) -> None:
        """Take in what somebody on an open socket asked for and was refused."""
        refused = Refused(
            status=error.status,
            method="MESSAGE",
            route="/api/v1/live",
            path="/api/v1/live",
            code=error.code,
            organisation_id=actor.organisation_id,
            user_id=actor.user_id,
            credential=actor.credential,
            client=actor.client,
            address=actor.address,
            agent=actor.agent,
            correlation_id=actor.correlation_id,
        )
        self.note(refused)

    def due(self, now: float, *, all_of_them: bool = False) -> list[Note]:
        """Return what is to be told now (``now`` in seconds of a steady clock), and forget it."""
        found, self._returned = self._returned, []
        for key, held in list(self._held.items()):
            if held.until > now and not all_of_them:
                continue
            if held.count:
                found.append(_note(held.first, held.count))
                held.count, held.until = 0, now + AGAIN
            else:
                del self._held[key]
        return found

    def keep(self, notes: list[Note]) -> None:
        """Take back what could not be told, as much of it as memory allows."""
        self._returned = [*notes, *self._returned][:MOST]


def _note(one: Refused, count: int) -> Note:
    actor = Actor(
        organisation_id=one.organisation_id or HOUSE,
        user_id=one.user_id,
        permissions=frozenset(),
        client=one.client,
        address=one.address,
        correlation_id=one.correlation_id,
        agent=one.agent,
        credential=one.credential,
    )
    after: dict[str, object] = {"status": one.status, "method": one.method, "route": one.route}
    if one.code:
        after["code"] = one.code
    action = REFUSED if one.status in _REFUSALS else INVALID
    return Note(actor, action, one.path[:LONGEST_PATH], after=after, outcome="refused", count=count)
