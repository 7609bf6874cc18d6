"""What is asked of an issuer: its description, its keys, and the tokens for a code."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from comptoir.foundation.single_sign_on import model
from comptoir.foundation.single_sign_on.contracts import Provider
from comptoir.foundation.single_sign_on.errors import SingleSignOnRefused
from comptoir.foundation.single_sign_on.repository import Flow
from comptoir.platform.context import Platform
from comptoir.platform.outgoing import ask_json, check_url

_WELL_KNOWN = "/.well-known/openid-configuration"


async def describe(platform: Platform, *, issuer: str) -> Mapping[str, Any]:
    """Return an issuer's description. Raises ``WrongProvider``, ``OutsideRefused`` or ``OutsideFailed``."""
    private = platform.settings.private_issuers
    found = await ask_json(issuer.rstrip("/") + _WELL_KNOWN, private=private)
    described = model.checked_discovery(found, issuer=issuer)
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        check_url(described[name], private=private)
    return described


async def claims_for(
    platform: Platform, *, provider: Provider, client_secret: str, flow: Flow, code: str
) -> Mapping[str, Any]:
    """Exchange a code and return the claims of its ID token, whose signature is the issuer's."""
    described = await describe(platform, issuer=provider.issuer)
    private = platform.settings.private_issuers
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": flow.redirect_uri,
        "code_verifier": flow.verifier,
    }
    ways = described.get("token_endpoint_auth_methods_supported")
    login = None
    if isinstance(ways, list) and "client_secret_basic" not in ways:
        form |= {"client_id": provider.client_id, "client_secret": client_secret}
    else:  # RFC 6749 section 2.3.1: both are form-encoded before they become a login
        login = (quote(provider.client_id, safe=""), quote(client_secret, safe=""))
    answer = await ask_json(described["token_endpoint"], private=private, form=form, login=login)
    keys = await ask_json(described["jwks_uri"], private=private)
    try:
        known: Any = {"keys": [one for one in keys["keys"] if one.get("kty") != "oct"]}
        token = jwt.decode(str(answer["id_token"]), KeySet.import_key_set(known), algorithms=list(model.ALGORITHMS))
    except (JoseError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise SingleSignOnRefused(
            "The issuer's answer is not signed as it should be.", hint="Try again; if it stays, ask who runs it."
        ) from error
    return token.claims
