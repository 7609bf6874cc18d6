"""The rules of stores and products without I/O: what a store must be, and a product as all its revisions say it is."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal

from babel.numbers import list_currencies
from msgspec import Struct
from msgspec.structs import replace

from comptoir.connectors.sdk.canonical import ProductRecord, VariantRecord
from comptoir.domains.commerce.errors import InvalidStore
from comptoir.kernel.money import six
from comptoir.kernel.time import zone

BEGINNING = date(1900, 1, 1)  # what a cost without a first day is valid from
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?")
_UNVERSIONED = datetime.min.replace(tzinfo=UTC)
_PRODUCT_GAPS = ("title", "vendor", "category", "subcategory", "status", "currency")
_VARIANT_GAPS = ("sku", "title", "price", "barcode", "weight_grams")

SECRET_LENGTH = (8, 512)

# Topics a store's platform is asked to send to its webhook URL; others it sends are stored too. A custom shop sends none.
TOPICS = {
    "shopify": (
        "orders/create",
        "orders/updated",
        "orders/edited",
        "orders/cancelled",
        "orders/delete",
        "order_transactions/create",
        "refunds/create",
        "fulfillments/create",
        "fulfillments/update",
        "products/create",
        "products/update",
        "products/delete",
        "customers/create",
        "customers/update",
        "app/uninstalled",
    ),
    "woocommerce": (
        "order.created",
        "order.updated",
        "order.deleted",
        "order.restored",
        "product.created",
        "product.updated",
        "product.deleted",
        "product.restored",
        "customer.created",
        "customer.updated",
    ),
    "magento": (),
    "custom": (),
}


class ProductRevision(Struct, frozen=True):
    """One record about a product as it was received."""

    record: ProductRecord
    content_hash: str
    received_at: datetime


class Cost(Struct, frozen=True, order=True):
    """What one unit cost from a day on."""

    valid_from: date
    unit_cost: Decimal
    currency: str


class ProductState(Struct, frozen=True):
    """A product as all its revisions together say it is; ``removed`` variants sold once and are listed no more."""

    record: ProductRecord
    variants: tuple[VariantRecord, ...]
    removed: frozenset[str]
    costs: dict[str, tuple[Cost, ...]]  # variant's source id → costs, oldest first


def check_slug(slug: str) -> str:
    """Return a store's short name or raise ``InvalidStore``."""
    if not _SLUG.fullmatch(slug):
        raise InvalidStore(
            f"{slug!r} cannot be a store's short name.",
            hint="Use up to 48 lower-case letters, digits and hyphens, such as berlin or us-shop.",
            field="slug",
        )
    return slug


def check_name(name: str) -> str:
    """Return a store's name or raise ``InvalidStore``."""
    if not name.strip() or len(name) > 200:
        raise InvalidStore("A store needs a name of at most 200 characters.", field="name")
    return name.strip()


def check_currency(currency: str) -> str:
    """Return an ISO 4217 code in capitals or raise ``InvalidStore``."""
    code = currency.strip().upper()
    if code not in list_currencies():
        raise InvalidStore(
            f"{currency!r} is not a currency.", hint="Use an ISO 4217 code such as EUR.", field="currency"
        )
    return code


def check_secret(secret: bytes) -> bytes:
    """Return the secret a platform signs with, without the white space around it, or raise ``InvalidStore``."""
    plain = secret.strip()
    if not SECRET_LENGTH[0] <= len(plain) <= SECRET_LENGTH[1] or any(byte < 0x20 for byte in plain):
        raise InvalidStore(
            f"A webhook secret is one line of {SECRET_LENGTH[0]} to {SECRET_LENGTH[1]} characters.",
            hint="Copy it as the platform shows it.",
            field="webhook_secret",
        )
    return plain


def check_timezone(name: str) -> str:
    """Return an IANA zone or raise ``InvalidStore``."""
    try:
        zone(name)
    except ValueError as error:
        raise InvalidStore(f"{error}.", field="timezone") from error
    return name


def check_choice(value: str, *, field: str, choices: Sequence[str]) -> str:
    """Return one of ``choices`` or raise ``InvalidStore``."""
    if value not in choices:
        raise InvalidStore(f"{value!r} is not one of {', '.join(choices)}.", field=field)
    return value


def fold_product(revisions: Iterable[ProductRevision], *, zone: tzinfo, currency: str) -> ProductState:
    """Fold every revision of a product: the newest version wins, files without versions fill what it leaves open.

    The costs are those of all revisions in the order they were stated: one without a first day is valid from the
    beginning when it is the first, else from the day it was stated, so that a new cost never rewrites old margins.
    """
    unique = {revision.content_hash: revision for revision in sorted(revisions, key=_tie)}
    ordered = sorted(unique.values(), key=_key)
    newest = ordered[-1].record
    older = [revision.record for revision in ordered[-2::-1]]
    gaps: dict[str, object] = {}
    for name in _PRODUCT_GAPS:
        if getattr(newest, name) is None:
            gaps[name] = next((value for other in older if (value := getattr(other, name)) is not None), None)
    variants = {variant.source_id: variant for variant in newest.variants}
    removed: set[str] = set()
    for record in older:
        is_file = record.version.source_time is None
        for variant in record.variants:
            if variant.source_id in variants:
                variants[variant.source_id] = _fill(variants[variant.source_id], variant)
                continue
            variants[variant.source_id] = variant
            if not (is_file and newest.version.source_time is None):
                removed.add(variant.source_id)
    return ProductState(
        record=replace(newest, **gaps),
        variants=tuple(variants.values()),
        removed=frozenset(removed),
        costs=_costs(ordered, zone=zone, currency=currency),
    )


def _tie(revision: ProductRevision) -> datetime:
    return revision.received_at


def _key(revision: ProductRevision) -> tuple[datetime, int, str]:
    version = revision.record.version
    return version.source_time or _UNVERSIONED, version.rank, revision.content_hash


def _fill(variant: VariantRecord, other: VariantRecord) -> VariantRecord:
    gaps = {name: getattr(other, name) for name in _VARIANT_GAPS if getattr(variant, name) is None}
    return replace(variant, **gaps) if gaps else variant


def _costs(ordered: Sequence[ProductRevision], *, zone: tzinfo, currency: str) -> dict[str, tuple[Cost, ...]]:
    stated: dict[str, dict[date, Cost]] = {}
    by_time = sorted(ordered, key=lambda item: (item.record.version.source_time or item.received_at, item.content_hash))
    for revision in by_time:
        at = revision.record.version.source_time or revision.received_at
        for variant in revision.record.variants:
            if variant.cost is None:
                continue
            known = stated.setdefault(variant.source_id, {})
            money = revision.record.currency or currency
            day = variant.cost_valid_from
            if day is None:
                last = max(known.values(), default=None)
                if last is not None and (last.unit_cost, last.currency) == (six(variant.cost), money):
                    continue
                day = BEGINNING if last is None else at.astimezone(zone).date()
            known[day] = Cost(day, six(variant.cost), money)
    return {source_id: tuple(sorted(costs.values())) for source_id, costs in stated.items()}
