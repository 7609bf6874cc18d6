"""Write plain sales: orders nobody told of before, from one record each that says only what was sold.

The fast way of ``apply_orders``. It leaves exactly the rows that folding, booking and writing each order would leave.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from comptoir.connectors.sdk.canonical import CustomerRef
from comptoir.domains.commerce.contracts import CatalogueVariant, LineProduct, Provenance, Store
from comptoir.domains.customers.contracts import FirstOrder
from comptoir.domains.orders.contracts import LaidOut
from comptoir.domains.orders.repository import plain_sales as repository
from comptoir.domains.orders.repository.plain_sales import Row
from comptoir.domains.orders.usecases.name_lines import line_key, products_of, stamp
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork

_AT_ONCE = 2_000  # orders merged by one round of statements


async def record_sales(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store: Store,
    laid: LaidOut,
    buyers: Sequence[UUID | None],
    provenance: Provenance,
) -> None:
    """Write the plain sales of ``laid``, each the first that is heard of its order.

    ``buyers``: the customers behind ``laid.buyers``.
    """
    products = await products_of(
        actor,
        uow,
        store=store,
        lines=laid.goods,
        provenance_id=provenance.id,
        recorded_at=provenance.received_at,
    )
    named = [(good, products.get(line_key(good))) for good in laid.goods]
    await repository.stage_goods(uow, goods=_goods(named), costs=_costs(named))
    for start in range(0, len(laid.sales), _AT_ONCE):
        sales = laid.sales[start : start + _AT_ONCE]
        await repository.write_behind(uow, store_id=store.id, provenance=provenance, sales=sales, buyers=buyers)


def _goods(named: Sequence[tuple[LineProduct, CatalogueVariant | None]]) -> Iterator[Row]:
    for number, (good, variant) in enumerate(named):
        yield (number, *stamp(good, variant, None))


def _costs(named: Sequence[tuple[LineProduct, CatalogueVariant | None]]) -> Iterator[Row]:
    """Yield each cost that the catalogue knows with the days it holds for, the last one without an end."""
    for number, (_, variant) in enumerate(named):
        costs = variant.costs if variant is not None else ()
        ends = [first for first, _, _ in costs[1:]]
        for (first, unit_cost, currency), end in zip(costs, [*ends, None], strict=False):
            yield (number, first, end, currency, unit_cost)


def firsts_of(laid: LaidOut) -> dict[CustomerRef, FirstOrder]:
    """Return the earliest plain sale of each buyer."""
    firsts: dict[int, FirstOrder] = {}
    for sale in laid.sales:
        if sale.buyer is None:
            continue
        first = firsts.get(sale.buyer)
        if first is None or (sale.ordered_at, sale.order_id) < first.place():
            firsts[sale.buyer] = FirstOrder(sale.order_id, sale.ordered_at, sale.day)
    return {laid.buyers[buyer][0]: first for buyer, first in firsts.items()}
