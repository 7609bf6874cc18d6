"""What others may ask of members: who they are, what they may do and see, and why. Identity holds the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from comptoir.composed.members.contracts import (
    AccessChange,
    ExplainedAccess,
    ListedMember,
    NamedGroup,
    Vocabulary,
)
from comptoir.composed.members.usecases import explain_access as explaining
from comptoir.composed.members.usecases import name_access as naming
from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity import permissions as rights
from comptoir.foundation.identity.contracts import (
    Access,
    Invitation,
    Member,
    MemberChange,
    Role,
    RoleChange,
    SignInLink,
)
from comptoir.foundation.identity.errors import UnknownMember
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform


async def vocabulary(actor: Actor, platform: Platform) -> Vocabulary:
    """Return roles, permissions, groups of columns and of stores; needs ``users:read``."""
    known = await naming.slugs(actor, platform)
    groups = await identity.store_groups(actor, platform)
    return Vocabulary(
        roles=tuple(await identity.roles(actor, platform)),
        permissions=explaining.declared(),
        columns=tuple(rights.columns().values()),
        store_groups=tuple(naming.named_group(one, known=known) for one in groups),
    )


async def members(actor: Actor, platform: Platform) -> list[ListedMember]:
    """Return the people of the organisation with what they see; needs ``users:read``."""
    found = await identity.members(actor, platform)
    known = await naming.slugs(actor, platform)
    names = {role.key: role.name for role in await identity.roles(actor, platform)}
    return [_listed(one, known=known, names=names) for one in found]


async def invite(
    actor: Actor, platform: Platform, *, email: str, role: str, name: str | None, access: AccessChange
) -> tuple[ListedMember, SignInLink | None]:
    """Make somebody a member; the link is for people nobody knew before. Needs ``users:write``."""
    actor.require(rights.USERS_WRITE)
    known = await naming.slugs(actor, platform)
    wanted = naming.changed(Access(), access, known=known)
    made: Invitation = await identity.invite(actor, platform, email=email, role=role, name=name, access=wanted)
    return _listed(made.member, known=known, names=await _names(actor, platform)), made.link


async def change_member(
    actor: Actor, platform: Platform, *, user_id: UUID, role: str | None, access: AccessChange
) -> ListedMember:
    """Change a member's role and what they see; needs ``users:write``."""
    actor.require(rights.USERS_WRITE)
    known = await naming.slugs(actor, platform)
    before = await _member(actor, platform, user_id)
    wanted = naming.changed(before.access, access, known=known) if access.values else None
    change = MemberChange(role=role, access=wanted)
    after = await identity.change_member(actor, platform, user_id=user_id, change=change)
    return _listed(after, known=known, names=await _names(actor, platform))


async def remove_member(actor: Actor, platform: Platform, *, user_id: UUID) -> None:
    """Take somebody out of the organisation; needs ``users:write``."""
    await identity.remove_member(actor, platform, user_id=user_id)


async def explain(actor: Actor, platform: Platform, *, user_id: UUID) -> ExplainedAccess:
    """Return what a member can see, and why; needs ``users:read`` for anybody but oneself."""
    grant = await explaining.grant_held(actor, platform, user_id=user_id)
    reader = actor if actor.user_id != user_id else _as_reader(actor)
    member = await _member(reader, platform, user_id)
    known = await naming.slugs(actor, platform)
    listed = _listed(member, known=known, names=await _names(reader, platform))
    groups = await identity.store_groups(reader, platform)
    return await explaining.explain_access(actor, platform, listed=listed, grant=grant, groups=groups)


async def create_role(
    actor: Actor,
    platform: Platform,
    *,
    name: str,
    description: str = "",
    permissions: Sequence[str] | None = None,
    based_on: str | None = None,
) -> Role:
    """Make a role; needs ``roles:write``."""
    return await identity.create_role(
        actor, platform, name=name, description=description, permissions=permissions, based_on=based_on
    )


async def change_role(actor: Actor, platform: Platform, *, key: str, change: RoleChange) -> Role:
    """Change a role of the organisation's own; needs ``roles:write``."""
    return await identity.change_role(actor, platform, key=key, change=change)


async def delete_role(actor: Actor, platform: Platform, *, key: str, replacement: str | None) -> None:
    """Delete a role; its members get the replacement. Needs ``roles:write``."""
    await identity.delete_role(actor, platform, key=key, replacement=replacement)


async def save_group(
    actor: Actor, platform: Platform, *, key: str | None, name: str, stores: Sequence[str]
) -> NamedGroup:
    """Make or change a group of stores; needs ``roles:write``."""
    actor.require(rights.ROLES_WRITE)
    known = await naming.slugs(actor, platform)
    ids = naming.ids_of(stores, known=known)
    made = await identity.save_store_group(actor, platform, key=key, name=name, stores=ids)
    return naming.named_group(made, known=known)


async def delete_group(actor: Actor, platform: Platform, *, key: str) -> None:
    """Delete a group of stores; needs ``roles:write``."""
    await identity.delete_store_group(actor, platform, key=key)


async def user_named(actor: Actor, platform: Platform, *, email: str) -> UUID:
    """Return the member with an e-mail; needs ``users:read``. Raises ``UnknownMember``."""
    wanted = email.strip().lower()
    for one in await identity.members(actor, platform):
        if one.user.email == wanted:
            return one.user.id
    raise UnknownMember(f"Nobody here has the e-mail {email}.", hint="`comptoir user list` shows everybody.")


def _listed(member: Member, *, known: Mapping[UUID, str], names: Mapping[str, str]) -> ListedMember:
    return ListedMember(member, names.get(member.role, member.role), naming.named(member.access, known=known))


async def _member(actor: Actor, platform: Platform, user_id: UUID) -> Member:
    found = next((one for one in await identity.members(actor, platform) if one.user.id == user_id), None)
    if found is None:
        raise UnknownMember("There is no such member.")
    return found


async def _names(actor: Actor, platform: Platform) -> Mapping[str, str]:
    if not actor.may(rights.USERS_READ):
        return {}
    return {role.key: role.name for role in await identity.roles(actor, platform)}


def _as_reader(actor: Actor) -> Actor:
    """Return the actor as one who may read about members: asked about oneself alone."""
    return replace(actor, permissions=actor.permissions | {rights.USERS_READ})
