"""Rules of one-time codes, recovery codes, names and sites. No I/O, no "now"."""

import hmac
import re
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pyotp import TOTP, random_base32

from comptoir.foundation.factors.contracts import Site
from comptoir.foundation.factors.errors import PasskeysNeedName
from comptoir.kernel.errors import Invalid
from comptoir.platform.http.addresses import host_name, parse_address

ISSUER = "Comptoir"
STEP = 30  # seconds a code lasts, RFC 6238 section 5.2
DRIFT = 1  # steps a clock may be off
CEREMONY_LIFETIME = timedelta(minutes=5)
DRAFT_LIFETIME = timedelta(minutes=15)
MOST_FACTORS = 20
RECOVERY_CODES = 10
# Without letters that are read as others; 10 of 32 are 50 bits, and what is stored is a keyed hash.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_HALF = 5
_CODE = re.compile(r"\d{6}")


def new_secret() -> str:
    """Return 160 random bits in base32, the length RFC 4226 section 4 asks for."""
    return random_base32(32)


def enrolment_uri(secret: str, *, account: str) -> str:
    """Return the address that authenticator apps read from a QR code."""
    return TOTP(secret, interval=STEP).provisioning_uri(name=account, issuer_name=ISSUER)


def step_of(code: str, *, secret: str, now: datetime) -> int | None:
    """Return the time step that a code belongs to, None for a wrong one. The caller refuses a step not after the last.

    The step before and after count too: clocks differ, and typing takes time (RFC 6238 section 5.2).
    """
    typed = re.sub(r"\s", "", code)
    if not _CODE.fullmatch(typed):
        return None
    current = int(now.timestamp()) // STEP
    made = TOTP(secret, interval=STEP)
    fitting = [
        step
        for step in range(current - DRIFT, current + DRIFT + 1)
        if hmac.compare_digest(made.generate_otp(step), typed)
    ]
    return fitting[-1] if fitting else None


def new_recovery_codes() -> tuple[str, ...]:
    """Return ten codes of ten letters and digits, such as k7m2p-x9qrt."""
    return tuple(f"{_half()}-{_half()}" for _ in range(RECOVERY_CODES))


def _half() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_HALF))


def plain_recovery_code(typed: str) -> str:
    """Return a recovery code as it is hashed: without spaces and dashes, in lower case."""
    return re.sub(r"[\s-]", "", typed).lower()[:100]


def factor_name(name: str) -> str:
    """Return the name without needless spaces, or raise ``Invalid``."""
    plain = " ".join(name.split())
    if not 1 <= len(plain) <= 60 or not plain.isprintable():
        raise Invalid("A second step needs a name of at most 60 characters.", field="name")
    return plain


def site_of(host: str, *, is_secure: bool, public_url: str | None) -> Site:
    """Return what passkeys are bound to: the panel's public name, else the name it is open under.

    Raises ``PasskeysNeedName`` where it is open under an address: browsers refuse passkeys there.
    """
    here = f"{'https' if is_secure else 'http'}://{host}"
    public = urlsplit(public_url) if public_url else None
    domain = host_name(host)
    if public is not None and public.hostname and _is_within(domain, public.hostname):
        return Site(public.hostname, tuple(sorted({here, f"{public.scheme}://{public.netloc}".lower()})))
    if not domain or parse_address(domain) is not None:
        raise PasskeysNeedName(
            "Passkeys need a panel with a name, and this one is open under an address.",
            hint="Open it as http://localhost:… on this machine, or set COMPTOIR_PUBLIC_URL.",
        )
    return Site(domain, (here,))


def _is_within(domain: str, parent: str) -> bool:
    return domain == parent or domain.endswith(f".{parent}")
