"""Finding out whom a session or an API token belongs to: one query, then two seconds from memory.

What ends a session in this process is seen at once; what another process does (an ended session, a changed role, a
revoked token) after at most ``CACHE_SECONDS``.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import Grant
from comptoir.foundation.identity.permissions import declared
from comptoir.foundation.identity.repository import credentials as stored
from comptoir.foundation.identity.repository import people
from comptoir.foundation.identity.repository.access import grant_of
from comptoir.foundation.identity.repository.credentials import SessionRow, TokenRow
from comptoir.foundation.identity.usecases.weigh_demands import Demands, demands_of
from comptoir.kernel.actor import Actor, Scope
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.http.principal import Credential, Principal

CACHE_SECONDS = 2.0
_CACHE_SIZE = 10_000


@dataclass(frozen=True, slots=True)
class _Entry:
    deadline: float
    expires_at: datetime | None
    principal: Principal


class Recogniser:
    """The authenticator of a web process."""

    def __init__(
        self, platform: Platform, *, seconds: float = CACHE_SECONDS, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self._platform = platform
        self._seconds = seconds
        self._timer = timer
        self._known: OrderedDict[bytes, _Entry] = OrderedDict()
        self._looking: dict[bytes, asyncio.Task[Principal | None]] = {}

    async def by_session(self, token: str) -> Principal | None:
        """Return the principal of a live session."""
        key = model.digest(token)
        return self._remembered(key) or await self._once(key, lambda: self._session(key, token))

    async def _session(self, key: bytes, token: str) -> Principal | None:
        now = self._platform.clock()
        async with self._platform.database.begin_system() as uow:
            row = await stored.session_by_digest(uow, token_hash=key)
            if row is None or not self._is_alive(row, now=now):
                return None
            if now - row.seen_at >= model.SEEN_STEP:
                await stored.touch_session(uow, session_id=row.id, at=now)
            place = await _place(uow, row=row)
            demands = await demands_of(uow, [(row.user_id, *place)] if place else [])
        if place is None:
            return None
        principal = _principal(row, place, demands=demands, csrf_token=model.csrf_token(token))
        self._remember(key, principal=principal, expires_at=row.expires_at)
        return principal

    async def by_bearer(self, token: str) -> Principal | None:
        """Return the principal of a live API token: its scopes, as far as its owner's role still holds them."""
        if not token.startswith(model.TOKEN_PREFIX):
            return None
        key = model.digest(token)
        return self._remembered(key) or await self._once(key, lambda: self._token(key))

    async def _token(self, key: bytes) -> Principal | None:
        now = self._platform.clock()
        async with self._platform.database.begin_system() as uow:
            row = await stored.token_by_digest(uow, token_hash=key, now=now)
            if row is None:
                return None
            if row.last_used_at is None or now - row.last_used_at >= model.SEEN_STEP:
                await stored.touch_token(uow, token_id=row.id, at=now)
            demands = await demands_of(uow, [(None, row.organisation_id, row.grant)])
        networks = demands.networks(row.organisation_id, row.grant)
        principal = Principal(actor=_machine(row), networks=networks)
        self._remember(key, principal=principal, expires_at=row.expires_at)
        return principal

    def credential(self, token: str, *, bearer: bool) -> Credential:
        """Return what is kept of a token while a connection is open."""
        return Credential(is_token=bearer, digest=model.digest(token))

    async def still(self, credentials: Collection[Credential]) -> Mapping[Credential, Principal]:
        """Return the principals of those that still hold, from the database. Being connected counts as being seen."""
        now = self._platform.clock()
        asked = {kind: [one.digest for one in credentials if one.is_token is kind] for kind in (False, True)}
        found: dict[Credential, Principal] = {}
        async with self._platform.database.begin_system() as uow:
            if asked[False]:
                rows = await stored.sessions_by_digest(uow, token_hashes=asked[False])
                alive = {key: row for key, row in rows.items() if self._is_alive(row, now=now)}
                places = {
                    key: (row.organisation_id, row.grant)
                    for key, row in alive.items()
                    if row.organisation_id is not None and row.grant is not None
                }
                demands = await demands_of(uow, [(alive[key].user_id, *place) for key, place in places.items()])
                for session in alive.values():
                    if now - session.seen_at >= model.SEEN_STEP:
                        await stored.touch_session(uow, session_id=session.id, at=now)
                for key, place in places.items():
                    found[Credential(is_token=False, digest=key)] = _principal(alive[key], place, demands=demands)
            if asked[True]:
                tokens = await stored.tokens_by_digest(uow, token_hashes=asked[True], now=now)
                demands = await demands_of(uow, [(None, one.organisation_id, one.grant) for one in tokens.values()])
                for key, token in tokens.items():
                    networks = demands.networks(token.organisation_id, token.grant)
                    found[Credential(is_token=True, digest=key)] = Principal(actor=_machine(token), networks=networks)
        return found

    def _is_alive(self, row: SessionRow, *, now: datetime) -> bool:
        idle = timedelta(hours=self._platform.settings.session_idle_hours)
        return model.is_alive(now=now, seen_at=row.seen_at, expires_at=row.expires_at, idle=idle)

    def forget(self, *, session_id: UUID | None = None, user_id: UUID | None = None) -> None:
        """Ask the database again about a session, about a person, or (without either) about everybody."""
        self._looking.clear()  # what is being looked up was perhaps read before: it answers who waits, and is not kept
        for key, entry in list(self._known.items()):
            everybody = session_id is None and user_id is None
            mine = session_id is not None and entry.principal.session_id == session_id
            theirs = user_id is not None and entry.principal.actor.user_id == user_id
            if everybody or mine or theirs:
                del self._known[key]

    async def _once(self, key: bytes, look: Callable[[], Coroutine[Any, Any, Principal | None]]) -> Principal | None:
        """Look a credential up; whoever comes with the same one meanwhile waits for that look."""
        looking = self._looking.get(key)
        if looking is None:
            looking = self._looking[key] = asyncio.create_task(look())
            looking.add_done_callback(lambda done: self._looked(key, done))
        return await asyncio.shield(looking)

    def _looked(self, key: bytes, done: "asyncio.Task[Principal | None]") -> None:
        if self._looking.get(key) is done:
            del self._looking[key]
        if not done.cancelled():
            done.exception()  # whoever waited has it; where nobody waits any more nobody needs it

    def _remembered(self, key: bytes) -> Principal | None:
        entry = self._known.get(key)
        if entry is None:
            return None
        over = entry.expires_at is not None and self._platform.clock() >= entry.expires_at
        if over or self._timer() >= entry.deadline:
            del self._known[key]
            return None
        return entry.principal

    def _remember(self, key: bytes, *, principal: Principal, expires_at: datetime | None) -> None:
        if self._looking.get(key) is not asyncio.current_task():
            return
        self._known[key] = _Entry(self._timer() + self._seconds, expires_at, principal)
        while len(self._known) > _CACHE_SIZE:
            self._known.popitem(last=False)


async def _place(uow: UnitOfWork, *, row: SessionRow) -> tuple[UUID, Grant] | None:
    """Return organisation and grant; a session whose organisation is gone moves to another of the person's."""
    if row.organisation_id is not None and row.grant is not None:
        return row.organisation_id, row.grant
    belongings = await people.belongings(uow, user_id=row.user_id)
    if not belongings:
        return None
    first = belongings[0].organisation.id
    await stored.move_session(uow, session_id=row.id, organisation_id=first)
    grant = await grant_of(uow, organisation_id=first, user_id=row.user_id)
    return (first, grant) if grant is not None else None


def _principal(
    row: SessionRow, place: tuple[UUID, Grant], *, demands: Demands, csrf_token: str | None = None
) -> Principal:
    """Return who a session is. Without the second step that is demanded nothing is held and nothing is in sight."""
    organisation_id, grant = place
    is_due = demands.is_enrolment_due(row.user_id, organisation_id, grant)
    actor = Actor(
        organisation_id,
        row.user_id,
        permissions=frozenset() if is_due else grant.permissions,
        scope=Scope(stores=frozenset()) if is_due else grant.scope,
        credential=f"session:{row.id}",
    )
    return Principal(
        actor=actor,
        session_id=row.id,
        csrf_token=csrf_token,
        proved_at=row.proved_at,
        networks=demands.networks(organisation_id, grant),
        is_enrolment_due=is_due,
    )


def _machine(row: TokenRow) -> Actor:
    """A token holds what it was made for, as far as its owner still does: permissions and scope alike."""
    held = row.grant.permissions if row.grant is not None else frozenset(declared())
    return Actor(
        organisation_id=row.organisation_id,
        user_id=row.user_id,
        permissions=held & frozenset(row.scopes),
        client="api",
        credential=f"token:{row.id}",
        scope=row.grant.scope.within(row.narrowed) if row.grant is not None else row.narrowed,
    )
