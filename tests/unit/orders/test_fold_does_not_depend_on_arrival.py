"""An order moved, edited, partly refunded, cancelled and restored: any order of arrival gives what a fresh load gives."""

from datetime import datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.connectors.sdk.canonical import Lifecycle, Line, OrderRecord, OrderStatus, Part, Version
from comptoir.domains.orders.model.fold import fold
from comptoir.domains.orders.model.state import Revision
from tests.unit.orders.ordering import (
    D,
    at,
    back,
    book,
    by_default_basis,
    line,
    order,
    part,
    refund,
    revision,
    shipping,
)

CENTS = st.integers(1, 9_999).map(lambda cents: D(cents) / 100)


@st.composite
def lines(draw: st.DrawFn) -> tuple[Line, ...]:
    """Some lines of different names."""
    names = draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True))
    return tuple(
        line(
            name,
            draw(st.integers(1, 5)),
            str(draw(CENTS)),
            discount=draw(st.sampled_from(["0", "0.01"])),
            tax=str(draw(CENTS)),
            cost=draw(st.sampled_from([None, "1.25"])),
            gift_card=name == "d" and draw(st.booleans()),
        )
        for name in names
    )


@st.composite
def lives(draw: st.DrawFn) -> list[OrderRecord]:
    """What a source says of one order in the course of its life, oldest first."""
    fields: dict[str, object] = {
        "lines": draw(lines()),
        "ordered_at": at(0),
        "currency": "EUR",
        "status": OrderStatus.PAID,
        "shipping_lines": shipping(str(draw(CENTS)), "0.19"),
    }
    told = [_snapshot(fields, version=0)]
    for step in range(1, draw(st.integers(2, 7))):
        change = draw(
            st.sampled_from(
                ["move", "currency", "edit", "restate", "refund", "refund alone", "cancel", "cancel alone", "restore"]
            )
        )
        told.append(_next(draw, fields, change=change, step=step))
    if draw(st.booleans()):
        told.append(part(Part.LINES, version=None, ordered_at=at(1), currency="USD", lines=draw(lines())))
    return told


def _next(draw: st.DrawFn, fields: dict[str, object], *, change: str, step: int) -> OrderRecord:
    sold: tuple[Line, ...] = fields["lines"]  # type: ignore[assignment]
    goods = next((item for item in sold if not item.is_gift_card), None)
    given_back = refund(f"r{step}", step, unallocated="0.50")
    if goods is not None:
        given_back = refund(f"r{step}", step, back(goods.id, 1, str(goods.unit_price), restocked=draw(st.booleans())))
    match change:
        case "move":
            fields["ordered_at"] = at(draw(st.integers(-40, 0)))
        case "currency":
            fields["currency"] = draw(st.sampled_from(["USD", "JPY"]))
        case "edit":
            fields |= {"lines": draw(lines()), "edited_at": at(step)}
        case "restate":
            fields["lines"] = draw(lines())
        case "refund":
            held: tuple[object, ...] = fields.get("refunds", ())  # type: ignore[assignment]
            fields["refunds"] = (*held, given_back)
        case "refund alone":
            return part(Part.REFUND, version=step, refunds=(given_back,))
        case "cancel":
            fields |= {"status": OrderStatus.CANCELLED, "cancelled_at": at(step)}
        case "cancel alone":
            return part(Part.CANCELLATION, version=step, cancelled_at=at(step))
        case _:
            fields |= {"status": OrderStatus.PAID, "cancelled_at": None}
    return _snapshot(fields, version=step)


def _snapshot(fields: dict[str, object], *, version: float) -> OrderRecord:
    values = dict(fields)
    sold: tuple[Line, ...] = values.pop("lines")  # type: ignore[assignment]
    return order(*sold, version=version, **values)


@settings(max_examples=2_000)
@given(life=lives(), data=st.data())
def test_any_order_of_arrival_gives_the_same_entries(life: list[OrderRecord], data: st.DataObject) -> None:
    told = [revision(record) for record in life]
    arrived = data.draw(st.permutations(told + told[: data.draw(st.integers(0, len(told)))]))
    first, second = fold(told), fold(arrived)
    assert first == second
    if first is not None and second is not None:
        assert book(first).entries == book(second).entries


@settings(max_examples=150)
@given(life=lives())
def test_totals_on_the_default_bases_are_those_of_the_last_state(life: list[OrderRecord]) -> None:
    """Sale plus edits are the order's lines: only the newest snapshot and the parts decide, whatever came between."""
    snapshots = [record for record in life if record.part is Part.ORDER]
    parts = [record for record in life if record.part in (Part.REFUND, Part.CANCELLATION)]
    whole = fold([revision(record) for record in life if record.part is not Part.LINES])
    last = fold([revision(record) for record in [snapshots[-1], *parts]])
    assert whole is not None
    assert last is not None
    assert by_default_basis(book(whole).entries) == by_default_basis(book(last).entries)


@settings(max_examples=150)
@given(life=lives())
def test_a_cancelled_order_sells_nothing_in_the_end(life: list[OrderRecord]) -> None:
    cancelled = part(Part.CANCELLATION, version=50, cancelled_at=at(50))
    state = fold([revision(record) for record in [*life, cancelled]])
    assert state is not None
    found = book(state)
    excess = sum((entry.returned for entry in found.of("return").entries), D(0))
    assert -excess <= found.net <= 0
    assert found.total <= 0


@settings(max_examples=100)
@given(life=lives())
def test_ids_of_entries_are_unique_and_one_sale_entry_counts_the_order(life: list[OrderRecord]) -> None:
    state = fold([revision(record) for record in life])
    assert state is not None
    found = book(state).entries
    assert len({entry.id for entry in found}) == len(found)
    assert sum(entry.order_count for entry in found) <= 1
    assert all(entry.kind == "sale" for entry in found if entry.order_count)


def test_ties_are_broken_by_the_stage_of_life_then_by_content() -> None:
    same = datetime.fromisoformat("2025-03-10T12:00:00+00:00")
    paid = order(line("a", 1, "10"), version=0)
    refunded = OrderRecord(
        "1",
        version=Version(same, Lifecycle.REFUNDED),
        lines=(line("a", 1, "10"),),
        ordered_at=same,
        currency="EUR",
        refunds=(refund("r", 1, back("a", 1, "10")),),
    )
    for told in ([paid, refunded], [refunded, paid]):
        state = fold([revision(record) for record in told])
        assert state is not None
        assert book(state).net == Decimal(0)


def test_a_replacing_file_counts_as_of_the_instant_it_came() -> None:
    hook, late_hook = order(line("a", 1, "10"), version=0), order(line("a", 3, "10"), version=9)
    by_file = part(Part.LINES, version=None, ordered_at=at(0), currency="EUR", lines=(line("x", 1, "70"),))
    replacing = revision(by_file, is_replacing=True, received=5)

    def gross(*told: Revision) -> Decimal:
        state = fold(told)
        assert state is not None
        return book(state)["gross"]

    assert gross(revision(hook), revision(by_file)) == 10
    assert gross(revision(hook), replacing) == 70
    assert gross(replacing, revision(late_hook), revision(hook)) == 30
