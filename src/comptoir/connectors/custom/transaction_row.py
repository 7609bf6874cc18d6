"""One row of a transactions file as exact amounts: sale or return, gross, discount, tax, cost. Pure."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from comptoir.connectors.sdk.amounts import without_tax
from comptoir.connectors.sdk.columns import MappedColumns
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.files.rows import Row
from comptoir.connectors.sdk.numbers import six_decimals
from comptoir.kernel.money import ZERO, six

ONE = Decimal(1).quantize(Decimal("0.000001"))
_Column = tuple[int, Callable[[str], Decimal | None]]


def _read(column: _Column | None, cells: list[str]) -> Decimal | None:
    return None if column is None else column[1](cells[column[0]])


class Sold(NamedTuple):
    """A row that could be read. Amounts are positive; ``is_return`` gives the direction."""

    row: Row
    when: datetime
    is_return: bool
    quantity: Decimal
    price: Decimal  # what identifies the line: the unit price, or the line's total where no price is given
    gross: Decimal
    discount: Decimal
    tax: Decimal
    cost: Decimal | None
    shipping: Decimal | None


class RowParser:
    """Reads rows with the column readers that the survey chose."""

    def __init__(self, columns: MappedColumns, *, discount_is_rate: bool) -> None:
        self._when = columns.date("ordered_at")
        self._at = columns.index["ordered_at"]
        readers: dict[str, _Column] = {key: (columns.index[key], columns.number(key)) for key in columns.numbers}
        self._quantity = readers.get("quantity")
        self._total = readers.get("line_total")
        self._price = readers.get("unit_price")
        self._discount = readers.get("discount")
        self._tax = readers.get("tax")
        self._cost_column = readers.get("cost")
        self._profit = readers.get("profit")
        self._shipping = readers.get("shipping")
        self._rate = discount_is_rate
        self._tax_included = bool(columns.options.tax_included)

    def parse(self, row: Row) -> Sold:
        """Return the row's amounts; raise ``RowProblem`` naming the field that cannot be read."""
        cells = row.cells
        when = self._when(cells[self._at])
        if when is None:
            raise RowProblem("ordered_at is empty")
        quantity = _read(self._quantity, cells)
        quantity = ONE if quantity is None else quantity
        total = _read(self._total, cells)
        unit = _read(self._price, cells)
        discount = abs(_read(self._discount, cells) or ZERO)
        tax = abs(_read(self._tax, cells) or ZERO)
        if total is not None:
            is_return = quantity < 0 or total < 0
            price = total if unit is None else unit
            gross, discount = self._from_total(abs(total), discount)
        elif unit is not None:
            is_return = quantity < 0 or unit < 0
            price = unit
            gross, discount = self._from_price(six_decimals(abs(unit * quantity)), discount)
        else:
            raise RowProblem("line_total is empty" if self._total else "unit_price is empty")
        if not quantity and not gross:
            raise RowProblem("quantity and amount are both zero")
        if self._tax_included and tax:
            gross, discount = without_tax(gross, discount, tax)
        cost = self._cost(cells, gross - discount, is_return=is_return)
        shipping = _read(self._shipping, cells)
        return Sold(row, when, is_return, abs(quantity), abs(price), gross, discount, tax, cost, shipping)

    def _from_total(self, total: Decimal, discount: Decimal) -> tuple[Decimal, Decimal]:
        if not self._rate or not discount:
            return total + discount, discount
        if discount >= 1:
            raise RowProblem("discount is a rate of 100 % or more", str(discount))
        gross = six(total / (1 - discount))
        return gross, gross - total

    def _from_price(self, gross: Decimal, discount: Decimal) -> tuple[Decimal, Decimal]:
        amount = six(gross * discount) if self._rate else discount
        if amount > gross:
            raise RowProblem("discount is larger than the line", str(discount))
        return gross, amount

    def _cost(self, cells: list[str], net: Decimal, *, is_return: bool) -> Decimal | None:
        cost = _read(self._cost_column, cells)
        if cost is not None:
            return abs(cost)
        profit = _read(self._profit, cells)
        if profit is None:
            return None
        return net + profit if is_return else net - profit
