"""Shopify's REST product, customer and shop objects, as its webhooks carry them → canonical records. Pure."""

from collections.abc import Mapping
from typing import Any

from comptoir.connectors.sdk.canonical import (
    ConnectionRecord,
    CustomerRecord,
    Lifecycle,
    ProductRecord,
    VariantRecord,
    Version,
)
from comptoir.connectors.sdk.dates import iso_instant
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.formats import Options
from comptoir.connectors.sdk.numbers import optional_amount
from comptoir.connectors.sdk.words import identifier, split_tags, text_or_none
from comptoir.connectors.shopify.people import address_of, person_of


def normalise_product(body: Mapping[str, Any], options: Options) -> ProductRecord:
    """Return the product with its variants."""
    variants = tuple(
        VariantRecord(
            source_id=_id(item),
            sku=text_or_none(item.get("sku")),
            title=None if item.get("title") == "Default Title" else text_or_none(item.get("title")),
            price=optional_amount(item.get("price")),
            barcode=text_or_none(item.get("barcode")),
            weight_grams=optional_amount(item.get("grams")),
        )
        for item in body.get("variants") or []
    )
    category = body.get("category")
    return ProductRecord(
        source_id=_id(body),
        version=_version(body, options),
        title=text_or_none(body.get("title")),
        vendor=text_or_none(body.get("vendor")),
        category=text_or_none(body.get("product_type")),
        subcategory=text_or_none(category.get("name")) if isinstance(category, dict) else None,
        status=text_or_none(body.get("status")),
        tags=split_tags(body.get("tags")),
        variants=variants,
        currency=options.currency,
    )


def normalise_deleted_product(body: Mapping[str, Any], options: Options) -> ProductRecord:
    """Return the end of a product: ``products/delete`` carries its id alone."""
    return ProductRecord(source_id=_id(body), version=Version(options.received_at, Lifecycle.DELETED), is_deleted=True)


def normalise_customer(body: Mapping[str, Any], options: Options) -> CustomerRecord:
    """Return the customer."""
    address = body.get("default_address") or {}
    consent = (body.get("email_marketing_consent") or {}).get("state")
    return CustomerRecord(
        source_id=_id(body),
        version=_version(body, options),
        person=person_of(body, address, body.get("email")),
        address=address_of(address),
        created_at=iso_instant(body.get("created_at")),
        accepts_marketing=None if consent is None else consent == "subscribed",
        tags=split_tags(body.get("tags")),
    )


def normalise_uninstalled(body: Mapping[str, Any], options: Options) -> ConnectionRecord:
    """Return that the shop took the app away: it delivers nothing any more."""
    at = options.received_at or iso_instant(body.get("updated_at"))
    if at is None:
        raise RowProblem("the shop has no date")
    return ConnectionRecord(at, Version(at))


def _id(body: Mapping[str, Any]) -> str:
    found = identifier(body.get("id"))
    if found is None:
        raise RowProblem("the object has no id")
    return found


def _version(body: Mapping[str, Any], options: Options) -> Version:
    return Version(iso_instant(body.get("updated_at") or body.get("created_at")) or options.received_at)
