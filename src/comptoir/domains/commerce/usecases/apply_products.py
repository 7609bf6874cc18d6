"""Apply canonical product records: keep each as a revision, then derive products, variants and costs."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from comptoir.connectors.sdk.canonical import ProductRecord
from comptoir.domains.commerce.contracts import ApplyResult, Provenance, Store, each, newest
from comptoir.domains.commerce.model import BEGINNING, Cost, ProductState, fold_product
from comptoir.domains.commerce.repository import products as repository
from comptoir.kernel.actor import Actor
from comptoir.kernel.ids import child_id, row_id
from comptoir.kernel.money import six
from comptoir.platform.database.turns import take_turn
from comptoir.platform.database.unit_of_work import UnitOfWork

encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class Written:
    """What deriving products wrote."""

    created: int = 0
    updated: int = 0
    changes: dict[UUID, date] = field(default_factory=dict)


async def apply_products(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store: Store,
    records: Sequence[ProductRecord],
    provenance: Provenance | Sequence[Provenance],
) -> ApplyResult:
    """Apply product records of one store. Counts are of products."""
    if not records:
        return ApplyResult()
    origins = each(provenance, count=len(records))
    await take_turn(uow, "records")
    rows = {row[1]: row for row in _revisions(actor.organisation_id, store, records, origins)}
    held = await repository.known_revisions(uow, ids=list(rows))
    every = {row[2] for row in rows.values()}
    new = [row for key, row in rows.items() if key not in held]
    if not new:
        return ApplyResult(unchanged=len(every))
    await repository.insert_revisions(uow, rows=new)
    touched = sorted({row[2] for row in new})
    recorded_at = newest(origins).received_at
    written = await derive_products(actor, uow, store=store, product_ids=touched, recorded_at=recorded_at)
    unchanged = len(every) - written.created - written.updated
    return ApplyResult(created=written.created, updated=written.updated, unchanged=unchanged)


RevisionRow = tuple[UUID, UUID, UUID, datetime | None, str, str, str, UUID, datetime]


def _revisions(
    organisation_id: UUID, store: Store, records: Sequence[ProductRecord], origins: Sequence[Provenance]
) -> Iterator[RevisionRow]:
    for record, provenance in zip(records, origins, strict=True):
        snapshot = encode(record)
        content_hash = hashlib.blake2b(snapshot, digest_size=16).hexdigest()
        product_id = row_id(organisation_id, store.id, "product", record.source_id)
        yield (
            organisation_id,
            child_id(product_id, "revision", content_hash),
            product_id,
            record.version.source_time,
            content_hash,
            snapshot.decode(),
            provenance.kind,
            provenance.id,
            provenance.received_at,
        )


async def derive_products(
    actor: Actor, uow: UnitOfWork, *, store: Store, product_ids: Sequence[UUID], recorded_at: datetime
) -> Written:
    """Fold products from their revisions and write the difference; those without any are left alone."""
    revisions = await repository.load_revisions(uow, product_ids=product_ids)
    zone = ZoneInfo(store.timezone)
    states = {
        product_id: fold_product(items, zone=zone, currency=store.currency) for product_id, items in revisions.items()
    }
    before = await repository.load_products(uow, ids=list(states))
    old_variants = await repository.load_variants(uow, product_ids=list(states))
    variants = dict(_variant_rows(actor, store, states))
    moved = {key for key, row in variants.items() if tuple(old_variants.get(key, ())) != row}
    costs, cost_changes = await _costs(actor, uow, store, states, recorded_at)
    numbers = await repository.next_revisions(uow, count=len(states))
    of_product: dict[object, set[UUID]] = {}
    for key, variant in variants.items():
        of_product.setdefault(variant[3], set()).add(key)
    written = Written()
    rows: list[tuple[object, ...]] = []
    told: list[tuple[UUID, UUID]] = []
    for (product_id, state), revision in zip(states.items(), numbers, strict=True):
        row = _product_row(actor, store, product_id, state, revision, recorded_at)
        old = before.get(product_id)
        mine = of_product.get(product_id, set())
        if old is not None and tuple(old[:-2]) == row[:-2] and not mine & moved and not mine & cost_changes.keys():
            continue
        rows.append(row)
        told.append((product_id, store.id))
        is_known = old is not None and old[12] is None
        written.updated += is_known
        written.created += not is_known
        if old is not None and not is_known:  # until now only order lines told of it
            written.changes |= dict.fromkeys(mine, BEGINNING)
    await repository.write_products(uow, rows=rows)
    await repository.write_variants(uow, rows=[variants[key] for key in sorted(moved)])
    await repository.replace_costs(uow, variant_ids=list(cost_changes), rows=costs)
    known = {key: day for key, day in cost_changes.items() if key in old_variants}
    written.changes |= {key: min(day, written.changes.get(key, day)) for key, day in known.items()}
    await _adopt(uow, store, variants, written)
    await repository.tell(uow, keys=told)
    await repository.note_changes(uow, changes=written.changes, recorded_at=recorded_at)
    return written


def _product_row(
    actor: Actor, store: Store, product_id: UUID, state: ProductState, revision: int, recorded_at: datetime
) -> tuple[object, ...]:
    record = state.record
    return (
        actor.organisation_id,
        product_id,
        store.id,
        record.source_id,
        record.title,
        record.vendor,
        record.category,
        record.subcategory,
        record.status,
        list(record.tags),
        record.is_deleted,
        record.version.source_time,
        None,
        revision,
        recorded_at,
    )


def _variant_rows(
    actor: Actor, store: Store, states: Mapping[UUID, ProductState]
) -> Iterator[tuple[UUID, tuple[object, ...]]]:
    for product_id, state in states.items():
        for variant in state.variants:
            variant_id = row_id(actor.organisation_id, store.id, "variant", variant.source_id)
            yield (
                variant_id,
                (
                    actor.organisation_id,
                    variant_id,
                    store.id,
                    product_id,
                    variant.source_id,
                    variant.sku,
                    variant.title,
                    variant.barcode,
                    six(variant.price) if variant.price is not None else None,
                    six(variant.weight_grams) if variant.weight_grams is not None else None,
                    variant.source_id in state.removed or state.record.is_deleted,
                ),
            )


async def _costs(
    actor: Actor, uow: UnitOfWork, store: Store, states: Mapping[UUID, ProductState], recorded_at: datetime
) -> tuple[list[tuple[object, ...]], dict[UUID, date]]:
    """Return the cost rows of variants whose costs changed, and for each the first day concerned."""
    wanted = {
        row_id(actor.organisation_id, store.id, "variant", source_id): costs
        for state in states.values()
        for source_id, costs in {
            **{variant.source_id: () for variant in state.variants},
            **state.costs,
        }.items()
    }
    held = await repository.costs_of(uow, variant_ids=list(wanted))
    rows: list[tuple[object, ...]] = []
    changes: dict[UUID, date] = {}
    for variant_id, costs in wanted.items():
        day = first_difference(costs, [Cost(*cost) for cost in held.get(variant_id, ())])
        if day is None:
            continue
        changes[variant_id] = day
        revision = (await repository.next_revisions(uow, count=1))[0] if not rows else rows[0][5]
        rows += [
            (actor.organisation_id, variant_id, cost.valid_from, cost.unit_cost, cost.currency, revision, recorded_at)
            for cost in costs
        ]
    return rows, changes


def first_difference(new: Sequence[Cost], old: Sequence[Cost]) -> date | None:
    """Return the first day on which two cost histories differ."""
    days = {cost.valid_from for cost in {*new} ^ {*old}}
    return min(days, default=None)


async def _adopt(uow: UnitOfWork, store: Store, variants: Mapping[UUID, tuple[object, ...]], written: Written) -> None:
    """Let the catalogue take over what only order lines told of under the same sku."""
    skus = sorted({str(row[5]) for row in variants.values() if row[5]})
    stubs = await repository.variants_from_lines(uow, store_id=store.id, skus=skus)
    stubs = {variant: product for variant, product in stubs.items() if variant not in variants}
    if stubs:
        written.changes |= dict.fromkeys(stubs, BEGINNING)
        await repository.remove_products(uow, ids=sorted(set(stubs.values())))
