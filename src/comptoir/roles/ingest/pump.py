"""The pump: claims deliveries, normalises them, hands the records to the modules that apply them.

One transaction a batch. A batch that fails is halved until the delivery that spoils it stands alone; that one is
parked with its reason and can be replayed. What may succeed later (an engine is away) is never parked: it stays new.
Reasons are sentences of ours or names of errors, never words of the delivery: those may be personal.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID, uuid4

import structlog

from comptoir.connectors.sdk.bodies import normalised, read_body
from comptoir.connectors.sdk.bounds import check_record
from comptoir.connectors.sdk.canonical import CustomerRecord, CustomerRef, OrderRecord, Record
from comptoir.connectors.sdk.connector import Normalise
from comptoir.connectors.sdk.errors import NotNeeded, RowProblem
from comptoir.connectors.sdk.formats import Options
from comptoir.connectors.sdk.hooks import Unread
from comptoir.domains.commerce.contracts import Provenance, Store
from comptoir.domains.customers import facade as customers
from comptoir.kernel.actor import Actor, system_actor
from comptoir.kernel.errors import ComptoirError
from comptoir.platform import inbox, outbox
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.inbox import Claimed, Subject, Told

log = structlog.get_logger()

BATCH = 500
BATCH_BYTES = 16 * 1024 * 1024
MOST_NAMED = 100  # correlation ids in one line of the log


class Handler(Protocol):
    """A facade's function that applies records of one kind and store, each with its own provenance."""

    def __call__(
        self, actor: Actor, uow: UnitOfWork, *, store: Store, records: Sequence[Any], provenance: Sequence[Provenance]
    ) -> Awaitable[object]: ...


ListStores = Callable[[Actor, UnitOfWork], Awaitable[Sequence[Store]]]
FindNormaliser = Callable[[str, str], Normalise | None]  # by platform and topic
FindUnread = Callable[[str, str], Unread | None]
CLOCKS_DIFFER = timedelta(days=1)  # a change later than this after its arrival would outlive every true one


@dataclass(frozen=True, slots=True)
class Pump:
    """What a pump is made of: where normalisers, stores and handlers are found, and how much it takes at once."""

    platform: Platform
    normaliser: FindNormaliser
    stores: ListStores
    handlers: Mapping[str, Handler]
    batch: int = BATCH
    batch_bytes: int = BATCH_BYTES
    unread: FindUnread = field(default=lambda _platform, _topic: None)


@dataclass(slots=True)
class Pumped:
    """How the deliveries of one batch ended."""

    done: int = 0
    ignored: int = 0
    parked: int = 0
    ids: list[UUID] = field(default_factory=list)

    def __iadd__(self, other: "Pumped") -> "Pumped":
        self.done, self.ignored, self.parked = (
            self.done + other.done,
            self.ignored + other.ignored,
            self.parked + other.parked,
        )
        self.ids += other.ids
        return self


class _Applying(Exception):
    """A batch failed while it was applied: which deliveries it held, and why."""

    def __init__(self, ids: tuple[UUID, ...], cause: Exception) -> None:
        super().__init__(str(cause))
        self.ids = ids
        self.cause = cause


async def pump_round(pump: Pump) -> Pumped:
    """Pump one batch of every organisation that has deliveries waiting."""
    async with pump.platform.database.begin_system() as uow:
        organisations = await inbox.waiting_organisations(uow)
    total = Pumped()
    for organisation in organisations:
        total += await pump_batch(pump, organisation_id=organisation)
    return total


async def pump_batch(pump: Pump, *, organisation_id: UUID) -> Pumped:
    """Pump up to one batch of an organisation's deliveries, oldest first."""
    actor = system_actor(organisation_id)
    try:
        return await _transaction(pump, actor, ids=None)
    except _Applying as failure:
        return await _isolate(pump, actor, ids=failure.ids, cause=failure.cause)


async def _isolate(pump: Pump, actor: Actor, *, ids: Sequence[UUID], cause: Exception) -> Pumped:
    """Halve a batch that failed until what spoils it stands alone, and park that."""
    if len(ids) == 1:
        return await _park(pump, actor, delivery=ids[0], cause=cause)
    total = Pumped()
    middle = len(ids) // 2
    for half in (ids[:middle], ids[middle:]):
        try:
            total += await _transaction(pump, actor, ids=half)
        except _Applying as failure:
            total += await _isolate(pump, actor, ids=failure.ids, cause=failure.cause)
    return total


async def _park(pump: Pump, actor: Actor, *, delivery: UUID, cause: Exception) -> Pumped:
    async with pump.platform.database.begin(actor) as uow:
        await inbox.settle(uow, ids=[delivery], state=inbox.PARKED, reason=reason_of(cause))
    log.warning("delivery_parked", delivery=str(delivery), error=type(cause).__name__)
    return Pumped(parked=1, ids=[delivery])


async def _transaction(pump: Pump, actor: Actor, *, ids: Sequence[UUID] | None) -> Pumped:
    """Claim, normalise, apply and settle in one transaction."""
    taken: tuple[UUID, ...] = ()
    try:
        async with pump.platform.database.begin(actor) as uow:
            claimed = await inbox.claim(uow, limit=pump.batch, max_bytes=pump.batch_bytes, ids=ids)
            taken = tuple(delivery.id for delivery in claimed)
            asked = correlations(claimed)
            correlation = asked[0] if len(asked) == 1 else uuid4().hex
            if asked:
                await outbox.correlated(uow, correlation)
            stores = {store.id: store for store in await pump.stores(actor, uow)} if claimed else {}
            held = [delivery.subject_id for delivery in claimed if delivery.subject_id is not None]
            subjects = await customers.subjects(actor, uow, ids=held) if held else {}
            ends = []
            for delivery in claimed:
                subject = subjects.get(delivery.subject_id) if delivery.subject_id is not None else None
                ends.append(_normalise(pump, delivery, store=stores.get(delivery.store_id), subject=subject))
                await asyncio.sleep(0)  # who shares the process need not wait for the whole batch
            await _apply(pump, actor, uow, stores, ends)
            await _hand_over(actor, uow, ends)
            pumped = await _settle(uow, ends)
        if claimed:
            said = {"correlation_id": correlation, "correlation_ids": asked[:MOST_NAMED]}
            log.info("deliveries_pumped", done=pumped.done, parked=pumped.parked, **said)
        return pumped
    except Exception as error:
        if not taken or may_succeed_later(error):
            raise
        raise _Applying(taken, error) from error


def correlations(claimed: Sequence[Claimed]) -> list[str]:
    """Return the ids of the requests that brought deliveries; several of one batch share a new one."""
    found = dict.fromkeys(one.headers.get("x-request-id", "") for one in claimed)
    return [one for one in found if one]


@dataclass(frozen=True, slots=True)
class _End:
    """How one delivery ended."""

    id: UUID
    state: str
    reason: str | None = None
    applied: "_Applied | None" = None


@dataclass(frozen=True, slots=True)
class _Applied:
    """What a delivery said, as long as its batch lasts."""

    delivery: Claimed
    body: bytes
    record: Record
    original: bytes | None = None

    def reference(self) -> CustomerRef | None:
        """Return whom the delivery tells of, if anybody."""
        if isinstance(self.record, CustomerRecord):
            return CustomerRef(self.record.source_id, self.record.person)
        return self.record.customer if isinstance(self.record, OrderRecord) else None


def _normalise(pump: Pump, delivery: Claimed, *, store: Store | None, subject: Subject | None) -> _End:
    """Read one delivery; one that cannot be read is parked without spoiling the batch."""
    normalise = pump.normaliser(delivery.platform, delivery.topic)
    if normalise is None:
        return _not_read(delivery, pump.unread(delivery.platform, delivery.topic))
    if store is None:
        return _End(delivery.id, inbox.IGNORED, "the store was removed")
    key, secrets = subject.key if subject is not None else None, pump.platform.secrets
    try:
        body = delivery.open(secrets, subject_key=key)
        original = delivery.open_original(secrets, subject_key=key)
        record = read(body, normalise=normalise, store=store, delivery=delivery)
    except inbox.SubjectErased:
        return _End(delivery.id, inbox.IGNORED, "the person it told of was erased; what was sold stays without them")
    except NotNeeded as note:
        return _End(delivery.id, inbox.IGNORED, note.reason)
    except Exception as error:  # noqa: BLE001  (whatever a hostile body provokes, it must not stop the others)
        return _End(delivery.id, inbox.PARKED, reason_of(error))
    return _End(delivery.id, inbox.DONE, applied=_Applied(delivery, body, record, original))


async def _apply(pump: Pump, actor: Actor, uow: UnitOfWork, stores: Mapping[UUID, Store], ends: Sequence[_End]) -> None:
    """Apply what was read, store by store and kind by kind; the outcome does not depend on the order."""
    told: dict[tuple[UUID, str], list[_Applied]] = {}
    for end in ends:
        if end.applied is not None:
            kind = str(end.applied.record.__struct_config__.tag)
            told.setdefault((end.applied.delivery.store_id, kind), []).append(end.applied)
    for (store_id, kind), said in told.items():
        records = [one.record for one in said]
        origins = [Provenance("webhook", one.delivery.id, one.delivery.received_at) for one in said]
        await pump.handlers[kind](actor, uow, store=stores[store_id], records=records, provenance=origins)


def _not_read(delivery: Claimed, unread: Unread | None) -> _End:
    """Set aside what nobody applies: with its reason, and parked where a person has to act."""
    if unread is None:
        return _End(delivery.id, inbox.IGNORED, f"nothing here reads the topic {delivery.topic}")
    return _End(delivery.id, inbox.PARKED if unread.needs_person else inbox.IGNORED, unread.reason)


async def _hand_over(actor: Actor, uow: UnitOfWork, ends: Sequence[_End]) -> None:
    """Seal what was applied with the key of the person it tells of: erasing them makes it unreadable too."""
    told: dict[UUID, dict[CustomerRef, list[_Applied]]] = {}
    for end in ends:
        if end.applied is not None and (reference := end.applied.reference()) is not None:
            told.setdefault(end.applied.delivery.store_id, {}).setdefault(reference, []).append(end.applied)
    for store_id, said in told.items():
        subjects = await customers.subjects_of(actor, uow, store_id=store_id, references=list(said))
        handed = [
            Told(one.delivery.day, one.delivery.id, store_id, one.body, subject, one.original)
            for reference, subject in subjects.items()
            for one in said[reference]
            if one.delivery.subject_id != subject.id
        ]
        await inbox.hand_over(uow, told=handed)


async def _settle(uow: UnitOfWork, ends: Sequence[_End]) -> Pumped:
    pumped = Pumped(ids=[end.id for end in ends])
    groups: dict[tuple[str, str | None], list[UUID]] = {}
    for end in ends:
        groups.setdefault((end.state, end.reason), []).append(end.id)
    for (state, reason), ids in groups.items():
        await inbox.settle(uow, ids=ids, state=state, reason=reason)
        pumped.done += len(ids) if state == inbox.DONE else 0
        pumped.ignored += len(ids) if state == inbox.IGNORED else 0
        pumped.parked += len(ids) if state == inbox.PARKED else 0
    return pumped


def read(body: bytes, *, normalise: Normalise, store: Store, delivery: Claimed) -> Record:
    """Return the canonical record of a body; raises ``RowProblem`` or ``NotNeeded`` with the reason."""
    options = Options(
        currency=store.currency, timezone=store.timezone, prices=store.prices, received_at=delivery.received_at
    )
    record = normalised(read_body(body), options, normalise=normalise)
    check_record(record)
    changed_at = record.version.source_time
    if changed_at is not None and changed_at > delivery.received_at + CLOCKS_DIFFER:
        raise RowProblem("the time of the change lies in the future")
    return record


def may_succeed_later(error: Exception) -> bool:
    """Return whether the same delivery may succeed unchanged: then it is no poison."""
    return isinstance(error, ComptoirError) and error.retryable


def reason_of(error: Exception) -> str:
    """Return why a delivery was parked, without a word of its content."""
    if isinstance(error, RowProblem):
        return error.reason
    if isinstance(error, ComptoirError):
        return f"{error.code}: refused while it was applied"
    return f"{type(error).__name__} while it was read or applied"
