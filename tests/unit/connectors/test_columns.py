"""Numbers and dates as people write them, decided for whole columns."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.connectors.custom.fields import TRANSACTION_FIELDS
from comptoir.connectors.sdk.columns import settle
from comptoir.connectors.sdk.dates import DateReader, DateScan, iso_instant, known_format, read_day
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.mapping import suggest_mapping
from comptoir.connectors.sdk.numbers import NumberReader, NumberScan
from comptoir.connectors.sdk.words import country_code, identifier


def scan(*values: str) -> NumberScan:
    found = NumberScan()
    found.look(values)
    return found


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("12.5", "12.5"),
        ("1,234.56", "1234.56"),
        ("12,34,567.89", "1234567.89"),
        ("$1,234.56", "1234.56"),
        ("€ 12.00", "12"),
        ("12.00 EUR", "12"),
        ("USD 12", "12"),
        ("(3.50)", "-3.5"),
        ("3.50-", "-3.5"),
        ("−3.50", "-3.5"),
        ("1 234.56", "1234.56"),
        ("1\u202f234.56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("20%", "0.2"),
        (".5", "0.5"),
        ("1e-3", "0.001"),
        ("0.1000000000000000055", "0.1"),
    ],
)
def test_numbers_with_a_decimal_point(raw: str, value: str) -> None:
    assert NumberReader("price")(raw) == Decimal(value)


@pytest.mark.parametrize(
    ("raw", "value"), [("1.234,56", "1234.56"), ("12,5", "12.5"), ("1.234", "1234"), ("€ 12", "12"), ("-0,5", "-0.5")]
)
def test_numbers_with_a_decimal_comma(raw: str, value: str) -> None:
    assert NumberReader("price", decimal_comma=True)(raw) == Decimal(value)


@pytest.mark.parametrize(
    "raw", ["one", "1,5", "1.2.3", "NaN", "Infinity", "1_000", "1e99", "--", "1,23,4", "٣", "1e999999999"]
)
def test_what_is_no_number_is_named(raw: str) -> None:
    with pytest.raises(RowProblem, match="price is"):
        NumberReader("price")(raw)


def test_a_number_no_column_can_hold_is_refused() -> None:
    with pytest.raises(RowProblem, match="larger than"):
        NumberReader("price")("999999999999999")


def test_an_empty_cell_is_no_number() -> None:
    assert NumberReader("price")("") is None
    assert NumberReader("price")("  ") is None


def test_one_value_decides_the_mark_for_a_column() -> None:
    assert scan("1.234", "2.345", "1,5").decimal_comma
    assert not scan("1,234", "2,345", "1.5").decimal_comma
    assert scan("1.234", "2.345").is_ambiguous
    assert not scan("1", "20", "300").is_ambiguous
    assert not scan("12.50", "1.234").is_ambiguous


def test_rates_are_noticed() -> None:
    assert scan("0", "0.2", "0.45").looks_like_rate
    assert scan("0,2", "0").looks_like_rate
    assert not scan("0", "0").looks_like_rate
    assert not scan("0.2", "5").looks_like_rate
    assert not scan("20%", "0").looks_like_rate


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_both_writings_of_one_number_agree(value: Decimal) -> None:
    english = f"{value:,.2f}"
    german = english.replace(",", " ").replace(".", ",").replace(" ", ".")
    assert NumberReader("x")(english) == NumberReader("x", decimal_comma=True)(german) == value


def dates(*values: str) -> list[str]:
    found = DateScan()
    found.look(values)
    return found.candidates()


def test_the_format_is_found_over_the_whole_column() -> None:
    assert dates("11/8/2018", "6/12/2018", "12/25/2018") == ["m/d/Y"]
    assert dates("11.8.2018", "25.12.2018") == ["d/m/Y"]
    assert dates("2024-05-01", "2024-05-02 10:00") == ["iso"]
    assert dates("2024/5/1") == ["Y/m/d"]
    assert dates("1 May 2024", "2. Mai 2024") == ["named"]
    assert dates("20240501") == ["compact"]


def test_a_column_that_fits_two_formats_stays_open() -> None:
    assert dates("1/2/2024", "3/4/2024") == ["m/d/Y", "d/m/Y"]
    assert dates("1/1/2024", "2/2/2024") == ["m/d/Y"]  # both formats say the same days


def test_one_bad_value_does_not_change_the_format() -> None:
    assert dates("12/25/2018", "not a date", "1/2/2018") == ["m/d/Y"]


@pytest.mark.parametrize(
    ("style", "raw", "instant"),
    [
        ("iso", "2024-07-01", datetime(2024, 6, 30, 22, tzinfo=UTC)),
        ("iso", "2024-01-15 12:00:00", datetime(2024, 1, 15, 11, tzinfo=UTC)),
        ("iso", "2024-01-15T12:00:00Z", datetime(2024, 1, 15, 12, tzinfo=UTC)),
        ("iso", "2024-01-15 12:00:00 +0530", datetime(2024, 1, 15, 6, 30, tzinfo=UTC)),
        ("iso", "2024-01-15T12:00:00.123456789-03:00", datetime(2024, 1, 15, 15, 0, 0, 123456, tzinfo=UTC)),
        ("m/d/Y", "1/15/2024 1:05 PM", datetime(2024, 1, 15, 12, 5, tzinfo=UTC)),
        ("m/d/Y", "1/15/24 12:30 am", datetime(2024, 1, 14, 23, 30, tzinfo=UTC)),
        ("d/m/Y", "15.01.2024 08:00", datetime(2024, 1, 15, 7, tzinfo=UTC)),
        ("epoch", "1705312800", datetime(2024, 1, 15, 10, tzinfo=UTC)),
    ],
)
def test_moments_become_instants(style: str, raw: str, instant: datetime) -> None:
    assert DateReader("ordered_at", style, "Europe/Berlin")(raw) == instant


@pytest.mark.parametrize("raw", ["31/31/2024", "2024-02-30", "yesterday", "0001-01-01", "2024-05-01 25:00", "99999999"])
def test_what_is_no_date_is_named(raw: str) -> None:
    with pytest.raises(RowProblem, match="ordered_at"):
        DateReader("ordered_at", "iso", "Europe/Berlin")(raw)


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_a_day_reads_back_in_every_format(day: date) -> None:
    assert read_day(f"{day.month}/{day.day}/{day.year}", "m/d/Y") == day
    assert read_day(f"{day:%d.%m.%y}", "d/m/Y") == day
    assert read_day(f"{day:%d %B %Y}", "named") == day


def test_names_of_formats() -> None:
    assert [known_format(name) for name in ("m/d/Y", "MM/DD/YYYY", "%d.%m.%Y", "dmy", "iso", "foo")] == [
        "m/d/Y",
        "m/d/Y",
        "d/m/Y",
        "d/m/Y",
        "iso",
        None,
    ]


def test_iso_instants_of_json() -> None:
    assert iso_instant("2017-03-22T19:28:08") == datetime(2017, 3, 22, 19, 28, 8, tzinfo=UTC)
    assert iso_instant("") is None
    with pytest.raises(RowProblem):
        iso_instant("soon")


def test_ids_lose_what_a_spreadsheet_added() -> None:
    assert [identifier(raw) for raw in ("17850.0", "'001", " x ", "", "1.5", 93)] == [
        "17850",
        "001",
        "x",
        None,
        "1.5",
        "93",
    ]


def test_countries_in_several_languages() -> None:
    known = [
        country_code(raw)
        for raw in ("Germany", "Deutschland", "Allemagne", "de", "USA", "UK", "United States", "Narnia", "")
    ]
    assert known == ["DE", "DE", "DE", "DE", "US", "GB", "US", "Narnia", None]


@given(st.lists(st.sampled_from(["a", "b", "", "c"]), min_size=1), st.randoms())
def test_what_stands_for_several_rows_does_not_depend_on_their_order(values: list[str], random: object) -> None:
    shuffled = sorted(values, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert settle(values) == settle(shuffled)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["Order ID", "Order Date", "Sales", "Quantity"], {"order_id": "Order ID", "ordered_at": "Order Date", "line_total": "Sales", "quantity": "Quantity"}),
        (["Bestellnummer", "Bestelldatum", "Artikelnummer", "Menge", "Einzelpreis"], {"order_id": "Bestellnummer", "ordered_at": "Bestelldatum", "sku": "Artikelnummer", "quantity": "Menge", "unit_price": "Einzelpreis"}),
        (["Numéro de commande", "Date de commande", "Quantité", "Prix unitaire"], {"order_id": "Numéro de commande", "ordered_at": "Date de commande", "quantity": "Quantité", "unit_price": "Prix unitaire"}),
        (["Pedido", "Fecha", "Cantidad", "Precio unitario"], {"order_id": "Pedido", "ordered_at": "Fecha", "quantity": "Cantidad", "unit_price": "Precio unitario"}),
        (["InvoiceNo", "StockCode", "Description", "InvoiceDate", "UnitPrice", "CustomerID"], {"order_id": "InvoiceNo", "sku": "StockCode", "title": "Description", "ordered_at": "InvoiceDate", "unit_price": "UnitPrice", "customer_id": "CustomerID"}),
    ],
)  # fmt: skip
def test_columns_are_proposed_by_their_names(columns: list[str], expected: dict[str, str]) -> None:
    assert suggest_mapping(columns, TRANSACTION_FIELDS) == expected
