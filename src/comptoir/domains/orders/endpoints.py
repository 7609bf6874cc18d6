"""Orders and search over HTTP."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import get
from litestar.di import Provide
from litestar.params import QueryParameter
from litestar.response import Stream

from comptoir.domains.orders import facade, schemas
from comptoir.domains.orders.contracts import OrderFilter
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.context import Platform
from comptoir.platform.http.openapi import answers

FromDay = Annotated[str | None, QueryParameter(name="from", description="first store day, included: YYYY-MM-DD")]
ToDay = Annotated[str | None, QueryParameter(name="to", description="last store day, included: YYYY-MM-DD")]


async def order_filter(
    store: str | None = None,
    status: str | None = None,
    channel: str | None = None,
    country: str | None = None,
    customer: UUID | None = None,
    product: UUID | None = None,
    from_day: FromDay = None,
    to_day: ToDay = None,
    q: str | None = None,
    sort: str = "-ordered_at",
) -> OrderFilter:
    """Which orders. Filters take several values separated by commas; ``q`` finds numbers and, if allowed, buyers.

    ``customer`` is the id of one buyer; ``product`` the id of one product, met under its name in every store.
    """
    return OrderFilter(
        stores=_several(store),
        statuses=_several(status),
        channels=_several(channel),
        countries=_several(country),
        customer=customer,
        product=product,
        start=_day(from_day, field="from"),
        end=_day(to_day, field="to"),
        search=q,
        sort=sort,
    )


FILTERS = {"wanted": Provide(order_filter)}


@get("/orders", tags=["orders"], dependencies=FILTERS)
async def list_orders(
    actor: Actor,
    platform: Platform,
    wanted: OrderFilter,
    cursor: str | None = None,
    limit: int = 50,
    count: Literal["bounded", "exact"] = "bounded",
) -> dict[str, Any]:
    """List orders, page by page. ``total`` counts to 1,000 unless ``count`` is exact; ``total_is_minimum`` says so."""
    wanted = replace(wanted, cursor=cursor or None, limit=limit, counts_all=count == "exact")
    async with platform.database.begin(actor) as uow:
        return schemas.page_body(await facade.list_orders(actor, uow, wanted=wanted))


@get("/orders/export", tags=["orders"], dependencies=FILTERS, opt=answers("text/csv"))
async def export_orders(actor: Actor, platform: Platform, wanted: OrderFilter) -> Stream:
    """Download the whole list as CSV, streamed, with the filters and the sort of the list."""
    found = await facade.export_orders(actor, platform, wanted=wanted)
    ours = await identity.organisation(actor, platform)
    name = f"{'demo-' if ours.is_demo else ''}{ours.slug}-orders.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Stream(schemas.csv_file(found), media_type="text/csv", headers=headers)


@get("/orders/{order_id:uuid}", tags=["orders"])
async def read_order(order_id: UUID, actor: Actor, platform: Platform) -> dict[str, Any]:
    """Read one order with its entries, refunds, revisions and timeline."""
    async with platform.database.begin(actor) as uow:
        return schemas.detail_body(await facade.order(actor, uow, order_id=order_id))


@get("/orders/{order_id:uuid}/source", tags=["orders"])
async def read_source(order_id: UUID, actor: Actor, platform: Platform, revision: UUID | None = None) -> dict[str, Any]:
    """Read a record about an order as it was received, without its person."""
    async with platform.database.begin(actor) as uow:
        found = await facade.source_record(actor, uow, order_id=order_id, revision=revision)
    return {
        "revision": found.revision,
        "part": found.part,
        "received_at": found.received_at,
        "provenance": found.provenance,
        "record": found.record,
    }


@get("/search", tags=["search"])
async def search(actor: Actor, platform: Platform, q: str = "", limit: int = 8) -> dict[str, Any]:
    """Find orders by number, customers by what is personal (if allowed), products by words or sku."""
    async with platform.database.begin(actor) as uow:
        return schemas.found_body(await facade.search(actor, uow, query=q, limit=limit))


def _several(values: str | None) -> tuple[str, ...]:
    return tuple(value.strip() for value in (values or "").split(",") if value.strip())


def _day(value: str | None, *, field: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise Invalid(f"{value!r} is not a day.", hint="Write it as 2025-01-31.", field=field) from error


ROUTES = (list_orders, export_orders, read_order, read_source, search)
