"""Blobs in the home (uploaded files, rejects, reports), encrypted, written and read as streams of any size.

One file a blob: a header with a salt, then chunks of AES-256-GCM under a key of its own, each bound to its place and
the last one marked, so that a cut or reordered file is noticed (the STREAM construction, Hoang et al. 2015).
"""

import asyncio
import errno
import hashlib
import os
import secrets
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from comptoir.kernel.errors import ComptoirError, NotFound, TooLarge
from comptoir.kernel.ids import new_id
from comptoir.platform.engines.errors import storage_full
from comptoir.platform.secrets import SecretBox

MAGIC = b"CMPB\x01"
SALT_BYTES = 16
CHUNK = 64 * 1024
TAG_BYTES = 16
NO_SPACE = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


class BlobDamaged(ComptoirError):
    """A blob's bytes are not those that were written."""

    code = "blob_damaged"


@dataclass(frozen=True, slots=True)
class BlobRef:
    """Where a blob is, how long and what: the SHA-256 is that of the plain bytes."""

    id: UUID
    size: int
    sha256: str


class Storage:
    """The blobs of one home."""

    def __init__(self, directory: Path, *, secrets: SecretBox) -> None:
        self._directory = directory
        self._box = secrets

    async def put(self, stream: AsyncIterable[bytes], *, limit: int | None = None) -> BlobRef:
        """Write a stream and return its reference once it is durable. Raises ``TooLarge`` past ``limit`` bytes."""
        blob = new_id()
        final = self._path(blob)
        await asyncio.to_thread(final.parent.mkdir, mode=0o700, parents=True, exist_ok=True)
        partial = final.with_suffix(".partial")
        with full_disk_named():
            try:
                with partial.open("xb") as file:
                    ref = await self._write(blob, file, stream, limit)
                    await asyncio.to_thread(settle, file)
                partial.rename(final)
            except BaseException:
                partial.unlink(missing_ok=True)
                raise
        return ref

    async def _write(self, blob: UUID, file: BinaryIO, stream: AsyncIterable[bytes], limit: int | None) -> BlobRef:
        salt = secrets.token_bytes(SALT_BYTES)
        file.write(MAGIC + salt)
        cipher, digest, waiting, size, place = self._cipher(blob, salt), hashlib.sha256(), bytearray(), 0, 0
        async for piece in stream:
            size += len(piece)
            if limit is not None and size > limit:
                raise TooLarge(f"The file is larger than {limit:,} bytes.", hint="Split it, or raise the limit.")
            digest.update(piece)
            waiting += piece
            while len(waiting) > CHUNK:
                file.write(cipher.encrypt(nonce(place, last=False), bytes(waiting[:CHUNK]), None))
                del waiting[:CHUNK]
                place += 1
        file.write(cipher.encrypt(nonce(place, last=True), bytes(waiting), None))
        return BlobRef(blob, size, digest.hexdigest())

    async def open(self, blob: UUID) -> AsyncIterator[bytes]:
        """Yield the plain bytes in pieces of up to 64 KiB. Raises ``NotFound`` or ``BlobDamaged``."""
        for piece in self.read(blob):
            yield piece
            await asyncio.sleep(0)

    def read(self, blob: UUID) -> Iterator[bytes]:
        """Like ``open``, for threads and worker processes."""
        try:
            file = self._path(blob).open("rb")
        except FileNotFoundError as error:
            raise NotFound("The stored file is gone.", hint="Upload it again.") from error
        with file:
            head = file.read(len(MAGIC) + SALT_BYTES)
            if head[: len(MAGIC)] != MAGIC:
                raise BlobDamaged("A stored file has an unknown form.", hint="Restore it from a backup.")
            cipher, place = self._cipher(blob, head[len(MAGIC) :]), 0
            piece = file.read(CHUNK + TAG_BYTES)
            while piece:
                following = file.read(CHUNK + TAG_BYTES)
                try:
                    yield cipher.decrypt(nonce(place, last=not following), piece, None)
                except InvalidTag as error:
                    raise BlobDamaged("A stored file is damaged.", hint="Restore it from a backup.") from error
                piece, place = following, place + 1

    async def copy_to(self, blob: UUID, target: Path) -> None:
        """Write the plain bytes to a file only this user may read, for readers that need to seek. Delete it after use."""
        await asyncio.to_thread(self._copy, blob, target)

    def _copy(self, blob: UUID, target: Path) -> None:
        with full_disk_named(), os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for piece in self.read(blob):
                file.write(piece)

    async def delete(self, blob: UUID) -> None:
        """Remove a blob; one that is gone already is fine."""
        self._path(blob).unlink(missing_ok=True)

    def _path(self, blob: UUID) -> Path:
        name = blob.hex
        return self._directory / name[-2:] / name

    def _cipher(self, blob: UUID, salt: bytes) -> AESGCM:
        return AESGCM(self._box.derive(f"blob/{blob}/{salt.hex()}"))


def nonce(place: int, *, last: bool) -> bytes:
    """Return the nonce of a chunk: its place and whether it is the last. The key is the file's own."""
    return place.to_bytes(11, "big") + bytes([last])


def settle(file: BinaryIO) -> None:
    """Wait until the disk has the file."""
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def full_disk_named(what: str = "The store of files") -> Iterator[None]:
    """Turn the system's error for a full disk into the product's; ``what`` is who wrote."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_SPACE:
            raise storage_full(what) from error
        raise
