"""How deliveries reach the inbox many at a time: those that arrive together share one statement and one commit.

Owns the queue between requests and the database. A delivery is answered only after the commit that holds it. Nothing
waits on purpose: what arrives while one transaction commits goes with the next. Must not know what a delivery means.
"""

import asyncio
import json
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from comptoir.kernel.errors import ComptoirError, Unavailable
from comptoir.kernel.ids import new_id
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.inbox import KEPT_HEADERS, NEW, Delivery, Receipt, context_of

log = structlog.get_logger()

BATCH = 256
BATCH_BYTES = 8 * 1024 * 1024
WAITING_BYTES = 64 * 1024 * 1024  # beyond it the platform is asked to come again
LANES = 2  # transactions at once: one gathers while the other commits
WITHIN = 4.0  # seconds; platforms hang up after five


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery, whose it is, and how it begins: new for the pump, or parked with its reason."""

    organisation_id: UUID
    delivery: Delivery
    at: datetime
    state: str = NEW
    reason: str | None = None


_INSERT = """
insert into inbox (organisation_id, day, id, store_id, platform, topic, delivery_id, identity, body, size, headers,
                   received_at, state, reason, settled_at)
select a.organisation, (a.at at time zone 'UTC')::date, a.id, a.store, a.platform, a.topic, a.delivery, a.identity,
       a.body, a.size, a.headers::jsonb, a.at, a.state, a.reason, case when a.state = 'new' then null else a.at end
from unnest(%(organisations)s::uuid[], %(ids)s::uuid[], %(stores)s::uuid[], %(platforms)s::text[], %(topics)s::text[],
            %(deliveries)s::text[], %(identities)b::bytea[], %(bodies)b::bytea[], %(sizes)s::int[],
            %(headers)s::text[], %(moments)s::timestamptz[], %(states)s::text[], %(reasons)s::text[])
  as a (organisation, id, store, platform, topic, delivery, identity, body, size, headers, at, state, reason)
where not exists (select from inbox i where i.organisation_id = a.organisation and i.identity = a.identity)
on conflict (day, organisation_id, identity) do nothing
returning id
"""
_KNOWN = """
select i.organisation_id, i.identity, i.id
from unnest(%(organisations)s::uuid[], %(identities)b::bytea[]) as a (organisation, identity)
join inbox i on i.organisation_id = a.organisation and i.identity = a.identity
"""


async def receive_all(uow: UnitOfWork, arrivals: Sequence[Arrival]) -> list[Receipt]:
    """Store deliveries of any organisations, each once; durable when the unit of work has committed. System role."""
    keys = [(one.organisation_id, one.delivery.identity()) for one in arrivals]
    first: dict[tuple[UUID, bytes], tuple[UUID, Arrival]] = {}
    for key, one in zip(keys, arrivals, strict=True):
        first.setdefault(key, (new_id(), one))
    ids = {key: made for key, (made, _) in first.items()}
    driver = await uow.driver()
    cursor = await driver.execute(_INSERT, _columns(uow, first))
    stored = {row[0] for row in await cursor.fetchall()}
    known = {key: made for key, made in ids.items() if made not in stored}
    if known:
        values = {"organisations": [key[0] for key in known], "identities": [key[1] for key in known]}
        cursor = await driver.execute(_KNOWN, values)
        ids |= {(row[0], bytes(row[1])): row[2] for row in await cursor.fetchall()}
    receipts = []
    for key in keys:
        receipts.append(Receipt(id=ids[key], is_new=ids[key] in stored))
        stored.discard(ids[key])  # of two equal ones in a batch, the second was received before
    return receipts


def _columns(uow: UnitOfWork, first: dict[tuple[UUID, bytes], tuple[UUID, Arrival]]) -> dict[str, list[object]]:
    arrivals = [one for _, one in first.values()]
    deliveries = [one.delivery for one in arrivals]
    seal = uow.secrets.seal
    return {
        "organisations": [key[0] for key in first],
        "identities": [key[1] for key in first],
        "ids": [made for made, _ in first.values()],
        "stores": [one.store_id for one in deliveries],
        "platforms": [one.platform for one in deliveries],
        "topics": [one.topic for one in deliveries],
        "deliveries": [one.delivery_id for one in deliveries],
        "bodies": [seal(one.body, context=context_of(one.store_id)) for one in deliveries],
        "sizes": [len(one.body) for one in deliveries],
        "headers": [
            json.dumps({name: value for name, value in one.headers.items() if name in KEPT_HEADERS})
            for one in deliveries
        ],
        "moments": [one.at for one in arrivals],
        "states": [one.state for one in arrivals],
        "reasons": [one.reason for one in arrivals],
    }


class Intake:
    """Takes deliveries of concurrent requests and commits them together."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._waiting: deque[tuple[Arrival, asyncio.Future[Receipt]]] = deque()
        self._waiting_bytes = 0
        self._lanes: set[asyncio.Task[None]] = set()

    async def store(self, arrival: Arrival) -> Receipt:
        """Return once the delivery is durable. Raises ``Unavailable`` when it is not known to be: send it again."""
        if self._waiting_bytes > WAITING_BYTES:
            raise Unavailable("Too many deliveries wait to be stored.", details={"retry_after": 2})
        answer: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, answer))
        self._waiting_bytes += len(arrival.delivery.body)
        if len(self._lanes) < LANES:
            lane = asyncio.create_task(self._work(), name="intake")
            self._lanes.add(lane)
            lane.add_done_callback(self._lanes.discard)
        try:
            async with asyncio.timeout(WITHIN):
                return await answer
        except TimeoutError as error:
            raise Unavailable("The database takes too long.", details={"retry_after": 5}) from error

    async def _work(self) -> None:
        while batch := self._take():
            await self._commit(batch)

    def _take(self) -> list[tuple[Arrival, asyncio.Future[Receipt]]]:
        taken: list[tuple[Arrival, asyncio.Future[Receipt]]] = []
        size = 0
        while self._waiting and len(taken) < BATCH and size < BATCH_BYTES:
            arrival, answer = self._waiting.popleft()
            size += len(arrival.delivery.body)
            taken.append((arrival, answer))
        self._waiting_bytes -= size
        return taken

    async def _commit(self, batch: Sequence[tuple[Arrival, asyncio.Future[Receipt]]]) -> None:
        """Store a batch and answer it; one that the database refuses is tried one by one, so that one spoils no other."""
        try:
            async with self._platform.database.begin_system() as uow:
                receipts = await receive_all(uow, [arrival for arrival, _ in batch])
        except Exception as error:  # noqa: BLE001  (whatever it was, each sender has to be told)
            if len(batch) > 1 and not isinstance(error, ComptoirError):
                for one in batch:
                    await self._commit([one])
                return
            log.error("intake_failed", kind=type(error).__name__, deliveries=len(batch))
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), receipt in zip(batch, receipts, strict=True):
            if not answer.done():
                answer.set_result(receipt)
