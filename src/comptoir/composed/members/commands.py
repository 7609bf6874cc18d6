"""``comptoir user role|access|remove|explain`` and ``comptoir role list|create|remove``."""

import argparse

from comptoir.composed.members import facade, schemas
from comptoir.composed.members.contracts import AccessChange, ListedMember
from comptoir.foundation.identity.facade import command_actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.context import open_platform
from comptoir.platform.settings import load_settings
from comptoir.platform.terminal import say_json, say_table

ALL = "all"


async def set_role(arguments: argparse.Namespace) -> int:
    """Give a member another role."""
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform, organisation=arguments.organisation)
        user_id = await facade.user_named(actor, platform, email=arguments.email)
        listed = await facade.change_member(
            actor, platform, user_id=user_id, role=arguments.role, access=AccessChange()
        )
    return _say_member(arguments, listed)


async def set_access(arguments: argparse.Namespace) -> int:
    """Change what a member sees."""
    change = access_of(arguments)
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform, organisation=arguments.organisation)
        user_id = await facade.user_named(actor, platform, email=arguments.email)
        listed = await facade.change_member(actor, platform, user_id=user_id, role=None, access=change)
    return _say_member(arguments, listed)


async def remove_user(arguments: argparse.Namespace) -> int:
    """Take somebody out of the organisation."""
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform, organisation=arguments.organisation)
        user_id = await facade.user_named(actor, platform, email=arguments.email)
        await facade.remove_member(actor, platform, user_id=user_id)
    if arguments.json:
        say_json({"removed": arguments.email})
    else:
        print(f"{arguments.email} is no member any more. Running servers notice within two seconds.")
    return 0


async def explain_user(arguments: argparse.Namespace) -> int:
    """Show what a member can see, and why."""
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform, organisation=arguments.organisation)
        user_id = await facade.user_named(actor, platform, email=arguments.email)
        found = await facade.explain(actor, platform, user_id=user_id)
    if arguments.json:
        say_json(schemas.explained_body(found))
        return 0
    print(f"{arguments.email}: {found.listed.role_name}")
    for store in found.stores:
        print(f"  store {store.slug}: {store.why}")
    print(f"  channels: {_told(found.listed.access.channels)}")
    print(f"  sales representative: {found.listed.access.sales_rep or 'everybody'}")
    for one in found.columns:
        hidden = f" ({', '.join((*one.metrics, *one.dimensions))})" if one.rule != "allow" else ""
        print(f"  columns {one.group.key}: {one.rule}{hidden}")
    for held in found.permissions:
        if held.is_held:
            print(f"  {held.permission.key}: {held.why}")
    return 0


async def list_roles(arguments: argparse.Namespace) -> int:
    """Show roles, or the permissions they are made of."""
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform, organisation=arguments.organisation)
        found = await facade.vocabulary(actor, platform)
    if arguments.json:
        say_json(schemas.vocabulary_body(found))
    elif arguments.permissions:
        rows = [{"key": one.key, "module": one.module, "description": one.description} for one in found.permissions]
        say_table(rows, columns=("key", "module", "description"))
    else:
        say_table([schemas.role_body(one) for one in found.roles], columns=("key", "name", "members", "permissions"))
    return 0


async def create_role(arguments: argparse.Namespace) -> int:
    """Make a role."""
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform, organisation=arguments.organisation)
        made = await facade.create_role(
            actor,
            platform,
            name=arguments.name,
            description=arguments.description or "",
            permissions=_several(arguments.permissions),
            based_on=arguments.based_on,
        )
    if arguments.json:
        say_json(schemas.role_body(made))
    else:
        print(f"Made the role {made.key} with {len(made.permissions)} permissions.")
    return 0


async def remove_role(arguments: argparse.Namespace) -> int:
    """Delete a role."""
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform, organisation=arguments.organisation)
        await facade.delete_role(actor, platform, key=arguments.key, replacement=arguments.replacement)
    if arguments.json:
        say_json({"removed": arguments.key})
    else:
        print(f"Deleted the role {arguments.key}.")
    return 0


def access_of(arguments: argparse.Namespace) -> AccessChange:
    """Return what the arguments change of what somebody sees; ``all`` lifts a limit."""
    values: dict[str, object] = {}
    for name in ("stores", "store_groups", "channels"):
        given = getattr(arguments, name)
        if given is not None:
            values[name] = None if given == ALL else list(_several(given) or ())
    if arguments.sales_rep is not None:
        values["sales_rep"] = None if arguments.sales_rep == ALL else arguments.sales_rep
    if arguments.columns is not None:
        values["columns"] = {} if arguments.columns == ALL else dict(map(_rule, arguments.columns.split(",")))
    if not values:
        raise Invalid("Say what to change: --stores, --store-groups, --channels, --sales-rep or --columns.")
    return AccessChange(values)


def _rule(text: str) -> tuple[str, str]:
    group, _, rule = text.strip().partition("=")
    return group, rule


def _several(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(one.strip() for one in text.split(",") if one.strip())


def _told(values: tuple[str, ...] | None) -> str:
    return ALL if values is None else ", ".join(values) or "none"


def _say_member(arguments: argparse.Namespace, listed: ListedMember) -> int:
    if arguments.json:
        say_json(schemas.member_body(listed))
        return 0
    access = listed.access
    print(f"{listed.member.user.email}: {listed.role_name}")
    print(f"  stores: {_told(access.stores)}; groups: {_told(access.store_groups)}; channels: {_told(access.channels)}")
    rules = ", ".join(f"{key} {rule}" for key, rule in access.columns.items()) or "nothing hidden"
    print(f"  sales representative: {access.sales_rep or 'everybody'}; columns: {rules}")
    return 0
