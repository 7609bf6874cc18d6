"""A large home: by default a million orders with three million lines, made inside PostgreSQL by arithmetic.

Owns only the shape of the data. The warehouse is filled from it by `comptoir rebuild warehouse`, as it would be after
a disaster. The home is kept between runs and made again when its size or this file changes.
"""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text

from bench.processes import comptoir, environment, new_home
from comptoir.platform.context import Platform, open_platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.settings import load_settings

STORES = ("berlin", "paris", "london", "boston")
CURRENCIES = ("EUR", "EUR", "GBP", "USD")
LINES = 3
BUYERS_PER_ORDER = 0.3
PRODUCTS = 5_000
DAYS = 720
BATCH = 100_000
MARK = "bench-volume"

# A number below :m that looks random and is the same everywhere: r(n, salt, m).
RANDOM = """
create or replace function pg_temp.r(n bigint, salt bigint, m bigint) returns bigint language sql immutable as
$$ select (hashint8extended(n, salt) & 9223372036854775807) % m $$
"""

PRODUCT_ROWS = """
insert into products (organisation_id, id, store_id, source_id, title, vendor, category, subcategory, status,
                      revision, recorded_at)
select :organisation, md5('p' || n)::uuid, :store, n::text, 'Product ' || n, 'Vendor ' || n % 40,
       (array['Shoes','Bags','Coats','Shirts','Hats','Toys','Lamps','Books'])[1 + n % 8], 'Sub ' || n % 60, 'active',
       nextval('revision_seq'), now()
from generate_series(0, :products - 1) n
"""

VARIANT_ROWS = """
insert into variants (organisation_id, id, store_id, product_id, source_id, sku, title, price)
select :organisation, md5('v' || n)::uuid, :store, md5('p' || n)::uuid, n::text, 'SKU-' || n, 'Default',
       5 + pg_temp.r(n, 1, 20000) / 100.0
from generate_series(0, :products - 1) n
"""

CUSTOMER_ROWS = """
insert into customers (organisation_id, id, country, region, city, revision, recorded_at)
select :organisation, md5('c' || n)::uuid,
       (array['DE','FR','GB','US','NL','IT','ES','PL','SE','AT'])[1 + pg_temp.r(n, 2, 10)], 'Region ' || n % 30,
       'City ' || n % 400, nextval('revision_seq'), now()
from generate_series(cast(:first as bigint), cast(:last as bigint)) n
"""

ORDER_ROWS = """
insert into orders (organisation_id, id, store_id, source_id, number, ordered_at, order_day, organisation_day, currency,
                    status, is_counted, has_sale, channel, customer_id, country, region, city, discount_code, discount_codes,
                    payment_method, payment_methods, utm_source, revision, recorded_at,
                    units, gross, discount, shipping, tax)
select :organisation, md5('o' || n)::uuid, (cast(:stores as uuid[]))[1 + s], n::text, '#' || n,
       (day + hour * interval '1 hour' + pg_temp.r(n, 5, 3600) * interval '1 second') at time zone 'Europe/Berlin',
       day, day, (cast(:currencies as text[]))[1 + s], 'paid', true, true,
       (array['web','web','web','pos','marketplace'])[1 + pg_temp.r(n, 6, 5)],
       case when pg_temp.r(n, 7, 100) < 88 then md5('c' || pg_temp.r(n, 8, :buyers))::uuid end,
       (array['DE','DE','FR','GB','US','NL','IT','ES','PL','SE'])[1 + pg_temp.r(n, 9, 10)],
       'Region ' || pg_temp.r(n, 10, 30), 'City ' || pg_temp.r(n, 11, 400),
       code, case when code is null then '{}' else array[code] end, 'card', array['card'],
       (array['google','newsletter','instagram',null])[1 + pg_temp.r(n, 12, 4)], nextval('revision_seq'), now(),
       :lines, 0, 0, 4.9, 0
from generate_series(cast(:first as bigint), cast(:last as bigint)) n,
     lateral (select date '2024-01-01' + cast(pg_temp.r(n, 3, :days) as int) as day, 7 + pg_temp.r(n, 4, 15) as hour,
                     pg_temp.r(n, 13, 4) as s,
                     case when pg_temp.r(n, 14, 10) = 0 then 'SAVE' || pg_temp.r(n, 15, 20) end as code) made
"""

LINE_ROWS = """
insert into order_lines (organisation_id, id, order_id, position, source_id, product_id, variant_id, sku, title,
                         category, subcategory, vendor, quantity, unit_price, gross, discount, tax, cost, cost_source)
select :organisation, md5('l' || n || '-' || i)::uuid, md5('o' || n)::uuid, i, i::text,
       md5('p' || p)::uuid, md5('v' || p)::uuid, 'SKU-' || p, 'Product ' || p,
       (array['Shoes','Bags','Coats','Shirts','Hats','Toys','Lamps','Books'])[1 + p % 8], 'Sub ' || p % 60,
       'Vendor ' || p % 40, q, price, q * price, case when i = 1 then 1.5 else 0 end, round(q * price * 0.19, 2),
       case when p % 10 > 0 then round(q * price * 0.55, 2) end, 'order'
from generate_series(cast(:first as bigint), cast(:last as bigint)) n, generate_series(1, :lines) i,
     lateral (select pg_temp.r(n * 8 + i, 16, :products) as p, 1 + pg_temp.r(n * 8 + i, 17, 3) as q) made,
     lateral (select 5 + pg_temp.r(p, 1, 20000) / 100.0 as price) priced
"""

ENTRY_ROWS = """
insert into sales_entries (organisation_id, id, revision, order_id, store_id, line_id, kind, occurred_at, recorded_at,
                           order_day, booked_day, organisation_order_day, organisation_booked_day, currency,
                           units, gross, discount, shipping, tax, cost, order_count)
select o.organisation_id, l.id, o.revision, o.id, o.store_id, l.id, 'sale', o.ordered_at, now(),
       o.order_day, o.order_day, o.organisation_day, o.organisation_day, o.currency,
       l.quantity, l.gross, l.discount, case when l.position = 1 then o.shipping else 0 end, l.tax, l.cost,
       case when l.position = 1 then 1 else 0 end
from orders o join order_lines l on l.order_id = o.id
where o.id in (select md5('o' || n)::uuid from generate_series(cast(:first as bigint), cast(:last as bigint)) n)
"""

RETURN_ROWS = """
insert into sales_entries (organisation_id, id, revision, order_id, store_id, line_id, kind, reference, occurred_at,
                           recorded_at, order_day, booked_day, organisation_order_day, organisation_booked_day,
                           currency, units_returned, returned, tax, cost)
select e.organisation_id, md5('r' || e.id)::uuid, e.revision, e.order_id, e.store_id, e.line_id, 'return', 'refund',
       e.occurred_at + interval '9 days', now(), e.order_day, e.order_day + 9, e.organisation_order_day,
       e.organisation_order_day + 9, e.currency, e.units, e.gross - e.discount, -e.tax, -e.cost
from sales_entries e
where hashtext(e.id::text) % 20 = 0 and e.kind = 'sale'
"""

TOTALS = """
update orders o set gross = t.gross, discount = t.discount, tax = t.tax, returned = t.returned
from (select order_id, sum(gross) as gross, sum(discount) as discount, sum(tax) as tax, sum(returned) as returned
      from sales_entries group by order_id) t
where t.order_id = o.id
"""

FIRST_ORDERS = """
update customers c set first_order_id = f.id, first_ordered_at = f.ordered_at
from (select distinct on (customer_id) customer_id, id, ordered_at from orders
      where customer_id is not null order by customer_id, ordered_at, id) f
where f.customer_id = c.id
"""


def fingerprint(orders: int) -> str:
    return f"{MARK} {orders} {hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]}"


async def large_home(kept: Path, *, orders: int) -> Path:
    """Return a home with ``orders`` orders in both engines, made now unless a former run left it."""
    home = kept / f"volume-{orders}"
    mark = home / MARK
    if mark.is_file() and mark.read_text() == fingerprint(orders):
        return home
    shutil.rmtree(home, ignore_errors=True)
    await new_home(home)
    for slug, currency in zip(STORES, CURRENCIES, strict=True):
        zone = ("--currency", currency, "--timezone", "Europe/Berlin", "--platform", "custom")
        await comptoir("store", "add", slug, "--name", slug.title(), *zone, home=home)
    async with open_platform(load_settings(environment(home))) as platform:
        await fill(platform, orders=orders)
    await comptoir("rebuild", "warehouse", home=home)
    async with open_platform(load_settings(environment(home))) as platform:
        for table in ("sales", "sales_daily"):  # as the engine does by itself once a partition rests
            await platform.warehouse.command(f"OPTIMIZE TABLE {table} FINAL")
    mark.write_text(fingerprint(orders))
    return home


async def fill(platform: Platform, *, orders: int) -> None:
    """Write everything to PostgreSQL, in transactions of a hundred thousand orders."""
    async with platform.database.begin_system() as uow:
        rows = await uow.execute(text("select id, organisation_id from stores order by array_position(:slugs, slug)"),
                                 {"slugs": list(STORES)})  # fmt: skip
        stores = [(row.id, row.organisation_id) for row in rows]
    buyers = max(1, int(orders * BUYERS_PER_ORDER))
    common = {
        "organisation": stores[0][1], "store": stores[0][0], "stores": [str(store) for store, _ in stores],
        "currencies": list(CURRENCIES), "products": PRODUCTS, "buyers": buyers, "days": DAYS, "lines": LINES,
    }  # fmt: skip
    await statements(platform, [PRODUCT_ROWS, VARIANT_ROWS], common)
    for first in range(0, buyers, BATCH):
        await statements(platform, [CUSTOMER_ROWS], common | {"first": first, "last": min(buyers, first + BATCH) - 1})
    for first in range(0, orders, BATCH):
        span = {"first": first, "last": min(orders, first + BATCH) - 1}
        await statements(platform, [ORDER_ROWS, LINE_ROWS, ENTRY_ROWS], common | span)
    await statements(platform, [RETURN_ROWS, TOTALS, FIRST_ORDERS], common)


async def statements(platform: Platform, sqls: Sequence[str], parameters: dict[str, object]) -> None:
    async with platform.database.begin_system() as uow:
        await uow.execute(text(RANDOM))
        await uow.execute(text("set local enable_nestloop = off"))  # fresh tables have no statistics to plan with
        await uow.execute(text("set local work_mem = '256MB'"))
        for sql in sqls:
            await run(uow, sql, parameters)


async def run(uow: UnitOfWork, sql: str, parameters: dict[str, object]) -> None:
    """Give a statement only the parameters that it names."""
    await uow.execute(text(sql), {name: value for name, value in parameters.items() if f":{name}" in sql})
