"""What the demo's storefronts would send about an order: bodies as Shopify and WooCommerce write them. Pure.

Owns the way from a canonical record back to a platform's words, and says which records it cannot tell without loss.
Amounts are written without tax, so that reading them gives the record's own to the last digit.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from comptoir.connectors.sdk.canonical import Fulfilment, Line, OrderRecord, OrderStatus, Refund, Tax

Body = dict[str, Any]
ZERO = Decimal(0)
_WORDS = {OrderStatus.PARTLY_REFUNDED: "partially_refunded", OrderStatus.REFUNDED: "refunded"}
_UTM = ("source", "medium", "campaign")


def is_told_by(platform: str, record: OrderRecord) -> bool:
    """Return whether a platform's webhooks can tell a record whole: WooCommerce has none for gift cards and tags."""
    if platform == "woocommerce":
        return not (record.gift_card_redeemed or record.tags or any(line.is_gift_card for line in record.lines))
    return platform == "shopify"


def shopify_order(record: OrderRecord) -> Body:
    """Return the REST object of an order."""
    changed_at = record.version.source_time
    return {
        "id": int(record.source_id),
        "name": record.number,
        "created_at": _iso(record.ordered_at),
        "processed_at": _iso(record.ordered_at),
        "updated_at": _iso(changed_at),
        "currency": record.currency,
        "financial_status": _WORDS.get(record.status, "paid"),
        "cancelled_at": _iso(record.cancelled_at),
        "cancel_reason": record.cancel_reason,
        "taxes_included": False,
        "total_price": str(_total(record)),
        "source_name": record.channel,
        "customer": _customer(record),
        "email": _person(record).get("email"),
        "shipping_address": _address(record),
        "discount_applications": [{"code": code} for code in _codes(record)],
        "line_items": [_shopify_line(line, _codes(record)) for line in record.lines],
        "shipping_lines": [
            {
                "title": one.title,
                "price": str(one.amount),
                "discounted_price": str(one.amount),
                "carrier_identifier": one.carrier,
                "tax_lines": _tax_lines(one.taxes),
            }
            for one in record.shipping_lines
        ],
        "transactions": [*_transactions(record)],
        "refunds": [shopify_refund(record, one, included=False) for one in record.refunds],
        "fulfillments": [_fulfilment(one) for one in record.fulfilments],
        "tags": ", ".join(record.tags),
        **_origin(record),
    }


def shopify_refund(record: OrderRecord, refund: Refund, *, included: bool) -> Body:
    """Return a refund; alone it states amounts with tax where the store's prices hold it (``included``)."""
    loose = [{"kind": "refund_discrepancy", "amount": str(-refund.unallocated)}] if refund.unallocated else []
    return {
        "id": refund.id,
        "order_id": int(record.source_id),
        "created_at": _iso(refund.refunded_at),
        "processed_at": _iso(refund.refunded_at),
        "order_adjustments": loose,
        "refund_line_items": [
            {
                "line_item_id": int(line.line_id or 0),
                "quantity": str(line.quantity),
                "subtotal": str(line.amount + line.tax if included else line.amount),
                "total_tax": str(line.tax),
                "restock_type": "return" if line.restocked else "no_restock",
            }
            for line in refund.lines
        ],
    }


def shopify_edit(record: OrderRecord) -> Body:
    """Return that an order was edited: how it stands, its next snapshot says."""
    return {"order_edit": {"order_id": int(record.source_id), "created_at": _iso(record.edited_at)}}


def woocommerce_order(record: OrderRecord, *, is_done: bool) -> Body:
    """Return the REST v3 object of an order; its refunds are amounts without lines or date."""
    person, address = _person(record), record.shipping_address
    name = str(person.get("name") or "").split(" ", 1)
    status = {OrderStatus.CANCELLED: "cancelled", OrderStatus.REFUNDED: "refunded"}.get(record.status)
    place = {"country": address.country, "city": address.city} if address else {}
    return {
        "id": int(record.source_id),
        "number": record.number,
        "status": status or ("completed" if is_done else "processing"),
        "currency": record.currency,
        "created_via": record.channel,
        "date_created_gmt": _iso(record.ordered_at),
        "date_paid_gmt": _iso(record.ordered_at),
        "date_modified_gmt": _iso(record.version.source_time),
        "total": str(_total(record)),
        "customer_id": record.customer.source_id if record.customer and record.customer.source_id else 0,
        "billing": {
            "first_name": name[0],
            "last_name": name[-1] if len(name) > 1 else "",
            "email": person.get("email"),
            "phone": person.get("phone"),
            "address_1": person.get("address1"),
            "postcode": person.get("zip"),
            **place,
        },
        "shipping": place,
        "payment_method": record.payments[0].method if record.payments else None,
        "line_items": [_woocommerce_line(line) for line in record.lines],
        "tax_lines": [{"rate_id": 1, "label": "tax"}],
        "coupon_lines": [{"code": code, "discount": "1"} for code in _codes(record)],
        "shipping_lines": [
            {"method_title": one.title, "total": str(one.amount), **_taxes(one.taxes)} for one in record.shipping_lines
        ],
        "refunds": [{"id": one.id, "total": str(-_given_back(one)), "reason": one.reason} for one in record.refunds],
        "meta_data": [
            {"key": f"_wc_order_attribution_utm_{name}", "value": value}
            for name in _UTM
            if (value := getattr(record.attribution, f"utm_{name}", None))
        ],
    }


def _iso(at: Any) -> str | None:
    return None if at is None else at.isoformat()


def _total(record: OrderRecord) -> Decimal:
    goods = sum((line.gross - _off(line) + _tax(line.taxes) for line in record.lines), ZERO)
    return goods + sum((one.amount + _tax(one.taxes) for one in record.shipping_lines), ZERO)


def _off(line: Line) -> Decimal:
    return sum((one.amount for one in line.discounts), ZERO)


def _tax(taxes: Sequence[Tax]) -> Decimal:
    return sum((one.amount for one in taxes), ZERO)


def _given_back(refund: Refund) -> Decimal:
    return refund.unallocated + sum((line.amount + line.tax for line in refund.lines), ZERO)


def _codes(record: OrderRecord) -> list[str]:
    return sorted({one.code for line in record.lines for one in line.discounts if one.code})


def _person(record: OrderRecord) -> Mapping[str, Any]:
    person = record.customer.person if record.customer else None
    if person is None:
        return {}
    street = person.address_lines[0] if person.address_lines else None
    return {
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "address1": street,
        "zip": person.postal_code,
    }


def _customer(record: OrderRecord) -> Body | None:
    person = _person(record)
    if record.customer is None or record.customer.source_id is None:
        return None
    return {
        "id": record.customer.source_id,
        "first_name": person.get("name"),
        "email": person.get("email"),
        "phone": person.get("phone"),
    }


def _address(record: OrderRecord) -> Body | None:
    if record.shipping_address is None:
        return None
    person = _person(record)
    return {
        "country_code": record.shipping_address.country,
        "province": record.shipping_address.region,
        "city": record.shipping_address.city,
        "address1": person.get("address1"),
        "zip": person.get("zip"),
    }


def _shopify_line(line: Line, codes: Sequence[str]) -> Body:
    return {
        "id": int(line.id),
        "quantity": str(line.quantity),
        "price": str(line.unit_price),
        "sku": line.sku,
        "title": line.title,
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "variant_title": line.variant_title,
        "vendor": line.vendor,
        "gift_card": line.is_gift_card,
        "discount_allocations": [
            {"amount": str(one.amount), "discount_application_index": codes.index(one.code) if one.code else None}
            for one in line.discounts
        ],
        "tax_lines": _tax_lines(line.taxes),
    }


def _tax_lines(taxes: Sequence[Tax]) -> list[Body]:
    return [
        {"price": str(one.amount), "title": one.name, "rate": None if one.rate is None else str(one.rate)}
        for one in taxes
    ]


def _transactions(record: OrderRecord) -> list[Body]:
    told = [
        {
            "id": one.id,
            "kind": one.kind,
            "status": "success",
            "amount": str(one.amount),
            "currency": one.currency,
            "gateway": one.method,
            "authorization": one.gateway_reference,
            "processed_at": _iso(one.paid_at),
        }
        for one in record.payments
    ]
    if record.gift_card_redeemed:
        told.append(
            {**told[0], "id": f"{record.source_id}-g", "gateway": "gift_card", "amount": str(record.gift_card_redeemed)}
        )
    return told


def _fulfilment(one: Fulfilment) -> Body:
    return {
        "id": one.id,
        "created_at": _iso(one.fulfilled_at),
        "status": one.status,
        "tracking_company": one.carrier,
        "line_items": [{"id": int(line), "quantity": str(quantity)} for line, quantity in one.lines],
    }


def _origin(record: OrderRecord) -> Body:
    found = record.attribution
    if found is None:
        return {}
    utm = {f"utm_{name}": value for name in _UTM if (value := getattr(found, f"utm_{name}"))}
    landing = f"{found.landing_page}?{urlencode(utm)}" if found.landing_page and utm else found.landing_page
    return {
        "landing_site": landing,
        "referring_site": found.referrer,
        "user_id": found.sales_rep,
        "location_id": found.location,
    }


def _taxes(taxes: Sequence[Tax]) -> Body:
    total = str(_tax(taxes))
    return {"total_tax": total, "taxes": [{"id": 1, "total": total}]}


def _woocommerce_line(line: Line) -> Body:
    return {
        "id": int(line.id),
        "name": line.title,
        "product_id": line.product_id or 0,
        "variation_id": line.variant_id or 0,
        "sku": line.sku,
        "quantity": str(line.quantity),
        "subtotal": str(line.gross),
        "total": str(line.gross - _off(line)),
        "meta_data": [{"key": "pa_size", "value": line.variant_title}] if line.variant_title else [],
        **_taxes(line.taxes),
    }
