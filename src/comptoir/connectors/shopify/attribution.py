"""How a Shopify order came about: landing page, referrer, campaign, click ids, who sold it and where. Pure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from comptoir.connectors.sdk.canonical import Attribution
from comptoir.connectors.sdk.words import identifier, text_or_none

_CLICKS = ("gclid", "fbclid", "ttclid", "msclkid", "gbraid", "wbraid", "twclid", "dclid", "epik", "sccid")
_CAMPAIGN = ("source", "medium", "campaign", "term", "content")


def attribution_of(body: Mapping[str, Any]) -> Attribution | None:
    """Return what the order says of its origin, ``None`` where it says nothing."""
    landing, referrer = text_or_none(body.get("landing_site")), text_or_none(body.get("referring_site"))
    query = _query(landing)
    company = body.get("company")
    found = Attribution(
        landing_page=landing,
        referrer=referrer,
        click_ids={name: query[name] for name in _CLICKS if name in query},
        sales_rep=identifier(body.get("user_id")) or _staff(body),
        company=identifier(company.get("id")) if isinstance(company, dict) else None,
        location=identifier(body.get("location_id")),
        **{f"utm_{name}": query[f"utm_{name}"] for name in _CAMPAIGN if f"utm_{name}" in query},
    )
    return None if found == Attribution() else found


def _query(landing: str | None) -> dict[str, str]:
    """Return the first value of each parameter; an address that is none has no parameters and spoils nothing."""
    try:
        return {name: values[0] for name, values in parse_qs(urlsplit(landing or "").query).items()}
    except ValueError:
        return {}


def _staff(body: Mapping[str, Any]) -> str | None:
    """Return the member of staff to whom the first attributed line belongs."""
    for item in body.get("line_items") or []:
        for one in item.get("attributed_staffs") or []:
            return identifier(str(one.get("id") or "").rpartition("/")[2])
    return None
