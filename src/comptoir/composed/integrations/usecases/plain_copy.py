"""A plain copy of an uploaded file for readers that need to seek; only this user may read it, and it goes at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from comptoir.platform.context import Platform


@asynccontextmanager
async def plain_copy(platform: Platform, *, blob_id: UUID, name: str) -> AsyncIterator[Path]:
    """Yield the path of the copy. Its name ends as the upload's does."""
    with platform.spool.place("import") as directory:
        path = directory / f"upload{''.join(Path(name).suffixes[-2:])[:20]}"
        await platform.storage.copy_to(blob_id, path)
        yield path
