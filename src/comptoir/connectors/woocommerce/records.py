"""WooCommerce REST v3 products and customers → canonical records. Pure."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from comptoir.connectors.sdk.canonical import (
    Address,
    CustomerRecord,
    Lifecycle,
    Person,
    ProductRecord,
    VariantRecord,
    Version,
)
from comptoir.connectors.sdk.dates import iso_instant
from comptoir.connectors.sdk.errors import NotNeeded, RowProblem
from comptoir.connectors.sdk.formats import Options
from comptoir.connectors.sdk.numbers import optional_amount
from comptoir.connectors.sdk.words import country_code, identifier, text_or_none


def normalise_product(body: Mapping[str, Any], options: Options) -> ProductRecord:
    """Return the product; a simple product is its only variant. Raises ``NotNeeded`` for a variation on its own."""
    source_id = _id(body)
    if body.get("type") == "variation":
        raise NotNeeded("a variation alone: it is known by the lines that sell it and by product files")
    categories = [text_or_none(item.get("name")) for item in body.get("categories") or []]
    variants: tuple[VariantRecord, ...] = ()
    if body.get("type") != "variable":
        variants = (
            VariantRecord(
                source_id=source_id,
                sku=text_or_none(body.get("sku")),
                price=optional_amount(body.get("price")),
                barcode=text_or_none(body.get("global_unique_id")),
            ),
        )
    return ProductRecord(
        source_id=source_id,
        version=_version(body, options),
        title=text_or_none(body.get("name")),
        category=categories[0] if categories else None,
        subcategory=categories[1] if len(categories) > 1 else None,
        status="active" if body.get("status") == "publish" else text_or_none(body.get("status")),
        tags=tuple(str(item["name"]) for item in body.get("tags") or [] if item.get("name")),
        variants=variants,
        currency=options.currency,
    )


def normalise_restored_product(body: Mapping[str, Any], options: Options) -> ProductRecord:
    """Return a product that came back from the bin; it counts as of its arrival, as its deletion did."""
    return replace(normalise_product(body, options), version=Version(options.received_at, Lifecycle.DELETED + 1))


def normalise_deleted_product(body: Mapping[str, Any], options: Options) -> ProductRecord:
    """Return the end of a product: ``product.deleted`` carries its id alone."""
    return ProductRecord(source_id=_id(body), version=Version(options.received_at, Lifecycle.DELETED), is_deleted=True)


def normalise_customer(body: Mapping[str, Any], options: Options) -> CustomerRecord:
    """Return the customer."""
    billing = body.get("billing") or {}
    name = " ".join(str(body.get(part) or "").strip() for part in ("first_name", "last_name")).strip()
    country, region = country_code(billing.get("country")), text_or_none(billing.get("state"))
    city = text_or_none(billing.get("city"))
    return CustomerRecord(
        source_id=_id(body),
        version=_version(body, options),
        person=Person(
            name=name or None,
            email=text_or_none(body.get("email")),
            phone=text_or_none(billing.get("phone")),
            address_lines=tuple(str(billing[part]) for part in ("address_1", "address_2") if billing.get(part)),
            postal_code=text_or_none(billing.get("postcode")),
            company=text_or_none(billing.get("company")),
        ),
        address=Address(country, region, city) if country or region or city else None,
        created_at=iso_instant(body.get("date_created_gmt")),
    )


def _version(body: Mapping[str, Any], options: Options) -> Version:
    changed_at = iso_instant(body.get("date_modified_gmt") or body.get("date_created_gmt"))
    return Version(changed_at or options.received_at)


def _id(body: Mapping[str, Any]) -> str:
    found = identifier(body.get("id"))
    if found is None:
        raise RowProblem("the object has no id")
    return found
