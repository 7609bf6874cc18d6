"""Shopify's REST order, product and customer objects, as its webhooks carry them → canonical records. Pure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from comptoir.connectors.sdk.canonical import (
    Address,
    Attribution,
    CustomerRecord,
    CustomerRef,
    Fulfilment,
    Lifecycle,
    OrderRecord,
    OrderStatus,
    Part,
    Payment,
    Person,
    ProductRecord,
    VariantRecord,
    Version,
)
from comptoir.connectors.sdk.dates import iso_instant
from comptoir.connectors.sdk.errors import RowProblem
from comptoir.connectors.sdk.formats import Options
from comptoir.connectors.sdk.numbers import amount, optional_amount
from comptoir.connectors.sdk.words import country_code, identifier, split_tags, text_or_none
from comptoir.connectors.shopify.order_lines import lines_of, refund_of, refunds_of, shipping_of
from comptoir.connectors.shopify.statuses import order_status
from comptoir.kernel.money import ZERO

_CLICKS = ("gclid", "fbclid", "ttclid", "msclkid", "gbraid", "wbraid", "twclid")
_PAID = ("paid", "partially_refunded", "refunded")


def normalise_order(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return the order that a REST object describes."""
    source_id = _id(body)
    cancelled_at = iso_instant(body.get("cancelled_at"))
    word = str(body.get("financial_status") or "")
    status = order_status(word, is_cancelled=cancelled_at is not None, was_paid=word in _PAID)
    currency = text_or_none(body.get("currency")) or options.currency
    return OrderRecord(
        source_id=source_id,
        version=Version(iso_instant(body.get("updated_at") or body.get("created_at")), _rank(body)),
        number=text_or_none(body.get("name")) or source_id,
        ordered_at=iso_instant(body.get("processed_at") or body.get("created_at")),
        currency=currency,
        status=OrderStatus.TEST if body.get("test") else status,
        source_status=f"cancelled, {word}" if cancelled_at else word,
        channel=text_or_none(body.get("source_name")),
        customer=_buyer(body),
        shipping_address=_address(body.get("shipping_address")),
        billing_address=_address(body.get("billing_address")),
        lines=lines_of(body),
        shipping_lines=shipping_of(body),
        duties=_money_set(body.get("current_total_duties_set")),
        tips=amount(body.get("total_tip_received")),
        payments=tuple(_payment(item, currency) for item in body.get("transactions") or []),
        refunds=refunds_of(body),
        fulfilments=tuple(
            _fulfilment(item) for item in body.get("fulfillments") or [] if item.get("status") != "cancelled"
        ),
        cancelled_at=cancelled_at,
        cancel_reason=text_or_none(body.get("cancel_reason")),
        tags=split_tags(body.get("tags")),
        attribution=_attribution(body),
    )


def normalise_deleted_order(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return the end of an order: ``orders/delete`` carries its id alone."""
    return OrderRecord(source_id=_id(body), version=Version(options.received_at, Lifecycle.DELETED), is_deleted=True)


def normalise_refund(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return one refund as a part of its order. Whether prices include tax is the store's habit: the body does not say."""
    order_id = identifier(body.get("order_id"))
    if order_id is None:
        raise RowProblem("the refund names no order")
    refund = refund_of(body, taxes_included=options.prices == "gross")
    return OrderRecord(
        source_id=order_id,
        part=Part.REFUND,
        version=Version(iso_instant(body.get("created_at")), Lifecycle.REFUNDED),
        refunds=(refund,),
    )


def normalise_fulfilment(body: Mapping[str, Any], options: Options) -> OrderRecord:
    """Return one fulfilment as a part of its order."""
    del options
    order_id = identifier(body.get("order_id"))
    if order_id is None:
        raise RowProblem("the fulfilment names no order")
    return OrderRecord(
        source_id=order_id,
        part=Part.FULFILMENT,
        version=Version(iso_instant(body.get("updated_at") or body.get("created_at")), Lifecycle.FULFILLED),
        fulfilments=(_fulfilment(body),),
    )


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
        version=Version(iso_instant(body.get("updated_at") or body.get("created_at"))),
        title=text_or_none(body.get("title")),
        vendor=text_or_none(body.get("vendor")),
        category=text_or_none(body.get("product_type")),
        subcategory=text_or_none(category.get("name")) if isinstance(category, dict) else None,
        status=text_or_none(body.get("status")),
        tags=split_tags(body.get("tags")),
        variants=variants,
        currency=options.currency,
    )


def normalise_customer(body: Mapping[str, Any], options: Options) -> CustomerRecord:
    """Return the customer."""
    del options
    address = body.get("default_address") or {}
    consent = (body.get("email_marketing_consent") or {}).get("state")
    return CustomerRecord(
        source_id=_id(body),
        version=Version(iso_instant(body.get("updated_at") or body.get("created_at"))),
        person=_person(body, address, body.get("email")),
        address=_address(address),
        created_at=iso_instant(body.get("created_at")),
        accepts_marketing=None if consent is None else consent == "subscribed",
        tags=split_tags(body.get("tags")),
    )


def _id(body: Mapping[str, Any]) -> str:
    found = identifier(body.get("id"))
    if found is None:
        raise RowProblem("the object has no id")
    return found


def _rank(body: Mapping[str, Any]) -> int:
    if body.get("cancelled_at"):
        return Lifecycle.CANCELLED
    if body.get("refunds"):
        return Lifecycle.REFUNDED
    if body.get("fulfillments"):
        return Lifecycle.FULFILLED
    return Lifecycle.PAID if body.get("financial_status") in _PAID else Lifecycle.CREATED


def _money_set(value: Any) -> Any:
    return amount((value or {}).get("shop_money", {}).get("amount")) if isinstance(value, dict) else ZERO


def _person(body: Mapping[str, Any], address: Mapping[str, Any], email: Any) -> Person:
    parts = (body.get("first_name") or address.get("first_name"), body.get("last_name") or address.get("last_name"))
    return Person(
        name=" ".join(str(part) for part in parts if part) or text_or_none(address.get("name")),
        email=text_or_none(email),
        phone=text_or_none(body.get("phone") or address.get("phone")),
        address_lines=tuple(str(address[part]) for part in ("address1", "address2") if address.get(part)),
        postal_code=text_or_none(address.get("zip")),
        company=text_or_none(address.get("company")),
    )


def _buyer(body: Mapping[str, Any]) -> CustomerRef | None:
    customer = body.get("customer") or {}
    address = body.get("billing_address") or body.get("shipping_address") or {}
    source_id = identifier(customer.get("id"))
    person = _person(customer, address, customer.get("email") or body.get("email") or body.get("contact_email"))
    if person == Person():
        return CustomerRef(source_id) if source_id else None
    return CustomerRef(source_id, person)


def _address(part: Any) -> Address | None:
    if not isinstance(part, dict):
        return None
    country = country_code(part.get("country_code") or part.get("country"))
    region, city = text_or_none(part.get("province_code") or part.get("province")), text_or_none(part.get("city"))
    return Address(country, region, city) if country or region or city else None


def _payment(item: Mapping[str, Any], currency: str) -> Payment:
    kinds = {"authorization": "authorisation"}
    gateway = text_or_none(item.get("gateway"))
    return Payment(
        id=_id(item),
        kind=kinds.get(str(item.get("kind")), str(item.get("kind"))),
        amount=amount(item.get("amount")),
        currency=text_or_none(item.get("currency")) or currency,
        status={"success": "succeeded", "failure": "failed", "error": "failed"}.get(str(item.get("status")), "pending"),
        paid_at=iso_instant(item.get("processed_at") or item.get("created_at")),
        method=gateway,
        gateway=gateway,
        gateway_reference=text_or_none(item.get("authorization")),
        parent_id=identifier(item.get("parent_id")),
    )


def _fulfilment(item: Mapping[str, Any]) -> Fulfilment:
    at = iso_instant(item.get("created_at"))
    if at is None:
        raise RowProblem("a fulfilment has no date")
    return Fulfilment(
        _id(item),
        at,
        status=text_or_none(item.get("status")) or "success",
        lines=tuple((_id(line), amount(line.get("quantity"))) for line in item.get("line_items") or []),
        carrier=text_or_none(item.get("tracking_company")),
        tracking_number=text_or_none(item.get("tracking_number")),
        location=identifier(item.get("location_id")),
    )


def _attribution(body: Mapping[str, Any]) -> Attribution | None:
    landing, referrer = text_or_none(body.get("landing_site")), text_or_none(body.get("referring_site"))
    query = parse_qs(urlsplit(landing or "").query)
    utm = {
        f"utm_{name}": query[f"utm_{name}"][0]
        for name in ("source", "medium", "campaign", "term", "content")
        if query.get(f"utm_{name}")
    }
    company = body.get("company")
    found = Attribution(
        landing_page=landing,
        referrer=referrer,
        click_ids={name: query[name][0] for name in _CLICKS if query.get(name)},
        sales_rep=identifier(body.get("user_id")),
        company=identifier(company.get("id")) if isinstance(company, dict) else None,
        location=identifier(body.get("location_id")),
        **utm,
    )
    return None if found == Attribution() else found
