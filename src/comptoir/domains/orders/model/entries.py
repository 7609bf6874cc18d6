"""The sales entries of an order: signed statements whose sum is every sales metric. Pure.

Population and identity of the metrics: contract §5. Drafts, tests and voided orders have no entries. What was first
sold keeps its amounts; edits, returns and a cancellation add signed entries, so that sale + edits = the order's lines.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from comptoir.connectors.sdk.canonical import COUNTED, Line, Refund
from comptoir.domains.orders.model.costs import Costs
from comptoir.domains.orders.model.state import Charges, Entry, EntryContext, OrderState, exact
from comptoir.kernel.ids import child_id
from comptoir.kernel.money import ZERO, split_largest_remainder


class Goods(NamedTuple):
    """What one line is worth at one stage. Gift cards are no sales: only ``gift_card`` and ``tax`` are theirs."""

    units: Decimal = ZERO
    gross: Decimal = ZERO
    discount: Decimal = ZERO
    tax: Decimal = ZERO
    gift_card: Decimal = ZERO


class Days(NamedTuple):
    """Local days of one instant."""

    store: date
    organisation: date


class Rest(Struct):
    """What of a line or of the order's charges was not given back yet."""

    units: Decimal = ZERO
    goods: Decimal = ZERO
    tax: Decimal = ZERO
    gift_card: Decimal = ZERO


NOTHING = Goods()
NO_CHARGES = Charges()


def is_counted(state: OrderState) -> bool:
    """Return whether the order is in the population that all sales metrics share."""
    return state.status in COUNTED


def has_sale(state: OrderState) -> bool:
    """Return whether the order is one for ``orders``: it counts and has, as edited, a line that is no gift card."""
    return is_counted(state) and any(not line.is_gift_card and (line.quantity or line.gross) for line in state.lines)


def entries(state: OrderState, context: EntryContext) -> tuple[Entry, ...]:
    """Return every current entry of the order, in the order they happened; none for an order that does not count."""
    return book(state, context)[0]


def book(state: OrderState, context: EntryContext) -> tuple[tuple[Entry, ...], Costs]:
    """Return the entries and what the lines cost."""
    costs = Costs(state, context.unit_costs)
    if not is_counted(state):
        return (), costs
    return _Booking(state, context, costs).book(), costs


class _Booking:
    """Writes the entries of one order."""

    def __init__(self, state: OrderState, context: EntryContext, costs: Costs) -> None:
        self.state = state
        self.context = context
        self.costs = costs
        self.order_days = self._days(state.ordered_at)
        self.last_days = (state.ordered_at, self.order_days)
        self.counted = not has_sale(state)
        self.written: list[Entry] = []

    def book(self) -> tuple[Entry, ...]:
        """Book sales, edits, returns and the cancellation."""
        state = self.state
        for line in state.stages[0].lines:
            self._line("sale", state.ordered_at, None, line.id, goods_of(line), self.costs.of(line))
        self._charges("sale", state.ordered_at, None, state.stages[0].charges)
        self._edits()
        for line, came_back_at in state.returned_lines:
            self._came_back(line, came_back_at)
        for refund in state.refunds:
            self._refund(refund)
        if state.cancelled_at is not None:
            self._cancel(state.cancelled_at)
        return tuple(self.written)

    def _line(
        self, kind: str, at: datetime, reference: str | None, line_id: str, goods: Goods, cost: Decimal | None
    ) -> None:
        if goods == NOTHING and not cost:
            return
        count = 0
        if kind == "sale" and not self.counted and not goods.gift_card:
            self.counted, count = True, 1
        self._write(
            kind,
            at,
            reference,
            line_id,
            {
                "units": goods.units,
                "gross": goods.gross,
                "discount": goods.discount,
                "tax": goods.tax,
                "gift_card_sold": goods.gift_card,
            },
            cost=cost,
            order_count=count,
        )

    def _charges(self, kind: str, at: datetime, reference: str | None, charges: Charges) -> None:
        """Book what belongs to no line; it also counts an order whose only goods came by an edit."""
        count = 0
        if kind == "sale" and not self.counted:
            self.counted, count = True, 1
        if charges == NO_CHARGES and not count:
            return
        amounts = {name: exact(getattr(charges, name)) for name in Charges.__struct_fields__}
        if count or any(amounts.values()):
            self._write(kind, at, reference, None, amounts, order_count=count)

    def _edits(self) -> None:
        """Book the difference between each stage and the one before it, on the day of the edit."""
        for before, after in zip(self.state.stages, self.state.stages[1:], strict=False):
            at = after.edited_at or self.state.ordered_at
            reference = at.isoformat()
            old = {line.id: line for line in before.lines}
            new = {line.id: line for line in after.lines}
            for line_id in {**old, **new}:
                was, now = old.get(line_id), new.get(line_id)
                change = _difference(goods_of(now) if now else NOTHING, goods_of(was) if was else NOTHING)
                self._line("edit", at, reference, line_id, change, self.costs.change(was, now))
            names = Charges.__struct_fields__
            charges = Charges(*(getattr(after.charges, name) - getattr(before.charges, name) for name in names))
            self._charges("edit", at, reference, charges)

    def _came_back(self, line: Line, at: datetime) -> None:
        """Book a negative line of a flat file: it is a return under its own sku."""
        discount = sum((item.amount for item in line.discounts), ZERO)
        tax = sum((item.amount for item in line.taxes), ZERO)
        value = exact(abs(line.gross - discount if line.gross < 0 else line.gross + discount))
        amounts = {"tax": -exact(abs(tax))}
        if line.is_gift_card:
            self._write("return", at, "line", line.id, amounts | {"gift_card_sold": -value})
            return
        amounts |= {"returned": value, "units_returned": exact(abs(line.quantity))}
        self._write("return", at, "line", line.id, amounts, cost=self.costs.reversed_line(line))

    def _refund(self, refund: Refund) -> None:
        """Book a refund: an entry for each line it names, one for its components and for what names neither."""
        loose_units, loose, loose_tax = ZERO, refund.unallocated, refund.shipping_tax
        lines: dict[str, Rest] = {}
        restocked: dict[str, Decimal] = {}
        for item in refund.lines:
            if item.line_id is None or item.line_id not in self.costs.lines:
                loose_units, loose, loose_tax = loose_units + item.quantity, loose + item.amount, loose_tax + item.tax
                continue
            rest = lines.setdefault(item.line_id, Rest())
            rest.units, rest.goods, rest.tax = rest.units + item.quantity, rest.goods + item.amount, rest.tax + item.tax
            if item.restocked:
                restocked[item.line_id] = restocked.get(item.line_id, ZERO) + item.quantity
        for line_id, rest in lines.items():
            cost = self.costs.give_back(line_id, rest.units, restocked.get(line_id, ZERO))
            self._return_line("return", refund.refunded_at, refund.id, line_id, rest, cost)
        amounts = {
            "units_returned": exact(loose_units),
            "returned": exact(loose),
            "shipping": -exact(refund.shipping),
            "tax": -exact(loose_tax),
            "duties": -exact(refund.duties),
            "fees": -exact(refund.fees),
            "tips": -exact(refund.tips),
        }
        if any(amounts.values()):
            # Money given back without goods lowers the profit of an order whose costs are all known.
            cost = ZERO if loose and self.costs.all_known else None
            self._write("return", refund.refunded_at, refund.id, None, amounts, cost=cost)

    def _return_line(
        self, kind: str, at: datetime, reference: str | None, line_id: str, rest: Rest, cost: Decimal | None
    ) -> None:
        if self.costs.lines[line_id].is_gift_card:
            gift_card = {"tax": -exact(rest.tax), "gift_card_sold": -exact(rest.goods)}
            self._write(kind, at, reference, line_id, gift_card)
            return
        amounts = {"units_returned": exact(rest.units), "returned": exact(rest.goods), "tax": -exact(rest.tax)}
        self._write(kind, at, reference, line_id, amounts, cost=cost)

    def _cancel(self, at: datetime) -> None:
        """Give back at the cancellation what no refund gave back, whenever that refund was."""
        left, charges, loose = _unreturned(self.written, self.context.line_ids)
        loose = _cover(left, loose)
        for line_id, rest in left.items():
            if rest.units or rest.goods or rest.tax or rest.gift_card:
                rest.goods += rest.gift_card
                cost = self.costs.give_back(line_id, rest.units, rest.units)
                self._return_line("cancel", at, None, line_id, rest, cost)
        for name in ("shipping", "tax", "duties", "fees", "tips"):
            taken = min(charges[name], loose)
            charges[name], loose = charges[name] - taken, loose - taken
        amounts = {name: -value for name, value in charges.items() if value}
        if amounts:
            self._write("cancel", at, None, None, amounts)

    def _write(
        self,
        kind: str,
        at: datetime,
        reference: str | None,
        line: str | None,
        amounts: Mapping[str, Decimal],
        *,
        cost: Decimal | None = None,
        order_count: int = 0,
    ) -> None:
        line_id = self.context.line_ids[line] if line is not None else None
        days = self._booked(at)
        self.written.append(
            Entry(
                id=entry_id(self.context.order_id, kind, line, reference),
                line_id=line_id,
                kind=kind,
                reference=reference,
                occurred_at=at,
                order_day=self.order_days.store,
                booked_day=days.store,
                organisation_order_day=self.order_days.organisation,
                organisation_booked_day=days.organisation,
                cost=cost,
                order_count=order_count,
                **amounts,
            )
        )

    def _booked(self, at: datetime) -> Days:
        if self.last_days[0] != at:
            self.last_days = (at, self._days(at))
        return self.last_days[1]

    def _days(self, at: datetime) -> Days:
        return Days(at.astimezone(self.context.store_zone).date(), at.astimezone(self.context.organisation_zone).date())


def entry_id(order_id: UUID, kind: str, line: str | None, reference: str | None) -> UUID:
    """Return the stable identity of an entry; ``line`` is the line's own id inside the order."""
    return child_id(order_id, "entry", f"{kind}\0{line or ''}\0{reference or ''}")


def goods_of(line: Line) -> Goods:
    """Return what a line is worth: gross and discounts without tax, its tax, or the face value of a gift card."""
    discount = tax = ZERO
    for item in line.discounts:
        discount += item.amount
    for charge in line.taxes:
        tax += charge.amount
    if line.is_gift_card:
        return Goods(tax=exact(tax), gift_card=exact(line.gross - discount))
    return Goods(exact(line.quantity), exact(line.gross), exact(discount), exact(tax))


def _difference(after: Goods, before: Goods) -> Goods:
    return Goods(*(new - old for new, old in zip(after, before, strict=True)))


def _unreturned(
    written: list[Entry], line_ids: Mapping[str, UUID]
) -> tuple[dict[str, Rest], dict[str, Decimal], Decimal]:
    """Return what is left of each line and of the charges, and what was given back without naming a line."""
    names = {value: key for key, value in line_ids.items()}
    left: dict[str, Rest] = {}
    charges = dict.fromkeys(("shipping", "tax", "duties", "fees", "tips"), ZERO)
    loose = ZERO
    for entry in written:
        if entry.line_id is None or entry.reference == "line":
            loose += entry.returned
            for name in charges:
                charges[name] += getattr(entry, name)
            continue
        rest = left.setdefault(names[entry.line_id], Rest())
        rest.units += entry.units - entry.units_returned
        rest.goods += entry.gross - entry.discount - entry.returned
        rest.tax += entry.tax
        rest.gift_card += entry.gift_card_sold
    for rest in left.values():
        # What a line gave back beyond its worth (an edit took it out after the refund) was money for the others.
        loose -= min(rest.goods, ZERO)
        charges["tax"] += min(rest.tax, ZERO)
        for name in ("units", "goods", "tax", "gift_card"):
            setattr(rest, name, max(getattr(rest, name), ZERO))
    return left, {name: max(value, ZERO) for name, value in charges.items()}, loose


def _cover(left: dict[str, Rest], loose: Decimal) -> Decimal:
    """Take what was refunded without a line off the lines in proportion; return what exceeds them."""
    for name in ("goods", "tax"):
        worth = [getattr(rest, name) for rest in left.values()]
        covered = min(loose, sum(worth, ZERO))
        if covered > 0:
            for rest, share in zip(left.values(), split_largest_remainder(covered, worth), strict=True):
                setattr(rest, name, getattr(rest, name) - share)
            loose -= covered
    return loose


def touched_days(written: Iterator[Entry] | tuple[Entry, ...]) -> set[date]:
    """Return the store days that entries lie on, by either basis."""
    return {day for entry in written for day in (entry.order_day, entry.booked_day)}
