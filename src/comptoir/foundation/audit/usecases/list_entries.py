"""Search the trail and take it away."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from uuid import UUID

import msgspec

from comptoir.foundation.audit import repository
from comptoir.foundation.audit.contracts import Kept, Page, Search
from comptoir.foundation.audit.errors import WrongSearch
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.kernel.spreadsheet import csv_rows
from comptoir.platform.audit import COLUMNS
from comptoir.platform.context import Platform

MOST = 200
BATCH = 2_000
COLUMNS_OUT = (*COLUMNS, "sequence", "hash")


async def list_entries(
    actor: Actor,
    platform: Platform,
    *,
    organisations: Collection[UUID],
    wanted: Search,
    cursor: str | None,
    limit: int,
) -> Page:
    """Return a page, newest first. Raises ``WrongSearch`` for a cursor that is none."""
    before, limit = _read_cursor(cursor), max(1, min(limit, MOST))
    async with platform.database.begin_system() as uow:
        found = await repository.page(uow, organisations=organisations, wanted=wanted, before=before, limit=limit + 1)
    items = found[:limit]
    people = {one.entry.user_id for one in items if one.entry.user_id}
    names = await identity.names_of(actor, platform, users=people)
    return Page(items, names, _cursor(items[-1]) if len(found) > limit else None)


async def batches(platform: Platform, *, organisations: Collection[UUID], wanted: Search) -> AsyncIterator[list[Kept]]:
    """Yield all entries of a search, newest first; a batch is a transaction, so a slow reader holds no connection."""
    before: tuple[datetime, UUID] | None = None
    while True:
        async with platform.database.begin_system() as uow:
            found = await repository.page(uow, organisations=organisations, wanted=wanted, before=before, limit=BATCH)
        if found:
            yield found
        if len(found) < BATCH:
            return
        before = found[-1].entry.at, found[-1].entry.id


async def csv_file(found: AsyncIterator[list[Kept]]) -> AsyncIterator[bytes]:
    """Yield entries as CSV with a head."""
    yield csv_rows([COLUMNS_OUT])
    async for batch in found:
        yield csv_rows([_cell(value) for value in row_of(one).values()] for one in batch)


async def json_lines(found: AsyncIterator[list[Kept]]) -> AsyncIterator[bytes]:
    """Yield entries as JSON, one a line: exactly what was sealed, with place and link."""
    async for batch in found:
        yield b"".join(msgspec.json.encode(row_of(one)) + b"\n" for one in batch)


def row_of(kept: Kept) -> dict[str, object]:
    """Return an entry's fields by name."""
    return {
        **{name: getattr(kept.entry, name) for name in COLUMNS},
        "sequence": kept.sequence,
        "hash": kept.hash.hex() if kept.hash else None,
    }


def _cell(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return None if value is None else str(value)


def _cursor(last: Kept) -> str:
    return f"{last.entry.at.isoformat(timespec='microseconds')}~{last.entry.id}"


def _read_cursor(cursor: str | None) -> tuple[datetime, UUID] | None:
    if not cursor:
        return None
    at, _, key = cursor.partition("~")
    try:
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None:
            raise ValueError("an instant without its offset")
        return instant, UUID(key)
    except ValueError as error:
        raise WrongSearch("The cursor cannot be read.", hint="Begin with the first page.", field="cursor") from error
