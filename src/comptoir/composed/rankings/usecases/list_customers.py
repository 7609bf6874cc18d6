"""List customers with their figures: those with sales or returns in the period, sorted by one of them.

Figures come by surrogate id; names are opened for one page at a time, and only for those who may see them.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from comptoir.composed.rankings.contracts import (
    CUSTOMER_METRICS,
    KINDS,
    CustomerRow,
    CustomersWanted,
    Exported,
    Figures,
    Listed,
    Seen,
)
from comptoir.composed.rankings.errors import WrongList
from comptoir.composed.rankings.model import Key, checked_choice, checked_sort, needed, sliced
from comptoir.composed.rankings.usecases import ask_figures as asking
from comptoir.domains.customers import facade as customers
from comptoir.domains.orders import facade as orders
from comptoir.domains.orders.permissions import ORDERS_READ
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.semantic.query import Query

KEYS = ("customer",)
MOST_FOUND = 1_000

Row = tuple[Key, Figures | None]


async def list_customers(actor: Actor, platform: Platform, *, wanted: CustomersWanted) -> Listed[CustomerRow]:
    """Return one page. Raises ``WrongList`` and what a query raises; a search needs the permission customers:pii."""
    found = await _found(actor, platform, wanted)
    limit = min(needed(wanted.page), asking.MOST_ROWS) if found is None else MOST_FOUND
    result = await asking.ask(actor, platform, _query(actor, _ranked(wanted), found, limit=limit))
    rows: list[Row] = [*asking.rows_of(result, keys=len(KEYS))]
    if found is not None:
        rows += _without_sales(wanted, found, rows)
    part = sliced([key for key, _ in rows], wanted.page)
    shown = await _compared(actor, platform, wanted, rows[part.start : part.end])
    async with platform.database.begin(actor) as uow:
        items = await _shown(actor, uow, shown)
    total = None if result.truncated else len(rows)
    return asking.listed(result, part, items, total=total)


async def export_customers(actor: Actor, platform: Platform, *, wanted: CustomersWanted) -> Exported[CustomerRow]:
    """Return the whole list in batches; errors are raised before the first."""
    found = await _found(actor, platform, wanted)
    query = _query(actor, wanted, found, limit=None)
    rows = await asking.all_rows(actor, platform, query, keys=KEYS)
    async with platform.database.begin(actor) as uow:
        said = {"countries": wanted.countries, "kind": wanted.kind, "search": wanted.search}
        customers.tell_export(actor, uow, what="customers", filters=said)

    async def batches() -> AsyncIterator[Sequence[CustomerRow]]:
        async for batch in rows:
            kept = [(key, figures) for key, figures in batch if asking.has_moved(figures)]
            async with platform.database.begin(actor) as uow:
                uow.reads_are_told()
                shown = await _shown(actor, uow, kept)
            yield shown

    return Exported(asking.figures_of(query), batches())


def _ranked(wanted: CustomersWanted) -> CustomersWanted:
    """Return what decides the ranks: a comparison only where it is sorted by, or who bought before alone would be listed."""
    if "__" in wanted.page.sort:
        return wanted
    return replace(wanted, seen=replace(wanted.seen, compare=None))


async def _compared(actor: Actor, platform: Platform, wanted: CustomersWanted, rows: Sequence[Row]) -> list[Row]:
    """Put the compared period beside the figures of a page."""
    ids = [str(key[0]) for key, figures in rows if figures is not None]
    if not wanted.seen.compare or "__" in wanted.page.sort or not ids:
        return list(rows)
    conditions = ({"field": "customer", "op": "in", "value": ids},)
    metrics = asking.metrics_for(actor, CUSTOMER_METRICS)
    query = asking.question(wanted.seen, metrics=metrics, dimensions=KEYS, conditions=conditions, limit=len(ids))
    found = dict(asking.rows_of(await asking.ask(actor, platform, query), keys=len(KEYS)))
    return [(key, found.get(key, figures)) for key, figures in rows]


def _query(actor: Actor, wanted: CustomersWanted, found: Sequence[UUID] | None, *, limit: int | None) -> Query:
    seen = wanted.seen
    sort = checked_sort(wanted.page.sort, known=asking.sorts_for(actor, CUSTOMER_METRICS, seen))
    conditions: list[asking.Condition] = [{"field": "customer", "op": "not_null"}]
    if wanted.countries:
        conditions.append({"field": "customer_country_current", "op": "in", "value": list(wanted.countries)})
    if wanted.kind is not None:
        conditions.append(_of_kind(checked_choice(wanted.kind, of=KINDS, field="kind"), seen))
    if found is not None:
        nobody = ["00000000-0000-0000-0000-000000000000"]
        conditions.append({"field": "customer", "op": "in", "value": [str(one) for one in found] or nobody})
    metrics = asking.metrics_for(actor, CUSTOMER_METRICS)
    return asking.question(seen, metrics=metrics, dimensions=KEYS, conditions=conditions, sort=sort, limit=limit)


def _of_kind(kind: str, seen: Seen) -> asking.Condition:
    """Return the condition that holds for customers whose first order lies in the range, or before it."""
    if seen.start is None or seen.end is None:
        raise WrongList("New and returning are told by a period.", hint="Name the days from and to.", field="kind")
    name = "customer_since" if seen.day == "store" else "customer_since_organisation"
    if kind == "returning":
        return {"field": name, "op": "lt", "value": seen.start.isoformat()}
    return {"field": name, "op": "between", "value": [seen.start.isoformat(), seen.end.isoformat()]}


async def _found(actor: Actor, platform: Platform, wanted: CustomersWanted) -> list[UUID] | None:
    """Return whom a search found, None without one."""
    if not wanted.search or not wanted.search.strip():
        return None
    async with platform.database.begin(actor) as uow:
        found = await customers.matching(actor, uow, query=wanted.search.strip(), limit=MOST_FOUND)
        if not actor.scope.limits_rows:
            return found
        seen = await orders.customers_in_sight(actor, uow, customers=found)
    return [one for one in found if one in seen]


def _without_sales(wanted: CustomersWanted, found: Sequence[UUID], rows: Sequence[Row]) -> list[Row]:
    """Return whom a search found and the period did not: they are shown without figures unless a filter says no."""
    if wanted.kind or wanted.countries or wanted.seen.stores:
        return []
    met = {key[0] for key, _ in rows}
    return [((str(one),), None) for one in sorted(found) if str(one) not in met]


async def _shown(actor: Actor, uow: UnitOfWork, rows: Sequence[Row]) -> list[CustomerRow]:
    """Put names and days to rows, as far as the actor may see them."""
    ids = [UUID(str(key[0])) for key, _ in rows]
    views = await customers.views(actor, uow, ids=ids)
    spans: Mapping[UUID, tuple[datetime, datetime, int]] = {}
    if actor.may(ORDERS_READ):
        spans = await orders.order_spans(actor, uow, customers=ids)
    shown = []
    for one, (_, figures) in zip(ids, rows, strict=True):
        view, span = views.get(one), spans.get(one)
        shown.append(
            CustomerRow(
                id=one,
                name=(view.name or view.company) if view else None,
                email=view.email if view else None,
                country=view.country if view else None,
                first_ordered_at=span[0] if span else None,
                last_ordered_at=span[1] if span else None,
                figures=figures,
            )
        )
    return shown
