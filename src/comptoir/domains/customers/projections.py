"""What the warehouse knows of customers: surrogate keys and the first order. Nothing personal."""

from comptoir.engine.projector.feed import Feed, feeds
from comptoir.engine.schema import WarehouseColumn as C
from comptoir.engine.schema import WarehouseTable

CUSTOMERS = WarehouseTable(
    name="customers",
    description="Known buyers and the first order of each that counts, over all stores of the organisation",
    order_by=("organisation", "customer"),
    version="version",
    deleted="is_deleted",
    columns=(
        C("organisation", "UUID", "owner of the row"),
        C("customer", "UUID", "surrogate key"),
        C("first_order", "UUID", "first order that counts"),
        C("first_ordered_at", "DateTime64(3, 'UTC')", "its instant"),
        C("first_day", "Date", "its store day"),
        C("first_organisation_day", "Date", "its organisation day"),
        C("country", "LowCardinality(Nullable(String))", "country now"),
        C("region", "LowCardinality(Nullable(String))", "region now"),
        C("version", "UInt64", "revision"),
        C("is_deleted", "UInt8", "1 takes the row out"),
    ),
)

CUSTOMERS_FEED = feeds.declare(
    Feed(
        kind="customer",
        table=CUSTOMERS,
        rows="""
select c.organisation_id, c.id, c.first_order_id, (o.ordered_at at time zone 'UTC')::timestamp(3),
       o.order_day, o.organisation_day, c.country, c.region
from customers c join orders o on o.id = c.first_order_id
where c.merged_into is null and {scope}
""",
        changed="c.id in (select key from projecting where kind = 'customer')",
        key="customer",
        gone="""
select distinct p.organisation_id, p.key from projecting p
where p.kind = 'customer' and not exists (
  select from customers c join orders f on f.id = c.first_order_id where c.id = p.key and c.merged_into is null)
""",
    )
)
