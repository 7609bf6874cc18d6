"""Sales figures in SQL on the commerce tables, written from the contract's definitions. Reads no entries."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text

# Every event that moves a sales figure: what was sold, what an edit changed (counted on the order's day, valued at the
# rate of the edit's), what a refund gave back, what a cancellation took back of the rest.
EVENTS = """
create temporary table events on commit drop as
with counted as (
  select o.*, s.slug, s.timezone as zone from orders o join stores s on s.id = o.store_id
  where o.organisation_id = :organisation
    and o.status in ('open', 'paid', 'partly_refunded', 'refunded', 'cancelled')
),
goods as (
  select c.id as order_id, l.id as line_id, l.source_id, l.title, l.quantity, l.quantity * l.unit_price as gross,
         l.discount, l.cost
  from counted c join order_lines l on l.order_id = c.id where not l.is_gift_card
),
before_edit as (
  select c.id as order_id, g.line_id, (said ->> 'quantity')::numeric as quantity,
         (said ->> 'quantity')::numeric * (said ->> 'unit_price')::numeric as gross,
         coalesce((select sum((d ->> 'amount')::numeric) from jsonb_array_elements(said -> 'discounts') d), 0) as discount,
         (said ->> 'cost')::numeric as cost
  from counted c
  join order_revisions r on r.order_id = c.id
  cross join lateral (select convert_from(r.snapshot, 'UTF8')::jsonb as record) as source
  cross join lateral jsonb_array_elements(record -> 'lines') as said
  join goods g on g.order_id = c.id and g.source_id = said ->> 'id'
  where c.edited_at is not null and record ->> 'edited_at' is null
),
refunded as (
  select r.order_id, l.line_id, sum(l.quantity) as quantity, sum(l.amount) as amount
  from refunds r join refund_lines l on l.refund_id = r.id group by 1, 2
),
statements as (
  select g.order_id, g.line_id, c.ordered_at as counted_at, c.ordered_at as valued_at,
         coalesce(b.gross, g.gross) as gross, coalesce(b.discount, g.discount) as discount, 0 as returned,
         0 as units_returned, case when b.line_id is null then g.cost else b.cost end as cost
  from goods g join counted c on c.id = g.order_id left join before_edit b on b.line_id = g.line_id
  where c.edited_at is null or b.line_id is not null
  union all
  select g.order_id, g.line_id, c.ordered_at, c.edited_at, g.gross - coalesce(b.gross, 0),
         g.discount - coalesce(b.discount, 0), 0, 0,
         case when g.quantity = 0 then 0 else g.cost end - case when b.line_id is null then 0 else b.cost end
  from goods g join counted c on c.id = g.order_id left join before_edit b on b.line_id = g.line_id
  where c.edited_at is not null
  union all
  select r.order_id, g.line_id, r.refunded_at, r.refunded_at, 0, 0, l.amount, l.quantity,
         case when l.restocked then -g.cost / g.quantity * l.quantity else g.cost * 0 end
  from refunds r join refund_lines l on l.refund_id = r.id join goods g on g.line_id = l.line_id
  union all
  select r.order_id, null, r.refunded_at, r.refunded_at, 0, 0, r.unallocated, 0,
         (select case when bool_and(g.cost is not null) then 0 end from goods g where g.order_id = r.order_id and g.quantity <> 0)
  from refunds r join counted c on c.id = r.order_id where r.unallocated <> 0
  union all
  select g.order_id, g.line_id, c.cancelled_at, c.cancelled_at, 0, 0, g.gross - g.discount - coalesce(r.amount, 0),
         g.quantity - coalesce(r.quantity, 0), -g.cost / nullif(g.quantity, 0) * (g.quantity - coalesce(r.quantity, 0))
  from goods g join counted c on c.id = g.order_id left join refunded r on r.line_id = g.line_id
  where c.cancelled_at is not null
)
select s.*, c.slug as store, c.zone, c.channel, c.country, c.customer_id, g.title as product, c.store_id,
       (s.counted_at at time zone c.zone)::date as store_day,
       (s.counted_at at time zone :zone)::date as organisation_day,
       s.gross - s.discount - s.returned as net,
       case when c.currency = :currency then 1 else into_currency.rate / from_currency.rate end as factor
from statements s
join counted c on c.id = s.order_id
left join goods g on g.line_id = s.line_id
cross join lateral (
  select case when c.currency = 'EUR' then 1 else (
    select rate from exchange_rates e where e.rate_set = 'ecb' and e.currency = c.currency
      and e.day <= (s.valued_at at time zone c.zone)::date order by e.day desc limit 1) end as rate) from_currency
cross join lateral (
  select case when :currency = 'EUR' then 1 else (
    select rate from exchange_rates e where e.rate_set = 'ecb' and e.currency = :currency
      and e.day <= (s.valued_at at time zone c.zone)::date order by e.day desc limit 1) end as rate) into_currency
"""

# Orders of the population that have a sale line, with the buyer's first of them in the whole organisation.
SALES = """
create temporary table sales on commit drop as
select o.id, o.customer_id, o.ordered_at, s.slug as store, s.timezone as zone, o.store_id, o.channel, o.country,
       (o.ordered_at at time zone s.timezone)::date as store_day,
       (o.ordered_at at time zone :zone)::date as organisation_day,
       first_value((o.ordered_at at time zone s.timezone)::date) over first as first_store_day,
       first_value((o.ordered_at at time zone :zone)::date) over first as first_organisation_day
from orders o join stores s on s.id = o.store_id
where o.organisation_id = :organisation
  and o.status in ('open', 'paid', 'partly_refunded', 'refunded', 'cancelled')
  and exists (select from order_lines l where l.order_id = o.id and not l.is_gift_card and l.quantity > 0)
window first as (partition by o.customer_id order by o.ordered_at, o.id)
"""

MONEY = """
select {key} as key, sum(net * factor) as net_sales, sum((gross - discount) * factor) as sold,
       sum(returned * factor) as returns, sum(units_returned) as units_returned,
       sum((net - cost) * factor) filter (where cost is not null) as gross_profit,
       sum(net * factor) filter (where cost is not null) as costed
from events e where {where} group by 1
"""

COUNTS = """
select {key} as key, count(*) as orders, count(*) filter (where customer_id is null) as guest_orders,
       count(distinct customer_id) as customers, count(distinct customer_id) filter (where {is_new}) as new_customers
from sales e where {where} group by 1
"""

Figures = dict[str, Decimal | int | None]


class ByHand:
    """The figures of one organisation in one currency, asked in one transaction."""

    def __init__(self, uow: Any, *, zone: str) -> None:
        self.uow, self.zone = uow, zone

    @classmethod
    async def prepare(cls, uow: Any, *, organisation_id: Any, currency: str, zone: str) -> "ByHand":
        values = {"organisation": organisation_id, "currency": currency, "zone": zone}
        # Nothing ever analysed these tables, and the planner takes them for nearly empty.
        await uow.execute(text("set local enable_nestloop = off"))
        for name in ("events", "sales"):
            await uow.execute(text(f"drop table if exists {name}"))
        await uow.execute(text(EVENTS), values)
        await uow.execute(text(SALES), {"organisation": organisation_id, "zone": zone})
        return cls(uow, zone=zone)

    async def figures(
        self,
        *,
        basis: str,
        days: tuple[date, date] | None,
        keys: Sequence[str] = (),
        stores: Sequence[str] = (),
        cuts: Mapping[str, datetime] | None = None,
    ) -> dict[tuple[Any, ...], Figures]:
        """Return figures by key; ``cuts`` end each store's days early."""
        found: dict[tuple[Any, ...], Figures] = {}
        for statement, instant in ((MONEY, "counted_at"), (COUNTS, "ordered_at")):
            where, values = ["true"], {}
            if days is not None:
                where.append(f"{basis}_day between :first and :last")
                values |= {"first": days[0], "last": days[1]}
            if stores:
                where.append("store = any(:stores)")
                values["stores"] = list(stores)
            for index, (store, cut) in enumerate((cuts or {}).items()):
                where.append(f"(store <> :store_{index} or {instant} < :cut_{index})")
                values |= {f"store_{index}": store, f"cut_{index}": cut}
            parts = [self._key(key, basis, instant) for key in keys]
            if statement is COUNTS and "product" in keys:
                continue
            key = f"jsonb_build_array({', '.join(parts)})"
            is_new = f"first_{basis}_day between :first and :last" if days is not None else "true"
            sql = statement.format(key=key, where=" and ".join(where), is_new=is_new)
            for row in (await self.uow.execute(text(sql), values)).mappings():
                found.setdefault(tuple(row["key"]), {}).update({name: row[name] for name in row if name != "key"})
        return {key: derived(row) for key, row in found.items()}

    def _key(self, key: str, basis: str, instant: str) -> str:
        if key == "hour_of_day":
            return f"extract(hour from {instant} at time zone zone)::int"
        if key == "hour":
            return f"to_char({instant} at time zone '{self.zone}', 'YYYY-MM-DD\"T\"HH24')"
        if key in ("day", "week", "month"):
            return f"to_char(date_trunc('{key}', {basis}_day), 'YYYY-MM-DD')"
        return key


def derived(row: Figures) -> Figures:
    """Add the figures that are made of others; sums of nothing are zero, unknown stays unknown."""
    for name in (
        "net_sales",
        "sold",
        "returns",
        "units_returned",
        "orders",
        "guest_orders",
        "customers",
        "new_customers",
    ):
        row[name] = row.get(name) or Decimal(0)
    sold, orders, profit, costed = (row.get(name) for name in ("sold", "orders", "gross_profit", "costed"))
    row["aov"] = Decimal(sold or 0) / orders if orders else None
    row["gross_profit"] = profit
    row["gross_margin"] = Decimal(profit) / costed if profit is not None and costed else None
    row["returning_customers"] = Decimal(row["customers"] or 0) - Decimal(row["new_customers"] or 0)
    return row
