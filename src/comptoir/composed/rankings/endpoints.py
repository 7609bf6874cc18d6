"""Products and customers over HTTP."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from litestar import get
from litestar.di import Provide
from litestar.params import QueryParameter
from litestar.response import Stream

from comptoir.composed.rankings import facade, schemas
from comptoir.composed.rankings.contracts import CustomersWanted, Page, ProductsWanted, Seen
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.http.openapi import answers
from comptoir.semantic.query import parse_day

FromDay = Annotated[str | None, QueryParameter(name="from", description="first local day, included: YYYY-MM-DD")]
ToDay = Annotated[str | None, QueryParameter(name="to", description="last local day, included: YYYY-MM-DD")]


async def seen_of(
    store: str | None = None,
    from_day: FromDay = None,
    to_day: ToDay = None,
    compare: str | None = None,
    currency: str | None = None,
    day: str = "store",
    *,
    same_minute: bool = False,
) -> Seen:
    """Return the stores, days and currency of the figures; without both days they are over all data."""
    start = parse_day(from_day, field="from") if from_day else None
    end = parse_day(to_day, field="to") if to_day else None
    return Seen(
        stores=_several(store),
        start=start,
        end=end,
        compare=compare if start and end else None,
        same_minute=same_minute,
        currency=currency,
        day=day,
    )


async def products_wanted(
    seen: Seen,
    category: str | None = None,
    vendor: str | None = None,
    q: str | None = None,
    sold: str = "all",
    sort: str = "-net_sales",
) -> ProductsWanted:
    """Which products. Filters take several values separated by commas; ``q`` finds titles, vendors and SKUs."""
    return ProductsWanted(seen, Page(sort), q, _several(category), _several(vendor), sold)


async def customers_wanted(
    seen: Seen, country: str | None = None, kind: str | None = None, q: str | None = None, sort: str = "-net_sales"
) -> CustomersWanted:
    """Which customers. ``kind`` is new or returning; ``q`` finds names and addresses of those who may be seen."""
    return CustomersWanted(seen, Page(sort), q, _several(country), kind)


SEEN = {"seen": Provide(seen_of)}
PRODUCTS = SEEN | {"wanted": Provide(products_wanted)}
CUSTOMERS = SEEN | {"wanted": Provide(customers_wanted)}


@get("/products", tags=["products"], dependencies=PRODUCTS)
async def list_products(
    actor: Actor, platform: Platform, wanted: ProductsWanted, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """List products with their figures, sorted by one of them; products without sales follow."""
    wanted = replace(wanted, page=replace(wanted.page, cursor=cursor or None, limit=limit))
    found = await facade.list_products(actor, platform, wanted=wanted)
    return schemas.page_body(found, schemas.product_row)


@get("/products/export", tags=["products"], dependencies=PRODUCTS, opt=answers("text/csv"))
async def export_products(actor: Actor, platform: Platform, wanted: ProductsWanted) -> Stream:
    """Download the whole list as CSV, streamed, with the filters and the sort of the list."""
    found = await facade.export_products(actor, platform, wanted=wanted)
    head, row = schemas.PRODUCT_HEAD, schemas.product_row
    file = schemas.csv_file(found.batches, head=head, figures=found.figures, row=row)
    return Stream(file, media_type="text/csv", headers=await _named(actor, platform, "products"))


@get("/products/{product_id:uuid}", tags=["products"])
async def read_product(product_id: UUID, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read one product with its variants in every store that sells it, and what their catalogues said of it."""
    return schemas.product_body(await facade.product(actor, platform, product_id=product_id))


@get("/customers", tags=["customers"], dependencies=CUSTOMERS)
async def list_customers(
    actor: Actor, platform: Platform, wanted: CustomersWanted, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """List customers who bought or gave something back in the period with their figures, sorted by one of them."""
    wanted = replace(wanted, page=replace(wanted.page, cursor=cursor or None, limit=limit))
    found = await facade.list_customers(actor, platform, wanted=wanted)
    return schemas.page_body(found, schemas.customer_row)


@get("/customers/export", tags=["customers"], dependencies=CUSTOMERS, opt=answers("text/csv"))
async def export_customers(actor: Actor, platform: Platform, wanted: CustomersWanted) -> Stream:
    """Download the whole list as CSV, streamed; names only for those who may see them."""
    found = await facade.export_customers(actor, platform, wanted=wanted)
    head, row = schemas.CUSTOMER_HEAD, schemas.customer_row
    file = schemas.csv_file(found.batches, head=head, figures=found.figures, row=row)
    return Stream(file, media_type="text/csv", headers=await _named(actor, platform, "customers"))


@get("/customers/{customer_id:uuid}", tags=["customers"])
async def read_customer(customer_id: UUID, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read one customer with what happened with the orders, newest first."""
    return schemas.customer_body(await facade.customer(actor, platform, customer_id=customer_id))


async def _named(actor: Actor, platform: Platform, what: str) -> dict[str, str]:
    ours = await identity.organisation(actor, platform)
    name = f"{'demo-' if ours.is_demo else ''}{ours.slug}-{what}.csv"
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}


def _several(values: str | None) -> tuple[str, ...]:
    return tuple(value.strip() for value in (values or "").split(",") if value.strip())


ROUTES = (
    list_products,
    export_products,
    read_product,
    list_customers,
    export_customers,
    read_customer,
)
