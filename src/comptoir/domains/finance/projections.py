"""Exchange rates as the warehouse joins them: one row a calendar day, carried forward where nothing was published."""

from comptoir.engine.projector.feed import Feed, feeds
from comptoir.engine.schema import WarehouseColumn as C
from comptoir.engine.schema import WarehouseTable

RATES = WarehouseTable(
    name="rates",
    description="Exchange rates of every calendar day: units of a currency for one EUR, EUR itself is 1",
    order_by=("rate_set", "day"),
    version="version",
    granularity=128,  # a question reads the days of its range, and a row holds every currency
    columns=(
        C("rate_set", "LowCardinality(String)", "ecb or an imported set"),
        C("day", "Date", "calendar day"),
        C("rates", "Map(LowCardinality(String), Decimal(38, 12))", "ISO 4217 → units of the currency for one EUR"),
        C(
            "carried",
            "Map(LowCardinality(String), Date)",
            "where the rate is carried past the last publication, or for more than ten days: the day it was published",
        ),
        C("version", "UInt64", "revision of the set"),
    ),
)

# Days ahead of the last publication that carry its rate, so that a panel nobody feeds with rates keeps converting.
HORIZON_DAYS = 800

# Every calendar day of every currency: a day without a publication carries the last one before it. Ten days bridge
# every holiday; what is carried longer is marked like what lies past the last publication.
RATES_FEED = feeds.declare(
    Feed(
        kind="rates",
        table=RATES,
        rows=f"""
select rate_set, day, '{{' || string_agg(quote_literal(currency) || ':' || rate, ',' order by currency) || '}}' as rates,
       '{{' || coalesce(string_agg(quote_literal(currency) || ':' || quote_literal(published), ',' order by currency)
                      filter (where is_provisional), '') || '}}' as carried
from (
  with spans as (
    select rate_set, currency, day, rate, lead(day) over (partition by rate_set, currency order by day) as next_day,
           max(day) over (partition by rate_set) as last_day, min(day) over (partition by rate_set) as first_day
    from exchange_rates
  )
  select rate_set, currency, carried::date as day, rate::numeric(38, 12) as rate, day as published,
         carried::date > last_day or carried::date - day > 10 as is_provisional
  from spans, generate_series(day, coalesce(next_day - 1, last_day + {HORIZON_DAYS}), interval '1 day') as carried
  union all
  select rate_set, 'EUR', carried::date, 1::numeric(38, 12), carried::date, false
  from (select distinct rate_set, first_day, last_day from spans) as sets,
       generate_series(first_day, last_day + {HORIZON_DAYS}, interval '1 day') as carried
) as every_day
where {{scope}}
group by rate_set, day
""",
        changed="exists (select from projecting where kind = 'rates')",
        key="rate_set",
        shared=True,
    )
)
