"""Encryption at rest: sealed values, keys of subjects, the blind index over them, and files that hold keys.

Must not log or return the master key. Losing its file loses personal data for good: back it up.
Sealed values are AES-256-GCM (NIST SP 800-38D), keys are derived with HKDF-SHA256 (RFC 5869).
"""

import base64
import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comptoir.kernel.errors import ComptoirError

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"
SHORTEST, LONGEST = 2, 12  # prefixes of words that can be searched for
REMEMBERED = 65_536  # keyed hashes of words kept in memory: most words and nearly all short prefixes come again
WORD = re.compile(r"[^\W_]+")


class KeyProblem(ComptoirError):
    """The master key is missing, damaged or readable by others."""

    code = "key_problem"


class Sealed(ComptoirError):
    """A sealed value cannot be opened: another key, another context, or changed bytes."""

    code = "sealed"


class SecretBox:
    """Seals and opens with keys derived from one master key."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise KeyProblem("The master key has the wrong length.", hint="Restore the key file from a backup.")
        self._master = master
        self._cipher = AESGCM(self.derive("seal"))
        self._organisation_key = lru_cache(maxsize=1024)(self._derive_index_key)
        self._token = lru_cache(maxsize=REMEMBERED)(token)

    def derive(self, purpose: str) -> bytes:
        """Return the key for one purpose."""
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"comptoir/{purpose}".encode()).derive(
            self._master
        )

    def seal(self, data: bytes, context: str) -> bytes:
        """Encrypt; ``context`` (what and whose it is) must be given again to open, so values cannot be swapped."""
        return encrypt(self._cipher, data, context)

    def open(self, sealed: bytes, context: str) -> bytes:
        """Decrypt what ``seal`` gave for the same context. Raises ``Sealed``."""
        return decrypt(self._cipher, sealed, context)

    @staticmethod
    def new_key() -> bytes:
        """Return a fresh key for one subject; destroying every wrapped copy of it is what erasure means."""
        return secrets.token_bytes(KEY_BYTES)

    def wrap(self, key: bytes, context: str) -> bytes:
        """Encrypt a subject's key under the master key."""
        return self.seal(key, f"key/{context}")

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Decrypt a subject's key. Raises ``Sealed``."""
        return self.open(wrapped, f"key/{context}")

    @staticmethod
    def seal_with(key: bytes, data: bytes, context: str) -> bytes:
        """Encrypt under a subject's own key."""
        return encrypt(AESGCM(key), data, context)

    @staticmethod
    def open_with(key: bytes, sealed: bytes, context: str) -> bytes:
        """Decrypt what ``seal_with`` gave. Raises ``Sealed``."""
        return decrypt(AESGCM(key), sealed, context)

    def blind_index(self, organisation_id: UUID, text: str | Iterable[str]) -> list[int]:
        """Return the keyed hashes of every word of ``text`` and of its prefixes, sorted: searchable, not readable.

        A telephone number counts as one word of digits beside its parts.
        """
        found: set[str] = set()
        for word in words([text] if isinstance(text, str) else text):
            found.add(word)
            found.update(word[:length] for length in range(SHORTEST, min(len(word), LONGEST) + 1))
        return sorted(self._tokens(organisation_id, found))

    def search_tokens(self, organisation_id: UUID, query: str) -> list[int]:
        """Return the hashes that a row's blind index must all contain to match ``query`` (prefixes match)."""
        asked = {word for word in WORD.findall(normalised(query)) if len(word) >= SHORTEST}
        return sorted(self._tokens(organisation_id, asked))

    def fingerprint(self, organisation_id: UUID, text: str | bytes) -> str:
        """Return a keyed hash of exactly ``text``: equal input is recognised, nothing can be read from it."""
        data = text.encode() if isinstance(text, str) else text
        return keyed_hash(self._organisation_key(organisation_id), b"whole\0" + data).hex()

    def _tokens(self, organisation_id: UUID, found: Iterable[str]) -> set[int]:
        key = self._organisation_key(organisation_id)
        return {self._token(key, word) for word in found}

    def _derive_index_key(self, organisation_id: UUID) -> bytes:
        return self.derive(f"index/{organisation_id}")


def token(key: bytes, word: str) -> int:
    """Return the number that stands for a word in a blind index."""
    return int.from_bytes(keyed_hash(key, word.encode())[:8], "big") >> 1


def keyed_hash(key: bytes, data: bytes) -> bytes:
    """Return HMAC-SHA256 (RFC 2104) with half the work: the key is digested once, not for every word."""
    inner, outer = _pads(key)
    first, second = inner.copy(), outer.copy()
    first.update(data)
    second.update(first.digest())
    return second.digest()


@lru_cache(maxsize=1024)
def _pads(key: bytes) -> "tuple[hashlib._Hash, hashlib._Hash]":
    block = key.ljust(hashlib.sha256().block_size, b"\0")
    return hashlib.sha256(bytes(byte ^ 0x36 for byte in block)), hashlib.sha256(bytes(byte ^ 0x5C for byte in block))


def encrypt(cipher: AESGCM, data: bytes, context: str) -> bytes:
    """Return version, nonce and ciphertext."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + cipher.encrypt(nonce, data, context.encode())


def decrypt(cipher: AESGCM, sealed: bytes, context: str) -> bytes:
    """Return the plain bytes or raise ``Sealed``."""
    if sealed[:1] != VERSION:
        raise Sealed("A sealed value has an unknown form.", hint="It was written by a newer Comptoir, or is damaged.")
    try:
        return cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], context.encode())
    except (InvalidTag, ValueError) as error:
        raise Sealed(
            "A sealed value cannot be opened.", hint="Is the key file the one this home was made with?"
        ) from error


def read_key(key_file: Path) -> bytes:
    """Return the key in a file; one that others may read is refused."""
    return key_of(private_text(key_file), str(key_file))


def private_text(file: Path) -> str:
    """Return the text of a file that nobody else may read. Raises ``KeyProblem``."""
    try:
        if file.stat().st_mode & 0o077:
            raise KeyProblem(f"{file} may be read by others.", hint=f"Run `chmod 600 {file}`.")
        return file.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise KeyProblem(f"{file} cannot be read.", hint="Restore it from a backup.") from error


def key_of(text: str, source: str) -> bytes:
    """Return the key a text spells; ``source`` says where it stands. Raises ``KeyProblem``."""
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise KeyProblem(f"{source} holds no key.", hint="A key is 32 bytes in base64.") from error
    if len(key) != KEY_BYTES:
        raise KeyProblem(f"The key in {source} has the wrong length.", hint="A key is 32 bytes in base64.")
    return key


def plain(key: bytes) -> str:
    """Return the text of a file that holds a key as it is."""
    return base64.b64encode(key).decode() + "\n"


def create_key(key_file: Path, *, text: str | None = None) -> None:
    """Write a key file (a new plain key unless a text is given) if it is missing; of two at once one wins for both."""
    if key_file.exists():
        return
    text = text or plain(SecretBox.new_key())
    try:
        key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = _beside(key_file, text)
        try:
            os.link(partial, key_file)
        except FileExistsError:
            pass
        partial.unlink()
    except OSError as error:
        raise KeyProblem(
            f"{key_file} cannot be written: {error.strerror}.", hint="Check the home directory."
        ) from error


def replace_file(file: Path, text: str) -> None:
    """Exchange a private file for another, whole or not at all. Raises ``KeyProblem``."""
    try:
        _beside(file, text).replace(file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise KeyProblem(f"{file} cannot be written: {error.strerror}.", hint="Check the home directory.") from error


def _beside(file: Path, text: str) -> Path:
    """Write a private file beside another, to the disk, and return it."""
    partial = file.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    return partial


def normalised(text: str) -> str:
    """Return text without case and accents: Müller, MULLER and muller are one."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).replace("ß", "ss")


def words(texts: Iterable[str]) -> set[str]:
    """Return the words of texts, and the digits of a telephone number as one word."""
    found: set[str] = set()
    for text in texts:
        plain = normalised(text)
        found.update(word for word in WORD.findall(plain) if len(word) >= SHORTEST)
        digits = re.sub(r"\D", "", plain)
        if len(digits) >= 6 and not re.search(r"[^\W\d_]", plain):
            found.add(digits)
    return found
