"""Every rule of the sales identity (contract §5), each by an order made by hand."""

from datetime import date

import pytest

from comptoir.connectors.sdk.canonical import Fulfilment, OrderStatus, Part
from tests.unit.orders.ordering import D, at, back, booked, folded, line, order, part, refund, shipping, state

DAY = date(2025, 3, 10)


def test_gross_is_before_discounts_and_without_tax_and_shipping() -> None:
    found = booked(order(line("a", 3, "20", discount="6", tax="10.26"), shipping_lines=shipping("4.90", "0.93")))
    assert (found["gross"], found["discount"], found.net) == (D(60), D(6), D(54))
    assert (found["shipping"], found["tax"], found.total) == (D("4.90"), D("11.19"), D("70.09"))
    assert (found["units"], found["order_count"]) == (3, 1)


def test_shipping_fees_duties_and_tips_belong_to_no_line() -> None:
    found = booked(order(line(), shipping_lines=shipping("5"), fees=D(2), fee_tax=D("0.38"), duties=D(3), tips=D(1)))
    (loose,) = [entry for entry in found.entries if entry.line_id is None]
    assert (loose.shipping, loose.fees, loose.tax, loose.duties, loose.tips) == (5, 2, D("0.38"), 3, 1)
    assert loose.gross == 0
    assert found.total == D("20.38")  # tips stand beside


@pytest.mark.parametrize("status", [OrderStatus.DRAFT, OrderStatus.TEST, OrderStatus.VOIDED])
def test_what_never_counted_has_no_entries(status: OrderStatus) -> None:
    assert booked(order(line(), status=status)).entries == ()


def test_a_zero_price_is_kept() -> None:
    found = booked(order(line("free", 3, "0")))
    assert (found["units"], found["gross"], found["order_count"]) == (3, 0, 1)


def test_a_refund_is_booked_on_its_own_day_with_its_components() -> None:
    given = refund("r1", 5, back("a", 1, "9.50", "1.90"), shipping="4.90", shipping_tax="0.93", fees="1")
    found = booked(
        order(
            line("a", 2, "10", discount="1", tax="3.80"),
            shipping_lines=shipping("4.90", "0.93"),
            fees=D(1),
            refunds=(given,),
        )
    )
    later = found.on(date(2025, 3, 15))
    assert (later["returned"], later["units_returned"], later["tax"]) == (D("9.50"), 1, D("-2.83"))
    assert (later["shipping"], later["fees"]) == (D("-4.90"), -1)
    assert found.on(DAY)["gross"] == 20
    assert found["order_count"] == 1


def test_a_refund_without_lines_is_returned_without_a_line() -> None:
    found = booked(order(line("a", 1, "50"), refunds=(refund("r1", 2, unallocated="20", shipping="3"),)))
    (entry,) = found.of("return").entries
    assert (entry.line_id, entry.returned, entry.shipping, entry.units_returned) == (None, 20, -3, 0)


def test_goods_of_an_unknown_line_come_back_without_a_line() -> None:
    found = booked(order(line("a", 1, "50"), refunds=(refund("r1", 2, back("gone", 1, "20")),)))
    (entry,) = found.of("return").entries
    assert (entry.line_id, entry.returned, entry.units_returned) == (None, 20, 1)


def test_a_cancellation_leaves_the_sale_and_returns_what_was_not_yet_returned() -> None:
    placed = order(
        line("a", 2, "10", discount="2", tax="3.42"),
        line("b", 1, "30", tax="5.70"),
        shipping_lines=shipping("5", "0.95"),
        duties=D(4),
        fees=D(2),
        tips=D(1),
        refunds=(refund("r1", 2, back("a", 1, "9", "1.71"), shipping="5", shipping_tax="0.95"),),
        status=OrderStatus.CANCELLED,
        cancelled_at=at(3),
    )
    found = booked(placed)
    cancelled = found.of("cancel")
    assert (cancelled["returned"], cancelled["units_returned"]) == (39, 2)
    assert (cancelled["shipping"], cancelled["tax"]) == (0, D("-7.41"))
    assert (cancelled["duties"], cancelled["fees"], cancelled["tips"]) == (-4, -2, -1)
    assert {entry.booked_day for entry in cancelled.entries} == {date(2025, 3, 13)}
    assert (found.net, found.total, found["order_count"]) == (0, 0, 1)


def test_a_refund_after_the_cancellation_is_not_returned_twice() -> None:
    placed = order(
        line("a", 2, "10"),
        status=OrderStatus.REFUNDED,
        cancelled_at=at(1),
        refunds=(refund("r", 4, back("a", 2, "20")),),
    )
    found = booked(placed)
    assert found.of("cancel").entries == ()
    assert found.net == 0


def test_a_cancellation_after_an_unallocated_refund_of_everything_adds_units_but_no_money() -> None:
    placed = order(
        line("a", 2, "10", tax="3.80"),
        shipping_lines=shipping("5"),
        refunds=(refund("r", 1, unallocated="28.80"),),
        status=OrderStatus.CANCELLED,
        cancelled_at=at(2),
    )
    cancelled = booked(placed).of("cancel")
    assert (cancelled["units_returned"], cancelled["returned"], cancelled["shipping"], cancelled["tax"]) == (2, 0, 0, 0)
    assert booked(placed).total == 0


def test_a_cancellation_that_travels_alone_counts_until_a_newer_order_restores_it() -> None:
    sold, cancelled = order(line()), part(Part.CANCELLATION, version=1, cancelled_at=at(1))
    assert booked(sold, cancelled).net == 0
    assert booked(sold, cancelled, order(line(), version=2)).net == 10


def test_gift_cards_are_no_sales() -> None:
    found = booked(order(line("card", 1, "50", gift_card=True), refunds=(refund("r", 1, back("card", 1, "50")),)))
    assert (found["gross"], found["units"], found["returned"], found["order_count"]) == (0, 0, 0, 0)
    assert (found.of("sale")["gift_card_sold"], found.of("return")["gift_card_sold"]) == (50, -50)


def test_an_order_with_goods_beside_a_gift_card_counts_its_goods() -> None:
    found = booked(order(line("card", 1, "50", gift_card=True), line("a", 2, "10")))
    assert (found["gross"], found["units"], found["gift_card_sold"], found["order_count"]) == (20, 2, 50, 1)


def test_paying_with_a_gift_card_changes_no_sales() -> None:
    found = booked(order(line("a", 1, "10"), gift_card_redeemed=D(10)))
    assert (found["gift_card_redeemed"], found.net, found.total) == (10, 10, 10)


def test_negative_lines_are_returns_under_their_own_sku_and_day() -> None:
    rows = part(Part.LINES, version=None, ordered_at=at(0), currency="EUR", lines=(line("a", 2, "10"),))
    came_back = part(
        Part.LINES, version=None, ordered_at=at(9), currency="EUR", lines=(line("b", -1, "10", cost="-4"),)
    )
    found = booked(came_back, rows)
    (entry,) = found.of("return").entries
    assert (entry.returned, entry.units_returned, entry.cost) == (10, 1, -4)
    assert entry.line_id is not None
    assert (entry.order_day, entry.booked_day) == (DAY, date(2025, 3, 19))


def test_an_order_of_negative_lines_only_is_no_order() -> None:
    found = booked(part(Part.LINES, version=None, ordered_at=at(2), currency="EUR", lines=(line("a", -2, "10"),)))
    assert (found["order_count"], found["units"], found["returned"]) == (0, 0, 20)
    assert [entry.kind for entry in found.entries] == ["return"]


def test_lines_of_several_files_are_one_order_dated_by_the_earliest_sale() -> None:
    first = part(Part.LINES, version=None, ordered_at=at(3), currency="EUR", lines=(line("a"),))
    second = part(Part.LINES, version=None, ordered_at=at(1), currency="EUR", lines=(line("b"),))
    negative = part(Part.LINES, version=None, ordered_at=at(0), currency="EUR", lines=(line("c", -1),))
    found = state(first, second, negative, first)
    assert found.ordered_at == at(1)
    assert [item.id for item in found.lines] == ["a", "b"] or [item.id for item in found.lines] == ["b", "a"]
    assert booked(first, second, negative)["order_count"] == 1


def test_an_edit_books_the_difference_and_the_sale_keeps_what_was_sold() -> None:
    before = order(line("a", 2, "10", discount="2"), line("b", 1, "5"))
    after = order(line("a", 1, "10", discount="1"), line("c", 1, "7"), version=2, edited_at=at(2))
    found = booked(before, after)
    assert (found.of("sale")["gross"], found.of("edit")["gross"]) == (25, -8)
    assert (found["units"], found["gross"], found["discount"]) == (2, 17, 1)
    assert {entry.booked_day for entry in found.of("edit").entries} == {date(2025, 3, 12)}
    assert found["order_count"] == 1


def test_an_edit_known_only_by_its_result_is_the_sale() -> None:
    found = booked(order(line("a", 1, "10"), version=2, edited_at=at(2)))
    assert [entry.kind for entry in found.entries] == ["sale"]


def test_a_change_that_is_no_edit_restates_the_sale() -> None:
    found = booked(order(line("a", 2, "10")), order(line("a", 3, "10"), version=1))
    assert (found.of("sale")["gross"], found.of("edit").entries) == (30, ())


def test_an_order_whose_goods_came_by_an_edit_is_one_order() -> None:
    found = booked(order(), order(line("a", 1, "10"), version=1, edited_at=at(1)))
    assert (found["order_count"], found["gross"]) == (1, 10)
    assert all(entry.kind == "sale" for entry in found.entries if entry.order_count)


def test_costs_are_the_orders_then_the_fulfilments_then_the_catalogues() -> None:
    assert booked(order(line("a", 2, cost="8"))).cost == 8
    assert booked(order(line("a", 2)), unit_costs={"a": D("3.5")}).cost == 7
    assert booked(order(line("a", 2))).cost is None
    shipped = Fulfilment("f", at(1), lines=(("a", D(2)),), unit_costs={"a": D(5)})
    assert booked(order(line("a", 2, cost="8"), fulfilments=(shipped,))).cost == 10
    half = Fulfilment("f", at(1), lines=(("a", D(1)),), unit_costs={"a": D(5)})
    assert booked(order(line("a", 2, cost="8"), fulfilments=(half,))).cost == 9


def test_restocked_goods_reverse_their_cost_and_others_do_not() -> None:
    kept = order(line("a", 3, "10", cost="10"), refunds=(refund("r", 1, back("a", 1, "10")),))
    assert booked(kept).of("return").cost == 0
    restocked = order(
        line("a", 3, "10", cost="10"),
        refunds=(
            refund("r1", 1, back("a", 1, "10", restocked=True)),
            refund("r2", 2, back("a", 2, "20", restocked=True)),
            refund("r3", 3, back("a", 1, "1", restocked=True)),
        ),
    )
    assert [entry.cost for entry in booked(restocked).of("return").entries] == [D("-3.333333"), D("-6.666667"), 0]


def test_money_back_without_goods_lowers_profit_only_where_costs_are_known() -> None:
    given = (refund("r", 1, unallocated="5"),)
    assert booked(order(line("a", 1, cost="4"), refunds=given)).of("return").cost == 0
    assert booked(order(line("a", 1), refunds=given)).of("return").cost is None


def test_the_day_is_the_stores() -> None:
    found = booked(order(line(), ordered_at=at(0, 11.5)))  # 23:30 UTC is the next day in Berlin
    assert {entry.order_day for entry in found.entries} == {date(2025, 3, 11)}


def test_a_deleted_order_is_gone_and_a_part_without_its_order_waits() -> None:
    assert folded(order(line()), order(line(), version=1, is_deleted=True)) is None
    assert folded(part(Part.REFUND, refunds=(refund("r", 1, unallocated="5"),))) is None


def test_a_final_refund_beats_a_provisional_one_of_a_newer_order() -> None:
    final = part(Part.REFUND, version=1, refunds=(refund("r", 1, back("a", 1, "10")),))
    newer = order(line("a", 2), version=3, refunds=(refund("r", 3, unallocated="10", is_provisional=True),))
    (entry,) = booked(order(line("a", 2)), final, newer).of("return").entries
    assert (entry.line_id is not None, entry.returned, entry.booked_day) == (True, 10, date(2025, 3, 11))


def test_a_provisional_refund_keeps_the_day_it_was_first_told_on() -> None:
    first = order(line("a", 2), version=1, refunds=(refund("r", 1, unallocated="10", is_provisional=True),))
    again = order(line("a", 2), version=4, refunds=(refund("r", 4, unallocated="10", is_provisional=True),))
    (entry,) = booked(again, first).of("return").entries
    assert entry.booked_day == date(2025, 3, 11)


def test_a_file_fills_gaps_and_never_overrides_a_versioned_order() -> None:
    by_hook = order(line("a", 1, "10"), version=0, channel=None)
    by_file = order(line("a", 5, "99", cost="4"), version=None, channel="web", tags=("vip",))
    found = state(by_file, by_hook)
    assert found.channel == "web"
    assert found.tags == ("vip",)
    assert booked(by_file, by_hook)["gross"] == 10
    assert booked(by_file, by_hook).cost is None  # the file's cost was for five
