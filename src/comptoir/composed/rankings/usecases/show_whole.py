"""Show one product or one customer: what PostgreSQL knows. Their figures are asked for as any others."""

from datetime import date
from uuid import UUID

from comptoir.composed.rankings.contracts import CustomerWhole, ProductWhole, Seen
from comptoir.composed.rankings.usecases import ask_figures as asking
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import ProductDetail
from comptoir.domains.commerce.permissions import may_see_costs
from comptoir.domains.customers import facade as customers
from comptoir.domains.customers.errors import UnknownCustomer
from comptoir.domains.customers.permissions import may_see_people
from comptoir.domains.orders import facade as orders
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.semantic.query import Query

_DAYS_LOOKED_AT = 200  # newest days with entries, of which the last may hold returns alone


async def show_product(actor: Actor, platform: Platform, *, product_id: UUID) -> ProductWhole:
    """Return a product. Raises ``UnknownProduct``."""
    async with platform.database.begin(actor) as uow:
        detail = await commerce.product(actor, uow, product_id=product_id, now=platform.clock())
        slugs = {store.id: store.slug for store in await commerce.list_stores(actor, uow)}
    return ProductWhole(
        detail=detail,
        stores=slugs,
        first_sold=await _day_sold(actor, platform, detail, sort="period"),
        last_sold=await _day_sold(actor, platform, detail, sort="-period"),
        with_costs=may_see_costs(actor),
    )


async def _day_sold(actor: Actor, platform: Platform, detail: ProductDetail, *, sort: str) -> date | None:
    """Return the first (or last) day on which the product was in an order, in any store the actor may see."""
    result = await asking.ask(actor, platform, _days(detail, sort=sort))
    return next((date.fromisoformat(str(day)) for day, orders in result.rows if orders), None)


def _days(detail: ProductDetail, *, sort: str) -> Query:
    vendor = detail.product.vendor
    of_vendor = {"op": "is_null"} if vendor is None else {"op": "eq", "value": vendor}
    conditions = (
        {"field": "product_name", "op": "in", "value": list(detail.names)},
        {"field": "vendor_current", **of_vendor},
    )
    query = asking.question(
        Seen(), metrics=("orders",), dimensions=(), conditions=conditions, sort=None, limit=_DAYS_LOOKED_AT
    )
    return asking.by_day(query, sort=sort)


async def show_customer(actor: Actor, platform: Platform, *, customer_id: UUID) -> CustomerWhole:
    """Return a customer with an order in the actor's stores. Raises ``UnknownCustomer``."""
    async with platform.database.begin(actor) as uow:
        view = (await customers.views(actor, uow, ids=(customer_id,))).get(customer_id)
        if view is None:
            raise UnknownCustomer("There is no such customer.")
        history = await orders.customer_history(actor, uow, customer_id=customer_id)
        if not await orders.customers_in_sight(actor, uow, customers=(customer_id,)):
            raise UnknownCustomer("There is no such customer.")
    return CustomerWhole(view, history, is_personal=may_see_people(actor))
