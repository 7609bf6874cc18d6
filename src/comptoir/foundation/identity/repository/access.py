"""Roles, groups of stores and what members see, in SQL; and how a row of a membership becomes a grant."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Text, Uuid, delete, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert

from comptoir.foundation.identity.contracts import Access, Grant, Role, StoreGroup
from comptoir.foundation.identity.permissions import ROLES, column_scope, held
from comptoir.foundation.identity.tables import memberships, roles, store_groups, users
from comptoir.kernel.actor import Scope
from comptoir.platform.database.unit_of_work import UnitOfWork

_OF_ROLE = "select r.permissions from roles r where r.organisation_id = memberships.organisation_id and r.key = memberships.role"
_OF_GROUPS = (
    "select coalesce(array_agg(distinct s), '{}') from store_groups g cross join unnest(g.stores) s "
    "where g.organisation_id = memberships.organisation_id and g.key = any (memberships.store_groups)"
)
# What a membership grants, in one read with whatever it is joined to.
GRANTED = (
    memberships.c.role.label("granted_role"),
    memberships.c.stores.label("granted_stores"),
    memberships.c.store_groups.label("granted_groups"),
    memberships.c.channels.label("granted_channels"),
    memberships.c.sales_rep.label("granted_sales_rep"),
    memberships.c.column_rules.label("granted_columns"),
    literal_column(f"({_OF_ROLE})", ARRAY(Text)).label("granted_permissions"),
    literal_column(f"({_OF_GROUPS})", ARRAY(Uuid)).label("granted_group_stores"),
)


def grant_in(row: Row[Any]) -> Grant | None:
    """Read a grant from a row with ``GRANTED``; None where no membership was joined."""
    if row.granted_role is None:
        return None
    access = Access(
        stores=_several(row.granted_stores),
        store_groups=_several(row.granted_groups),
        channels=_several(row.granted_channels),
        sales_rep=row.granted_sales_rep,
        columns=row.granted_columns,
    )
    scope = scope_of(access, grouped=row.granted_group_stores or ())
    return Grant(row.granted_role, held(row.granted_role, own=row.granted_permissions), scope)


def access_in(row: Row[Any]) -> Access:
    """Read what was granted from a row of memberships or of tokens, which follow no groups and no representative."""
    return Access(
        stores=_several(row.stores),
        store_groups=_several(getattr(row, "store_groups", None)),
        channels=_several(row.channels),
        sales_rep=getattr(row, "sales_rep", None),
        columns=row.column_rules,
    )


def scope_of(access: Access, *, grouped: Sequence[UUID] = ()) -> Scope:
    """Return the scope that was granted; ``grouped`` are the stores of its groups as they are now."""
    is_limited = access.stores is not None or access.store_groups is not None
    columns = column_scope(access.columns)
    return Scope(
        stores=frozenset((*(access.stores or ()), *grouped)) if is_limited else None,
        channels=frozenset(access.channels) if access.channels is not None else None,
        sales_rep=access.sales_rep,
        masked=columns.masked,
        denied=columns.denied,
    )


def _several(values: Sequence[Any] | None) -> tuple[Any, ...] | None:
    return None if values is None else tuple(values)


async def grant_of(uow: UnitOfWork, *, organisation_id: UUID, user_id: UUID) -> Grant | None:
    """Return what a person holds in an organisation; None for others and for people who may not sign in."""
    mine = (memberships.c.organisation_id == organisation_id, memberships.c.user_id == user_id)
    statement = select(*GRANTED).join(users, users.c.id == memberships.c.user_id).where(*mine)
    row = (await uow.execute(statement.where(users.c.disabled_at.is_(None)))).one_or_none()
    return grant_in(row) if row else None


async def set_membership(uow: UnitOfWork, *, organisation_id: UUID, user_id: UUID, role: str, access: Access) -> None:
    """Store a member's role and what they see."""
    mine = (memberships.c.organisation_id == organisation_id, memberships.c.user_id == user_id)
    await uow.execute(update(memberships).where(*mine).values(role=role, **access_values(access)))


def access_values(access: Access) -> Mapping[str, Any]:
    """Return what is stored of an access."""
    return {
        "stores": _listed(access.stores),
        "store_groups": _listed(access.store_groups),
        "channels": _listed(access.channels),
        "sales_rep": access.sales_rep,
        "column_rules": dict(access.columns),
    }


def _listed(values: Sequence[Any] | None) -> list[Any] | None:
    return None if values is None else list(values)


async def lock_members(uow: UnitOfWork, *, organisation_id: UUID) -> None:
    """Keep others from changing memberships of an organisation until this transaction ends: owners are counted."""
    statement = select(memberships.c.user_id).where(memberships.c.organisation_id == organisation_id)
    await uow.execute(statement.order_by(memberships.c.user_id).with_for_update())


async def remove_membership(uow: UnitOfWork, *, organisation_id: UUID, user_id: UUID) -> None:
    """Take a person out of an organisation."""
    mine = (memberships.c.organisation_id == organisation_id, memberships.c.user_id == user_id)
    await uow.execute(delete(memberships).where(*mine))


async def owners(uow: UnitOfWork, *, organisation_id: UUID) -> frozenset[UUID]:
    """Return who owns an organisation and may sign in."""
    statement = (
        select(memberships.c.user_id)
        .join(users, users.c.id == memberships.c.user_id)
        .where(memberships.c.organisation_id == organisation_id, memberships.c.role == "owner")
    )
    return frozenset((await uow.execute(statement.where(users.c.disabled_at.is_(None)))).scalars())


async def holders(uow: UnitOfWork, *, organisation_id: UUID) -> Mapping[str, int]:
    """Return how many members hold each role."""
    mine = memberships.c.organisation_id == organisation_id
    rows = await uow.execute(select(memberships.c.role, func.count()).where(mine).group_by(memberships.c.role))
    return {row[0]: int(row[1]) for row in rows}


async def replace_role(uow: UnitOfWork, *, organisation_id: UUID, role: str, by: str) -> None:
    """Give everybody who holds a role another one."""
    mine = (memberships.c.organisation_id == organisation_id, memberships.c.role == role)
    await uow.execute(update(memberships).where(*mine).values(role=by))


async def own_roles(uow: UnitOfWork, *, organisation_id: UUID) -> Sequence[Role]:
    """Return the roles of an organisation's own, by name."""
    statement = select(roles).where(roles.c.organisation_id == organisation_id).order_by(roles.c.name, roles.c.key)
    return [
        Role(row.key, row.name, row.description, held(row.key, own=row.permissions), False, row.based_on)
        for row in (await uow.execute(statement)).all()
        if row.key not in ROLES
    ]


async def put_role(uow: UnitOfWork, *, organisation_id: UUID, role: Role, at: datetime) -> None:
    """Store a role, new or changed."""
    values = {"name": role.name, "description": role.description, "permissions": sorted(role.permissions)}
    keys = {"organisation_id": organisation_id, "key": role.key}
    statement = upsert(roles).values(**keys, **values, based_on=role.based_on, created_at=at)
    await uow.execute(statement.on_conflict_do_update(constraint="pk_roles", set_=values))


async def remove_role(uow: UnitOfWork, *, organisation_id: UUID, key: str) -> None:
    """Remove a role that nobody holds any more."""
    await uow.execute(delete(roles).where(roles.c.organisation_id == organisation_id, roles.c.key == key))


async def groups(uow: UnitOfWork, *, organisation_id: UUID) -> Sequence[StoreGroup]:
    """Return the groups of stores, by name."""
    mine = store_groups.c.organisation_id == organisation_id
    rows = await uow.execute(select(store_groups).where(mine).order_by(store_groups.c.name, store_groups.c.key))
    return [StoreGroup(row.key, row.name, tuple(row.stores)) for row in rows]


async def put_group(uow: UnitOfWork, *, organisation_id: UUID, group: StoreGroup, at: datetime) -> None:
    """Store a group of stores, new or changed."""
    values = {"name": group.name, "stores": list(group.stores)}
    keys = {"organisation_id": organisation_id, "key": group.key}
    statement = upsert(store_groups).values(**keys, **values, created_at=at)
    await uow.execute(statement.on_conflict_do_update(constraint="pk_store_groups", set_=values))


async def remove_group(uow: UnitOfWork, *, organisation_id: UUID, key: str) -> None:
    """Remove a group of stores; who saw stores by it alone sees none of them any more."""
    mine = (store_groups.c.organisation_id == organisation_id, store_groups.c.key == key)
    await uow.execute(delete(store_groups).where(*mine))
