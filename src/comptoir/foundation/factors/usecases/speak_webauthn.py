"""The library for WebAuthn, in the product's words. Imported when first used: it takes a quarter of a second.

Devices must check who holds them (a PIN, a finger): a passkey alone signs in.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from comptoir.foundation.factors.contracts import Site
from comptoir.foundation.factors.errors import PasskeyRefused

NAME = "Comptoir"
TIMEOUT_MS = 120_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a new passkey."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def creation(*, user_id: UUID, account: str, site: Site, known: Sequence[bytes]) -> tuple[bytes, Mapping[str, Any]]:
    """Return (challenge, options for ``navigator.credentials.create``)."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=site.domain,
        rp_name=NAME,
        user_id=user_id.bytes,
        user_name=account,
        user_display_name=account,
        timeout=TIMEOUT_MS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options.challenge, json.loads(webauthn.options_to_json(options))


def created(made: Mapping[str, Any], *, challenge: bytes, site: Site) -> Key:
    """Return the key of what ``create`` gave. Raises ``PasskeyRefused``."""
    import webauthn

    found = _checked(
        lambda: webauthn.verify_registration_response(
            credential=dict(made),
            expected_challenge=challenge,
            expected_rp_id=site.domain,
            expected_origin=list(site.origins),
            require_user_verification=True,
        )
    )
    return Key(found.credential_id, found.credential_public_key, found.sign_count)


def request(*, site: Site, allowed: Sequence[bytes]) -> tuple[bytes, Mapping[str, Any]]:
    """Return (challenge, options for ``navigator.credentials.get``); without ``allowed`` the device offers its own."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_authentication_options(
        rp_id=site.domain,
        timeout=TIMEOUT_MS,
        allow_credentials=[structs.PublicKeyCredentialDescriptor(id=one) for one in allowed],
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return options.challenge, json.loads(webauthn.options_to_json(options))


def credential_id(made: Mapping[str, Any]) -> bytes:
    """Return which passkey an answer claims to be of. Raises ``PasskeyRefused``."""
    from webauthn import base64url_to_bytes

    return _checked(lambda: base64url_to_bytes(str(made["rawId"])))


def handle(made: Mapping[str, Any]) -> bytes | None:
    """Return whose passkey the device says it is, if it says so. Raises ``PasskeyRefused``."""
    from webauthn import base64url_to_bytes

    said = _checked(lambda: made["response"].get("userHandle"))
    return _checked(lambda: base64url_to_bytes(str(said))) if said else None


def answered(made: Mapping[str, Any], *, challenge: bytes, site: Site, public_key: bytes, sign_count: int) -> int:
    """Return what the device counted. Raises ``PasskeyRefused``, also for a count that did not grow: a copy's."""
    import webauthn

    found = _checked(
        lambda: webauthn.verify_authentication_response(
            credential=dict(made),
            expected_challenge=challenge,
            expected_rp_id=site.domain,
            expected_origin=list(site.origins),
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    )
    return found.new_sign_count


def _checked(check: Callable[[], T]) -> T:
    from cbor2 import CBORDecodeError
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return check()
    except (WebAuthnException, CBORDecodeError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise PasskeyRefused(
            "The passkey's answer does not fit.", hint="Try again, or use another way to sign in."
        ) from error
