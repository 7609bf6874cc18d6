"""Keep an import's rejected rows as an encrypted blob, for the download."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from comptoir.composed.integrations import repository
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform

_CHUNK = 1 << 18


async def keep_rejects(actor: Actor, platform: Platform, *, import_id: UUID, path: Path) -> None:
    """Store the file and forget the one of an earlier run."""
    ref = await platform.storage.put(file_chunks(path))
    async with platform.database.begin(actor) as uow:
        row = await repository.find(uow, import_id=import_id, lock=True)
        await repository.change(uow, import_id=import_id, values={"rejects_blob_id": ref.id})
        old = None if row is None else row.rejects_blob_id
        if old is not None:
            uow.on_commit(lambda: platform.storage.delete(old))


async def file_chunks(path: Path) -> AsyncIterator[bytes]:
    """Yield a file's bytes."""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
