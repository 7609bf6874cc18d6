"""The inbox as people see it: pages of deliveries, one store's last and today's, one body; editing and setting aside.

Owns the statements. Who may see what, the callers decide: every function is told which stores it may look at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import TextClause, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.dialects.postgresql import TEXT as WORD

from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.inbox import IGNORED, PARKED, Claimed

_COLUMNS = (
    "id, store_id, platform, topic, delivery_id, state, reason, received_at, settled_at, attempts, size, edited_at, "
    "edited_by"
)
_STORES = bindparam("stores", type_=ARRAY(Uuid))


@dataclass(frozen=True, slots=True)
class Kept:
    """A delivery as lists show it: without its body."""

    id: UUID
    store_id: UUID
    platform: str
    topic: str
    delivery_id: str
    state: str
    reason: str | None
    received_at: datetime
    settled_at: datetime | None
    attempts: int
    size: int
    edited_at: datetime | None
    edited_by: UUID | None


async def page(
    uow: UnitOfWork, *, stores: Sequence[UUID], states: Sequence[str], before: UUID | None, limit: int
) -> list[Kept]:
    """Return deliveries of these stores, newest first; no states means all. ``before``: ids smaller than this one."""
    values: dict[str, object] = {
        "organisation": uow.actor.organisation_id,
        "stores": list(stores),
        "before": before,
        "limit": limit,
        "states": list(states),
    }
    statement = _page(parked=tuple(states) == (PARKED,), some=bool(states), later=before is not None)
    used = {name: values[name] for name in statement.compile().params}
    return [Kept(**row._mapping) for row in await uow.execute(statement, used)]


@cache
def _page(*, parked: bool, some: bool, later: bool) -> TextClause:
    """Return the statement for what is asked. Each store is read by its own index from the newest on, then merged.

    What is parked is nearly nothing and asked for all the time: said as it is, so that its own index is used.
    """
    conditions = "".join(
        f" and {condition}"
        for condition, is_asked in (
            (f"state = '{PARKED}'", parked),
            ("state = any(:states)", some and not parked),
            ("id < :before", later),
        )
        if is_asked
    )
    newest = f"where organisation_id = :organisation and store_id = {{store}}{conditions} order by id desc limit :limit"
    if parked:
        statement = f"select {_COLUMNS} from inbox {newest.format(store='any(:stores)')}"
    else:
        statement = (
            f"select {_COLUMNS} from unnest(:stores) as s (store) cross join lateral "
            f"(select {_COLUMNS} from inbox {newest.format(store='s.store')}) found order by id desc limit :limit"
        )
    found = text(statement).bindparams(_STORES)
    if later:
        found = found.bindparams(bindparam("before", type_=Uuid))
    return found.bindparams(bindparam("states", type_=ARRAY(WORD))) if some and not parked else found


_ONE = text(f"""
select {_COLUMNS} from inbox where organisation_id = :organisation and store_id = any(:stores) and id = :id
""").bindparams(_STORES, bindparam("id", type_=Uuid))


async def find(uow: UnitOfWork, *, stores: Sequence[UUID], delivery_id: UUID) -> Kept | None:
    """Return one delivery if it belongs to one of these stores."""
    values = {"organisation": uow.actor.organisation_id, "stores": list(stores), "id": delivery_id}
    row = (await uow.execute(_ONE, values)).first()
    return Kept(**row._mapping) if row is not None else None


_SEALED = text("""
select day, id, store_id, platform, topic, headers, received_at, attempts, body, subject_id, original from inbox
where organisation_id = :organisation and store_id = :store and id = :id for update
""")


async def sealed(uow: UnitOfWork, *, kept: Kept) -> Claimed:
    """Return a delivery with its sealed bodies, locked until the transaction ends."""
    values = {"organisation": uow.actor.organisation_id, "store": kept.store_id, "id": kept.id}
    return Claimed(**(await uow.execute(_SEALED, values)).one()._mapping)


_EDIT = text("""
update inbox set original = coalesce(original, body), body = :body, edited_at = :now, edited_by = :editor,
  state = 'new', reason = null, settled_at = null
where organisation_id = :organisation and store_id = :store and id = :id and state = 'parked'
""")


async def replace_body(uow: UnitOfWork, *, kept: Kept, body: bytes, now: datetime) -> bool:
    """Put another sealed body beside the one received and hand the delivery to the pump; only one that is parked."""
    values = {
        "organisation": uow.actor.organisation_id,
        "store": kept.store_id,
        "id": kept.id,
        "body": body,
        "now": now,
        "editor": uow.actor.user_id,
    }
    return (await uow.execute(_EDIT, values)).rowcount > 0


_SET_ASIDE = text(f"""
update inbox set state = '{IGNORED}', reason = :reason, settled_at = :now
where organisation_id = :organisation and store_id = :store and id = :id and state = '{PARKED}'
""")


async def set_aside(uow: UnitOfWork, *, kept: Kept, reason: str, now: datetime) -> bool:
    """Let a parked delivery rest for good; only one that is parked."""
    values = {"organisation": uow.actor.organisation_id, "store": kept.store_id, "id": kept.id}
    return (await uow.execute(_SET_ASIDE, values | {"reason": reason, "now": now})).rowcount > 0


_COUNT = text("""
select count(*) from inbox
where organisation_id = :organisation and store_id = :store and day >= cast(:since as timestamptz)::date - 1
  and received_at >= :since
""").bindparams(bindparam("since", type_=TIMESTAMP(timezone=True)))


async def count_since(uow: UnitOfWork, *, store_id: UUID, since: datetime) -> int:
    """Return how many deliveries of a store arrived at or after an instant."""
    values = {"organisation": uow.actor.organisation_id, "store": store_id, "since": since}
    return int((await uow.execute(_COUNT, values)).scalar_one())


_SPOKE = text("""
select exists (
  select from inbox where organisation_id = :organisation and store_id = :store and received_at > :since
    and not topic = any(:topics)
)
""").bindparams(bindparam("topics", type_=ARRAY(WORD)), bindparam("since", type_=TIMESTAMP(timezone=True)))


async def spoke_since(uow: UnitOfWork, *, store_id: UUID, since: datetime, silent: Sequence[str]) -> bool:
    """Return whether a store's platform delivered after an instant; ``silent`` topics do not count."""
    values = {
        "organisation": uow.actor.organisation_id,
        "store": store_id,
        "since": since,
        "topics": list(silent),
    }
    return bool((await uow.execute(_SPOKE, values)).scalar_one())
