"""The master key inside a backup: wrapped, never plain. Owns what opens it: a passphrase, or a key file of its own.

A passphrase is stretched with scrypt (RFC 7914), a key file with HKDF-SHA256 (RFC 5869); AES-256-GCM seals.
"""

import base64
import binascii
import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from comptoir.platform import master_key
from comptoir.platform.backup.errors import BackupLocked
from comptoir.platform.secrets import KEY_BYTES, Sealed, SecretBox, create_key, read_key
from comptoir.platform.settings import Settings

PASSPHRASE, KEY_FILE = "passphrase", "key file"
SHORTEST = 12
COST, BLOCK, PARALLEL = 2**15, 8, 1  # 32 MB and about 0.1 s a guess
CONTEXT = "backup/master"
NAME = "backup.key"


@dataclass(frozen=True, slots=True)
class Opener:
    """What wraps and unwraps the key of a backup, and the file it came from."""

    method: str
    secret: bytes = field(repr=False)
    file: Path


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """The master key as it lies in a manifest. ``fingerprint`` tells which key it is and nothing more."""

    method: str
    salt: str
    sealed: str
    fingerprint: str


def opener_of(settings: Settings, *, passphrase_file: Path | None = None, key_file: Path | None = None) -> Opener:
    """Return what new backups are wrapped with: what was asked for, else the settings, else a key file in the home.

    That key file is made on first use.
    """
    if key_file is None and (passphrase_file or settings.backup_passphrase_file):
        return with_passphrase(passphrase_file or settings.backup_passphrase_file or Path())
    file = key_file or settings.backup_key_file or settings.home / "keys" / NAME
    create_key(file)
    return Opener(KEY_FILE, read_key(file), file)


def with_passphrase(file: Path) -> Opener:
    """Read a passphrase: the first line of a file."""
    try:
        words = file.read_text(encoding="utf-8").split("\n", 1)[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupLocked(f"{file} cannot be read.", hint="Name a file whose first line is the passphrase.") from error
    if len(words) < SHORTEST:
        raise BackupLocked(
            f"The passphrase in {file} is shorter than {SHORTEST} characters.", hint="Choose some random words."
        )
    return Opener(PASSPHRASE, words.encode(), file)


def candidates(
    settings: Settings, *, passphrase_file: Path | None = None, key_file: Path | None = None
) -> list[Opener]:
    """Return what may open a backup: what was named, else everything this home knows."""
    if passphrase_file is not None:
        return [with_passphrase(passphrase_file)]
    if key_file is not None:
        return [Opener(KEY_FILE, read_key(key_file), key_file)]
    found = [with_passphrase(settings.backup_passphrase_file)] if settings.backup_passphrase_file else []
    for file in (settings.backup_key_file, settings.home / "keys" / NAME):
        if file is not None and file.exists():
            found.append(Opener(KEY_FILE, read_key(file), file))
    if settings.key_file.exists():
        found.append(Opener(KEY_FILE, master_key.read(settings), settings.key_file))
    return found


def wrap(master: bytes, opener: Opener) -> WrappedKey:
    """Seal the master key."""
    salt = os.urandom(16)
    sealed = SecretBox.seal_with(stretched(opener, salt), master, CONTEXT)
    return WrappedKey(opener.method, salt.hex(), base64.b64encode(sealed).decode(), fingerprint(master))


def unwrap(wrapped: WrappedKey, openers: list[Opener]) -> tuple[bytes, Opener]:
    """Return the master key and what opened it; the master key itself opens, too. Raises ``BackupLocked``."""
    for opener in openers:
        if opener.method == KEY_FILE and fingerprint(opener.secret) == wrapped.fingerprint:
            return opener.secret, opener
        if opener.method != wrapped.method:
            continue
        try:
            key = stretched(opener, bytes.fromhex(wrapped.salt))
            return SecretBox.open_with(key, base64.b64decode(wrapped.sealed, validate=True), CONTEXT), opener
        except (Sealed, binascii.Error, ValueError):
            continue
    tried = ", ".join(str(opener.file) for opener in openers)
    option = "--passphrase-file F" if wrapped.method == PASSPHRASE else f"--key-file F (a copy of keys/{NAME})"
    raise BackupLocked(
        f"The key in this backup cannot be opened{f' with {tried}' if tried else ''}.",
        hint=f"Name what it was wrapped with: {option}. The home's own master key opens it as well.",
    )


def stretched(opener: Opener, salt: bytes) -> bytes:
    """Return the key that wraps."""
    if opener.method == PASSPHRASE:
        return Scrypt(salt=salt, length=KEY_BYTES, n=COST, r=BLOCK, p=PARALLEL).derive(opener.secret)
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"comptoir/backup").derive(opener.secret)


def fingerprint(master: bytes) -> str:
    """Return what tells two master keys apart without telling anything of them."""
    return SecretBox(master).derive("backup/fingerprint").hex()[:16]
