"""The live hub of one process: who follows what, and everything that happens to them. Knows no domain and no framework.

Runs only while somebody is connected. Owns the bounds: sockets, subscriptions, keys, messages, what waits for a reader.
"""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine, Hashable, Iterable, Mapping
from typing import Any
from uuid import UUID

from comptoir.kernel.actor import Actor
from comptoir.kernel.clock import Clock
from comptoir.kernel.errors import ComptoirError, Invalid, TooManyRequests, Unavailable
from comptoir.platform import telemetry
from comptoir.platform.http.addresses import is_within
from comptoir.platform.http.principal import Credential, Principal
from comptoir.platform.live import messages
from comptoir.platform.live.client import Client, Send
from comptoir.platform.live.delivery import Delivery
from comptoir.platform.live.feed import Feed
from comptoir.platform.live.limits import Limits
from comptoir.platform.live.ports import Answers, Listen, Look, Still
from comptoir.platform.live.pulse import loops
from comptoir.platform.live.schedule import Schedule
from comptoir.platform.live.standing import Standing

Refused = Callable[[Actor, ComptoirError], None]
Timer = Callable[[], float]
CHECKED_AT_ONCE = 1_000


class Hub:
    """Subscriptions of the sockets of one process."""

    def __init__(
        self,
        *,
        answers: Answers,
        look: Look,
        still: Still,
        listen: Listen,
        clock: Clock,
        refused: Refused = lambda actor, error: None,
        limits: Limits | None = None,
        timer: Timer = time.monotonic,
    ) -> None:
        self.limits = limits or Limits()
        self.clients: dict[Client, None] = {}
        self.feeds: dict[Hashable, Feed] = {}
        self.standings: defaultdict[UUID, Standing] = defaultdict(Standing)
        self.schedule = Schedule(answers=answers, limits=self.limits, timer=timer)
        self.delivery = Delivery(limits=self.limits, timer=timer)
        self.clock, self.timer, self._refused = clock, timer, refused
        self._answers, self._look, self._still, self._listen = answers, look, still, listen
        self._by_credential: Counter[Credential] = Counter()
        self._by_organisation: defaultdict[UUID, dict[Feed, None]] = defaultdict(dict)
        self._versions: dict[UUID, tuple[int, int]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def admit(
        self,
        *,
        principal: Principal,
        credential: Credential,
        send: Send,
        abort: Callable[[], None] | None = None,
        lines: bool = False,
    ) -> Client:
        """Let a socket in, or raise ``TooManyRequests``."""
        if len(self.clients) >= self.limits.all_sockets:
            raise TooManyRequests("This server holds as many live connections as it may.")
        if self._by_credential[credential] >= self.limits.sockets:
            raise TooManyRequests(f"A session may hold {self.limits.sockets} live connections.")
        client = Client(
            principal=principal,
            credential=credential,
            send=send,
            abort=abort,
            lines=lines,
            limits=self.limits,
            changed=self.delivery.changed,
            now=self.timer(),
        )
        self.clients[client] = None
        telemetry.live_sockets.set(len(self.clients))
        self._by_credential[credential] += 1
        if not self._tasks:
            self._start()
        standing = self.standings[principal.actor.organisation_id]
        if standing.text is not None:
            client.note(standing.text)
        return client

    def leave(self, client: Client) -> None:
        """Forget a socket that is gone."""
        if client not in self.clients:
            return
        for id_ in [*client.feeds]:
            self.unsubscribe(client, id_)
        client.pending.clear()
        del self.clients[client]
        telemetry.live_sockets.set(len(self.clients))
        self._by_credential[client.credential] -= 1
        if not self._by_credential[client.credential]:
            del self._by_credential[client.credential]
        if not self.clients:
            self._stop()

    def hear(self, client: Client, text: str | None) -> None:
        """Take in one message of a client; never raises."""
        if not client.may_speak(self.timer()) or client.floods:
            self.close(client, messages.TRY_LATER)
            return
        id_ = None
        try:
            message = messages.read(text)
            id_ = message.id if message.id is None or len(message.id) <= self.limits.id_length else None
            self._obey(client, message)
        except Exception as error:  # noqa: BLE001  # whatever it was, the socket is told and lives
            if isinstance(error, ComptoirError):
                self._refused(client.principal.actor, error)
            else:
                self.schedule_failed(error)
            client.note(messages.refusal(id_, messages.problem_of(error)))

    def _obey(self, client: Client, message: messages.Message) -> None:
        if message.type == "ping":
            client.note(messages.PONG)
        elif message.type == "unsubscribe":
            self.unsubscribe(client, message.id or "")
        elif message.type == "subscribe":
            if not message.id or len(message.id) > self.limits.id_length:
                raise Invalid(f"A subscription has an id of 1 to {self.limits.id_length} characters.", field="id")
            query = bytes(message.query)
            if query in (b"", b"null"):
                raise Invalid("A subscription has a query.", field="query")
            self.subscribe(client, message.id, query=query, version=message.version)
        else:
            raise Invalid(f"There is no message {message.type[:40]!r}.", hint="subscribe, unsubscribe or ping.")

    def subscribe(self, client: Client, id_: str, *, query: bytes, version: int | None) -> None:
        """Follow a question (JSON) under an id of the client's; ``version`` is the newest it has of it."""
        self.unsubscribe(client, id_)
        if len(client.feeds) >= self.limits.subscriptions:
            raise TooManyRequests(f"A live connection follows at most {self.limits.subscriptions} questions.")
        question = self._answers.read(client.principal.actor, query)
        feed = self.feeds.get(question.key)
        if feed is None:
            if len(self.feeds) >= self.limits.keys:
                raise Unavailable("This server follows as many different questions as it may.")
            feed = self.feeds[question.key] = Feed(question)
            telemetry.live_questions.set(len(self.feeds))
            self._by_organisation[question.actor.organisation_id][feed] = None
        feed.followers[(client, id_)] = version
        client.feeds[id_] = feed
        feed.greet(client, id_)
        self.schedule.suspect((feed,))

    def unsubscribe(self, client: Client, id_: str) -> None:
        """Follow no longer; an unknown id is nothing to do."""
        feed = client.feeds.pop(id_, None)
        client.pending.pop(id_, None)
        if feed is None:
            return
        feed.followers.pop((client, id_), None)
        if feed.followers:
            return
        self.schedule.drop(feed)
        organisation = feed.question.actor.organisation_id
        self.feeds.pop(feed.question.key, None)
        telemetry.live_questions.set(len(self.feeds))
        self._by_organisation[organisation].pop(feed, None)
        if not self._by_organisation[organisation]:
            del self._by_organisation[organisation]

    def heard(self, versions: Mapping[UUID, int] | None) -> None:
        """Take in that versions became visible; ``None``: any may have (signals were missed)."""
        if versions is None:
            self.schedule.suspect(self.feeds.values())
            return
        for organisation, version in versions.items():
            own, shared = self._versions.get(organisation, (0, 0))
            if version > own and organisation in self._by_organisation:
                self._versions[organisation] = (version, shared)
                self.schedule.suspect(self._by_organisation[organisation])

    def close(self, client: Client, code: int) -> None:
        """End a socket with a code; what waits for it is dropped."""
        if client.closing is None:
            client.closing = code
            self.delivery.end(client, code)

    def schedule_failed(self, error: Exception) -> None:
        """Log what should not have happened."""
        self.delivery.log.error("live_message_failed", kind=type(error).__name__, exc_info=error)

    async def look(self) -> None:
        """Learn how the organisations that are watched stand: catches signals that were lost, tells of staleness."""
        watched = {client.principal.actor.organisation_id for client in self.clients}
        if not watched:
            return
        changed = set()
        for organisation, state in (await self._look(watched)).items():
            newest = (state.data_version, state.shared_version)
            if newest != self._versions.get(organisation):
                self._versions[organisation] = newest
                self.schedule.suspect(self._by_organisation.get(organisation, ()))
            if self.standings[organisation].update(state, now=self.clock()):
                changed.add(organisation)
        self._tell(client for client in self.clients if client.principal.actor.organisation_id in changed)

    async def recheck(self) -> None:
        """Close the sockets whose session or token ended, or whose rights are not what they were."""
        held = [*self._by_credential]
        for start in range(0, len(held), CHECKED_AT_ONCE):
            part = frozenset(held[start : start + CHECKED_AT_ONCE])
            found = await self._still(part)
            for client in [client for client in self.clients if client.credential in part]:
                now = found.get(client.credential)
                if now is None:
                    self.close(client, messages.NOT_SIGNED_IN)
                elif _rights(now) != _rights(client.principal) or not _may_come(client, now):
                    self.close(client, messages.RIGHTS_CHANGED)

    def beat(self, slot: int, of: int) -> None:
        """Show a share of the sockets that the server lives."""
        self._tell(client for number, client in enumerate(self.clients) if number % of == slot)

    def tick(self) -> None:
        """The clock moved: look at the questions that depend on it."""
        self.schedule.suspect(feed for feed in self.feeds.values() if feed.question.ticks)

    def _tell(self, clients: Iterable[Client]) -> None:
        for client in clients:
            client.note(self.standings[client.principal.actor.organisation_id].text or messages.HEARTBEAT)

    def _start(self) -> None:
        works: Iterable[Coroutine[Any, Any, None]] = loops(self, listen=lambda: self._listen(self.heard))
        self._tasks = [asyncio.create_task(work) for work in works]

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        self._versions.clear()
        self.standings.clear()


def _may_come(client: Client, now: Principal) -> bool:
    """Whether the lists of addresses as they are now let a socket's address in."""
    return is_within(client.principal.actor.address, lists=now.networks)


def _rights(principal: Principal) -> tuple[object, ...]:
    actor = principal.actor
    return actor.organisation_id, actor.user_id, actor.permissions, actor.scope
