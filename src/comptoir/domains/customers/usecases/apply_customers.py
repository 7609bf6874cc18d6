"""Apply canonical customer records: who they are, where they live, what they agreed to."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from comptoir.connectors.sdk.canonical import CustomerRecord, CustomerRef
from comptoir.domains.commerce.contracts import each, newest
from comptoir.domains.customers import repository
from comptoir.domains.customers.contracts import ApplyResult, Provenance
from comptoir.domains.customers.usecases.resolve_customers import resolve_customers
from comptoir.kernel.actor import Actor
from comptoir.platform.database.turns import take_turn
from comptoir.platform.database.unit_of_work import UnitOfWork

_TIME = repository.CUSTOMER.index("source_time")
_CREATOR = repository.CUSTOMER.index("provenance_id")


async def apply_customers(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store_id: UUID,
    records: Sequence[CustomerRecord],
    provenance: Provenance | Sequence[Provenance],
) -> ApplyResult:
    """Apply customer records of one store. Counts are of customers.

    The newest version of a customer counts; a file without versions fills what is unknown.
    """
    await take_turn(uow, "records")
    if not records:
        return ApplyResult()
    batch = newest(each(provenance, count=len(records)))
    # Oldest first, so that of several records of one person the newest has the last word.
    records = sorted((record for record in records if not record.is_deleted), key=_age)
    references = [CustomerRef(record.source_id, record.person) for record in records]
    resolved = await resolve_customers(
        actor,
        uow,
        store_id=store_id,
        references=references,
        addresses=[record.address for record in records],
        provenance=batch,
        is_authority=True,
    )
    found = ((resolved.ids[reference], record) for reference, record in zip(references, records, strict=True))
    said: dict[UUID, list[CustomerRecord]] = {}
    for customer_id, record in found:
        if customer_id is not None:
            said.setdefault(customer_id, []).append(record)
    ids = list(said)
    before = await repository.load(uow, ids=ids)
    rows = _rows(said, before, batch)
    created = resolved.created
    changed = [row for row in rows if row != before[cast("UUID", row[1])]]
    await repository.overwrite_customers(uow, rows=changed)
    updated = {cast("UUID", row[1]) for row in changed} - created
    await repository.tell(uow, ids=updated)
    return ApplyResult(created=len(created), updated=len(updated), unchanged=len(ids) - len(created) - len(updated))


def _age(record: CustomerRecord) -> datetime:
    return record.version.source_time or datetime.min.replace(tzinfo=UTC)


def _rows(
    said: Mapping[UUID, Sequence[CustomerRecord]], before: Mapping[UUID, Sequence[object]], provenance: Provenance
) -> list[tuple[object, ...]]:
    """Return the impersonal rows as they should be."""
    rows = []
    for customer_id, records in said.items():
        row = tuple(before[customer_id])
        for record in records:
            row = _told(row, record, provenance)
        rows.append(row)
    return rows


def _told(row: tuple[object, ...], record: CustomerRecord, provenance: Provenance) -> tuple[object, ...]:
    """Return a customer's row with what one more record says: a newer one replaces, an older one fills gaps."""
    held = cast("datetime | None", row[_TIME])
    mine = record.version.source_time
    said = (
        *((record.address.country, record.address.region, record.address.city) if record.address else (None,) * 3),
        record.accepts_marketing,
        list(record.tags),
        record.created_at,
    )
    known = row[2:_TIME]
    newer = mine is not None and (held is None or mine >= held)
    first, second = (said, known) if newer else (known, said)
    fields = tuple(one if one not in (None, []) else two for one, two in zip(first, second, strict=True))
    # Named by a second source of records: undoing the first must leave it.
    creator = row[_CREATOR] if row[_CREATOR] == provenance.id else None
    return (*row[:2], *fields, mine if newer else held, creator, *row[_CREATOR + 1 :])
