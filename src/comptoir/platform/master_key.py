"""The master key of a home where it rests: plain in its file, or encrypted under a key that is kept elsewhere.

Owns the form of the file and where key-encryption keys come from: a file, a variable, or a command (a secret store's own
client). Several may be given: the first encrypts, every one opens, so that a new one is brought in beside the old while
everything runs (NIST SP 800-57, part 1, 5.3.6). Must not log a key or what a command printed.
"""

import base64
import secrets
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from comptoir.platform.secrets import (
    KeyProblem,
    Sealed,
    SecretBox,
    create_key,
    key_of,
    plain,
    private_text,
    replace_file,
)
from comptoir.platform.settings import Settings

FORM = "comptoir-key-1"
CONTEXT = "master key"
WITHIN = 30.0  # seconds a command may take
MAKE_ONE = "`openssl rand -base64 32` makes one."


@dataclass(frozen=True, slots=True)
class Encryption:
    """The key-encryption keys of this process, the one that encrypts first, and where they come from, in words."""

    source: str
    keys: tuple[bytes, ...] = field(repr=False)

    @property
    def ids(self) -> tuple[str, ...]:
        """What tells the keys apart and tells nothing of them."""
        return tuple(id_of(key) for key in self.keys)


@dataclass(frozen=True, slots=True)
class Resting:
    """How the master key rests: ``encrypted_by`` is the id of a key-encryption key, None where the file is plain."""

    file: Path
    encrypted_by: str | None
    source: str | None
    offered: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether the file rests as the settings ask for."""
        return self.encrypted_by == (self.offered[0] if self.offered else None)


def load(settings: Settings) -> SecretBox:
    """Return the keys of a home, made on first use. Raises ``KeyProblem``."""
    encryption = encryption_of(settings)
    if not settings.key_file.exists():
        create_key(settings.key_file, text=written(SecretBox.new_key(), encryption))
    return SecretBox(_read(settings.key_file, encryption))


def read(settings: Settings) -> bytes:
    """Return the master key. Raises ``KeyProblem``."""
    return _read(settings.key_file, encryption_of(settings))


def place(settings: Settings, key: bytes) -> None:
    """Write a key that is not there yet; another one in its place is never overwritten."""
    file = settings.key_file
    if not file.exists():
        create_key(file, text=written(key, encryption_of(settings)))
    elif not secrets.compare_digest(read(settings), key):
        raise KeyProblem(f"{file} holds another key.", hint="Move it away, or restore into another home.")


def resting(settings: Settings) -> Resting:
    """Look how the master key rests; opens it, so a wrong key-encryption key is told here. Raises ``KeyProblem``."""
    encryption = encryption_of(settings)
    _read(settings.key_file, encryption)
    words = private_text(settings.key_file).split()
    by = words[1] if words[0] == FORM else None
    return Resting(
        settings.key_file, by, encryption.source if encryption else None, encryption.ids if encryption else ()
    )


def encrypt(settings: Settings) -> Resting:
    """Write the master key anew under the first key-encryption key; the file is exchanged whole or not at all.

    Processes that run hold the master key already and notice nothing. Raises ``KeyProblem``.
    """
    encryption = encryption_of(settings)
    if encryption is None:
        raise KeyProblem(
            "No key-encryption key is set.",
            hint="Set COMPTOIR_KEY_ENCRYPTION_FILE, COMPTOIR_KEY_ENCRYPTION_KEY or COMPTOIR_KEY_ENCRYPTION_COMMAND. "
            + MAKE_ONE,
        )
    replace_file(settings.key_file, written(_read(settings.key_file, encryption), encryption))
    return resting(settings)


def decrypt(settings: Settings) -> None:
    """Write the master key plain, so that it opens without any key-encryption key. Raises ``KeyProblem``."""
    replace_file(settings.key_file, written(read(settings), None))


def encryption_of(settings: Settings) -> Encryption | None:
    """Return the key-encryption keys the settings name, None where they name none. Raises ``KeyProblem``."""
    named = {
        "COMPTOIR_KEY_ENCRYPTION_FILE": settings.key_encryption_file,
        "COMPTOIR_KEY_ENCRYPTION_KEY": settings.key_encryption_key,
        "COMPTOIR_KEY_ENCRYPTION_COMMAND": settings.key_encryption_command,
    }
    given = [name for name, value in named.items() if value]
    if not given:
        return None
    if len(given) > 1:
        raise KeyProblem(f"{' and '.join(given)} are both set.", hint="Set one; it may hold several keys.")
    source = given[0]
    if settings.key_encryption_file:
        texts = private_text(settings.key_encryption_file).split()
    elif settings.key_encryption_command:
        texts = _printed(settings.key_encryption_command).split()
    else:
        texts = list(settings.key_encryption_key)
    if not texts:
        raise KeyProblem(f"{source} gives no key.", hint=MAKE_ONE)
    return Encryption(source, tuple(key_of(text, source) for text in texts))


def written(key: bytes, encryption: Encryption | None) -> str:
    """Return the text of a key file."""
    if encryption is None:
        return plain(key)
    first = encryption.keys[0]
    return f"{FORM} {id_of(first)}\n{base64.b64encode(SecretBox(first).seal(key, CONTEXT)).decode()}\n"


def id_of(key: bytes) -> str:
    """Return what tells a key-encryption key from others."""
    return SecretBox(key).derive("key-encryption/id").hex()[:12]


def _read(file: Path, encryption: Encryption | None) -> bytes:
    words = private_text(file).split()
    if words[:1] != [FORM]:
        return key_of(" ".join(words), str(file))
    if len(words) != 3:
        raise KeyProblem(f"{file} cannot be read.", hint="Restore it from a backup.")
    wanted, sealed = words[1:]
    if encryption is None:
        raise KeyProblem(
            f"{file} is encrypted under key {wanted}, and no key-encryption key is set.",
            hint="Set COMPTOIR_KEY_ENCRYPTION_FILE, _KEY or _COMMAND as it was when the file was written.",
        )
    for key in encryption.keys:
        if id_of(key) == wanted:
            try:
                return SecretBox(key).open(base64.b64decode(sealed, validate=True), CONTEXT)
            except (Sealed, ValueError) as error:
                raise KeyProblem(f"{file} is damaged.", hint="Restore it from a backup.") from error
    raise KeyProblem(
        f"{file} is encrypted under key {wanted}; {encryption.source} gives {', '.join(encryption.ids)}.",
        hint="Give the old key after the new one until `comptoir key encrypt` has run.",
    )


def _printed(command: str) -> str:
    """Return what a command prints. It is started as it stands, without a shell."""
    try:
        arguments = shlex.split(command)
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=WITHIN, check=False)
    except subprocess.TimeoutExpired as error:
        raise KeyProblem(f"COMPTOIR_KEY_ENCRYPTION_COMMAND did not end within {WITHIN:g} s.") from error
    except (OSError, ValueError, IndexError) as error:
        raise KeyProblem(
            f"COMPTOIR_KEY_ENCRYPTION_COMMAND cannot be started: {error}.", hint="Name a program and its arguments."
        ) from error
    if done.returncode:
        told = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        raise KeyProblem(f"COMPTOIR_KEY_ENCRYPTION_COMMAND ended with {done.returncode}: {told[0][:200]}")
    return done.stdout
