"""Reading text cells: empty is ``None``, ids lose a spreadsheet's ``.0``, countries become ISO codes, flags booleans."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

_YES = frozenset(("1", "true", "yes", "y", "ja", "j", "oui", "sí", "si", "wahr", "vrai", "x", "on", "active"))
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
_COUNTRY_NICKNAMES = {
    "usa": "US",
    "u.s.a.": "US",
    "u.s.": "US",
    "united states of america": "US",
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "eire": "IE",
    "rsa": "ZA",
    "uae": "AE",
    "holland": "NL",
    "the netherlands": "NL",
    "korea": "KR",
    "czech republic": "CZ",
    "deutschland": "DE",
    "brd": "DE",
    "hong kong": "HK",
    "macau": "MO",
    "turkey": "TR",
    "russia": "RU",
    "channel islands": "JE",
}


def text_or_none(value: object) -> str | None:
    """Return the trimmed text, ``None`` where there is none."""
    if value is None:
        return None
    text = value.strip() if isinstance(value, str) else str(value)
    return text or None


def identifier(value: object) -> str | None:
    """Return an id: trimmed, 17850.0 read as 17850, a spreadsheet's leading apostrophe taken off."""
    text = text_or_none(value)
    if text is None:
        return None
    if text.endswith(".0") and text[:-2].isdigit():
        return text[:-2]
    return text[1:] or None if text[0] == "'" else text


def flag(value: object) -> bool | None:
    """Return yes or no in several languages, ``None`` for an empty cell."""
    text = text_or_none(value)
    return None if text is None else text.lower() in _YES


@cache
def _countries() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(str(name).lower(), code)
    return names | _COUNTRY_NICKNAMES


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha())


_known_countries: dict[str, str] = {}


def country_code(value: object) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country name or code; a name nobody knows stays as it is."""
    text = text_or_none(value)
    if text is None:
        return None
    known = _known_countries.get(text)
    if known is None:
        upper = text.upper()
        known = upper if len(text) == 2 and upper in _codes() else _countries().get(text.lower(), text[:80])
        if upper == "UK":
            known = "GB"
        if len(_known_countries) < 10_000:
            _known_countries[text] = known
    return known


def split_tags(value: object) -> tuple[str, ...]:
    """Return comma-separated tags, trimmed, each once, in order."""
    text = text_or_none(value)
    if text is None:
        return ()
    return tuple(dict.fromkeys(tag for part in text.split(",") if (tag := part.strip())))
