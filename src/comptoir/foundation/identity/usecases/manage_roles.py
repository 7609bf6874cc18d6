"""Roles and groups of stores of an organisation's own. Nobody gives what they do not hold; built-in roles stay."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import Role, RoleChange, StoreGroup
from comptoir.foundation.identity.errors import BuiltInRole, RoleExists, RoleInUse
from comptoir.foundation.identity.permissions import (
    ROLES,
    ROLES_WRITE,
    check_permissions,
    of_role,
    unknown_role,
)
from comptoir.foundation.identity.repository import access as stored
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden, Invalid
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork

MOST_ROLES = 100
LONGEST_NAME, LONGEST_DESCRIPTION = 60, 300


async def all_roles(uow: UnitOfWork, *, organisation_id: UUID) -> list[Role]:
    """Return the built-in roles and the organisation's own, with how many members hold each."""
    holders = await stored.holders(uow, organisation_id=organisation_id)
    built_in = [Role(key, key.title(), text, of_role(key), is_builtin=True) for key, text in ROLES.items()]
    own = await stored.own_roles(uow, organisation_id=organisation_id)
    return [replace(role, members=holders.get(role.key, 0)) for role in (*built_in, *own)]


async def role_named(uow: UnitOfWork, *, organisation_id: UUID, key: str) -> Role:
    """Return a role, or raise ``UnknownRole`` with what was probably meant."""
    known = {role.key: role for role in await all_roles(uow, organisation_id=organisation_id)}
    if key not in known:
        raise unknown_role(key, known=known)
    return known[key]


def check_giving(actor: Actor, permissions: frozenset[str]) -> None:
    """Raise ``Forbidden`` naming a permission the actor does not hold: it cannot be given on."""
    for permission in sorted(permissions):
        if not actor.may(permission):
            raise Forbidden(
                f"You cannot give {permission}: you do not hold it yourself.",
                hint="Ask somebody who holds it.",
                field="permissions",
            )


async def create_role(
    actor: Actor,
    platform: Platform,
    *,
    name: str,
    description: str,
    permissions: Sequence[str] | None,
    based_on: str | None,
) -> Role:
    """Store a new role: of permissions, or with those of the role it is based on."""
    actor.require(ROLES_WRITE)
    named = _name(name)
    key = model.slug_of(named)
    async with platform.database.begin_system(by=actor) as uow:
        known = {role.key: role for role in await all_roles(uow, organisation_id=actor.organisation_id)}
        if based_on is not None and based_on not in known:
            raise unknown_role(based_on, known=known)
        if key in known:
            raise RoleExists(f"There is a role {key} already.", hint="Choose another name.", field="name")
        if len(known) - len(ROLES) >= MOST_ROLES:
            raise Invalid(f"An organisation has at most {MOST_ROLES} roles of its own.", field="name")
        base = known[based_on].permissions if based_on is not None else frozenset()
        wanted = base if permissions is None else check_permissions(permissions)
        check_giving(actor, wanted)
        role = Role(key, named, _description(description), wanted, is_builtin=False, based_on=based_on)
        await stored.put_role(uow, organisation_id=actor.organisation_id, role=role, at=platform.clock())
        uow.audit("role.created", key, after=said(role))
    return role


async def change_role(actor: Actor, platform: Platform, *, key: str, change: RoleChange) -> Role:
    """Store what is given of a change. Whoever holds the role has it within two seconds, open connections included."""
    actor.require(ROLES_WRITE)
    async with platform.database.begin_system(by=actor) as uow:
        before = await _own(uow, actor, key)
        wanted = before.permissions if change.permissions is None else check_permissions(change.permissions)
        check_giving(actor, wanted)
        after = replace(
            before,
            name=before.name if change.name is None else _name(change.name),
            description=before.description if change.description is None else _description(change.description),
            permissions=wanted,
        )
        await stored.put_role(uow, organisation_id=actor.organisation_id, role=after, at=platform.clock())
        uow.audit("role.changed", key, before=said(before), after=said(after))
    return after


async def delete_role(actor: Actor, platform: Platform, *, key: str, replacement: str | None) -> None:
    """Remove a role; whoever holds it gets the replacement. Raises ``RoleInUse`` without one."""
    actor.require(ROLES_WRITE)
    async with platform.database.begin_system(by=actor) as uow:
        await stored.lock_members(uow, organisation_id=actor.organisation_id)
        role = await _own(uow, actor, key)
        if role.members:
            if replacement is None or replacement == key:
                raise RoleInUse(
                    f"{role.members} {'member holds' if role.members == 1 else 'members hold'} the role {role.name}.",
                    hint="Name the role they get instead.",
                    field="replacement",
                )
            given = await role_named(uow, organisation_id=actor.organisation_id, key=replacement)
            check_giving(actor, given.permissions)
            if given.key == "owner":
                raise Forbidden("Owners are made one by one.", field="replacement")
            await stored.replace_role(uow, organisation_id=actor.organisation_id, role=key, by=given.key)
        await stored.remove_role(uow, organisation_id=actor.organisation_id, key=key)
        uow.audit("role.deleted", key, before=said(role), after={"replacement": replacement} if role.members else None)


async def save_group(
    actor: Actor, platform: Platform, *, key: str | None, name: str, stores: Sequence[UUID]
) -> StoreGroup:
    """Store a group of stores, new without a key. Only stores the actor sees can be put in one."""
    actor.require(ROLES_WRITE)
    _check_sight(actor, stores)
    async with platform.database.begin_system(by=actor) as uow:
        known = {one.key: one for one in await stored.groups(uow, organisation_id=actor.organisation_id)}
        made = key or model.slug_of(_name(name))
        before = known.get(made)
        if key is None and before is not None:
            raise RoleExists(f"There is a group {made} already.", hint="Choose another name.", field="name")
        if before is not None:
            _check_sight(actor, before.stores)
        group = StoreGroup(made, _name(name), tuple(dict.fromkeys(stores)))
        await stored.put_group(uow, organisation_id=actor.organisation_id, group=group, at=platform.clock())
        uow.audit(
            "store_group.saved",
            made,
            before=None if before is None else {"stores": [str(one) for one in before.stores]},
            after={"name": group.name, "stores": [str(one) for one in group.stores]},
        )
    return group


async def delete_group(actor: Actor, platform: Platform, *, key: str) -> None:
    """Remove a group of stores; who saw stores by it alone sees none of them any more."""
    actor.require(ROLES_WRITE)
    async with platform.database.begin_system(by=actor) as uow:
        known = {one.key: one for one in await stored.groups(uow, organisation_id=actor.organisation_id)}
        if key in known:
            _check_sight(actor, known[key].stores)
            await stored.remove_group(uow, organisation_id=actor.organisation_id, key=key)
            uow.audit("store_group.deleted", key, before={"stores": [str(one) for one in known[key].stores]})


def said(role: Role) -> dict[str, object]:
    """Return a role as the log of changes tells it."""
    return {"name": role.name, "description": role.description, "permissions": sorted(role.permissions)}


async def _own(uow: UnitOfWork, actor: Actor, key: str) -> Role:
    role = await role_named(uow, organisation_id=actor.organisation_id, key=key)
    if role.is_builtin:
        raise BuiltInRole(f"The role {key} is built in and stays as it is.", hint="Make a role based on it.")
    return role


def _check_sight(actor: Actor, stores: Sequence[UUID]) -> None:
    if not all(actor.may_see_store(store) for store in stores):
        raise Forbidden("A group holds only stores that you see yourself.", field="stores")


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid(f"A name has 1 to {LONGEST_NAME} characters.", field="name")
    return name


def _description(text: str) -> str:
    if len(text) > LONGEST_DESCRIPTION:
        raise Invalid(f"A description has at most {LONGEST_DESCRIPTION} characters.", field="description")
    return " ".join(text.split())
