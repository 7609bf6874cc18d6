"""People and places in Shopify's objects. Pure."""

from collections.abc import Mapping
from typing import Any

from comptoir.connectors.sdk.canonical import Address, Person
from comptoir.connectors.sdk.words import country_code, text_or_none


def person_of(body: Mapping[str, Any], address: Mapping[str, Any], email: Any) -> Person:
    """Return the person that a customer and their address describe."""
    parts = (body.get("first_name") or address.get("first_name"), body.get("last_name") or address.get("last_name"))
    return Person(
        name=" ".join(str(part) for part in parts if part) or text_or_none(address.get("name")),
        email=text_or_none(email),
        phone=text_or_none(body.get("phone") or address.get("phone")),
        address_lines=tuple(str(address[part]) for part in ("address1", "address2") if address.get(part)),
        postal_code=text_or_none(address.get("zip")),
        company=text_or_none(address.get("company")),
    )


def address_of(part: Any) -> Address | None:
    """Return the part of an address that is not personal, ``None`` where there is none."""
    if not isinstance(part, dict):
        return None
    country = country_code(part.get("country_code") or part.get("country"))
    region, city = text_or_none(part.get("province_code") or part.get("province")), text_or_none(part.get("city"))
    return Address(country, region, city) if country or region or city else None
