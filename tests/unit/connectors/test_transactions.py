"""The rules of the format ``transactions``, example by example."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from comptoir.connectors.custom.transactions import SHIPPING_DIFFERS
from comptoir.connectors.sdk.canonical import ZERO, OrderRecord, OrderStatus, Part
from comptoir.connectors.sdk.errors import NeedsAnswer
from comptoir.connectors.sdk.formats import Built
from comptoir.kernel.errors import Invalid, Unknown
from tests.unit.connectors.reading import BERLIN, orders_of, outcomes, rejects_of, write

FORM = "transactions"


def only(path: Path, **options: object) -> OrderRecord:
    (record,) = orders_of(path, FORM, replace(BERLIN, **options)).values()  # type: ignore[arg-type]
    return record


def test_a_row_is_a_line(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "order id,date,sku,product,category,qty,price,discount,tax,cost,customer id,name,email,country,city\n"
        "7,2024-05-01 10:00,S1,Tee,Wear,2,10.00,3.00,3.23,8,17850.0,,a@b.example,Germany,Köln\n",
    )
    record = only(path, mapping={**{key: key for key in ("sku", "discount", "tax", "cost", "country", "city", "category")}, "order_id": "order id", "ordered_at": "date", "title": "product", "quantity": "qty", "unit_price": "price", "customer_id": "customer id", "customer_email": "email"})  # fmt: skip
    (line,) = record.lines
    assert (record.source_id, record.part, record.version.source_time) == ("7", Part.LINES, None)
    assert record.ordered_at == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert (line.quantity, line.unit_price, line.gross, line.cost) == (2, 10, 20, 8)
    assert (line.sku, line.title, line.category, line.source_row) == ("S1", "Tee", "Wear", 2)
    assert line.discounts[0].amount == 3
    assert line.taxes[0].amount == Decimal("3.23")
    assert record.customer is not None
    assert record.customer.source_id == "17850"
    assert record.customer.person is not None
    assert record.customer.person.email == "a@b.example"
    assert record.shipping_address is not None
    assert (record.shipping_address.country, record.shipping_address.city) == ("DE", "Köln")
    assert (record.currency, record.status) == ("EUR", OrderStatus.PAID)


def test_a_total_is_after_discount_and_keeps_every_decimal(tmp_path: Path) -> None:
    path = write(tmp_path, "order id,date,quantity,total,discount,profit\n1,2024-05-01,3,957.577512,30,-383.031\n")
    (line,) = only(path).lines
    assert line.gross == Decimal("987.577512")
    assert line.unit_price == Decimal("329.192504")
    assert line.cost == Decimal("957.577512") + Decimal("383.031")


def test_equal_rows_are_two_lines_with_stable_names(tmp_path: Path) -> None:
    body = "order id,date,sku,total\n1,2024-05-01,A,5\n1,2024-05-01,A,5.00\n1,2024-05-01,A,6\n"
    lines = only(write(tmp_path, body)).lines
    assert len({line.id for line in lines}) == 3
    assert [line.id for line in lines] == [line.id for line in only(write(tmp_path, body, "again.csv")).lines]


def test_a_negative_row_is_a_return_on_its_own_day(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "order id,date,sku,quantity,price,discount,tax,cost\n1,2024-05-01,A,2,10,2,1,4\n1,2024-06-07,A,-1,10,1,0.5,2\n",
    )
    record = only(path)
    sold, back = record.lines
    assert record.ordered_at == datetime(2024, 4, 30, 22, tzinfo=UTC)
    assert (sold.quantity, sold.gross, sold.booked_at) == (2, 20, None)
    assert (back.quantity, back.gross, back.cost) == (-1, -10, -2)
    assert back.discounts[0].amount == -1
    assert back.taxes[0].amount == Decimal("-0.5")
    assert back.booked_at == datetime(2024, 6, 6, 22, tzinfo=UTC)


def test_a_negative_total_with_a_profit_takes_its_cost_back(tmp_path: Path) -> None:
    (line,) = only(write(tmp_path, "order id,date,sku,total,profit\nC1,2024-05-01,A,-20,-5\n")).lines
    assert (line.quantity, line.gross, line.cost) == (-1, -20, -15)


def test_the_earliest_sale_dates_the_order_and_not_an_earlier_return(tmp_path: Path) -> None:
    path = write(tmp_path, "order id,date,total\n1,2024-05-03,5\n1,2024-05-02,6\n1,2024-05-01,-1\n")
    assert only(path).ordered_at == datetime(2024, 5, 1, 22, tzinfo=UTC)


def test_a_zero_price_is_kept(tmp_path: Path) -> None:
    (line,) = only(write(tmp_path, "order id,date,sku,quantity,price\n1,2024-05-01,free,3,0\n")).lines
    assert (line.quantity, line.gross) == (3, ZERO)


def test_tax_is_taken_out_of_inclusive_amounts(tmp_path: Path) -> None:
    path = write(tmp_path, "order id,date,quantity,price,discount,tax\n1,2024-05-01,1,119.99,0,19.16\n")
    (line,) = only(path, tax_included=True).lines
    assert (line.gross, line.taxes[0].amount) == (Decimal("100.83"), Decimal("19.16"))
    path = write(tmp_path, "order id,date,quantity,price,discount,tax\n1,2024-05-01,1,119,11.9,17.1\n", "b.csv")
    (line,) = only(path, tax_included=True).lines
    assert line.gross - line.discounts[0].amount == 90
    assert line.gross == 100


def test_inclusive_amounts_need_a_tax_column(tmp_path: Path) -> None:
    path = write(tmp_path, "order id,date,total\n1,2024-05-01,5\n")
    with pytest.raises(Invalid, match="when a column states it"):
        outcomes(path, FORM, replace(BERLIN, tax_included=True))


def test_shipping_counts_once_an_order(tmp_path: Path) -> None:
    body = "order id,date,sku,total,shipping\n1,2024-05-01,A,5,4.90\n1,2024-05-01,B,5,4.90\n2,2024-05-01,A,1,3\n2,2024-05-01,B,1,5\n"
    built = [outcome for outcome in outcomes(write(tmp_path, body), FORM) if isinstance(outcome, Built)]
    charged = {one.record.source_id: one.record.shipping_lines[0].amount for one in built}  # type: ignore[union-attr]
    assert charged == {"1": Decimal("4.9"), "2": 5}
    assert {one.record.source_id: one.notes for one in built}["2"] == (SHIPPING_DIFFERS,)


def test_a_discount_between_nought_and_one_is_asked_about(tmp_path: Path) -> None:
    path = write(tmp_path, "order id,date,quantity,price,discount\n1,2024-05-01,1,10,0.2\n2,2024-05-01,1,10,0\n")
    with pytest.raises(NeedsAnswer) as asked:
        outcomes(path, FORM)
    assert [question.id for question in asked.value.questions] == ["discount_is_rate"]
    assert orders_of(path, FORM, replace(BERLIN, discount_is_rate=True))["1"].lines[0].discounts[0].amount == 2
    amount = orders_of(path, FORM, replace(BERLIN, discount_is_rate=False))["1"].lines[0].discounts[0].amount
    assert amount == Decimal("0.2")


def test_a_rate_on_a_total_gives_the_gross_before_it(tmp_path: Path) -> None:
    path = write(tmp_path, "order id,date,total,discount\n1,2024-05-01,80,20%\n")
    (line,) = only(path).lines
    assert (line.gross, line.discounts[0].amount) == (100, 20)


def test_dates_that_fit_two_formats_are_asked_about(tmp_path: Path) -> None:
    path = write(tmp_path, "order id,date,total\n1,3/4/2024,5\n")
    with pytest.raises(NeedsAnswer, match="fit two formats"):
        outcomes(path, FORM)
    assert only(path, date_format="d/m/Y").ordered_at == datetime(2024, 4, 2, 22, tzinfo=UTC)
    assert only(path, date_format="m/d/Y").ordered_at == datetime(2024, 3, 3, 23, tzinfo=UTC)


def test_numbers_that_fit_two_readings_are_asked_about(tmp_path: Path) -> None:
    path = write(tmp_path, "order id;date;total\n1;2024-05-01;1.234\n")
    with pytest.raises(NeedsAnswer, match="two ways"):
        outcomes(path, FORM)
    assert only(path, number_format="comma").lines[0].gross == 1234
    assert only(path, number_format="point").lines[0].gross == Decimal("1.234")


def test_another_column_may_show_the_decimal_mark(tmp_path: Path) -> None:
    path = write(tmp_path, "order id;date;total;tax\n1;2024-05-01;1.234;0,5\n")
    assert only(path).lines[0].gross == 1234


def test_rows_that_cannot_be_read_leave_the_others_alone(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "id,when,what,n,price\nA1,2024-05-01,x,1,10.00\nA2,2024-05-01,x,one,10.00\nA3,not a date,x,1,10.00\n"
        'A4,2024-05-02,y,2,"1,5"\n,2024-05-02,y,2,1\nA6,2024-05-04,free,3,0\nA7,2024-05-04,z,0,0\nA8,2024-05-04,z,1,\n',
    )
    mapping = {"order_id": "id", "ordered_at": "when", "sku": "what", "quantity": "n", "unit_price": "price"}
    options = replace(BERLIN, mapping=mapping)
    found = {reject.line: (reject.reason, reject.value) for reject in rejects_of(path, FORM, options)}
    assert found == {
        3: ("quantity is not a number", "one"),
        4: ("ordered_at is not a date (2024-12-31)", "not a date"),
        5: ("unit_price is not a number", "1,5"),
        6: ("the id of the row is empty", ""),
        8: ("quantity and amount are both zero", ""),
        9: ("unit_price is empty", ""),
    }
    kept = [outcome.record.source_id for outcome in outcomes(path, FORM, options) if isinstance(outcome, Built)]
    assert sorted(str(one) for one in kept) == ["A1", "A6"]


def test_status_words_become_statuses(tmp_path: Path) -> None:
    words = {"Completed": "paid", "storniert": "voided", "en attente": "paid", "Refunded": "refunded", "": "paid"}
    rows = "".join(f"{number},2024-05-01,5,{word}\n" for number, word in enumerate(words))
    records = orders_of(write(tmp_path, "order id,date,total,status\n" + rows), FORM)
    assert {record.source_status or "": record.status.value for record in records.values()} == words


def test_a_stated_currency_wins_and_a_second_one_in_an_order_is_refused(tmp_path: Path) -> None:
    body = "order id,date,sku,total,currency\n1,2024-05-01,A,5,chf\n1,2024-05-01,B,5,CHF\n1,2024-05-01,C,5,EUR\n2,2024-05-01,A,5,$\n3,2024-05-01,A,5,coins\n"
    found = outcomes(write(tmp_path, body), FORM)
    built = {one.record.source_id: one.record.currency for one in found if isinstance(one, Built)}  # type: ignore[union-attr]
    assert built == {"1": "CHF", "2": "USD"}
    assert {one.line: one.reason for one in rejects_of(write(tmp_path, body), FORM)} == {
        4: "the order has rows in two currencies",
        6: "currency is not an ISO 4217 code",
    }


def test_a_row_without_customer_is_a_guest_and_an_address_is_no_id(tmp_path: Path) -> None:
    body = "order id,date,total,customer id\n1,2024-05-01,5,\n2,2024-05-01,5,x@y.example\n"
    records = orders_of(write(tmp_path, body), FORM)
    assert records["1"].customer is None
    buyer = records["2"].customer
    assert buyer is not None
    assert buyer.source_id is None
    assert buyer.person is not None
    assert buyer.person.email == "x@y.example"


def test_what_the_mapping_lacks_is_said(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b,c\n1,2024-05-01,5\n")
    with pytest.raises(Invalid, match="No column is chosen for order_id"):
        outcomes(path, FORM)
    with pytest.raises(Unknown, match="no column 'd'"):
        outcomes(path, FORM, replace(BERLIN, mapping={"order_id": "d"}))
    with pytest.raises(Unknown) as unknown:
        outcomes(path, FORM, replace(BERLIN, mapping={"orderid": "a"}))
    assert unknown.value.suggestions[0] == "order_id"
