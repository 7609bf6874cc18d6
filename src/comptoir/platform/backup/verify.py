"""Looking at a backup without believing it: every byte, every member, the whole dump."""

import hashlib
import re
from pathlib import Path
from zipfile import ZipFile

from comptoir.platform.backup import archive, dump, manifest
from comptoir.platform.backup.archive import Member
from comptoir.platform.backup.manifest import Manifest

# A name becomes a path when it is restored: only these do. Whoever can forge a backup can forge its digests too.
KNOWN = re.compile(rf"{re.escape(manifest.DUMP)}|{manifest.BLOBS}[0-9a-f]{{32}}")


def verify(path: Path) -> Manifest:
    """Return what a whole backup says about itself. Raises ``BackupDamaged`` or ``BackupTooNew``."""
    archive.prove(path)
    with archive.reading(path) as found:
        try:
            told = manifest.read_manifest(found.read(manifest.NAME))
        except (ValueError, TypeError) as error:
            raise archive.damaged(path, "what it says about itself cannot be read") from error
        names = [*(member.name for member in told.members), manifest.NAME]
        if sorted(names) != sorted(found.namelist()):
            raise archive.damaged(path, "it does not hold what it says")
        for member in told.members:
            if not KNOWN.fullmatch(member.name):
                raise archive.damaged(path, "it holds a part that no backup has")
            if _look(found, member.name) != member:
                raise archive.damaged(path, f"{member.name} is not what was written")
        wrong = dump.readable(archive.pieces(found, manifest.DUMP))
    if wrong is not None:
        raise archive.damaged(path, f"the dump cannot be read: {wrong}")
    return told


def _look(found: ZipFile, name: str) -> Member:
    digest, size = hashlib.sha256(), 0
    for piece in archive.pieces(found, name):
        digest.update(piece)
        size += len(piece)
    return Member(name, size, digest.hexdigest())
