"""A small merchant with every kind of entry, once as ClickHouse's tables and once as plain rows for PostgreSQL.

Three stores in three zones and currencies, buyers who cross stores, guests, edits, returns, cancellations, refunds
without lines, known and unknown costs, superseded and deleted versions. Deterministic by seed.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from comptoir.domains.commerce.projections import STORES, VARIANTS
from comptoir.domains.customers.projections import CUSTOMERS
from comptoir.domains.finance.projections import RATES
from comptoir.domains.orders.projections import AMOUNT_NAMES, SALES
from comptoir.engine.schema import WarehouseTable
from comptoir.kernel.actor import Actor
from comptoir.platform.warehouse import Warehouse
from comptoir.semantic.tenant import Store, Tenant

ROOT = UUID("5f6a0000-0000-0000-0000-00000000beef")
ZERO = Decimal(0)
FIRST, LAST = date(2024, 1, 1), date(2025, 4, 30)
ORGANISATION_ZONE = "Europe/Berlin"
CODES = ("SPRING", "WELCOME", "VIP")
CITIES = {"DE": ("Berlin", "Köln"), "US": ("Boston",), "JP": ("Osaka",), None: (None,)}

Row = dict[str, Any]


def an_id(*parts: object) -> UUID:
    return uuid5(ROOT, "/".join(map(str, parts)))


ORGANISATION = an_id("organisation")
STRANGER = an_id("another organisation")
SHOPS = (
    Store(id=an_id("store", "berlin"), slug="berlin", currency="EUR", timezone="Europe/Berlin"),
    Store(id=an_id("store", "boston"), slug="boston", currency="USD", timezone="America/New_York"),
    Store(id=an_id("store", "osaka"), slug="osaka", currency="JPY", timezone="Asia/Tokyo"),
)
PLATFORMS = {"berlin": "shopify", "boston": "custom", "osaka": "shopify"}
TENANT = Tenant(id=ORGANISATION, currency="EUR", timezone=ORGANISATION_ZONE, stores=SHOPS)
ACTOR = Actor(organisation_id=ORGANISATION, user_id=None, permissions=frozenset({"*"}), client="system")


@dataclass
class World:
    """Rows by table."""

    entries: list[Row] = field(default_factory=list)
    customers: list[Row] = field(default_factory=list)
    variants: list[Row] = field(default_factory=list)
    rates: list[Row] = field(default_factory=list)


def make_world(*, seed: int, orders: int) -> World:
    chance = random.Random(seed)
    world = World(variants=list(_variants()), rates=list(_rates(chance)))
    firsts: dict[UUID, Row] = {}
    for number in range(orders):
        for entry in _order(chance, number):
            world.entries.append(entry)
            buyer = entry["customer"]
            known = firsts.get(buyer)
            if buyer and (
                known is None or (entry["ordered_at"], entry["order"]) < (known["ordered_at"], known["order"])
            ):
                firsts[buyer] = entry
    world.customers = [_customer(entry) for entry in firsts.values()]
    return world


def _order(chance: random.Random, number: int) -> Iterator[Row]:
    shop = chance.choice(SHOPS)
    moment = datetime(FIRST.year, 1, 2, tzinfo=UTC) + timedelta(
        minutes=chance.randrange((LAST - FIRST).days * 1440 - 4000)
    )
    country = chance.choice(("DE", "US", "JP", None))
    buyer = chance.choice([None, *(an_id("buyer", index) for index in range(60))])
    codes = chance.sample(CODES, chance.randrange(3))
    base = {
        "order": an_id("order", number),
        "ordered_at": moment,
        "store": shop.id,
        "currency": shop.currency if chance.random() > 0.1 else "EUR",
        "customer": buyer,
        "channel": chance.choice(("web", "shop", None)),
        "country": country,
        "region": None,
        "city": chance.choice(CITIES[country]),
        "order_status": chance.choice(("paid", "fulfilled", "cancelled")),
        "discount_code": codes[0] if codes else None,
        "discount_codes": codes,
        "payment_method": chance.choice(("card", "invoice", None)),
        "payment_methods": ["card"],
        "tags": chance.sample(["gift", "b2b"], chance.randrange(3)),
        "utm_source": chance.choice(("newsletter", None)),
        "sales_rep": chance.choice(("ada", "bo", None)),
    }
    lines = chance.randrange(1, 4)
    for line in range(lines):
        sold = _line(chance, base, number, line)
        yield {**_entry(base, shop, moment, "sale", f"sale/{line}", sold), "order_count": int(line == 0)}
        if chance.random() < 0.1:
            later = moment + timedelta(minutes=chance.randrange(30, 9000))
            change = {
                **sold,
                "units": Decimal(1),
                "gross": sold["gross"],
                "discount": ZERO,
                "tax": ZERO,
                "cost": sold["cost"],
            }
            yield _entry(base, shop, later, "edit", f"edit/{line}", change)
        if chance.random() < 0.25:
            later = moment + timedelta(minutes=chance.randrange(60, 90_000))
            back = {
                **sold,
                "units": ZERO,
                "units_returned": sold["units"],
                "gross": ZERO,
                "discount": ZERO,
                "returned": sold["gross"] - sold["discount"],
                "tax": -sold["tax"],
                "cost": None if sold["cost"] is None else -sold["cost"],
            }
            yield _entry(base, shop, later, chance.choice(("return", "cancel")), f"return/{line}", back)
    extra = {
        "shipping": Decimal("4.9"),
        "tips": Decimal("0.5"),
        "fees": Decimal("0.25"),
        "gift_card_redeemed": Decimal(3),
    }
    yield _entry(base, shop, moment, "sale", "shipping", extra)
    if chance.random() < 0.1:
        later = moment + timedelta(days=chance.randrange(1, 20))
        yield _entry(base, shop, later, "adjustment", "refund", {"returned": Decimal("2.345678")})


def _line(chance: random.Random, base: Row, number: int, line: int) -> Row:
    item = chance.randrange(8)
    units = Decimal(chance.choice(("1", "2", "1.5")))
    gross = Decimal(chance.randrange(1, 2_000_000)) / 10_000
    has_cost = chance.random() < 0.7
    del base
    return {
        "line": an_id("line", number, line),
        "units": units,
        "gross": gross,
        "discount": (gross * Decimal("0.1")).quantize(Decimal("0.000001")) if chance.random() < 0.4 else ZERO,
        "tax": (gross * Decimal("0.19")).quantize(Decimal("0.000001")),
        "cost": (gross * Decimal("0.6")).quantize(Decimal("0.000001")) if has_cost else None,
        "product": an_id("product", item // 2) if item < 6 else None,
        "variant": an_id("variant", item) if item < 6 else None,
        "sku": f"SKU-{item}",
        "product_title": f"Thing {item // 2}",
        "variant_title": chance.choice(("small", None)),
        "category": ("Tea", "Coffee", None)[item % 3],
        "subcategory": None,
        "vendor": ("Acme", None)[item % 2],
    }


def _entry(base: Row, shop: Store, moment: datetime, kind: str, reference: str, values: Row) -> Row:
    ordered = base["ordered_at"]
    on_order = kind in ("sale", "edit")
    counted = ordered if on_order else moment

    def days(zone_name: str) -> tuple[date, date, date, int]:
        zone = ZoneInfo(zone_name)
        local = counted.astimezone(zone)
        return local.date(), ordered.astimezone(zone).date(), moment.astimezone(zone).date(), local.hour

    day, order_day, booked_day, hour = days(shop.timezone)
    o_day, o_order_day, o_booked_day, o_hour = days(ORGANISATION_ZONE)
    plain = dict.fromkeys(AMOUNT_NAMES, ZERO) | dict.fromkeys(
        (
            "line",
            "cost",
            "product",
            "variant",
            "sku",
            "product_title",
            "variant_title",
            "category",
            "subcategory",
            "vendor",
        )
    )
    return {
        **base,
        **plain,
        **values,
        "organisation": ORGANISATION,
        "entry": an_id("entry", base["order"], reference),
        "kind": kind,
        "day": day,
        "order_day": order_day,
        "booked_day": booked_day,
        "hour": hour,
        "organisation_day": o_day,
        "organisation_order_day": o_order_day,
        "organisation_booked_day": o_booked_day,
        "organisation_hour": o_hour,
        "occurred_at": moment,
        "order_count": 0,
    }


def _customer(entry: Row) -> Row:
    return {
        "organisation": ORGANISATION,
        "customer": entry["customer"],
        "first_order": entry["order"],
        "first_ordered_at": entry["ordered_at"],
        "first_day": entry["order_day"],
        "first_organisation_day": entry["organisation_order_day"],
        "country": entry["country"],
    }


def _variants() -> Iterator[Row]:
    for item in range(6):
        yield {
            "organisation": ORGANISATION,
            "variant": an_id("variant", item),
            "product": an_id("product", item // 2),
            "store": SHOPS[0].id,
            "sku": f"NEW-{item}",
            "title": f"Renamed {item // 2}" if item != 5 else None,
            "category": ("Herbs", "Coffee")[item % 2] if item != 4 else None,
            "vendor": "Acme",
        }


def _rates(chance: random.Random) -> Iterator[Row]:
    known = {"USD": Decimal("1.08"), "JPY": Decimal("161.5")}
    published = day = FIRST - timedelta(days=10)
    while day <= LAST + timedelta(days=90):
        is_provisional = day > LAST - timedelta(days=20)
        if day.weekday() < 5 and not is_provisional:
            published = day
            known = {code: rate * Decimal(chance.randrange(9900, 10100)) / 10000 for code, rate in known.items()}
        for code, rate in {"EUR": Decimal(1), **known}.items():
            yield {
                "rate_set": "ecb",
                "currency": code,
                "day": day,
                "rate": rate.quantize(Decimal("0.000000000001")),
                "published": published if code != "EUR" else day,
                "is_provisional": int(is_provisional and code != "EUR"),
            }
        day += timedelta(days=1)


def _days_of_rates(rows: list[Row]) -> Iterator[Row]:
    for day in sorted({row["day"] for row in rows}):
        own = [row for row in rows if row["day"] == day]
        yield {
            "rate_set": "ecb",
            "day": day,
            "rates": {row["currency"]: row["rate"] for row in own},
            "carried": {row["currency"]: row["published"] for row in own if row["is_provisional"]},
            "version": 1,
        }


async def fill_warehouse(warehouse: Warehouse, world: World) -> None:
    """Insert everything, with versions that are superseded, deleted, or another organisation's."""
    await insert(warehouse, SALES, [{**entry, "version": 2, "is_deleted": 0} for entry in world.entries])
    noise = [{**entry, "gross": entry["gross"] + 7, "version": 1, "is_deleted": 0} for entry in world.entries[::7]]
    gone = [{**entry, "entry": an_id("gone", index)} for index, entry in enumerate(world.entries[::11])]
    noise += [{**entry, "version": 1, "is_deleted": 0} for entry in gone]
    noise += [{**entry, "version": 2, "is_deleted": 1} for entry in gone]
    noise += [{**entry, "organisation": STRANGER, "version": 1, "is_deleted": 0} for entry in world.entries[::3]]
    await insert(warehouse, SALES, noise)
    await insert(warehouse, CUSTOMERS, [{**row, "version": 1, "is_deleted": 0} for row in world.customers])
    await insert(warehouse, VARIANTS, [{**row, "version": 1, "is_deleted": 0} for row in world.variants])
    await insert(warehouse, RATES, list(_days_of_rates(world.rates)))
    shops = [
        {
            "organisation": ORGANISATION,
            "store": shop.id,
            "slug": shop.slug,
            "name": shop.slug.title(),
            "platform": PLATFORMS[shop.slug],
            "currency": shop.currency,
            "timezone": shop.timezone,
            "version": 1,
            "is_deleted": 0,
        }
        for shop in SHOPS
    ]
    await insert(warehouse, STORES, shops)
    await warehouse.command(ROLL_UP)


_SUMS = ", ".join(f"sum({name})" for name in AMOUNT_NAMES)
ROLL_UP = f"""
INSERT INTO sales_daily SELECT organisation, store, day, organisation_day, booked_day, currency, ifNull(channel, ''),
  ifNull(country, ''), {_SUMS}, ifNull(sum(cost), 0), sumIf(gross - discount - returned, cost IS NOT NULL),
  countIf(cost IS NOT NULL), sum(order_count), sumIf(order_count, customer IS NULL), count(), 1
FROM sales FINAL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""


async def insert(warehouse: Warehouse, table: WarehouseTable, rows: list[Row]) -> None:
    names = table.column_names()
    defaults = {column.name: _empty(column.type) for column in table.columns}
    await warehouse.insert_rows(table.name, names, [[row.get(name, defaults[name]) for name in names] for row in rows])


def _empty(kind: str) -> Any:
    if "Nullable" in kind:
        return None
    if kind.startswith("Array"):
        return []
    if "Decimal" in kind:
        return ZERO
    return "" if "String" in kind else 0
