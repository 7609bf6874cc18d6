"""Learning what became visible: signals on a connection of their own, and one look at all watched organisations.

A lost signal is harmless, because every look finds what it would have told.
"""

from collections.abc import Collection, Mapping
from contextlib import aclosing
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from comptoir.platform.context import Platform
from comptoir.platform.live.ports import Heard, State
from comptoir.platform.signals import hear, read_versions

# A delivery that was tried and waits for another is no stall: only what nobody looked at counts.
_LOOK = text("""
select o.id, coalesce(v.data_version, 0) as data_version, coalesce(v.as_of, now()) as as_of,
  least(
    (select min(created_at) from outbox where organisation_id = o.id and state = 'new'),
    (select received_at from inbox where organisation_id = o.id and state = 'new' and attempts = 0 order by id limit 1)
  ) as waiting,
  exists (select from warehouse_state where state <> 'ready') as rebuilding,
  (select coalesce(sum(version), 0) from shared_versions) as shared_version
from unnest(:organisations) as o(id) left join data_versions v on v.organisation_id = o.id
""").bindparams(bindparam("organisations", type_=ARRAY(Uuid)))


async def look(platform: Platform, organisations: Collection[UUID]) -> Mapping[UUID, State]:
    """Return how organisations stand now."""
    now = platform.clock()
    async with platform.database.begin_system() as uow:
        rows = (await uow.execute(_LOOK, {"organisations": list(organisations)})).all()
    return {
        row.id: State(
            data_version=int(row.data_version),
            shared_version=int(row.shared_version),
            as_of=now if row.waiting is None and not row.rebuilding else row.as_of,
            waiting=row.waiting,
            rebuilding=row.rebuilding,
        )
        for row in rows
    }


async def listen(platform: Platform, heard: Heard, *, channel: str) -> None:
    """Hand on every signal of a channel until the connection ends; begin with the news that any may have been missed."""
    async with aclosing(hear(platform, channel=channel)) as told:
        async for text_or_none in told:
            heard(None if text_or_none is None else read_versions(text_or_none))
