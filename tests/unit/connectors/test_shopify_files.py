"""Shopify's CSV exports: what stands on which row, and amounts that must agree with the order's own totals."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.connectors.sdk.canonical import CustomerRecord, OrderRecord, OrderStatus
from comptoir.connectors.sdk.formats import Built
from comptoir.connectors.shopify.totals import Totals, includes_tax, settle_order
from tests.unit.connectors.reading import BERLIN, orders_of, outcomes, products_of, rejects_of, write

COLUMNS = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,"
    "Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,"
    "Lineitem fulfillment status,Billing Name,Billing Address1,Billing City,Billing Zip,Billing Province,"
    "Billing Country,Shipping Name,Shipping City,Shipping Country,Cancelled at,Payment Method,Refunded Amount,Vendor,"
    "Outstanding Balance,Id,Tags,Source,Lineitem discount,Tax 1 Name,Duties"
).split(",")
HEAD = {
    "Email": "kim@example.test",
    "Financial Status": "paid",
    "Paid at": "2024-05-01 11:00:00 +0200",
    "Currency": "EUR",
    "Created at": "2024-05-01 10:58:12 +0200",
    "Billing Name": "Kim Example",
    "Billing Country": "DE",
    "Shipping City": "Köln",
    "Shipping Country": "DE",
    "Payment Method": "Shopify Payments",
    "Id": "5001",
    "Tags": "vip, gift",
    "Source": "web",
    "Lineitem taxable": "true",
    "Tax 1 Name": "DE MwSt 19%",
}


def export(directory: Path, *rows: dict[str, str], name: str = "orders.csv") -> Path:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return write(directory, out.getvalue(), name)


def head(**values: str) -> dict[str, str]:
    return HEAD | {key.replace("_", " "): value for key, value in values.items()}


def item(name: str, quantity: str, title: str, price: str, discount: str = "0.00") -> dict[str, str]:
    return {
        "Name": name,
        "Lineitem quantity": quantity,
        "Lineitem name": title,
        "Lineitem price": price,
        "Lineitem sku": title.upper(),
        "Lineitem discount": discount,
        "Lineitem taxable": "true",
    }


def total_of(record: OrderRecord) -> Decimal:
    """What the order comes to by its parts: must be the file's Total."""
    total = record.tips + record.duties
    for line in record.lines:
        total += line.gross - sum(one.amount for one in line.discounts) + sum(one.amount for one in line.taxes)
    for charge in record.shipping_lines:
        total += charge.amount + sum(one.amount for one in charge.taxes)
    return total


def test_an_order_over_two_rows(tmp_path: Path) -> None:
    first = head(
        Subtotal="27.00", Shipping="4.76", Taxes="5.07", Total="31.76", Discount_Code="MAY", Discount_Amount="3.00"
    )
    path = export(tmp_path, first | item("#1001", "2", "Tee", "10.00"), item("#1001", "1", "Mug", "10.00"))
    (record,) = orders_of(path, "shopify-orders").values()
    assert (record.source_id, record.number, record.status) == ("5001", "#1001", OrderStatus.PAID)
    assert record.ordered_at == datetime(2024, 5, 1, 8, 58, 12, tzinfo=UTC)
    assert [(line.sku, line.quantity) for line in record.lines] == [("TEE", 2), ("MUG", 1)]
    assert total_of(record) == Decimal("31.76")
    assert {discount.code for line in record.lines for discount in line.discounts} == {"MAY"}
    taxes = sum(tax.amount for part in (*record.lines, *record.shipping_lines) for tax in part.taxes)
    assert taxes == Decimal("5.07")
    assert record.lines[0].gross + record.lines[1].gross < 30  # the tax is taken out
    assert record.tags == ("vip", "gift")
    assert record.channel == "web"
    assert record.payments[0].method == "Shopify Payments"


def test_prices_without_tax(tmp_path: Path) -> None:
    first = head(Subtotal="20.00", Shipping="5.00", Taxes="2.00", Total="27.00", Discount_Amount="0.00")
    (record,) = orders_of(export(tmp_path, first | item("#1", "2", "Tee", "10.00")), "shopify-orders").values()
    assert record.lines[0].gross == 20
    assert record.shipping_lines[0].amount == 5
    assert total_of(record) == 27


def test_a_discount_on_shipping_is_not_one_on_goods(tmp_path: Path) -> None:
    first = head(Subtotal="20.00", Shipping="5.00", Taxes="0.00", Total="20.00", Discount_Amount="5.00")
    (record,) = orders_of(export(tmp_path, first | item("#1", "2", "Tee", "10.00")), "shopify-orders").values()
    assert not record.lines[0].discounts
    assert record.shipping_lines == ()
    assert total_of(record) == 20


def test_what_the_total_holds_beyond_is_a_tip(tmp_path: Path) -> None:
    first = head(Subtotal="20.00", Shipping="0.00", Taxes="0.00", Total="22.00", Discount_Amount="0.00")
    (record,) = orders_of(export(tmp_path, first | item("#1", "2", "Tee", "10.00")), "shopify-orders").values()
    assert record.tips == 2
    assert total_of(record) == 22


def test_a_whole_refund_gives_everything_back_and_a_part_stays_unallocated(tmp_path: Path) -> None:
    amounts = {"Subtotal": "20.00", "Shipping": "5.00", "Taxes": "3.99", "Total": "25.00", "Discount Amount": "0.00"}
    whole = head(Refunded_Amount="25.00", Id="1", Cancelled_at="2024-05-03 08:00:00 +0200") | amounts
    part = head(Refunded_Amount="7.50", Id="2") | amounts
    whole["Financial Status"], part["Financial Status"] = "refunded", "partially_refunded"
    path = export(tmp_path, whole | item("#1", "2", "Tee", "10.00"), part | item("#2", "2", "Tee", "10.00"))
    records = orders_of(path, "shopify-orders")
    (refund,) = records["1"].refunds
    back = sum(line.amount + line.tax for line in refund.lines) + refund.shipping + refund.shipping_tax
    assert back == 25
    assert refund.refunded_at == datetime(2024, 5, 3, 6, tzinfo=UTC)
    assert records["1"].status is OrderStatus.CANCELLED
    (loose,) = records["2"].refunds
    assert (loose.unallocated, loose.is_provisional, loose.lines) == (Decimal("7.5"), True, ())
    assert records["2"].status is OrderStatus.PARTLY_REFUNDED


@pytest.mark.parametrize(
    ("financial", "cancelled", "paid", "status"),
    [
        ("paid", "", "x", OrderStatus.PAID),
        ("pending", "", "", OrderStatus.OPEN),
        ("authorized", "", "", OrderStatus.OPEN),
        ("voided", "2024-05-02 08:00:00 +0200", "", OrderStatus.VOIDED),
        ("expired", "", "", OrderStatus.VOIDED),
        ("pending", "2024-05-02 08:00:00 +0200", "", OrderStatus.VOIDED),
        ("refunded", "2024-05-02 08:00:00 +0200", "x", OrderStatus.CANCELLED),
    ],
)
def test_which_statuses_count(tmp_path: Path, financial: str, cancelled: str, paid: str, status: OrderStatus) -> None:
    row = head(Total="10", Subtotal="10", Cancelled_at=cancelled) | item("#1", "1", "Tee", "10")
    row |= {"Financial Status": financial, "Paid at": HEAD["Paid at"] if paid else ""}
    (record,) = orders_of(export(tmp_path, row), "shopify-orders").values()
    assert record.status is status


def test_an_order_with_an_unreadable_row_waits_as_a_whole(tmp_path: Path) -> None:
    first = head(Subtotal="20.00", Total="20.00") | item("#1", "2", "Tee", "ten")
    second = head(Subtotal="5.00", Total="5.00", Id="7") | item("#2", "1", "Mug", "5.00")
    path = export(tmp_path, first, item("#1", "1", "Mug", "5.00"), second, item("#3", "1", "Cap", "5.00"))
    assert {reject.line: reject.reason for reject in rejects_of(path, "shopify-orders")} == {
        2: "Lineitem price is not a number",
        3: "Lineitem price is not a number",
        5: "the first row of the order, which carries its date and status, is missing",
    }
    built = [outcome for outcome in outcomes(path, "shopify-orders") if isinstance(outcome, Built)]
    assert [one.record.source_id for one in built] == ["7"]


cents = st.integers(0, 20_000).map(lambda value: Decimal(value) / 100)


@given(
    st.lists(st.tuples(cents, st.integers(1, 4)), min_size=1, max_size=5),
    cents,
    st.integers(0, 100),
    st.booleans(),
    st.integers(0, 25),
)
def test_the_parts_of_an_order_sum_to_its_total(
    goods: list[tuple[Decimal, int]], shipping: Decimal, percent_off: int, included: bool, rate: int
) -> None:
    grosses = [price * quantity for price, quantity in goods]
    discount = (sum(grosses, Decimal(0)) * percent_off / 100).quantize(Decimal("0.01"))
    subtotal = sum(grosses, Decimal(0)) - discount
    base = subtotal + shipping
    taxes = (base * rate / (100 + rate if included else 100)).quantize(Decimal("0.01"))
    total = base if included else base + taxes
    totals = Totals(subtotal, shipping, taxes, total, discount)
    settled = settle_order(totals, grosses, [Decimal(0)] * len(goods), [True] * len(goods), tax_included=included)
    parts = sum((line.gross - line.discount for line in settled.lines), settled.shipping + settled.tips)
    assert parts + sum(settled.line_taxes) + settled.shipping_tax == total
    assert sum(settled.line_taxes) + settled.shipping_tax == taxes
    if taxes and not discount:
        assert includes_tax(totals, otherwise=not included) is included


def test_products_take_title_and_vendor_from_the_first_row(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Handle,Title,Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,"
        "Variant Inventory Policy,Variant Price,Cost per item,Image Src,Status\n"
        'tee,Tee,Acme,Shirts,"a, b",true,Size,S,T-S,120,deny,20.00,8.50,http://x/1.jpg,active\n'
        "tee,,,,,,,M,T-M,130,deny,21.00,,,\n"
        "tee,,,,,,,,,,,,,http://x/2.jpg,\n"
        "mug,Mug,Acme,,,true,Title,Default Title,,,deny,9,,,draft\n",
    )
    products = products_of(path, "shopify-products")
    tee, mug = products["tee"], products["mug"]
    assert (tee.title, tee.vendor, tee.category, tee.tags, tee.status) == (
        "Tee",
        "Acme",
        "Shirts",
        ("a", "b"),
        "active",
    )
    assert [(one.sku, one.title, one.price, one.cost) for one in tee.variants] == [
        ("T-S", "S", 20, Decimal("8.5")),
        ("T-M", "M", 21, None),
    ]
    assert (mug.variants[0].source_id, mug.variants[0].title, mug.status) == ("mug", None, "draft")


def test_customers_with_and_without_an_id(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address City,"
        "Default Address Country Code,Default Address Zip,Phone,Total Spent,Total Orders,Tags,Tax Exempt\n"
        "'77,Kim,Example,kim@example.test,yes,Köln,DE,'50667,'+491511,10.00,1,vip,no\n"
        ",Lee,,lee@example.test,no,,,,,0,0,,no\n",
    )
    found = [
        outcome.record for outcome in outcomes(path, "shopify-customers", replace(BERLIN)) if isinstance(outcome, Built)
    ]
    kim, lee = found
    assert isinstance(kim, CustomerRecord)
    assert isinstance(lee, CustomerRecord)
    assert (kim.source_id, kim.accepts_marketing) == ("77", True)
    assert kim.person is not None
    assert (kim.person.name, kim.person.postal_code, kim.person.phone) == ("Kim Example", "50667", "+491511")
    assert lee.source_id is None
