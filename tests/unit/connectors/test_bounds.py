"""What no engine could keep is refused at the gate, with a sentence, whatever a source says."""

import json
import tempfile
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields
from msgspec.structs import replace as changed

from comptoir.connectors.sdk.bounds import FIRST_MOMENT, LARGEST, LAST_MOMENT, OUTSIDE, TOO_LARGE, check_record
from comptoir.connectors.sdk.canonical import (
    ConnectionRecord,
    CustomerRecord,
    Fulfilment,
    Line,
    OrderRecord,
    Payment,
    ProductRecord,
    Record,
    Refund,
    RefundLine,
    ShippingLine,
    VariantRecord,
    Version,
)
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.formats import Built, Reject
from comptoir.connectors.woocommerce.orders import normalise_order
from comptoir.kernel.time import day_of
from tests.unit.connectors.reading import BERLIN, outcomes, write
from tests.unit.connectors.test_json_orders import WOO

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
FAR = NOON.replace(year=9999)
HUGE = LARGEST + 1
ONE = Decimal(1)
LINE = Line("1", ONE, ONE, ONE)
ORDER = OrderRecord("1", ordered_at=NOON, currency="EUR", lines=(LINE,))
ZONES = ("Etc/GMT+12", "Pacific/Kiritimati", "Europe/Berlin", "America/New_York")

moments = st.datetimes(timezones=st.just(UTC))
amounts = st.decimals(allow_nan=True, allow_infinity=True) | st.decimals(-(10**13), 10**13, places=6)


@given(moments, moments, amounts, amounts)
def test_whatever_passes_can_be_kept_in_every_zone(
    at: datetime, refunded_at: datetime, gross: Decimal, back: Decimal
) -> None:
    refund = Refund("r", refunded_at, lines=(RefundLine("1", ONE, back),))
    record = changed(ORDER, ordered_at=at, lines=(changed(LINE, gross=gross),), refunds=(refund,))
    try:
        check_record(record)
    except RowProblem:
        return
    for moment in (at, refunded_at):
        assert all(date(1970, 1, 1) <= day_of(moment, zone) <= date(2149, 6, 6) for zone in ZONES)
    assert abs(gross) <= LARGEST
    assert abs(back) <= LARGEST


@given(moments)
def test_a_moment_that_fits_every_zone_passes(at: datetime) -> None:
    fits = FIRST_MOMENT <= at <= LAST_MOMENT
    try:
        check_record(changed(ORDER, ordered_at=at))
    except RowProblem:
        assert not fits
    else:
        assert fits


UNFIT: dict[str, Record] = {
    "changed": changed(ORDER, version=Version(FAR)),
    "edited": changed(ORDER, edited_at=FAR),
    "cancelled": changed(ORDER, cancelled_at=FAR),
    "returned": changed(ORDER, lines=(changed(LINE, booked_at=FAR),)),
    "paid": changed(ORDER, payments=(Payment("p", "sale", ONE, "EUR", "succeeded", paid_at=FAR),)),
    "fulfilled": changed(ORDER, fulfilments=(Fulfilment("f", FAR),)),
    "restored": changed(ORDER, restored_at=FAR),
    "ended": ConnectionRecord(FAR),
    "unknown currency": changed(ORDER, currency="ZZZ"),
    "joined": CustomerRecord("1", created_at=FAR),
    "quantity": changed(ORDER, lines=(changed(LINE, quantity=HUGE),)),
    "price": changed(ORDER, lines=(changed(LINE, unit_price=HUGE),)),
    "cost": changed(ORDER, lines=(changed(LINE, cost=HUGE),)),
    "sum": changed(ORDER, lines=(changed(LINE, gross=LARGEST), changed(LINE, id="2"))),
    "shipping": changed(ORDER, shipping_lines=(ShippingLine(HUGE),)),
    "duties": changed(ORDER, duties=HUGE),
    "refund": changed(ORDER, refunds=(Refund("r", NOON, unallocated=HUGE),)),
    "payment": changed(ORDER, payments=(Payment("p", "sale", HUGE, "EUR", "succeeded"),)),
    "late cost": changed(ORDER, fulfilments=(Fulfilment("f", NOON, unit_costs={"1": Decimal("9E+999999")}),)),
    "catalogue price": ProductRecord("1", variants=(VariantRecord("1", price=HUGE),)),
    "not a number": changed(ORDER, tips=Decimal("NaN")),
    "currency": changed(ORDER, currency="Euro"),
    "long id": changed(ORDER, number="9" * 501),
    "long sku": changed(ORDER, lines=(changed(LINE, sku="9" * 501),)),
    "NUL": changed(ORDER, attributes={"note": "a\0b"}),
    "half a character": changed(ORDER, channel="\ud800"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_each_place_of_a_record_is_looked_at(name: str) -> None:
    check_record(ORDER)
    with pytest.raises(RowProblem):
        check_record(UNFIT[name])


def test_a_new_moment_in_the_canonical_records_has_to_be_looked_at_too() -> None:
    kinds = (
        OrderRecord, Version, Line, Payment, Refund, RefundLine, Fulfilment, CustomerRecord, ProductRecord,
        ConnectionRecord,
    )  # fmt: skip
    held = {field.name for kind in kinds for field in fields(kind) if "datetime" in str(field.type)}
    assert held == {
        "source_time", "ordered_at", "edited_at", "cancelled_at", "booked_at", "paid_at", "refunded_at",
        "fulfilled_at", "created_at", "restored_at", "ended_at",
    }  # fmt: skip


cells = st.sampled_from(
    ["0001-01-01", "1969-12-31", "1970-01-01", "2024-05-01", "2149-06-06", "2149-06-08", "2199-01-01", "9999-12-31"]
) | st.dates().map(date.isoformat)
numbers = st.sampled_from(["1", "12.50", "1000000000001", "99999999999999", "9" * 40]) | st.integers(0, 10**16).map(str)


@given(st.lists(st.tuples(st.sampled_from("123"), cells, numbers), min_size=1, max_size=12), st.sampled_from(ZONES))
@settings(max_examples=60, deadline=timedelta(seconds=5))
def test_rows_of_a_file_become_records_that_fit_or_rejects(rows: list[tuple[str, str, str]], zone: str) -> None:
    content = "order id,date,sku,line total\n" + "".join(f"{order},{day},A,{total}\n" for order, day, total in rows)
    with tempfile.TemporaryDirectory() as directory:
        options = replace(BERLIN, timezone=zone, date_format="iso", number_format="point")
        found = outcomes(write(Path(directory), content), "transactions", options)
    seen = 0
    for outcome in found:
        if isinstance(outcome, Reject):
            assert OUTSIDE in outcome.reason or TOO_LARGE in outcome.reason
            seen += 1
        else:
            check_record(outcome.record)
            seen += outcome.rows
    assert seen == len(rows)


def test_one_row_is_refused_and_not_its_order() -> None:
    content = "order id,date,sku,line total\n1,2024-05-01,A,5\n1,9999-12-31,B,5\n1,2024-05-01,C,1e13\n"
    with tempfile.TemporaryDirectory() as directory:
        found = outcomes(write(Path(directory), content), "transactions", replace(BERLIN, date_format="iso"))
    assert [(one.line, one.reason) for one in found if isinstance(one, Reject)] == [
        (3, f"ordered_at {OUTSIDE}"),
        (4, f"line_total {TOO_LARGE}"),
    ]
    assert [one.rows for one in found if isinstance(one, Built)] == [1]


def hostile(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    body = deepcopy(WOO)
    place: Any = body
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return body


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("date_created_gmt",), "0001-01-01T00:00:00"),
        (("date_modified_gmt",), "9999-12-31T23:59:59"),
        (("line_items", 0, "subtotal"), "1e300"),
        (("line_items", 0, "quantity"), 10**30),
        (("line_items", 0, "name"), "\ud800"),
        (("number",), "9" * 5000),
        (("currency",), "bitcoin"),
    ],
)
def test_documents_that_do_not_fit_are_rejects_and_the_others_are_read(
    path: tuple[str | int, ...], value: Any, tmp_path: Path
) -> None:
    bodies = [WOO, hostile(path, value), {**WOO, "id": 813}]
    found = outcomes(write(tmp_path, "\n".join(map(json.dumps, bodies)), "orders.jsonl"), "woocommerce-orders")
    assert [type(one) for one in found] == [Built, Reject, Built]


@given(st.datetimes(), st.decimals(allow_nan=False, allow_infinity=False))
def test_a_normalised_document_fits_or_is_refused(at: datetime, total: Decimal) -> None:
    body = hostile(("line_items", 0, "subtotal"), str(total)) | {"date_created_gmt": at.isoformat()}
    try:
        check_record(record := normalise_order(body, BERLIN))
    except RowProblem:
        return
    assert record.ordered_at is not None
    assert FIRST_MOMENT <= record.ordered_at <= LAST_MOMENT
