"""Rules of passwords, secrets, sessions, throttling and names. No I/O, no "now"."""

import hashlib
import re
import secrets
import string
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from comptoir.foundation.identity.errors import WeakPassword
from comptoir.kernel.errors import Invalid
from comptoir.kernel.fiscal import Anchor, FiscalCalendar, Pattern
from comptoir.kernel.time import WeekStart, zone
from comptoir.platform.http.principal import PROOF_LIFETIME

LINK_LIFETIME = timedelta(minutes=15)
# Between the first step of a sign-in and the second; and wrong answers that one first step allows.
TICKET_LIFETIME = timedelta(minutes=10)
TICKET_ATTEMPTS = 5
DEVICE_LIFETIME = timedelta(days=400)  # the longest browsers keep a cookie
# How stale "last seen" may be: a write a minute instead of one a request.
SEEN_STEP = timedelta(minutes=1)
# Within this time after a link a person may set a password without the old one.
FRESH = PROOF_LIFETIME

FREE_FAILURES = 5
FREE_CODES = 100  # wrong codes after a right password, from wherever, before further ones wait
LONGEST_DELAY = timedelta(minutes=15)
FORGET_FAILURES = timedelta(days=1)

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1024
TOKEN_PREFIX = "cpt_"  # what every API token begins with, so that scanners find leaked ones
_PATTERNS = f"The pattern is one of {', '.join(Pattern)}; the anchor last or nearest; months are numbers from 1 to 12."
_WORDS = "Use a few unrelated words."
_DECORATION = string.digits + string.punctuation + string.whitespace
_EMAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+")
_LIFETIME = re.compile(r"(\d{1,5})([hdwmy])")
_UNITS = {"h": 1 / 24, "d": 1, "w": 7, "m": 30, "y": 365}


def new_secret() -> str:
    """Return 256 random bits as text."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """Return what is stored of a secret. It has 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).digest()


def csrf_token(session_token: str) -> str:
    """Return the CSRF token bound to a session: derived, so that nothing needs to be stored."""
    return urlsafe_b64encode(hashlib.sha256(b"csrf\0" + session_token.encode()).digest()).decode().rstrip("=")


def new_api_token() -> tuple[str, str]:
    """Return (secret, prefix); the prefix is kept to tell tokens apart."""
    secret = TOKEN_PREFIX + new_secret()
    return secret, secret[: len(TOKEN_PREFIX) + 6]


def delay_after(failures: int, *, free: int = FREE_FAILURES) -> timedelta:
    """Return how long the next attempt must wait: nothing for the free ones, then 1, 2, 4 … seconds, at most 15 min."""
    if failures < free:
        return timedelta(0)
    return min(LONGEST_DELAY, timedelta(seconds=2 ** min(failures - free, 20)))


def failure_key(email: str, address: str) -> bytes:
    """Return the key of (account, address). Somebody elsewhere who guesses cannot lock this person out."""
    return hashlib.sha256(f"{email}\0{address}".encode()).digest()


def is_alive(*, now: datetime, seen_at: datetime, expires_at: datetime, idle: timedelta) -> bool:
    """Return whether a session is neither idle too long nor too old."""
    return now < expires_at and now < seen_at + idle


def normal_email(text: str) -> str:
    """Return the e-mail as it is stored and compared."""
    email = unicodedata.normalize("NFC", text.strip()).lower()
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise Invalid(f"{text.strip()[:80]!r} is not an e-mail address.", field="email")
    return email


def check_password(password: str, *, email: str) -> None:
    """Raise ``WeakPassword`` for one that is too short, too long, the e-mail itself or among those tried first.

    NIST SP 800-63B section 3.1.1.2: length and a list of known passwords, no rules of composition.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(f"A password needs at least {SHORTEST_PASSWORD} characters.", field="new")
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword(f"A password may have at most {LONGEST_PASSWORD} characters.", field="new")
    if password.lower() in (email, email.partition("@")[0]) or len(set(password)) < 4:
        raise WeakPassword("This password is too easy to guess.", hint=_WORDS, field="new")
    if is_common(password):
        raise WeakPassword("This is one of the passwords that are tried first.", hint=_WORDS, field="new")


def is_common(password: str) -> bool:
    """Return whether a password is known from leaks, also with digits and signs around it or written several times."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    bare = plain.strip(_DECORATION)
    once = {text[: len(text) // times] for text in (plain, bare) for times in (2, 3) if _is_repeated(text, times)}
    return not _common().isdisjoint({plain, bare, *once})


def _is_repeated(text: str, times: int) -> bool:
    return len(text) % times == 0 and text[: len(text) // times] * times == text


@cache
def _common() -> frozenset[str]:
    """The 30,000 most frequent passwords of public leaks, as zxcvbn (MIT) brings them; 100 ms when first needed."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])


def slug_of(name: str) -> str:
    """Return a short name for addresses and commands: ASCII letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "organisation"


def check_currency(code: str) -> str:
    """Return the ISO 4217 code in upper case, or raise ``Invalid``."""
    from babel.numbers import list_currencies  # 100 ms to import, and few commands found an organisation

    currency = code.strip().upper()
    if currency not in list_currencies():
        raise Invalid(f"{code!r} is not a currency of ISO 4217 such as EUR.", field="currency")
    return currency


def check_timezone(name: str) -> str:
    """Return the IANA name, or raise ``Invalid``."""
    try:
        return zone(name.strip()).key
    except ValueError as error:
        raise Invalid(f"{error}.", field="timezone") from error


def lifetime(text: str) -> timedelta:
    """Read "90d", "12h", "4w", "6m" or "1y"."""
    match = _LIFETIME.fullmatch(text.strip().lower())
    if not match or int(match[1]) == 0:
        raise Invalid(f"{text!r} is not a time span such as 90d, 12h or 1y.", field="expires")
    return timedelta(days=int(match[1]) * _UNITS[match[2]])


def calendar_of(raw: Mapping[str, Any] | None, *, week_start: WeekStart) -> FiscalCalendar:
    """Return the calendar that a stored or sent description means; None is calendar years.

    Raises ``Invalid`` naming what is wrong with it.
    """
    raw = raw or {}
    unknown = sorted(set(raw) - {"pattern", "first_month", "anchor", "starts"})
    if unknown:
        raise Invalid(f"A fiscal calendar has no {unknown[0]!r}.", field="fiscal", hint=_PATTERNS)
    try:
        return FiscalCalendar(
            week_start=week_start,
            pattern=Pattern(raw.get("pattern", Pattern.GREGORIAN)),
            first_month=int(raw.get("first_month") or 1),
            anchor=Anchor(raw.get("anchor") or Anchor.LAST),
            starts=tuple(date.fromisoformat(one) for one in raw.get("starts") or ()),
        )
    except (TypeError, ValueError) as error:
        said = str(error)[:1].upper() + str(error)[1:]
        raise Invalid(f"This is no fiscal calendar. {said}.", field="fiscal", hint=_PATTERNS) from error


def week_start_of(name: str | None) -> WeekStart | None:
    """Return the weekday of a name; None stays None. Raises ``Invalid``."""
    try:
        return WeekStart(name) if name is not None else None
    except ValueError as error:
        hint = f"It is one of {', '.join(WeekStart)}."
        raise Invalid(f"{str(name)[:20]!r} is no weekday.", hint=hint, field="week_start") from error


def fiscal_of(calendar: FiscalCalendar) -> dict[str, Any]:
    """Return how a calendar cuts its years, as it is stored and travels: only what its pattern is made of."""
    found: dict[str, Any] = {"pattern": calendar.pattern.value}
    if calendar.pattern is Pattern.CUSTOM:
        return found | {"starts": [day.isoformat() for day in calendar.starts]}
    found["first_month"] = calendar.first_month
    return found if calendar.is_gregorian else found | {"anchor": calendar.anchor.value}
