"""First pass: names become declarations, store filters become stores, limits of the form are checked."""

from datetime import datetime

from comptoir.kernel.errors import Invalid
from comptoir.semantic.catalogue import Catalogue, unknown
from comptoir.semantic.passes.columns import BEFORE, CHANGE, SHARE
from comptoir.semantic.passes.filters import checked_filter, fitting_stores
from comptoir.semantic.plan import Plan
from comptoir.semantic.query import Query
from comptoir.semantic.tenant import Tenant

SUFFIXES = ("", BEFORE, CHANGE, SHARE)


def resolve(
    query: Query, *, catalogue: Catalogue, tenant: Tenant, now: datetime, knows_all_stores: bool = True
) -> Plan:
    """Return the plan's beginning or raise ``Unknown`` or ``Invalid`` naming the field.

    For who does not know all stores, one that is not in sight counts nothing: an error would tell which there are.
    """
    for key in query.metrics:
        catalogue.metric(key)
    for key in query.dimensions:
        catalogue.dimension(key)
    if query.compare and query.range is None:
        raise Invalid("A comparison needs a range.", field="range", hint="Name the days from and to.")
    if query.same_minute and not query.compare:
        raise Invalid("same_minute needs a comparison.", field="same_minute")
    _check_order(query)
    filters = tuple(checked_filter(item, catalogue=catalogue, index=index) for index, item in enumerate(query.filters))
    on_stores = tuple(item for item in filters if catalogue.dimensions[item.field].resolved)
    measures = dict.fromkeys(name for key in query.metrics for name in catalogue.measures_of(key))
    return Plan(
        query=query,
        catalogue=catalogue,
        tenant=tenant,
        now=now,
        filters=tuple(item for item in filters if item not in on_stores),
        stores=fitting_stores(tenant.stores, conditions=on_stores, is_checked=not knows_all_stores),
        limits_stores=bool(on_stores),
        measures=tuple(measures),
    )


def sortable(query: Query) -> tuple[str, ...]:
    """Return the columns a query may be ordered by."""
    suffixes = SUFFIXES if query.compare else SUFFIXES[:1]
    keys = (*(["period"] if query.grain else []), *query.dimensions)
    return (*keys, *(f"{metric}{suffix}" for metric in query.metrics for suffix in suffixes))


def _check_order(query: Query) -> None:
    known = sortable(query)
    for item in query.order_by:
        if item.removeprefix("-") not in known:
            raise unknown(
                "column",
                item.removeprefix("-"),
                known=known,
                field="order_by",
                more=f"The result has {', '.join(known)}.",
            )
