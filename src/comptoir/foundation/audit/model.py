"""Rules of the trail without I/O: links, signatures, which entry counts as what, what is unusual.

A chain's link is SHA-256 over the link before, the place and the entry's digest. Ends and days are signed with Ed25519
(RFC 8032) by a key that is derived from the home's master key and never leaves it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from statistics import median
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from comptoir.foundation.audit.contracts import Kind
from comptoir.platform.audit import Entry, digest
from comptoir.platform.secrets import SecretBox

ORIGIN = bytes(32)  # what the first link of a chain rests on

# Which actions a kind counts: whole words before the dot, or an action.
ACTIONS: Mapping[Kind, tuple[str, ...]] = {
    Kind.SIGN_IN_FAILED: ("session.refused",),
    Kind.NEW_DEVICE: ("session.new_device",),
    Kind.REFUSED: ("request.refused",),
    Kind.ACCESS_CHANGED: ("member.", "role.", "store_group.", "token.", "password.", "factor.", "access."),
    Kind.PERSONAL_EXPORTED: ("personal.exported",),
    Kind.PERSONAL_READ: ("personal.read",),
    Kind.ALERT: ("alert.",),
}
# What is unusual: more than so many in a day, and more than so many times what that person has on a usual day.
LEAST: Mapping[Kind, int] = {
    Kind.SIGN_IN_FAILED: 20,
    Kind.REFUSED: 100,
    Kind.PERSONAL_READ: 200,
    Kind.PERSONAL_EXPORTED: 5,
}
TIMES = 3
LOOK_BACK = 28  # days a usual day is worked out from


def kind_of(action: str) -> Kind | None:
    """Return what an action counts as, None for what is only kept."""
    for kind, actions in ACTIONS.items():
        if any(action == one or (one.endswith(".") and action.startswith(one)) for one in actions):
            return kind
    return None


def link(before: bytes, sequence: int, entry: Entry) -> bytes:
    """Return the hash of an entry's place in its chain."""
    return sha256(before + sequence.to_bytes(8, "big") + digest(entry)).digest()


def statement(organisation_id: UUID, kind: str, sequence: int, hash_: bytes, day: date | None) -> bytes:
    """Return what is signed: whose chain ends where with what."""
    said = f"comptoir audit {kind} {organisation_id} {sequence} {hash_.hex()} {day.isoformat() if day else '-'}"
    return said.encode()


class Signer:
    """Signs ends of chains with the home's key."""

    def __init__(self, secrets: SecretBox) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secrets.derive("audit/roots"))
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, said: bytes) -> bytes:
        """Return the signature, 64 bytes."""
        return self._key.sign(said)


def is_signed(said: bytes, *, signature: bytes, public_key: bytes, trusted: bytes) -> bool:
    """Whether ``said`` was signed by the key this home trusts."""
    if public_key != trusted:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, said)
    except (InvalidSignature, ValueError):
        return False
    return True


def usual(counts: Sequence[int]) -> float:
    """Return how much is usual on a day something happens: the median of such days; none yet: nothing."""
    active = [count for count in counts if count]
    return float(median(active)) if active else 0.0


def is_unusual(kind: Kind, *, today: int, before: Sequence[int]) -> bool:
    """Whether a day stands out: many in itself, and many times the usual."""
    return kind in LEAST and today >= LEAST[kind] and today >= TIMES * usual(before)
