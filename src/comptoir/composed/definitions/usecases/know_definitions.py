"""An organisation's definitions as the semantic layer takes them, read anew when a write is seen.

Remembered for moments: a write of this process is seen at once, one of another process after ``REMEMBERED`` seconds,
and at once by a question that names what is not known yet.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from comptoir.composed.definitions.contracts import METRIC
from comptoir.composed.definitions.model.reading import OwnDefinition, read_definition
from comptoir.composed.definitions.repository import definitions
from comptoir.composed.definitions.repository.definitions import DefinitionRow
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor, system_actor
from comptoir.kernel.errors import ComptoirError
from comptoir.platform.context import Platform
from comptoir.semantic.extending import Own, OwnGrouping, OwnMetric

REMEMBERED = 2.0
NOBODY = "the host"


@dataclass(slots=True)
class Known:
    """What was read of an organisation, and when."""

    at: float
    revision: int
    own: Own


@dataclass(slots=True)
class Memory:
    """What one process remembers of all organisations."""

    known: dict[UUID, Known] = field(default_factory=dict)
    reading: defaultdict[UUID, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))


_memories: "WeakKeyDictionary[Any, Memory]" = WeakKeyDictionary()


async def own_definitions(actor: Actor, platform: Platform, *, refresh: bool = False) -> Own:
    """Return the definitions of the actor's organisation: the same object until one of them changes."""
    memory = _memories.setdefault(platform.database, Memory())
    organisation, asked = actor.organisation_id, time.monotonic()
    async with memory.reading[organisation]:
        known = memory.known.get(organisation)
        if known is not None and known.at >= (asked if refresh else asked - REMEMBERED):
            return known.own
        at, reader = time.monotonic(), system_actor(organisation)
        async with platform.database.begin(reader) as uow:
            revision = await definitions.revision(uow)
            rows = [] if known and known.revision == revision else await definitions.every(uow)
        if known is None or known.revision != revision:
            own = own_of(rows, called=await _names(reader, platform, rows))
            known = Known(at, revision, own)
        memory.known[organisation] = Known(at, revision, known.own)
        return known.own


def own_of(rows: Sequence[DefinitionRow], *, called: Mapping[UUID, str]) -> Own:
    """Return what rows define; what is deleted or can no longer be read is absent, with a sentence."""
    found: list[OwnDefinition] = []
    absent: dict[str, str] = {}
    for row in rows:
        if row.deleted_at is not None:
            absent[row.key] = deleted_sentence(row, called)
            continue
        try:
            found.append(definition_of(row, called=called))
        except ComptoirError as error:
            absent[row.key] = f"{row.label} cannot be worked out: {error.message}"
    return Own(
        metrics=tuple(one for one in found if isinstance(one, OwnMetric)),
        groupings=tuple(one for one in found if isinstance(one, OwnGrouping)),
        absent=absent,
    )


def definition_of(row: DefinitionRow, *, called: Mapping[UUID, str], **other: Any) -> OwnDefinition:
    """Return the definition of a row; ``other`` stands in for some of its columns."""
    values = {"label": row.label, "description": row.description, "body": row.body, "version": row.version} | other
    owner = called.get(row.owner_id, NOBODY)
    return read_definition(key=row.key, kind=row.kind, owner=owner, certified=row.certified, **values)


def deleted_sentence(row: DefinitionRow, called: Mapping[UUID, str]) -> str:
    """Return who deleted a definition, when, and who can bring it back."""
    by, owner = called.get(row.deleted_by, NOBODY), called.get(row.owner_id, NOBODY)
    who = owner if owner == by else f"{owner} or {by}"
    what = "metric" if row.kind == METRIC else "grouping"
    when = row.deleted_at.date().isoformat()
    return (
        f"The {what} {row.label!r} ({row.key}) was deleted by {by} on {when}. "
        f"{who}, or anybody who may certify definitions, can restore it."
    )


async def names_in(actor: Actor, platform: Platform, rows: Sequence[Any]) -> Mapping[UUID, str]:
    """Return how the people of rows are called."""
    columns = ("owner_id", "saved_by", "deleted_by", "certified_by")
    ids: set[UUID] = {found for row in rows for column in columns if (found := getattr(row, column, None))}
    return await identity.names_of(actor, platform, users=ids)


async def _names(actor: Actor, platform: Platform, rows: Sequence[DefinitionRow]) -> Mapping[UUID, str]:
    return await names_in(actor, platform, rows) if rows else {}
