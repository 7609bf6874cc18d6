"""What a backup says about itself. Read before anything else of it is believed."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from comptoir.platform.backup.archive import Member
from comptoir.platform.backup.keys import WrappedKey

NAME = "manifest.json"
DUMP = "postgresql.dump"
BLOBS = "blobs/"


@dataclass(frozen=True, slots=True)
class Position:
    """Where PostgreSQL stood in the one snapshot that was dumped."""

    schema: str  # Alembic revision
    warehouse_shape: int
    outbox_waiting: int  # changes the warehouse had not taken: a restore projects everything anew
    outbox_last: int  # highest id
    data_versions: dict[str, int]  # by organisation
    rows: dict[str, int]  # by table


@dataclass(frozen=True, slots=True)
class Manifest:
    """Program, position, key and members of a backup."""

    program: str
    created_at: datetime  # aware, UTC
    reason: str
    server: str  # version of PostgreSQL
    position: Position
    key: WrappedKey
    members: tuple[Member, ...]

    def as_bytes(self) -> bytes:
        """Return the JSON that is written."""
        return json.dumps(asdict(self), default=str, indent=1, sort_keys=True).encode()

    @property
    def size(self) -> int:
        """Bytes of all members."""
        return sum(member.size for member in self.members)


def read_manifest(data: bytes) -> Manifest:
    """Return what ``as_bytes`` gave. Raises ``ValueError``, ``KeyError`` or ``TypeError`` for anything else."""
    found: dict[str, Any] = json.loads(data)
    return Manifest(
        program=str(found["program"]),
        created_at=datetime.fromisoformat(found["created_at"]),
        reason=str(found["reason"]),
        server=str(found["server"]),
        position=Position(**found["position"]),
        key=WrappedKey(**found["key"]),
        members=tuple(Member(**member) for member in found["members"]),
    )
