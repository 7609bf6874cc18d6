"""Name the lines of orders: find the product each one sold, and stamp the line with it as sold."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from comptoir.connectors.sdk.canonical import Line
from comptoir.domains.commerce import facade as commerce
from comptoir.domains.commerce.contracts import CatalogueVariant, LineProduct, Store
from comptoir.domains.orders.repository.rows import LineStamp
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork

LineKey = tuple[str | None, str | None, str | None, str | None]
Named = Line | LineProduct  # both say what a line tells of its product
UNKNOWN = LineStamp(None, None, None, None, None, None, None, None)


def line_key(line: Named) -> LineKey:
    """Return what tells a line's product inside its store; all ``None`` when it names none."""
    named = line.variant_id or line.sku or line.product_id
    return line.product_id, line.variant_id, line.sku, None if named else line.title


async def products_of(
    actor: Actor,
    uow: UnitOfWork,
    *,
    store: Store,
    lines: Iterable[Named],
    provenance_id: UUID | None,
    recorded_at: datetime,
) -> dict[LineKey, CatalogueVariant]:
    """Find the products that lines of one store name; a product nobody told of is known from its line on."""
    wanted: dict[LineKey, LineProduct] = {}
    for line in lines:
        key = line_key(line)
        if key not in wanted and any(key):
            wanted[key] = LineProduct(
                line.product_id,
                line.variant_id,
                line.sku,
                line.title,
                line.variant_title,
                line.vendor,
                line.category,
                line.subcategory,
            )
    variants = await commerce.resolve_line_products(
        actor,
        uow,
        store=store,
        products=list(wanted.values()),
        provenance_id=provenance_id,
        recorded_at=recorded_at,
    )
    return dict(zip(wanted, variants, strict=True))


def stamp(line: Named, variant: CatalogueVariant | None, held: LineStamp | None) -> LineStamp:
    """Name a line as it was sold: by the order, by what was stamped before, else by the catalogue of this moment."""
    known = held or UNKNOWN
    if variant is None:
        return LineStamp(
            None,
            None,
            line.sku or known.sku,
            line.title or known.title,
            line.variant_title or known.variant_title,
            line.category or known.category,
            line.subcategory or known.subcategory,
            line.vendor or known.vendor,
        )
    return LineStamp(
        variant.product_id,
        variant.variant_id,
        line.sku or known.sku or variant.sku,
        line.title or known.title or variant.title,
        line.variant_title or known.variant_title or variant.variant_title,
        line.category or known.category or variant.category,
        line.subcategory or known.subcategory or variant.subcategory,
        line.vendor or known.vendor or variant.vendor,
    )
