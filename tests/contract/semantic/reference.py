"""The same entries as plain PostgreSQL rows, and metrics and dimensions written by hand as SQL over them."""

from typing import Any

import psycopg

from tests.contract.semantic.world import SHOPS, World

COLUMNS = {
    "store": "uuid",
    "day": "date",
    "organisation_day": "date",
    "order_day": "date",
    "booked_day": "date",
    "organisation_order_day": "date",
    "organisation_booked_day": "date",
    "occurred_at": "timestamptz",
    "ordered_at": "timestamptz",
    "order": "uuid",
    "entry": "uuid",
    "line": "uuid",
    "kind": "text",
    "currency": "text",
    **dict.fromkeys(
        (
            "units units_returned gross discount returned shipping tax duties fees tips gift_card_sold "
            "gift_card_redeemed cost"
        ).split(),
        "numeric",
    ),
    "order_status": "text",
    "channel": "text",
    "country": "text",
    "city": "text",
    "customer": "uuid",
    "variant": "uuid",
    "sku": "text",
    "product_title": "text",
    "category": "text",
    "vendor": "text",
    "discount_code": "text",
    "discount_codes": "text[]",
    "payment_method": "text",
    "tags": "text[]",
}

SALE_LINE = "kind = 'sale' and line is not null"
NET = "gross - discount - returned"
METRICS = {
    "gross_sales": "coalesce(sum(gross), 0)",
    "discounts": "coalesce(sum(discount), 0)",
    "returns": "coalesce(sum(returned), 0)",
    "net_sales": f"coalesce(sum({NET}), 0)",
    "shipping": "coalesce(sum(shipping), 0)",
    "taxes": "coalesce(sum(tax), 0)",
    "duties": "coalesce(sum(duties), 0)",
    "fees": "coalesce(sum(fees), 0)",
    "total_sales": f"coalesce(sum({NET} + shipping + tax + duties + fees), 0)",
    "tips": "coalesce(sum(tips), 0)",
    "gift_card_sales": "coalesce(sum(gift_card_sold), 0)",
    "gift_card_redeemed": "coalesce(sum(gift_card_redeemed), 0)",
    "aov": f'sum(gross - discount) / nullif(count(distinct "order") filter (where {SALE_LINE}), 0)',
    "return_rate": "coalesce(sum(returned), 0) / nullif(sum(gross - discount), 0)",
    "orders": f'count(distinct "order") filter (where {SALE_LINE})',
    "guest_orders": f'count(distinct "order") filter (where {SALE_LINE} and customer is null)',
    "units_sold": "coalesce(sum(units), 0)",
    "units_returned": "coalesce(sum(units_returned), 0)",
    "net_units": "coalesce(sum(units - units_returned), 0)",
    "customers": f"count(distinct customer) filter (where {SALE_LINE})",
    "cogs": "sum(cost)",
    "gross_profit": f"sum({NET} - cost) filter (where cost is not null)",
    "gross_margin": (
        f"sum({NET} - cost) filter (where cost is not null) / nullif(sum({NET}) filter (where cost is not null), 0)"
    ),
    "cost_coverage": f"coalesce(sum({NET}) filter (where cost is not null), 0) / nullif(sum({NET}), 0)",
}
CURRENT = "(select v.{0} from variants v where v.variant = e.variant)"
DIMENSIONS = {
    "store": "(select s.slug from stores s where s.id = e.store)",
    "platform": "(select s.platform from stores s where s.id = e.store)",
    "channel": "channel",
    "country": "country",
    "city": "city",
    "currency": "currency",
    "order_status": "order_status",
    "product": "product_title",
    "sku": "sku",
    "category": "category",
    "vendor": "vendor",
    "category_current": CURRENT.format("category"),
    "product_current": CURRENT.format("title"),
    "product_name": "(select coalesce(v.title, v.sku) from variants v where v.variant = e.variant)",
    "discount_code": "discount_code",
    "payment_method": "payment_method",
    "tag": "tags[1]",
    "customer": "customer::text",
    "customer_since": "(select c.first_day::text from customers c where c.customer = e.customer)",
    "customer_since_organisation": (
        "(select c.first_organisation_day::text from customers c where c.customer = e.customer)"
    ),
    "customer_cohort": (
        "(select date_trunc('month', c.first_day)::date::text from customers c where c.customer = e.customer)"
    ),
    "customer_cohort_organisation": (
        "(select date_trunc('month', c.first_organisation_day)::date::text from customers c where c.customer = e.customer)"
    ),
    "customer_type": (
        "case when customer is null then 'guest' "
        "when \"order\" = (select first_order from customers c where c.customer = e.customer) then 'new' "
        "else 'returning' end"
    ),
    "weekday": "extract(isodow from day)::int",
    "hour_of_day": (
        "extract(hour from (case when kind = 'edit' then ordered_at else occurred_at end) at time zone "
        "(select s.timezone from stores s where s.id = e.store))::int"
    ),
}
# Amounts in EUR by the rate of the booked day; rates are units of a currency for one EUR.
IN_EUR = "create view in_eur as select {columns} from entries e join rates r on r.currency = e.currency and r.day = e.booked_day"
MONEY = "gross discount returned shipping tax duties fees tips gift_card_sold gift_card_redeemed cost".split()


def fill_reference(connection: psycopg.Connection[Any], world: World) -> None:
    connection.execute("create schema by_hand")
    connection.execute("set search_path to by_hand")
    declared = ", ".join(f'"{name}" {kind}' for name, kind in COLUMNS.items())
    connection.execute(f"create table entries ({declared})")
    copy_rows(connection, "entries", tuple(COLUMNS), world.entries)
    connection.execute("create table stores (id uuid, slug text, platform text, timezone text)")
    platforms = {"berlin": "shopify", "boston": "custom", "osaka": "shopify"}
    shops = [{"id": s.id, "slug": s.slug, "platform": platforms[s.slug], "timezone": s.timezone} for s in SHOPS]
    copy_rows(connection, "stores", ("id", "slug", "platform", "timezone"), shops)
    connection.execute(
        "create table customers (customer uuid, first_order uuid, first_day date, first_organisation_day date)"
    )
    copy_rows(
        connection, "customers", ("customer", "first_order", "first_day", "first_organisation_day"), world.customers
    )
    connection.execute("create table variants (variant uuid, category text, title text, sku text)")
    copy_rows(connection, "variants", ("variant", "category", "title", "sku"), world.variants)
    connection.execute("create table rates (currency text, day date, rate numeric)")
    copy_rows(connection, "rates", ("currency", "day", "rate"), world.rates)
    kept = [f'e."{name}"' if name not in MONEY else f"e.{name}::numeric(60,40) / r.rate as {name}" for name in COLUMNS]
    connection.execute(IN_EUR.format(columns=", ".join(kept)))


def copy_rows(
    connection: psycopg.Connection[Any], table: str, names: tuple[str, ...], rows: list[dict[str, Any]]
) -> None:
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({listed}) from stdin") as copy:
        for row in rows:
            copy.write_row([row.get(name) for name in names])
