"""Orders as the REST interface shows them. Amounts travel as decimal strings with at least the currency's decimals."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from comptoir.domains.orders.contracts import Found, OrderDetail, OrderPage, OrderSummary
from comptoir.kernel.money import quantise
from comptoir.kernel.spreadsheet import csv_rows

# The columns of the list as a file.
_HEAD = (
    "number store ordered_at status channel customer country items currency gross_sales discounts returns net_sales "
    "total_sales"
).split()

_AMOUNTS = ("gross_sales", "discounts", "returns", "net_sales", "total_sales")
_WRITTEN = {"items", "customer_id", "customer_name", *_AMOUNTS}
_AS_IT_IS = tuple(field.name for field in fields(OrderSummary) if field.name not in _WRITTEN)

# Amounts that are quantities: shown without needless zeros.
_QUANTITIES = frozenset({"items", "quantity", "returned_quantity", "units", "units_returned", "order_count"})


def money(amount: Decimal, currency: str) -> str:
    """Return an amount with the currency's decimals, more only where it has more."""
    rounded = quantise(amount, currency)
    return f"{rounded:f}" if rounded == amount else f"{amount.normalize():f}"


def quantity(amount: Decimal) -> str:
    """Return a quantity without needless zeros."""
    return f"{amount.normalize():f}" if amount else "0"


def plain(value: Any, *, currency: str, name: str = "") -> Any:
    """Return a value with every Decimal inside it as text."""
    if isinstance(value, Decimal):
        return quantity(value) if name in _QUANTITIES else money(value, currency)
    if isinstance(value, Mapping):
        return {key: plain(item, currency=currency, name=str(key)) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(item, currency=currency, name=name) for item in value]
    return value


def summary_body(order: OrderSummary) -> dict[str, Any]:
    """Return one order of a list. Written for many: looking into each value for amounts took a third of a page's time."""
    currency = order.currency
    body: dict[str, Any] = {name: getattr(order, name) for name in _AS_IT_IS}
    body["items"] = quantity(order.items)
    for name in _AMOUNTS:
        body[name] = money(getattr(order, name), currency)
    known = order.customer_id is not None
    body["customer"] = {"id": order.customer_id, "name": order.customer_name} if known else None
    return body


def page_body(page: OrderPage) -> dict[str, Any]:
    """Return a page of orders."""
    return {
        "items": [summary_body(order) for order in page.items],
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
        "total": page.total,
        "total_is_minimum": page.total_is_minimum,
    }


async def csv_file(found: AsyncIterator[Sequence[OrderSummary]]) -> AsyncIterator[bytes]:
    """Return orders as a file in pieces, amounts as the list shows them."""
    yield csv_rows([_HEAD])
    async for orders in found:
        yield csv_rows(map(_cells, orders))


def _cells(order: OrderSummary) -> list[str | None]:
    body = summary_body(order)
    body["customer"], body["ordered_at"] = order.customer_name, order.ordered_at.isoformat()
    return [body[name] for name in _HEAD]


def detail_body(order: OrderDetail) -> dict[str, Any]:
    """Return one order whole."""
    currency = order.summary.currency
    body = {
        name: getattr(order, name)
        for name in OrderDetail.__dataclass_fields__
        if name not in ("summary", "addresses", "customer")
    }
    body["addresses"] = [{"kind": kind, **address} for kind, address in order.addresses.items()]
    body["attribution"] = {name: value for name, value in order.attribution.items() if value is not None} or None
    body["shipping"], body["taxes"] = order.totals["shipping"], order.totals["tax"]
    shown: dict[str, Any] = plain(body, currency=currency)
    summary = summary_body(order.summary)
    return summary | shown | {"customer": order.customer or summary["customer"]}


def found_body(found: Found) -> dict[str, Any]:
    """Return what a search found."""
    return {
        "orders": [plain(asdict(order), currency=order.currency) for order in found.orders],
        "customers": [asdict(customer) for customer in found.customers],
        "products": [asdict(product) for product in found.products],
        "elapsed_ms": found.elapsed_ms,
    }
