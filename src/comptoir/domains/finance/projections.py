"""Exchange rates as the warehouse joins them: one row for every day, carried forward where nothing was published."""

from comptoir.engine.projector.feed import Feed, feeds
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
        C(
            "is_provisional",
            "UInt8",
            "1 where the rate is carried past the last publication, or for more than ten days",
        ),
        C("version", "UInt64", "revision of the set"),
    ),
)

# Days ahead of the last publication that carry its rate, so that a panel nobody feeds with rates keeps converting.
HORIZON_DAYS = 800

# Every calendar day of every currency: a day without a publication belongs to the group of the last one before it.
RATES_SELECT = f"""
with spans as (
    select rate_set, currency, day, rate, revision,
           lead(day) over (partition by rate_set, currency order by day) as next_day,
           max(day) over (partition by rate_set) as last_day
    from exchange_rates
), sets as (
    select rate_set, min(day) as first_day, max(day) as last_day, max(revision) as revision
    from exchange_rates group by rate_set
)
select rate_set, currency, generated::date, rate, day,
       (generated::date > last_day or generated::date - day > 10)::int, revision_of_set
from (
    select spans.rate_set, spans.currency, spans.rate, spans.day, spans.last_day, sets.revision as revision_of_set,
           generate_series(spans.day, coalesce(spans.next_day - 1, spans.last_day + {HORIZON_DAYS}), interval '1 day')
               as generated
    from spans join sets using (rate_set)
) as carried
union all
select rate_set, 'EUR', generate_series(first_day, last_day + {HORIZON_DAYS}, interval '1 day')::date, 1,
       first_day, 0, revision
from sets
"""

RATES_FEED = feeds.declare(
    Feed(
        kind="rates",
        table=RATES,
        rows=f"""
select rate_set, currency, day, rate, published, is_provisional
from ({RATES_SELECT}) as carried(rate_set, currency, day, rate, published, is_provisional, revision)
where {{scope}}
""",
        changed="exists (select from projecting where kind = 'rates')",
        key="rate_set",
        shared=True,
    )
)
