"""Which of Magento's order items are the sold lines, and what each is worth without tax. Pure.

Configurable and bundle products come as a parent with children. The rows whose totals add up to the order's subtotal
are the lines: parents, or the children where a bundle is priced by its parts.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from comptoir.connectors.sdk.amounts import unit_price
from comptoir.connectors.sdk.canonical import Discount, Line, RefundLine, Tax
from comptoir.connectors.sdk.numbers import amount, optional_amount
from comptoir.connectors.sdk.words import identifier, text_or_none
from comptoir.kernel.money import ZERO, six

Item = Mapping[str, Any]


def sold_items(body: Mapping[str, Any]) -> Sequence[Item]:
    """Return the items that carry the order's amounts, each amount once."""
    items = [item for item in body.get("items") or [] if isinstance(item, dict)]
    parents = [item for item in items if not item.get("parent_item_id") and not item.get("parent_item")]
    with_children = {identifier(item.get("parent_item_id")) for item in items if item.get("parent_item_id")}
    leaves = [
        item
        for item in items
        if identifier(item.get("item_id")) not in with_children or item.get("product_type") == "configurable"
    ]
    leaves = [item for item in leaves if not _is_part_of_configurable(item, items)]
    subtotal = optional_amount(body.get("subtotal"))
    if subtotal is None or _rows(parents) == subtotal or _rows(leaves) != subtotal:
        return parents
    return leaves


def _is_part_of_configurable(item: Item, items: Sequence[Item]) -> bool:
    parent = identifier(item.get("parent_item_id"))
    return parent is not None and any(
        identifier(one.get("item_id")) == parent and one.get("product_type") == "configurable" for one in items
    )


def _rows(items: Sequence[Item]) -> Decimal:
    return sum((amount(item.get("row_total")) for item in items), ZERO)


def line_of(item: Item, *, code: str | None, is_cancelled: bool, base_rate: Decimal) -> Line:
    """Return the line. What was cancelled of it before the invoice counts as edited away, in proportion."""
    ordered = amount(item.get("qty_ordered"), "qty_ordered")
    dropped = ZERO if is_cancelled else amount(item.get("qty_canceled"), "qty_canceled")
    quantity = ordered - dropped
    share = quantity / ordered if ordered and dropped else Decimal(1)
    gross = six(amount(item.get("row_total"), "row_total") * share)
    compensation = amount(item.get("discount_tax_compensation_amount"))
    discount = six((abs(amount(item.get("discount_amount"))) - compensation) * share)
    tax = six(amount(item.get("tax_amount"), "tax_amount") * share)
    percent = optional_amount(item.get("tax_percent"))
    cost = optional_amount(item.get("base_cost"))
    return Line(
        id=identifier(item.get("item_id")) or "",
        quantity=quantity,
        unit_price=unit_price(gross, quantity),
        gross=gross,
        sku=text_or_none(item.get("sku")),
        title=text_or_none(item.get("name")),
        product_id=identifier(item.get("product_id")),
        discounts=(Discount(discount, code=code),) if discount else (),
        taxes=(Tax(tax, rate=None if percent is None else six(percent / 100)),) if tax else (),
        cost=None if cost is None else six(cost * quantity * base_rate),
        is_gift_card=item.get("product_type") == "giftcard",
    )


def refund_line_of(item: Item) -> RefundLine | None:
    """Return what credit memos gave back of an item so far, ``None`` where nothing came back."""
    quantity = amount(item.get("qty_refunded"))
    value = amount(item.get("amount_refunded"))
    if not quantity and not value:
        return None
    compensation = amount(item.get("discount_tax_compensation_refunded"))
    net = value - abs(amount(item.get("discount_refunded"))) + compensation
    return RefundLine(identifier(item.get("item_id")), quantity, net, amount(item.get("tax_refunded")))
