"""What the goods of one order cost: stated by the order, replaced at fulfilment, else the catalogue's cost of that day.

Pure. Unknown stays ``None``; nothing is converted. Costs taken back never exceed the cost booked.
"""

from collections.abc import Mapping
from decimal import Decimal

from comptoir.connectors.sdk.canonical import Line
from comptoir.domains.orders.model.state import OrderState, exact
from comptoir.kernel.money import ZERO


class Costs:
    """Costs of an order's lines, and how much of each was already reversed."""

    def __init__(self, state: OrderState, catalogue: Mapping[str, Decimal]) -> None:
        self.lines = {line.id: line for line in state.all_lines()}
        self._catalogue = catalogue
        self._stated = {
            line.id: line.cost / line.quantity for line in state.lines if line.cost is not None and line.quantity
        }
        self._fulfilled = _fulfilled(state)
        self._given_back: dict[str, Decimal] = {}
        self._current = {line.id: line for line in state.lines}

    @property
    def all_known(self) -> bool:
        """Whether every line that can have a cost has one."""
        goods = [line for line in self._current.values() if not line.is_gift_card]
        return bool(goods) and all(self.of(line) is not None for line in goods)

    def source(self, line: Line) -> str | None:
        """Return where a line's cost comes from: fulfilment, order, catalogue, or ``None``."""
        if line.is_gift_card:
            return None
        if line.id in self._fulfilled:
            return "fulfilment"
        if line.cost is not None or line.id in self._stated:
            return "order"
        return "catalogue" if line.id in self._catalogue else None

    def of(self, line: Line) -> Decimal | None:
        """Return the total cost of a line at its quantity."""
        if line.is_gift_card:
            return None
        if line.id in self._fulfilled:
            return self._at_fulfilment(line)
        if line.cost is not None:
            return exact(line.cost)
        unit = self._unit(line.id)
        return exact(unit * line.quantity) if unit is not None else None

    def change(self, before: Line | None, after: Line | None) -> Decimal | None:
        """Return what an edit adds to the cost; unknown when either side is."""
        new = self.of(after) if after is not None else ZERO
        old = self.of(before) if before is not None else ZERO
        return new - old if new is not None and old is not None else None

    def give_back(self, line_id: str, units: Decimal, restocked: Decimal) -> Decimal | None:
        """Return the signed cost of a return: negative for what went back on the shelf, zero for what did not."""
        line = self._current.get(line_id)
        total = self.of(line) if line is not None else None
        if line is None or total is None:
            return None if line is not None else ZERO
        before = self._given_back.get(line_id, ZERO)
        after = min(before + restocked, line.quantity)
        self._given_back[line_id] = after
        if not line.quantity or after == before:
            return ZERO
        return exact(total * before / line.quantity) - exact(total * after / line.quantity)

    def reversed_line(self, line: Line) -> Decimal | None:
        """Return the signed cost of a negative line of a flat file."""
        if line.cost is not None:
            return -exact(abs(line.cost))
        unit = self._catalogue.get(line.id)
        return -exact(unit * abs(line.quantity)) if unit is not None else None

    def _unit(self, line_id: str) -> Decimal | None:
        stated = self._stated.get(line_id)
        return stated if stated is not None else self._catalogue.get(line_id)

    def _at_fulfilment(self, line: Line) -> Decimal:
        """Fulfilled units at their own cost, the others at the order's, else at the average of the fulfilled."""
        quantity, total = self._fulfilled[line.id]
        if not quantity or quantity >= line.quantity:
            unit = total / quantity if quantity else total
            return exact(unit * line.quantity)
        rest = self._unit(line.id)
        return exact(total + (rest if rest is not None else total / quantity) * (line.quantity - quantity))


def _fulfilled(state: OrderState) -> dict[str, tuple[Decimal, Decimal]]:
    """Return line id → (fulfilled quantity with a cost, its cost). Quantity 0 holds a unit cost for the whole line."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for fulfilment in sorted(state.fulfilments, key=lambda item: (item.fulfilled_at, item.id)):
        if not fulfilment.unit_costs or fulfilment.status in ("cancelled", "error", "failure"):
            continue
        quantities = dict(fulfilment.lines)
        for line_id, unit in fulfilment.unit_costs.items():
            quantity = quantities.get(line_id, ZERO)
            if not quantity:
                found[line_id] = (ZERO, unit)
            elif line_id not in found or found[line_id][0]:
                held, cost = found.get(line_id, (ZERO, ZERO))
                found[line_id] = (held + quantity, cost + unit * quantity)
    return found
