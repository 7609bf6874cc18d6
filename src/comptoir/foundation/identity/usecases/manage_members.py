"""Members: inviting, changing what they may do and see, removing. Nobody gives what they do not hold themselves."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import Access, Grant, Invitation, Member, MemberChange
from comptoir.foundation.identity.errors import LastOwner, UnknownMember, UnknownStoreGroup, UserExists
from comptoir.foundation.identity.permissions import USERS_WRITE, check_columns
from comptoir.foundation.identity.repository import access as stored
from comptoir.foundation.identity.repository import credentials, people
from comptoir.foundation.identity.usecases.add_member import add_member
from comptoir.foundation.identity.usecases.hash_password import hash_password
from comptoir.foundation.identity.usecases.make_link import make_link
from comptoir.foundation.identity.usecases.manage_roles import check_giving, role_named
from comptoir.kernel.actor import Actor, Scope
from comptoir.kernel.errors import Forbidden, Invalid
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork

INVITED = timedelta(days=3)
MOST_VALUES = 500
T = TypeVar("T")


async def create_member(
    actor: Actor, platform: Platform, *, email: str, role: str, name: str | None, password: str | None
) -> Member:
    """Make somebody a member, with a password for people who are new to the home. Raises ``UserExists``."""
    actor.require(USERS_WRITE)
    hashed = None
    if password is not None:
        model.check_password(password, email=model.normal_email(email))
        hashed = await hash_password(password)
    now = platform.clock()
    async with platform.database.begin_system(by=actor) as uow:
        await check_role(actor, uow, role)
        member, new, _ = await add_member(
            uow, organisation_id=actor.organisation_id, email=email, role=role, name=name, now=now
        )
        if not new:
            raise UserExists(
                f"{member.user.email} is a member already, as {member.role}.",
                hint=f"`comptoir user link {member.user.email}` makes a sign-in link.",
            )
        if hashed is not None and not member.user.has_password:
            await people.set_password_hash(uow, user_id=member.user.id, hashed=hashed, at=now)
    return member


async def invite(
    actor: Actor, platform: Platform, *, email: str, role: str, name: str | None, access: Access
) -> Invitation:
    """Make somebody a member, with a single-use link for a person nobody knew before. Raises ``UserExists``.

    Whoever has an account already signs in as ever: a link would open it to the person who invites.
    """
    actor.require(USERS_WRITE)
    now = platform.clock()
    async with platform.database.begin_system(by=actor) as uow:
        await check_role(actor, uow, role)
        checked = await _checked(actor, uow, access, role=role)
        member, is_new, is_stranger = await add_member(
            uow, organisation_id=actor.organisation_id, email=email, role=role, name=name, now=now
        )
        if not is_new:
            raise UserExists(f"{member.user.email} is a member already, as {member.role}.", field="email")
        await stored.set_membership(
            uow, organisation_id=actor.organisation_id, user_id=member.user.id, role=role, access=checked
        )
        link = await make_link(uow, user=member.user, now=now, lifetime=INVITED) if is_stranger else None
        uow.audit("member.invited", str(member.user.id), after=said(role, checked))
    return Invitation(Member(member.user, actor.organisation_id, role, access=checked), link)


async def change_member(actor: Actor, platform: Platform, *, user_id: UUID, change: MemberChange) -> Member:
    """Store what is given of a change. It holds within two seconds, for open connections and tokens as well."""
    actor.require(USERS_WRITE)
    async with platform.database.begin_system(by=actor) as uow:
        await stored.lock_members(uow, organisation_id=actor.organisation_id)
        before = await _member(uow, actor, user_id)
        await _check_reach(actor, uow, user_id)
        role = change.role or before.role
        if role != before.role:
            await check_role(actor, uow, role)
            if before.role == "owner":
                await _check_owners(uow, actor, user_id)
        access = before.access if change.access is None else change.access
        checked = await _checked(actor, uow, access, role=role)
        await stored.set_membership(
            uow, organisation_id=actor.organisation_id, user_id=user_id, role=role, access=checked
        )
        uow.audit("member.changed", str(user_id), before=said(before.role, before.access), after=said(role, checked))
    return Member(before.user, actor.organisation_id, role, access=checked, seen_at=before.seen_at)


async def remove_member(actor: Actor, platform: Platform, *, user_id: UUID) -> None:
    """Take somebody out of the organisation: their tokens end, their sessions go on elsewhere or nowhere."""
    actor.require(USERS_WRITE)
    async with platform.database.begin_system(by=actor) as uow:
        await stored.lock_members(uow, organisation_id=actor.organisation_id)
        before = await _member(uow, actor, user_id)
        await _check_reach(actor, uow, user_id)
        if before.role == "owner":
            await _check_owners(uow, actor, user_id)
        await credentials.revoke_tokens_of(
            uow, organisation_id=actor.organisation_id, user_id=user_id, at=platform.clock()
        )
        await stored.remove_membership(uow, organisation_id=actor.organisation_id, user_id=user_id)
        uow.audit("member.removed", str(user_id), before=said(before.role, before.access))


def said(role: str, access: Access) -> dict[str, object]:
    """Return what somebody holds as the log of changes tells it."""
    stores = None if access.stores is None else [str(store) for store in access.stores]
    groups = None if access.store_groups is None else list(access.store_groups)
    channels = None if access.channels is None else list(access.channels)
    rest = {"sales_rep": access.sales_rep, "columns": dict(access.columns)}
    return {"role": role, "stores": stores, "store_groups": groups, "channels": channels, **rest}


async def _member(uow: UnitOfWork, actor: Actor, user_id: UUID) -> Member:
    known = await people.members(uow, organisation_id=actor.organisation_id)
    found = next((one for one in known if one.user.id == user_id), None)
    if found is None:
        raise UnknownMember("There is no such member.")
    return found


async def check_role(actor: Actor, uow: UnitOfWork, role: str) -> None:
    """Raise unless the role exists and the actor may give it."""
    given = await role_named(uow, organisation_id=actor.organisation_id, key=role)
    check_giving(actor, given.permissions)
    if role == "owner" and not await _is_owner(actor, uow):
        raise Forbidden("Only an owner can make owners.", field="role")


async def _is_owner(actor: Actor, uow: UnitOfWork) -> bool:
    """Whether the actor owns the organisation; the host does."""
    if actor.user_id is None:
        return "*" in actor.permissions
    own = await stored.grant_of(uow, organisation_id=actor.organisation_id, user_id=actor.user_id)
    return own is not None and own.role == "owner"


async def _check_reach(actor: Actor, uow: UnitOfWork, user_id: UUID) -> None:
    """Raise ``Forbidden`` for a member who may do or see more than the actor: nobody is managed from below."""
    grant = await stored.grant_of(uow, organisation_id=actor.organisation_id, user_id=user_id)
    theirs = grant or Grant(None, frozenset(), Scope(stores=frozenset()))
    is_above = theirs.role == "owner" and not await _is_owner(actor, uow)
    if is_above or not all(actor.may(one) for one in theirs.permissions) or not actor.scope.covers(theirs.scope):
        raise Forbidden("This member may do or see more than you: ask an owner to change it.")


async def _check_owners(uow: UnitOfWork, actor: Actor, user_id: UUID) -> None:
    if await stored.owners(uow, organisation_id=actor.organisation_id) <= {user_id}:
        raise LastOwner("This is the last owner.", hint="Make somebody else an owner first.")


async def _checked(actor: Actor, uow: UnitOfWork, access: Access, *, role: str) -> Access:
    """Return an access as it is stored, or raise what is wrong with it: unknown, too wide for who gives it."""
    known = {group.key: group for group in await stored.groups(uow, organisation_id=actor.organisation_id)}
    for key in access.store_groups or ():
        if key not in known:
            raise UnknownStoreGroup(
                f"There is no group of stores {key!r}.", field="store_groups", suggestions=sorted(known)[:3]
            )
    checked = Access(
        stores=_once(access.stores, field="stores"),
        store_groups=_once(access.store_groups, field="store_groups"),
        channels=_once(access.channels, field="channels"),
        sales_rep=(access.sales_rep or "").strip() or None,
        columns=check_columns(access.columns),
    )
    if role == "owner" and checked.is_limited:
        raise Invalid("Owners see everything: the organisation is theirs.", field="role")
    grouped = [store for key in checked.store_groups or () for store in known[key].stores]
    if not actor.scope.covers(stored.scope_of(checked, grouped=grouped)):
        raise Forbidden("You cannot let somebody see more than you see yourself.", field="access")
    return checked


def _once(values: Sequence[T] | None, *, field: str) -> tuple[T, ...] | None:
    if values is not None and len(values) > MOST_VALUES:
        raise Invalid(f"At most {MOST_VALUES} values.", field=field)
    return None if values is None else tuple(dict.fromkeys(values))
