"""Bodies of requests and answers of single sign-on."""

from typing import Any

import msgspec

from comptoir.foundation.single_sign_on.contracts import Provider, ProviderDraft


class ProviderBody(msgspec.Struct, forbid_unknown_fields=True):
    """Where members sign in; a ``client_secret`` of null keeps the one there is."""

    name: str
    issuer: str
    client_id: str
    domains: list[str]
    default_role: str
    client_secret: str | None = None


class Choice(msgspec.Struct, forbid_unknown_fields=True):
    """The organisation whose issuer is asked, by slug."""

    organisation: str


def draft_of(body: ProviderBody) -> ProviderDraft:
    """Translate a provider to keep."""
    return ProviderDraft(
        body.name, body.issuer, body.client_id, body.client_secret, tuple(body.domains), body.default_role
    )


def provider_body(provider: Provider | None) -> dict[str, Any]:
    """Translate a provider; null where there is none."""
    if provider is None:
        return {"provider": None}
    return {
        "provider": {
            "name": provider.name,
            "issuer": provider.issuer,
            "client_id": provider.client_id,
            "domains": list(provider.domains),
            "default_role": provider.default_role,
        }
    }
