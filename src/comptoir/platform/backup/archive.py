"""The file of a backup: a ZIP whose members are stored as they are, and which ends with the SHA-256 of all before it.

Any ZIP program opens it. Owns that a reader sees a whole file or none, and that one changed byte anywhere is noticed.
Must not know what the members are.
"""

import fcntl
import hashlib
import os
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from comptoir.platform.backup.errors import BackupDamaged, BackupTooNew
from comptoir.platform.engines.errors import storage_full
from comptoir.platform.storage import full_disk_named, settle

FORMAT = 1
MARK = f"comptoir-backup {FORMAT} sha256:"
DIGEST = 64  # letters of a SHA-256, the last of the file
ENDING = re.compile(rb"comptoir-backup (\d+) sha256:([0-9a-f]{64})\Z")
PORTION = 1024 * 1024
# What a backup leaves to the engines: a full disk stops the shop, a missing backup does not.
RESERVE = 256 * 1024 * 1024
PARTIAL = ".partial"


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a backup."""

    name: str
    size: int
    sha256: str


class Lagging:
    """A file that ZIP cannot seek in, and the digest of everything written to it but the last ``DIGEST`` bytes."""

    def __init__(self, file: BinaryIO, *, place: Path, reserve: int) -> None:
        self._file, self._place, self._reserve = file, place, reserve
        self._digest = hashlib.sha256()
        self._tail = b""
        self._unchecked = 0

    def write(self, data: bytes) -> int:
        """Write on; stop before the disk is full."""
        self._unchecked += len(data)
        if self._unchecked >= 16 * PORTION:
            self.leave_room()
        together = self._tail + data
        self._digest.update(together[:-DIGEST])
        self._tail = together[-DIGEST:]
        return self._file.write(data)

    def leave_room(self) -> None:
        """Raise ``StorageFull`` rather than take the space the engines need."""
        self._unchecked = 0
        self._file.flush()
        if shutil.disk_usage(self._place).free < self._reserve:
            raise storage_full("The backup")

    def flush(self) -> None:
        """Hand everything to the system."""
        self._file.flush()

    def digest(self) -> str:
        """Return the digest so far."""
        return self._digest.hexdigest()


class ArchiveWriter:
    """A backup that is being written. Member by member, then ``writing`` ends it."""

    def __init__(self, file: BinaryIO, *, place: Path, reserve: int) -> None:
        self._out = Lagging(file, place=place, reserve=reserve)
        self._out.leave_room()
        self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_STORED, allowZip64=True)  # type: ignore[call-overload]
        self._zip.comment = MARK.encode() + b"0" * DIGEST
        self.members: list[Member] = []

    def add(self, name: str, pieces: Iterable[bytes]) -> Member:
        """Write one member and return what it was."""
        digest, size = hashlib.sha256(), 0
        about = zipfile.ZipInfo(name)
        about.external_attr = 0o600 << 16
        with self._zip.open(about, "w", force_zip64=True) as into:
            for piece in pieces:
                into.write(piece)
                digest.update(piece)
                size += len(piece)
        member = Member(name, size, digest.hexdigest())
        self.members.append(member)
        return member

    def abandon(self) -> None:
        """Write no ending: ZIP would, when it is forgotten."""
        self._zip.fp = None

    def close(self, file: BinaryIO) -> None:
        """Write the ending; the file then proves itself."""
        self._zip.close()
        file.seek(-DIGEST, os.SEEK_END)
        file.write(self._out.digest().encode())


@contextmanager
def writing(path: Path, *, reserve: int = RESERVE) -> Iterator[ArchiveWriter]:
    """Write a backup under another name; it gets its own when it is whole and on the disk, or leaves nothing."""
    partial = path.with_name(f".{path.name}.{os.getpid()}{PARTIAL}")
    with full_disk_named("The backup"):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(path.parent)
        file = os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
        try:
            with file:
                fcntl.flock(file, fcntl.LOCK_EX)
                writer = ArchiveWriter(file, place=path.parent, reserve=reserve)
                try:
                    yield writer
                    writer.close(file)
                except BaseException:
                    writer.abandon()
                    raise
                settle(file)
            os.link(partial, path)  # never over another one
            synced(path.parent)
        finally:
            partial.unlink(missing_ok=True)


def sweep(directory: Path) -> None:
    """Remove what killed processes left half written."""
    for left in directory.glob(f".*{PARTIAL}"):
        try:
            with left.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()
        except OSError:  # in use, or gone meanwhile
            continue


def synced(directory: Path) -> None:
    """Wait until the disk knows the names in a directory."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def prove(path: Path) -> None:
    """Read the whole file and raise ``BackupDamaged`` unless it is, to the byte, what was written."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            file.seek(max(0, size - 128))
            ending = ENDING.search(file.read())
            if ending is None:
                raise BackupDamaged(
                    f"{path} is cut short, or no backup of Comptoir.", hint="Take another one: `comptoir backup list`."
                )
            if int(ending[1]) > FORMAT:
                raise BackupTooNew(
                    f"{path} has form {ending[1].decode()}; this program reads backups up to form {FORMAT}.",
                    hint="Use the newer Comptoir that made it.",
                )
            file.seek(0)
            if _digest(file, length=size - DIGEST) != ending[2].decode():
                raise damaged(path, "its bytes are not those that were written")
    except OSError as error:
        raise BackupDamaged(f"{path} cannot be read: {error.strerror}.", hint="Take another one.") from error


def _digest(file: BinaryIO, *, length: int) -> str:
    digest = hashlib.sha256()
    while length and (piece := file.read(min(PORTION, length))):
        digest.update(piece)
        length -= len(piece)
    return digest.hexdigest()


def damaged(path: Path, what: str) -> BackupDamaged:
    """Return the error for a file that is not what was written."""
    return BackupDamaged(f"{path} is damaged: {what}.", hint="Take another one: `comptoir backup list`.")


@contextmanager
def reading(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a file that was proven."""
    try:
        with zipfile.ZipFile(path) as found:
            yield found
    except (zipfile.BadZipFile, KeyError) as error:
        raise damaged(path, str(error).strip("'\"")) from error


def pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield the bytes of a member."""
    with archive.open(name) as file:
        while piece := file.read(PORTION):
            yield piece
