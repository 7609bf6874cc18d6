"""Rules of OpenID Connect without I/O: what is asked with, and what an answer must say. No "now" of its own.

OpenID Connect Core 1.0 section 3.1 (code flow), RFC 7636 (PKCE), RFC 9207 is left to issuers.
"""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from comptoir.foundation.single_sign_on.contracts import Provider, ProviderDraft
from comptoir.foundation.single_sign_on.errors import SingleSignOnRefused, WrongProvider

FLOW_LIFETIME = timedelta(minutes=10)
LEEWAY = 60  # seconds that clocks may differ
CALLBACK = "/sign-in/provider"
SCOPE = "openid email profile"
# Signatures that only the issuer can make; a shared secret, or none, proves nothing here.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def new_secret() -> str:
    """Return 256 random bits as text."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a verifier, RFC 7636 section 4.2."""
    return urlsafe_b64encode(digest(verifier)).decode().rstrip("=")


def checked_draft(draft: ProviderDraft) -> ProviderDraft:
    """Return a provider whose fields can work, or raise ``WrongProvider``."""
    name, issuer = " ".join(draft.name.split()), draft.issuer.strip()
    domains = tuple(sorted({one.strip().lower().lstrip("@") for one in draft.domains if one.strip()}))
    if not 1 <= len(name) <= 60:
        raise WrongProvider("The button needs a name of at most 60 characters.", field="name")
    parts = urlsplit(issuer)
    if parts.query or parts.fragment or not parts.netloc:
        raise WrongProvider("The issuer is an address without ? and #.", field="issuer")
    if not 1 <= len(draft.client_id.strip()) <= 500:
        raise WrongProvider("The client id is missing.", field="client_id")
    if not domains:
        raise WrongProvider("Name at least one e-mail domain.", hint="Such as example.com.", field="domains")
    for one in domains:
        if not _DOMAIN.fullmatch(one):
            raise WrongProvider(f"{one!r} is no e-mail domain.", hint="Such as example.com.", field="domains")
    if draft.default_role == "owner":
        raise WrongProvider("Nobody becomes an owner by signing in.", field="default_role")
    return ProviderDraft(name, issuer, draft.client_id.strip(), draft.client_secret, domains, draft.default_role)


def checked_discovery(found: Mapping[str, Any], *, issuer: str) -> Mapping[str, Any]:
    """Return an issuer's own description, or raise: it must speak for exactly this issuer."""
    if found.get("issuer") != issuer:
        raise WrongProvider(
            f"The issuer calls itself {str(found.get('issuer'))[:200]!r}.", hint="Use exactly that.", field="issuer"
        )
    missing = [name for name in _ENDPOINTS if not isinstance(found.get(name), str)]
    if missing:
        raise WrongProvider(f"The issuer's description lacks {', '.join(missing)}.", field="issuer")
    return found


def departure_address(
    endpoint: str, *, client_id: str, redirect_uri: str, state: str, nonce: str, verifier: str
) -> str:
    """Return where the browser goes, OpenID Connect Core section 3.1.2.1."""
    asked = {
        "response_type": "code",
        "scope": SCOPE,
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def checked_claims(claims: Mapping[str, Any], *, provider: Provider, nonce: str, now: datetime) -> tuple[str, str]:
    """Return (subject, e-mail) of an ID token's claims, section 3.1.3.7. Raises ``SingleSignOnRefused``."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    seconds = now.timestamp()
    for is_right, what in (
        (claims.get("iss") == provider.issuer, "is of another issuer"),
        (provider.client_id in audiences, "is for somebody else"),
        (len(audiences) == 1 or claims.get("azp") == provider.client_id, "was made for somebody else"),
        (hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()), "answers another sign-in"),
        (_number(claims.get("exp")) > seconds - LEEWAY, "has expired"),
        (0 < _number(claims.get("iat")) < seconds + LEEWAY, "is from the future"),
        (_number(claims.get("nbf", 1)) < seconds + LEEWAY, "does not hold yet"),
        (isinstance(claims.get("sub"), str) and 0 < len(claims["sub"]) <= 255, "names nobody"),
        (claims.get("email_verified") is True, "has no e-mail that the issuer checked"),
    ):
        if not is_right:
            raise SingleSignOnRefused(f"The issuer's answer {what}.", hint="Try again; if it stays, ask who runs it.")
    email = str(claims.get("email", "")).strip().lower()
    name, at, domain = email.rpartition("@")
    if not name or not at or domain not in provider.domains:
        raise SingleSignOnRefused(
            "Your e-mail is of a domain that may not sign in here.", hint=f"Allowed: {', '.join(provider.domains)}."
        )
    return claims["sub"], email


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0
