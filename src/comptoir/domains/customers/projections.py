"""What the warehouse knows of customers: surrogate keys and the first order. Nothing personal."""

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
