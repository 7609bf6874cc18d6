"""Bodies of requests and answers about second factors."""

from typing import Any
from uuid import UUID

import msgspec

from comptoir.foundation.factors.contracts import Added, Ceremony, CodeDraft, Enrolled, Factor


class FirstCode(msgspec.Struct, forbid_unknown_fields=True):
    """A first code, and what the app is called."""

    code: str
    name: str = "Authenticator app"


class NewPasskey(msgspec.Struct, forbid_unknown_fields=True):
    """What a device made of a challenge, as browsers give it in JSON, and what the passkey is called."""

    ceremony_id: UUID
    passkey: dict[str, Any]
    name: str = "Passkey"


class FactorName(msgspec.Struct, forbid_unknown_fields=True):
    """A new name."""

    name: str


def enrolled_body(found: Enrolled) -> dict[str, Any]:
    """Translate what a person has."""
    return {"factors": [factor_body(one) for one in found.factors], "recovery_codes_left": found.recovery_codes}


def factor_body(factor: Factor) -> dict[str, Any]:
    """Translate a factor."""
    return {
        "id": factor.id,
        "kind": factor.kind.value,
        "name": factor.name,
        "created_at": factor.created_at,
        "last_used_at": factor.last_used_at,
    }


def draft_body(draft: CodeDraft) -> dict[str, Any]:
    """Translate one-time codes about to be enrolled."""
    return {"id": draft.id, "secret": draft.secret, "uri": draft.uri, "picture": draft.picture}


def added_body(added: Added) -> dict[str, Any]:
    """Translate a new factor; recovery codes are null unless it is the first."""
    return {"factor": factor_body(added.factor), "recovery_codes": list(added.recovery_codes) or None}


def ceremony_body(ceremony: Ceremony) -> dict[str, Any]:
    """Translate a challenge for a device."""
    return {"ceremony_id": ceremony.id, "options": ceremony.options}
