"""What the warehouse holds about sales: one row per current entry, and a roll-up per (store, day) bucket.

Owns the declarations and the SELECTs that turn PostgreSQL rows into warehouse rows (text COPY = TabSeparated).
"""

from comptoir.engine.projector.feed import Check, Feed, Rollup, feeds
from comptoir.engine.projector.statements import array_text
from comptoir.engine.schema import WarehouseColumn as C
from comptoir.engine.schema import WarehouseTable

_NAME = "LowCardinality(Nullable(String))"
_AMOUNT = "Decimal(20, 6)"

_AMOUNTS = (
    C("units", _AMOUNT, "ordered units, edits signed"),
    C("units_returned", _AMOUNT, "units that came back, positive"),
    C("gross", _AMOUNT, "unit price × quantity before discounts, without tax, shipping and gift cards"),
    C("discount", _AMOUNT, "discounts without tax, positive"),
    C("returned", _AMOUNT, "value of returned goods net of discounts, without tax, positive"),
    C("shipping", _AMOUNT, "shipping charged minus refunded, without tax"),
    C("tax", _AMOUNT, "tax charged minus refunded"),
    C("duties", _AMOUNT, "duties charged minus refunded"),
    C("fees", _AMOUNT, "fees charged minus refunded"),
    C("tips", _AMOUNT, "tips received minus refunded"),
    C("gift_card_sold", _AMOUNT, "face value of gift cards sold minus refunded"),
    C("gift_card_redeemed", _AMOUNT, "paid with gift cards"),
)
AMOUNT_NAMES = tuple(column.name for column in _AMOUNTS)

SALES = WarehouseTable(
    name="sales",
    description="Current sales entries with the dimensions as sold",
    # The day first: most questions ask all stores about a few days, and a store's own rows lie together within each.
    order_by=("organisation", "day", "store", "order", "entry"),
    partition_by="toYYYYMM(day)",
    version="version",
    deleted="is_deleted",
    columns=(
        C("organisation", "UUID", "owner of the row"),
        C("store", "UUID", "store id, see stores"),
        C("day", "Date", "store day on the default bases: returns on their own day, edits on the order's day"),
        C("organisation_day", "Date", "the same in the organisation's zone"),
        C("order_day", "Date", "store day of the order"),
        C("booked_day", "Date", "store day of the event; exchange rates are taken on this day"),
        C("organisation_order_day", "Date", "organisation day of the order"),
        C("organisation_booked_day", "Date", "organisation day of the event"),
        C("occurred_at", "DateTime64(3, 'UTC')", "instant of the event"),
        C("ordered_at", "DateTime64(3, 'UTC')", "instant of the order"),
        C("hour", "UInt8", "store-local hour of the event on the default bases (edits: the order's hour)"),
        C("organisation_hour", "UInt8", "the same in the organisation's zone"),
        C("order", "UUID", "order id"),
        C("entry", "UUID", "entry id"),
        C("line", "Nullable(UUID)", "order line id; null for entries of the whole order"),
        C("kind", "LowCardinality(String)", "sale, edit, cancel, return or adjustment"),
        C("currency", "LowCardinality(String)", "transaction currency"),
        *_AMOUNTS,
        C("cost", "Nullable(Decimal(20, 6))", "signed cost of the goods; null is unknown"),
        C("order_count", "UInt8", "1 on exactly one sale entry of each order"),
        C("order_status", "LowCardinality(String)", "where the order stands now"),
        C("channel", _NAME, "sales channel"),
        C("country", _NAME, "ISO 3166-1 of the shipping, else billing address"),
        C("region", _NAME, "region of the same address"),
        C("city", "Nullable(String)", "city of the same address"),
        C("customer", "Nullable(UUID)", "known buyer; null is a guest"),
        C("product", "Nullable(UUID)", "product id"),
        C("variant", "Nullable(UUID)", "variant id"),
        C("sku", "Nullable(String)", "as sold"),
        C("product_title", "Nullable(String)", "as sold"),
        C("variant_title", "Nullable(String)", "as sold"),
        C("category", _NAME, "as sold"),
        C("subcategory", _NAME, "as sold"),
        C("vendor", _NAME, "as sold"),
        C("discount_code", _NAME, "the code with the largest amount"),
        C("discount_codes", "Array(String)", "all codes"),
        C("payment_method", _NAME, "the method with the largest amount"),
        C("payment_methods", "Array(String)", "all methods"),
        C("tags", "Array(String)", "order tags"),
        C("utm_source", _NAME, "from the landing page"),
        C("utm_medium", _NAME, "from the landing page"),
        C("utm_campaign", _NAME, "from the landing page"),
        C("referrer", "Nullable(String)", "referring page"),
        C("sales_rep", _NAME, "who sold"),
        C("company", "Nullable(String)", "buying company's id"),
        C("location", _NAME, "point of sale or warehouse"),
        C("tax_jurisdiction", _NAME, "where the tax is due"),
        C("version", "UInt64", "revision at which the row was projected: the newest wins"),
        C("is_deleted", "UInt8", "1 takes the row out"),
    ),
)

SALES_DAILY = WarehouseTable(
    name="sales_daily",
    description="Sales summed per store, store day, organisation day, currency, channel and country on the default bases",
    order_by=("organisation", "day", "store", "organisation_day", "booked_day", "currency", "channel", "country"),
    partition_by="toYYYYMM(day)",
    version="version",
    columns=(
        C("organisation", "UUID", "owner of the row"),
        C("store", "UUID", "store id"),
        C("day", "Date", "store day, default bases"),
        C("organisation_day", "Date", "organisation day, default bases"),
        C("booked_day", "Date", "store day whose exchange rate applies"),
        C("currency", "LowCardinality(String)", "transaction currency"),
        C("channel", "LowCardinality(String)", "sales channel; '' is unknown"),
        C("country", "LowCardinality(String)", "country; '' is unknown"),
        *_AMOUNTS,
        C("cost", _AMOUNT, "sum of known costs"),
        C("costed_net", _AMOUNT, "gross − discount − returned of entries with a known cost"),
        C("costed_entries", "Int64", "number of entries with a known cost; zero means unknown"),
        C("orders", "Int64", "orders"),
        C("guest_orders", "Int64", "orders of unknown buyers"),
        C("entries", "Int64", "entries; 0 marks a group that vanished"),
        C("version", "UInt64", "version of the bucket rebuild"),
    ),
)

# The default bases: an edit counts on its order's day, everything else on its own.
_DAY = "case when e.kind = 'edit' then e.order_day else e.booked_day end"
_ORGANISATION_DAY = "case when e.kind = 'edit' then e.organisation_order_day else e.organisation_booked_day end"
_INSTANT = "case when e.kind = 'edit' then o.ordered_at else e.occurred_at end"

SALES_ROWS = f"""
select e.organisation_id, e.store_id, {_DAY}, {_ORGANISATION_DAY},
       e.order_day, e.booked_day, e.organisation_order_day, e.organisation_booked_day,
       (e.occurred_at at time zone 'UTC')::timestamp(3),
       (o.ordered_at at time zone 'UTC')::timestamp(3),
       extract(hour from {_INSTANT} at time zone s.timezone)::int,
       extract(hour from {_INSTANT} at time zone g.timezone)::int,
       e.order_id, e.id, e.line_id, e.kind, e.currency,
       {", ".join(f"e.{name}" for name in AMOUNT_NAMES)},
       e.cost, e.order_count, o.status, o.channel, o.country, o.region, o.city, o.customer_id,
       l.product_id, l.variant_id, l.sku, l.title, l.variant_title, l.category, l.subcategory, l.vendor,
       o.discount_code, {array_text("o.discount_codes")}, o.payment_method, {array_text("o.payment_methods")},
       {array_text("o.tags")}, o.utm_source, o.utm_medium, o.utm_campaign, o.referrer, o.sales_rep, o.company,
       o.location, o.tax_jurisdiction
from sales_entries e
join orders o on o.id = e.order_id
join stores s on s.id = e.store_id
join organisations g on g.id = e.organisation_id
left join order_lines l on l.id = e.line_id
where e.superseded_by is null and {{scope}}
"""

# Keys an order has left: entries that were superseded, all entries of an order that is no more; but never a key
# that one of its current entries still has.
_SALES_GONE = f"""
select distinct e.organisation_id, {_DAY}, e.store_id, e.order_id, e.id
from (
  select t.* from (select distinct key from projecting where kind = 'sales' offset 0) k
  join sales_entries t on t.order_id = k.key and t.superseded_by is not null
  union
  select t.* from (
    select distinct key from projecting where kind = 'sales' and not exists (select from orders where id = key) offset 0
  ) k
  join sales_entries t on t.order_id = k.key
) e
where not exists (
  select from sales_entries c join orders p on p.id = c.order_id
  where c.id = e.id and c.superseded_by is null and c.order_id = e.order_id and c.store_id = e.store_id
    and ({_DAY.replace("e.", "c.")}) = ({_DAY}))
"""

_SALES_BUCKETS = f"""
select e.store_id, {_DAY}
from (select distinct key from projecting where kind = 'sales' offset 0) k join sales_entries e on e.order_id = k.key
union
select p.store_id, unnest(p.days) from projecting p where p.kind = 'sales' and p.store_id is not null
"""

# What an undone order leaves behind is needed until the warehouse has forgotten it, and not a moment longer.
_FORGET_UNDONE = """
delete from sales_entries e using (
  select distinct key from projecting where kind = 'sales' and not exists (select from orders where id = key) offset 0
) k
where e.order_id = k.key
"""

DAILY = Rollup(
    table=SALES_DAILY,
    source=SALES,
    groups={
        **{
            name: f"`{name}`" for name in ("organisation", "store", "day", "organisation_day", "booked_day", "currency")
        },
        "channel": "ifNull(channel, '')",
        "country": "ifNull(country, '')",
    },
    measures={
        **{name: f"sum(`{name}`)" for name in AMOUNT_NAMES},
        "cost": "sum(ifNull(cost, 0))",
        "costed_net": "sumIf(gross - discount - returned, cost IS NOT NULL)",
        "costed_entries": "countIf(cost IS NOT NULL)",
        "orders": "sum(order_count)",
        "guest_orders": "sumIf(order_count, customer IS NULL)",
        "entries": "count()",
    },
)

# What sources said against what stands as orders, and orders against the entries every figure is made of.
CHECKS = (
    Check(
        name="orders that no source told of",
        places=("source", "postgresql"),
        sql="""
select o.organisation_id, o.store_id, o.order_day, '0 orders', count(*) || ' orders' from orders o
where not exists (select from order_revisions r where r.order_id = o.id)
group by o.organisation_id, o.store_id, o.order_day
""",
    ),
    Check(
        name="net sales of orders and of their entries",
        places=("orders", "entries"),
        sql="""
select o.organisation_id, o.store_id, o.order_day, sum(o.gross - o.discount - o.returned)::text,
       coalesce(sum(e.net), 0)::text
from orders o left join (
  select order_id, sum(gross - discount - returned) as net from sales_entries where superseded_by is null group by order_id
) e on e.order_id = o.id
group by o.organisation_id, o.store_id, o.order_day
having sum(o.gross - o.discount - o.returned) <> coalesce(sum(e.net), 0)
""",
    ),
    Check(
        name="lines of orders that are no more",
        places=("orders", "lines"),
        sql="""
select l.organisation_id, null::uuid, null::date, '0 lines', count(*) || ' lines' from order_lines l
where not exists (select from orders o where o.id = l.order_id)
group by l.organisation_id
""",
    ),
    Check(
        name="entries of orders that are no more",
        places=("orders", "entries"),
        sql="""
select e.organisation_id, e.store_id, e.order_day, '0 entries', count(*) || ' entries' from sales_entries e
where not exists (select from orders o where o.id = e.order_id)
  and not exists (select from outbox w where w.kind = 'sales' and w.key = e.order_id and w.state = 'new'
                  and w.organisation_id = e.organisation_id)
group by e.organisation_id, e.store_id, e.order_day
""",
    ),
)

SALES_FEED = feeds.declare(
    Feed(
        kind="sales",
        table=SALES,
        rows=SALES_ROWS,
        changed="e.order_id in (select key from projecting where kind = 'sales')",
        key="order",
        gone=_SALES_GONE,
        buckets=_SALES_BUCKETS,
        after=_FORGET_UNDONE,
        rollups=(DAILY,),
        sums=("gross", "discount", "returned", "shipping", "tax"),
        checks=CHECKS,
    )
)
