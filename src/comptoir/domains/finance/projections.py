"""Exchange rates as the warehouse joins them: one row for every day, carried forward where nothing was published."""

from comptoir.engine.schema import WarehouseColumn as C
from comptoir.engine.schema import WarehouseTable

RATES = WarehouseTable(
    name="rates",
    description="Units of a currency for one EUR on every calendar day; EUR itself is 1",
    order_by=("rate_set", "currency", "day"),
    version="version",
    columns=(
        C("rate_set", "LowCardinality(String)", "ecb or an imported set"),
        C("currency", "LowCardinality(String)", "ISO 4217"),
        C("day", "Date", "calendar day"),
        C("rate", "Decimal(38, 12)", "units of the currency for one EUR"),
        C("published", "Date", "the day the rate was published"),
        C("is_provisional", "UInt8", "1 where a day after the last published one carries the last rate"),
        C("version", "UInt64", "revision of the set"),
    ),
)
