"""Bodies as the platforms deliver them, made here: the shapes are those of their documents, the people are invented."""

from typing import Any


def money(amount: str, currency: str = "EUR") -> dict[str, Any]:
    one = {"amount": amount, "currency_code": currency}
    return {"shop_money": dict(one), "presentment_money": dict(one)}


def tax(price: str, rate: float = 0.19, title: str = "MwSt") -> dict[str, Any]:
    return {"channel_liable": False, "price": price, "price_set": money(price), "rate": rate, "title": title}


ADDRESS: dict[str, Any] = {
    "first_name": "Kim", "last_name": "Beispiel", "name": "Kim Beispiel", "company": None, "phone": "+49 221 55501",
    "address1": "Hafenweg 1", "address2": None, "city": "Köln", "zip": "50667", "province": "Nordrhein-Westfalen",
    "province_code": "NW", "country": "Germany", "country_code": "DE", "latitude": None, "longitude": None,
}  # fmt: skip


def line(number: int, quantity: int = 2, price: str = "23.80", **changes: Any) -> dict[str, Any]:
    return {
        "id": number, "admin_graphql_api_id": f"gid://shopify/LineItem/{number}", "attributed_staffs": [],
        "current_quantity": quantity, "fulfillable_quantity": quantity, "fulfillment_service": "manual",
        "fulfillment_status": None, "gift_card": False, "grams": 200, "name": "Tee - M", "price": price,
        "price_set": money(price), "product_exists": True, "product_id": 9, "properties": [], "quantity": quantity,
        "requires_shipping": True, "sku": f"TEE-{number}", "taxable": True, "title": "Tee", "total_discount": "0.00",
        "total_discount_set": money("0.00"), "variant_id": 91, "variant_inventory_management": "shopify",
        "variant_title": "M", "vendor": "Weberei", "tax_lines": [tax("7.60")], "duties": [],
        "discount_allocations": [], "sales_line_item_group_id": None,
    } | changes  # fmt: skip


ORDER: dict[str, Any] = {
    "id": 820982911946154508, "admin_graphql_api_id": "gid://shopify/Order/820982911946154508", "app_id": None,
    "browser_ip": None, "buyer_accepts_marketing": True, "cancel_reason": None, "cancelled_at": None,
    "cart_token": None, "checkout_token": None, "client_details": None, "closed_at": None, "confirmation_number": None,
    "confirmed": True, "contact_email": "kim@example.test", "created_at": "2026-05-01T10:00:00+02:00",
    "currency": "EUR", "current_shipping_price_set": money("4.76"), "current_subtotal_price": "47.60",
    "current_subtotal_price_set": money("47.60"), "current_total_additional_fees_set": None,
    "current_total_discounts": "0.00", "current_total_discounts_set": money("0.00"), "current_total_duties_set": None,
    "current_total_price": "52.36", "current_total_price_set": money("52.36"), "current_total_tax": "8.36",
    "current_total_tax_set": money("8.36"), "customer_locale": "de", "device_id": None, "discount_codes": [],
    "duties_included": False, "email": "kim@example.test", "estimated_taxes": False, "financial_status": "paid",
    "fulfillment_status": None, "landing_site": "/de?utm_source=meta&utm_medium=cpc&utm_campaign=may&fbclid=F1&gclid=G1",
    "landing_site_ref": None, "location_id": 655441491, "merchant_business_entity_id": "MTU0ODM4MDAwOQ",
    "merchant_of_record_app_id": None, "name": "#9999", "note": None, "note_attributes": [], "number": 234,
    "order_number": 1234, "order_status_url": "https://north.example/orders/1", "original_total_additional_fees_set": None,
    "original_total_duties_set": None, "payment_gateway_names": ["shopify_payments"], "payment_terms": None,
    "phone": None, "po_number": None, "presentment_currency": "EUR", "processed_at": "2026-05-01T10:00:00+02:00",
    "reference": None, "referring_site": "https://search.example/", "returns": [], "source_identifier": None,
    "source_name": "web", "source_url": None, "subtotal_price": "47.60", "subtotal_price_set": money("47.60"),
    "tags": "vip, spring", "tax_exempt": False, "tax_lines": [tax("8.36")], "taxes_included": True, "test": False,
    "token": "123456abcd", "total_cash_rounding_payment_adjustment_set": money("0.00"),
    "total_cash_rounding_refund_adjustment_set": money("0.00"), "total_discounts": "0.00",
    "total_discounts_set": money("0.00"), "total_line_items_price": "47.60", "total_line_items_price_set": money("47.60"),
    "total_outstanding": "0.00", "total_price": "52.36", "total_price_set": money("52.36"),
    "total_shipping_price_set": money("4.76"), "total_tax": "8.36", "total_tax_set": money("8.36"),
    "total_tip_received": "0.00", "total_weight": 400, "updated_at": "2026-05-01T10:00:05+02:00", "user_id": None,
    "billing_address": ADDRESS, "shipping_address": ADDRESS, "company": {"id": 77, "location_id": 78},
    "customer": {
        "id": 115310627314723954, "admin_graphql_api_id": "gid://shopify/Customer/115310627314723954",
        "created_at": "2025-01-01T00:00:00Z", "updated_at": "2026-05-01T10:00:00Z", "currency": "EUR",
        "email": "kim@example.test", "first_name": "Kim", "last_name": "Beispiel", "state": "disabled", "note": None,
        "phone": None, "tags": "", "tax_exempt": False, "tax_exemptions": [], "verified_email": True,
        "multipass_identifier": None,
        "default_address": ADDRESS | {"id": 1, "customer_id": 115310627314723954, "default": True, "country_name": "Germany"},
    },
    "discount_applications": [], "fulfillments": [], "line_item_groups": [], "line_items": [line(11)],
    "payment_schedules": [], "refunds": [],
    "shipping_lines": [
        {"id": 21, "carrier_identifier": None, "code": "DHL", "current_discounted_price_set": money("4.76"),
         "discounted_price": "4.76", "discounted_price_set": money("4.76"), "is_removed": False, "phone": None,
         "price": "4.76", "price_set": money("4.76"), "requested_fulfillment_service_id": None, "source": "shopify",
         "title": "DHL", "tax_lines": [tax("0.76")], "discount_allocations": []},
    ],
}  # fmt: skip

TRANSACTION: dict[str, Any] = {
    "id": 389404469, "admin_graphql_api_id": "gid://shopify/OrderTransaction/389404469", "amount": "52.36",
    "authorization": "auth-77", "created_at": "2026-05-01T10:00:02+02:00", "currency": "EUR", "device_id": None,
    "error_code": None, "gateway": "shopify_payments", "kind": "sale", "location_id": None, "message": None,
    "order_id": 820982911946154508, "parent_id": None, "payment_id": "#9999.1",
    "processed_at": "2026-05-01T10:00:02+02:00", "receipt": {}, "source_name": "web", "status": "success",
    "test": False, "user_id": None, "amount_rounding": None, "manual_payment_gateway": False,
    "total_unsettled_set": {
        "shop_money": {"amount": "0.0", "currency": "EUR"}, "presentment_money": {"amount": "0.0", "currency": "EUR"}
    },
}  # fmt: skip

REFUND: dict[str, Any] = {
    "id": 890088186047892319, "admin_graphql_api_id": "gid://shopify/Refund/890088186047892319",
    "created_at": "2026-05-04T09:00:00+02:00", "duties": [], "note": "Too small", "order_id": 820982911946154508,
    "order_adjustments": [
        {"id": 31, "amount": "-4.00", "amount_set": money("-4.00"), "kind": "shipping_refund",
         "order_id": 820982911946154508, "reason": "Shipping refund", "refund_id": 890088186047892319,
         "tax_amount": "-0.76", "tax_amount_set": money("-0.76")},
    ],
    "processed_at": "2026-05-04T09:00:00+02:00", "restock": True, "refund_shipping_lines": [], "return": None,
    "refund_line_items": [
        {"id": 41, "line_item": line(11), "line_item_id": 11, "location_id": 655441491, "quantity": 1,
         "restock_type": "return", "subtotal": 23.8, "subtotal_set": money("23.80"), "total_tax": 3.8,
         "total_tax_set": money("3.80")},
    ],
    "total_duties_set": money("0.00"), "user_id": 548380009,
    "transactions": [TRANSACTION | {"id": 389404470, "kind": "refund", "amount": "28.56", "parent_id": 389404469}],
}  # fmt: skip

FULFILMENT: dict[str, Any] = {
    "id": 123456, "admin_graphql_api_id": "gid://shopify/Fulfillment/123456", "created_at": "2026-05-02T08:00:00+02:00",
    "destination": ADDRESS, "email": "kim@example.test", "line_items": [line(11)], "location_id": 655441491,
    "name": "#9999.1", "order_id": 820982911946154508, "origin_address": None, "receipt": {}, "service": None,
    "shipment_status": None, "status": "success", "tracking_company": "DHL", "tracking_number": "JJD0001",
    "tracking_numbers": ["JJD0001"], "tracking_url": "https://dhl.example/JJD0001",
    "tracking_urls": ["https://dhl.example/JJD0001"], "updated_at": "2026-05-02T08:00:00+02:00",
}  # fmt: skip

EDIT: dict[str, Any] = {
    "order_edit": {
        "id": 78912328793, "app_id": None, "committed_at": "2026-05-03T12:00:00+02:00",
        "created_at": "2026-05-03T12:00:00+02:00", "notify_customer": False, "order_id": 820982911946154508,
        "staff_note": "", "user_id": 548380009, "line_items": {"additions": [{"id": 12, "delta": 1}], "removals": []},
        "discounts": {"line_item": {"additions": [], "removals": []}}, "shipping_lines": {"additions": [], "removals": []},
    }
}  # fmt: skip

PRODUCT: dict[str, Any] = {
    "id": 788032119674292922, "admin_graphql_api_id": "gid://shopify/Product/788032119674292922", "body_html": "",
    "category": {"admin_graphql_api_id": "gid://shopify/TaxonomyCategory/aa", "full_name": "Apparel > Shirts", "name": "Shirts"},
    "created_at": "2025-01-01T00:00:00Z", "handle": "tee", "has_variants_that_requires_components": False, "image": None,
    "images": [], "media": [], "options": [], "product_type": "Shirts", "published_at": "2025-01-02T00:00:00Z",
    "published_scope": "web", "status": "active", "tags": "cotton, summer", "template_suffix": None, "title": "Tee",
    "updated_at": "2026-04-01T00:00:00Z", "variant_gids": [], "vendor": "Weberei",
    "variants": [
        {"id": 91, "admin_graphql_api_id": "gid://shopify/ProductVariant/91", "barcode": "4006381333931",
         "compare_at_price": None, "created_at": "2025-01-01T00:00:00Z", "fulfillment_service": "manual", "grams": 200,
         "image_id": None, "inventory_item_id": 1, "inventory_management": "shopify", "inventory_policy": "deny",
         "inventory_quantity": 75, "old_inventory_quantity": 75, "option1": "M", "option2": None, "option3": None,
         "position": 1, "price": "23.80", "product_id": 788032119674292922, "requires_shipping": True, "sku": "TEE-M",
         "taxable": True, "title": "M", "updated_at": "2026-04-01T00:00:00Z", "weight": 0.2, "weight_unit": "kg"},
    ],
}  # fmt: skip

CUSTOMER: dict[str, Any] = {
    "id": 706405506930370084, "admin_graphql_api_id": "gid://shopify/Customer/706405506930370084", "addresses": [],
    "created_at": "2026-01-01T00:00:00Z", "currency": "EUR", "default_address": ADDRESS | {"id": 1, "customer_id": 706405506930370084, "default": True, "country_name": "Germany"},
    "email": "kim@example.test", "first_name": "Kim", "last_name": "Beispiel", "multipass_identifier": None, "note": "",
    "phone": None, "state": "enabled", "tax_exempt": False, "tax_exemptions": [], "updated_at": "2026-02-01T00:00:00Z",
    "verified_email": True,
}  # fmt: skip

WOO_ORDER: dict[str, Any] = {
    "id": 727, "parent_id": 0, "number": "727", "order_key": "wc_order_58d2d042d1d", "created_via": "checkout",
    "version": "9.0.0", "status": "processing", "currency": "EUR", "date_created": "2026-05-01T12:00:00",
    "date_created_gmt": "2026-05-01T10:00:00", "date_modified": "2026-05-01T12:00:10",
    "date_modified_gmt": "2026-05-01T10:00:10", "discount_total": "4.00", "discount_tax": "0.76", "shipping_total": "4.00",
    "shipping_tax": "0.76", "cart_tax": "6.84", "total": "47.60", "total_tax": "7.60", "prices_include_tax": True,
    "customer_id": 5, "customer_ip_address": "203.0.113.4", "customer_user_agent": "", "customer_note": "",
    "billing": {"first_name": "Kim", "last_name": "Beispiel", "company": "", "address_1": "Hafenweg 1", "address_2": "",
                "city": "Köln", "state": "DE-NW", "postcode": "50667", "country": "DE", "email": "kim@example.test",
                "phone": "0221 555"},
    "shipping": {"first_name": "Kim", "last_name": "Beispiel", "company": "", "address_1": "Hafenweg 1", "address_2": "",
                 "city": "Bonn", "state": "DE-NW", "postcode": "53111", "country": "DE"},
    "payment_method": "stripe", "payment_method_title": "Karte", "transaction_id": "ch_1",
    "date_paid": "2026-05-01T12:00:05", "date_paid_gmt": "2026-05-01T10:00:05", "date_completed": None,
    "date_completed_gmt": None, "cart_hash": "x",
    "meta_data": [{"id": 1, "key": "_wc_order_attribution_utm_source", "value": "newsletter"},
                  {"id": 2, "key": "_wc_order_attribution_session_entry", "value": "https://n.example/?gclid=G9"}],
    "line_items": [{"id": 315, "name": "Tee - M", "product_id": 93, "variation_id": 931, "quantity": 2, "tax_class": "",
                    "subtotal": "40.00", "subtotal_tax": "7.60", "total": "36.00", "total_tax": "6.84",
                    "taxes": [{"id": 75, "total": "6.84", "subtotal": "7.60"}], "meta_data": [], "sku": "TEE-M", "price": 18}],
    "tax_lines": [{"id": 318, "rate_code": "DE-MWST-1", "rate_id": 75, "label": "MwSt", "compound": False,
                   "tax_total": "6.84", "shipping_tax_total": "0.76", "rate_percent": 19, "meta_data": []}],
    "shipping_lines": [{"id": 317, "method_title": "DHL", "method_id": "flat_rate", "total": "4.00", "total_tax": "0.76",
                        "taxes": [{"id": 75, "total": "0.76", "subtotal": ""}], "meta_data": []}],
    "fee_lines": [], "coupon_lines": [{"id": 319, "code": "may", "discount": "4.00", "discount_tax": "0.76", "meta_data": []}],
    "refunds": [], "set_paid": False,
}  # fmt: skip
