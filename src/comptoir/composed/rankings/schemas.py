"""Products and customers as the REST interface shows them. Figures travel as the query interface gives them."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, TypeVar

from comptoir.composed.rankings.contracts import (
    CustomerRow,
    CustomerWhole,
    Figures,
    Listed,
    ProductRow,
    ProductWhole,
)
from comptoir.kernel.spreadsheet import csv_rows

T = TypeVar("T")
PRODUCT_HEAD = ("name", "vendor", "category", "subcategory", "sku", "skus", "stores")
CUSTOMER_HEAD = ("id", "name", "email", "country", "first_ordered_at", "last_ordered_at")


def page_body(page: Listed[T], row: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """Return a page of a list."""
    return {
        "items": [row(item) for item in page.items],
        "total": page.total,
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
        "totals": page.totals,
        "currency": page.currency,
        "as_of": page.as_of,
        "stale": page.stale,
        "notes": page.notes,
    }


def product_row(row: ProductRow) -> dict[str, Any]:
    """Return a product of a list; ``id`` is null for what was sold outside the catalogue."""
    product = row.product
    return {
        "id": product.id if product else None,
        "name": product.name if product else None,
        "vendor": product.vendor if product else None,
        "category": product.category if product else None,
        "subcategory": product.subcategory if product else None,
        "sku": product.sku if product else None,
        "skus": product.skus if product else 0,
        "stores": list(row.stores),
        "figures": row.figures,
    }


def customer_row(row: CustomerRow) -> dict[str, Any]:
    """Return a customer of a list."""
    return asdict(row)


def product_body(whole: ProductWhole) -> dict[str, Any]:
    """Return one product whole."""
    detail, slugs = whole.detail, whole.stores
    product = detail.product
    return {
        "id": product.id,
        "name": product.name,
        "names": detail.names,
        "vendor": product.vendor,
        "category": product.category,
        "subcategory": product.subcategory,
        "status": detail.status,
        "tags": detail.tags,
        "stores": sorted({slugs[one.store_id] for one in detail.variants if one.store_id in slugs}),
        "first_sold": whole.first_sold,
        "last_sold": whole.last_sold,
        "with_costs": whole.with_costs,
        "variants": [_plain(asdict(one), slugs) for one in detail.variants],
        "timeline": [_plain(asdict(one), slugs) for one in detail.events],
    }


def customer_body(whole: CustomerWhole) -> dict[str, Any]:
    """Return one customer whole."""
    history = whole.history
    return {
        **asdict(whole.view),
        "is_personal": whole.is_personal,
        "first_ordered_at": history.first_ordered_at,
        "last_ordered_at": history.last_ordered_at,
        "orders": history.orders,
        "timeline": [_plain(asdict(event), {}) for event in history.events],
        "more": history.more,
    }


def _plain(body: Mapping[str, Any], slugs: Mapping[Any, str]) -> dict[str, Any]:
    """Return a mapping with amounts as text and the store by its short name."""
    shown = {key: f"{value.normalize():f}" if isinstance(value, Decimal) else value for key, value in body.items()}
    if "store_id" in shown:
        shown["store"] = slugs.get(shown.pop("store_id"), "")
    return shown


async def csv_file(
    found: AsyncIterator[Sequence[T]],
    *,
    head: Sequence[str],
    figures: Sequence[str],
    row: Callable[[T], dict[str, Any]],
) -> AsyncIterator[bytes]:
    """Return a list as a file in pieces: what the row is, then its figures."""
    yield csv_rows([[*head, *figures]])
    async for rows in found:
        yield csv_rows(_cells(map(row, rows), head=head, figures=figures))


def _cells(bodies: Iterable[dict[str, Any]], *, head: Sequence[str], figures: Sequence[str]) -> Iterable[list[Any]]:
    for body in bodies:
        known: Figures = body["figures"] or {}
        yield [*(_cell(body[name]) for name in head), *(_cell(known.get(name)) for name in figures)]


def _cell(value: Any) -> str | None:
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return value.isoformat() if hasattr(value, "isoformat") else None if value is None else str(value)
