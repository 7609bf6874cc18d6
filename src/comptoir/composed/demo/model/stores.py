"""The twelve stores of the invented merchant: where they sell, in which money, how much."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DemoStore:
    """A store of the demo. ``weight`` is its share of all orders, ``opened`` the day it opened after the start.

    ``price_factor`` turns the catalogue's EUR price into the store's list price before charm pricing;
    ``countries`` are (country, weight, regions, tax rate).
    """

    slug: str
    name: str
    currency: str
    timezone: str
    platform: str
    prices: str
    weight: float
    opened: int
    price_factor: float
    free_shipping_from: Decimal
    shipping: Decimal
    channels: tuple[tuple[str, float], ...]
    countries: tuple[tuple[str, float, tuple[str, ...], str], ...]


_WEB = (("online store", 0.74), ("social", 0.11), ("marketplace", 0.10), ("point of sale", 0.05))
_SHOP = (("online store", 0.55), ("point of sale", 0.33), ("social", 0.07), ("marketplace", 0.05))
_MARKET = (("marketplace", 0.62), ("online store", 0.33), ("social", 0.05))


def _store(
    row: tuple[str, str, str, str, str, str, float, int, float, str, str],
    channels: tuple[tuple[str, float], ...],
    *countries: tuple[str, float, tuple[str, ...], str],
) -> DemoStore:
    slug, name, currency, timezone, platform, prices, weight, opened, factor, free, shipping = row
    return DemoStore(
        slug, name, currency, timezone, platform, prices, weight, opened, factor, Decimal(free), Decimal(shipping),
        channels, countries,
    )  # fmt: skip


_DE = ("Berlin", "Hamburg", "München", "Köln", "Leipzig", "Stuttgart")
_FR = ("Paris", "Lyon", "Marseille", "Nantes", "Lille")
_UK = ("London", "Manchester", "Bristol", "Leeds", "Edinburgh")
_US_EAST = ("New York", "Boston", "Philadelphia", "Atlanta", "Miami")
_US_WEST = ("Los Angeles", "Seattle", "Portland", "San Diego", "Denver")
_CA = ("Toronto", "Montréal", "Ottawa", "Vancouver")
_JP = ("東京", "大阪", "名古屋", "福岡")
_AU = ("Sydney", "Melbourne", "Brisbane", "Perth")
_SE = ("Stockholm", "Göteborg", "Malmö")
_PL = ("Warszawa", "Kraków", "Gdańsk", "Wrocław")
_CH = ("Zürich", "Basel", "Genève", "Bern")

STORES: tuple[DemoStore, ...] = (
    _store(
        ("germany", "Germany", "EUR", "Europe/Berlin", "shopify", "gross", 0.19, 0, 1.0, "69", "4.95"),
        _WEB,
        ("DE", 0.83, _DE, "0.19"),
        ("AT", 0.12, ("Wien", "Graz", "Linz"), "0.20"),
        ("NL", 0.05, ("Amsterdam", "Utrecht"), "0.21"),
    ),
    _store(
        ("berlin-mitte", "Berlin Mitte", "EUR", "Europe/Berlin", "custom", "gross", 0.06, 0, 1.0, "69", "4.95"),
        (("point of sale", 0.96), ("online store", 0.04)),
        ("DE", 1.0, ("Berlin",), "0.19"),
    ),
    _store(
        ("france", "France", "EUR", "Europe/Berlin", "shopify", "gross", 0.11, 0, 1.02, "75", "5.90"),
        _WEB,
        ("FR", 0.92, _FR, "0.20"),
        ("BE", 0.08, ("Bruxelles", "Liège"), "0.21"),
    ),
    _store(
        ("united-kingdom", "United Kingdom", "GBP", "Europe/London", "shopify", "gross", 0.13, 0, 0.88, "60", "3.95"),
        _WEB,
        ("GB", 0.95, _UK, "0.20"),
        ("IE", 0.05, ("Dublin", "Cork"), "0.23"),
    ),
    _store(
        ("us-east", "United States East", "USD", "America/New_York", "shopify", "net", 0.15, 0, 1.12, "85", "6.95"),
        _WEB,
        ("US", 0.99, _US_EAST, "0.07"),
        ("MX", 0.01, ("Monterrey",), "0.16"),
    ),
    _store(
        ("us-west", "United States West", "USD", "America/Los_Angeles", "shopify", "net", 0.09, 45, 1.12, "85", "6.95"),
        _SHOP,
        ("US", 1.0, _US_WEST, "0.0825"),
    ),
    _store(
        ("canada", "Canada", "CAD", "America/Toronto", "woocommerce", "net", 0.06, 0, 1.5, "99", "8.50"),
        _WEB,
        ("CA", 1.0, _CA, "0.13"),
    ),
    _store(
        ("japan", "Japan", "JPY", "Asia/Tokyo", "shopify", "gross", 0.06, 90, 160.0, "9000", "550"),
        _MARKET,
        ("JP", 1.0, _JP, "0.10"),
    ),
    _store(
        ("australia", "Australia", "AUD", "Australia/Sydney", "woocommerce", "gross", 0.05, 0, 1.65, "110", "9.50"),
        _WEB,
        ("AU", 0.9, _AU, "0.10"),
        ("NZ", 0.1, ("Auckland", "Wellington"), "0.15"),
    ),
    _store(
        ("sweden", "Sweden", "SEK", "Europe/Berlin", "magento", "gross", 0.04, 0, 11.4, "799", "49"),
        _WEB,
        ("SE", 0.8, _SE, "0.25"),
        ("FI", 0.1, ("Helsinki",), "0.255"),
        ("DK", 0.1, ("København",), "0.25"),
    ),
    _store(
        ("poland", "Poland", "PLN", "Europe/Berlin", "woocommerce", "gross", 0.035, 150, 4.1, "279", "14.90"),
        _MARKET,
        ("PL", 1.0, _PL, "0.23"),
    ),
    _store(
        ("switzerland", "Switzerland", "CHF", "Europe/Berlin", "magento", "gross", 0.025, 60, 1.2, "90", "8.90"),
        _SHOP,
        ("CH", 1.0, _CH, "0.081"),
    ),
)
