"""What others may ask of identity: organisations, people, sessions, links, tokens, and the actors they stand for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import (
    Access,
    CalendarChange,
    Grant,
    Invitation,
    Member,
    MemberChange,
    NewToken,
    Organisation,
    Role,
    RoleChange,
    SessionInfo,
    SessionState,
    SignedIn,
    SignInLink,
    StoreGroup,
    TokenInfo,
    User,
)
from comptoir.foundation.identity.errors import NoOrganisation, UnknownOrganisation, UnknownUser, UserExists
from comptoir.foundation.identity.permissions import USERS_READ, USERS_WRITE, check_role, check_scopes
from comptoir.foundation.identity.repository import access as granted
from comptoir.foundation.identity.repository import credentials, people
from comptoir.foundation.identity.usecases import add_member as adding
from comptoir.foundation.identity.usecases import change_calendar as changing
from comptoir.foundation.identity.usecases import found_organisation as founding
from comptoir.foundation.identity.usecases import make_link as linking
from comptoir.foundation.identity.usecases import make_token as making
from comptoir.foundation.identity.usecases import manage_members as managing
from comptoir.foundation.identity.usecases import manage_roles as ruling
from comptoir.foundation.identity.usecases import sign_in as signing_in
from comptoir.foundation.identity.usecases.authenticate import Recogniser
from comptoir.foundation.identity.usecases.hash_password import hash_password
from comptoir.foundation.identity.usecases.tell_organisations import tell_organisations
from comptoir.foundation.identity.usecases.throttle_sign_in import AddressRate, count_attempt
from comptoir.kernel.actor import Actor, Scope, system_actor
from comptoir.kernel.errors import Forbidden, NotFound, NotSignedIn
from comptoir.kernel.time import WeekStart
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork

__all__ = ["HOST", "AddressRate", "Recogniser"]

# Whoever may run commands on the host owns the home; this actor has no organisation of its own.
HOST = Actor(organisation_id=UUID(int=0), user_id=None, permissions=frozenset({"*"}), client="cli")


async def command_actor(platform: Platform, *, organisation: str | None = None) -> Actor:  # facades: finds the actor
    """Return the actor of a command: everything inside one organisation, by slug or the home's default.

    The default is the oldest real organisation, else the demo. Raises ``NoOrganisation`` or ``UnknownOrganisation``.
    """
    async with platform.database.begin_system() as uow:
        known = await people.all_organisations(uow)
    if not known:
        raise NoOrganisation("This home has no organisation yet.", hint="Run `comptoir init`, or `comptoir demo`.")
    found = next((item for item in known if organisation in (None, item.slug)), None)
    if found is None:
        raise UnknownOrganisation(
            f"There is no organisation {organisation!r}.", hint=f"There are: {', '.join(item.slug for item in known)}."
        )
    return Actor(organisation_id=found.id, user_id=None, permissions=frozenset({"*"}), client="cli")


async def keeps_house(actor: Actor, platform: Platform) -> bool:  # facades: tells of the actor's own organisation
    """Return whether the actor's organisation runs the home: the one commands mean when none is named."""
    return actor.organisation_id == (await command_actor(platform)).organisation_id


async def job_actor(  # facades: finds the actor
    platform: Platform, *, organisation_id: UUID, user_id: UUID | None
) -> Actor:
    """Return the actor a job was asked for by, with the rights that person has now; without a person, the product."""
    if user_id is None:
        return system_actor(organisation_id)
    async with platform.database.begin_system() as uow:
        grant = await granted.grant_of(uow, organisation_id=organisation_id, user_id=user_id)
    held = grant or Grant(None, frozenset(), Scope(stores=frozenset()))
    return Actor(organisation_id, user_id, permissions=held.permissions, client="job", scope=held.scope)


async def sign_in(  # facades: nobody is known before
    platform: Platform, *, rate: AddressRate, email: str, password: str, address: str | None, agent: str | None
) -> SignedIn:
    """Start a session by password. Raises ``WrongCredentials`` or ``SignInThrottled`` (with ``retry_after``)."""
    await rate.check(address)
    return await signing_in.sign_in_with_password(
        platform, email=email, password=password, address=address, agent=agent
    )


async def sign_in_with_link(  # facades: nobody is known before
    platform: Platform, *, rate: AddressRate, token: str, address: str | None, agent: str | None
) -> SignedIn:
    """Start a session by a single-use link. Raises ``LinkNotValid``."""
    await rate.check(address)
    return await signing_in.sign_in_with_link(platform, token=token, address=address, agent=agent)


async def session_state(actor: Actor, platform: Platform) -> SessionState:
    """Return who is signed in, in which organisation, and which others there are. Raises ``NotSignedIn``."""
    if actor.user_id is None:
        raise Forbidden("An API token has no session.", hint="Sign in with a browser.")
    async with platform.database.begin_system() as uow:
        user = await people.user_by_id(uow, user_id=actor.user_id)
        belongings = await people.belongings(uow, user_id=actor.user_id)
        week_start = await people.own_week_start(uow, organisation_id=actor.organisation_id, user_id=actor.user_id)
    here = next((item for item in belongings if item.organisation.id == actor.organisation_id), None)
    if user is None or here is None:
        raise NotSignedIn("You are not signed in.")
    return SessionState(
        user=user,
        role=here.role,
        organisation=here.organisation,
        belongings=tuple(belongings),
        week_start=week_start,
    )


async def switch_organisation(actor: Actor, platform: Platform, *, session_id: UUID, organisation_id: UUID) -> Actor:
    """Let a session work in another organisation of its person; return the actor there.

    Raises ``UnknownOrganisation``.
    """
    async with platform.database.begin_system() as uow:
        grant = await granted.grant_of(uow, organisation_id=organisation_id, user_id=_person(actor))
        if grant is None:
            raise UnknownOrganisation("You do not belong to this organisation.")
        await credentials.move_session(uow, session_id=session_id, organisation_id=organisation_id)
    return replace(actor, organisation_id=organisation_id, permissions=grant.permissions, scope=grant.scope)


async def change_password(actor: Actor, platform: Platform, *, session_id: UUID, current: str | None, new: str) -> None:
    """Set one's own password and end one's other sessions.

    The current one is not asked for within 15 minutes of a sign-in by link. Raises ``WrongPassword``, ``WeakPassword``
    or ``SignInThrottled``.
    """
    async with platform.database.begin_system() as uow:
        user = await people.user_by_id(uow, user_id=_person(actor))
    own = next((item for item in await sessions(actor, platform) if item.id == session_id), None)
    if user is None or own is None:
        raise NotSignedIn("You are not signed in.")
    key = await count_attempt(platform, email=user.email, address=actor.address)
    fresh = own.method == "link" and platform.clock() - own.created_at < model.FRESH
    await signing_in.change_password(
        actor, platform, user=user, session_id=session_id, fresh=fresh, current=current, new=new, key=key
    )


async def sessions(actor: Actor, platform: Platform) -> Sequence[SessionInfo]:
    """Return one's own live sessions, the last used first."""
    now = platform.clock()
    async with platform.database.begin_system() as uow:
        return await credentials.sessions_of(uow, user_id=_person(actor), alive_after=now - model.SESSION_IDLE, now=now)


async def end_session(actor: Actor, platform: Platform, *, session_id: UUID) -> None:
    """End one of one's own sessions. Raises ``NotFound``."""
    async with platform.database.begin_system(by=actor) as uow:
        if not await credentials.end_session(uow, session_id=session_id, user_id=_person(actor)):
            raise NotFound("There is no such session.")
        uow.audit("session.ended", str(session_id))


async def end_other_sessions(actor: Actor, platform: Platform, *, session_id: UUID) -> None:
    """End all of one's own sessions but this one."""
    async with platform.database.begin_system() as uow:
        await credentials.end_other_sessions(uow, user_id=_person(actor), but=session_id)


async def organisation(actor: Actor, uow: UnitOfWork | Platform) -> Organisation:
    """Return the actor's organisation: its currency, time zone and week are what reports use.

    Inside a transaction hand in the unit of work, else the platform.
    """
    if isinstance(uow, UnitOfWork):
        found = await people.organisation_by_id(uow, organisation_id=actor.organisation_id)
    else:
        async with uow.database.begin(actor) as own:
            found = await people.organisation_by_id(own, organisation_id=actor.organisation_id)
    if found is None:
        raise UnknownOrganisation("This organisation does not exist any more.")
    return found


async def change_calendar(actor: Actor, platform: Platform, *, change: CalendarChange) -> Organisation:
    """Change when weeks and fiscal years begin and whose holidays are kept; needs ``organisations:edit``.

    Raises ``Invalid`` naming what is no calendar, or a place without known holidays.
    """
    return await changing.change_calendar(actor, platform, change=change)


async def choose_week_start(actor: Actor, platform: Platform, *, week_start: str | None) -> None:
    """Choose how weeks are drawn for oneself; figures stay by the organisation's weeks. None gives the choice up."""
    person, wanted = _person(actor), model.week_start_of(week_start)
    async with platform.database.begin_system() as uow:
        await people.set_own_week_start(uow, organisation_id=actor.organisation_id, user_id=person, week_start=wanted)


async def all_organisations(actor: Actor, platform: Platform) -> Sequence[Organisation]:
    """Return every organisation of the home, the oldest real one first, the demo last. Only for the host."""
    _only_host(actor)
    async with platform.database.begin_system() as uow:
        return await people.all_organisations(uow)


async def create_organisation(
    actor: Actor,
    platform: Platform,
    *,
    name: str,
    currency: str,
    timezone: str,
    week_start: WeekStart | None = None,
    is_demo: bool = False,
) -> Organisation:
    """Make an organisation; a person (with ``organisations:create``) becomes its owner. The host may do it always."""
    actor.require("organisations:create")
    async with platform.database.begin_system(by=actor) as uow:
        made = await founding.found_organisation(
            uow, platform, name=name, currency=currency, timezone=timezone, week_start=week_start, is_demo=is_demo
        )
        if actor.user_id is not None:
            await people.add_membership(
                uow, organisation_id=made.id, user_id=actor.user_id, role="owner", at=platform.clock()
            )
    return made


async def remove_organisation(actor: Actor, platform: Platform, *, organisation_id: UUID) -> None:
    """Remove an organisation from identity, and people who belong to no other. Only for the host.

    Rows of other modules that belong to it must be gone before: nothing here knows them.
    """
    _only_host(actor)
    async with platform.database.begin_system(by=actor) as uow:
        await credentials.remove_tokens(uow, organisation_id=organisation_id)
        await people.remove_organisation(uow, organisation_id=organisation_id)
        uow.audit("organisation.removed", str(organisation_id))


async def members(actor: Actor, platform: Platform) -> Sequence[Member]:
    """Return the people of the actor's organisation; needs ``users:read``."""
    actor.require(USERS_READ)
    async with platform.database.begin_system() as uow:
        return await people.members(uow, organisation_id=actor.organisation_id)


async def names_of(actor: Actor, platform: Platform, *, users: Collection[UUID]) -> Mapping[UUID, str]:
    """Return how colleagues are called, for what is shown beside something they did; strangers are left out."""
    if not users:
        return {}
    async with platform.database.begin_system() as uow:
        found = await people.members(uow, organisation_id=actor.organisation_id)
    return {one.user.id: one.user.name or one.user.email for one in found if one.user.id in users}


async def role_of(actor: Actor, platform: Platform) -> str | None:
    """Return the actor's role in the organisation; None for the host, the product and tokens that belong to nobody."""
    if actor.user_id is None:
        return None
    async with platform.database.begin_system() as uow:
        return await people.role_of(uow, organisation_id=actor.organisation_id, user_id=actor.user_id)


async def add_member(
    actor: Actor, platform: Platform, *, email: str, role: str, name: str | None = None, password: str | None = None
) -> Member:
    """Make somebody a member of the actor's organisation; needs ``users:write``, and to make owners, to be one.

    ``password`` is for people who are new to the home. Raises ``UserExists`` for one who is a member already.
    """
    actor.require(USERS_WRITE)
    hashed = None
    if password is not None:
        model.check_password(password, email=model.normal_email(email))
        hashed = await hash_password(password)
    now = platform.clock()
    async with platform.database.begin_system(by=actor) as uow:
        await managing.check_role(actor, uow, role)
        member, new, _ = await adding.add_member(
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
    actor: Actor, platform: Platform, *, email: str, role: str, name: str | None = None, access: Access
) -> Invitation:
    """Make somebody a member; needs ``users:write``. The link is for people nobody knew before."""
    return await managing.invite(actor, platform, email=email, role=role, name=name, access=access)


async def change_member(actor: Actor, platform: Platform, *, user_id: UUID, change: MemberChange) -> Member:
    """Change a member's role and what they see; needs ``users:write``, and to hold what is given.

    Raises ``UnknownMember``, ``LastOwner``, and ``Forbidden`` for a member who holds more than the actor.
    """
    return await managing.change_member(actor, platform, user_id=user_id, change=change)


async def remove_member(actor: Actor, platform: Platform, *, user_id: UUID) -> None:
    """Take somebody out of the organisation; needs ``users:write``. Raises as ``change_member`` does."""
    await managing.remove_member(actor, platform, user_id=user_id)


async def grant_of(actor: Actor, platform: Platform, *, user_id: UUID) -> Grant | None:
    """Return what a member holds now; needs ``users:read`` for anybody but oneself."""
    if actor.user_id != user_id:
        actor.require(USERS_READ)
    async with platform.database.begin_system() as uow:
        return await granted.grant_of(uow, organisation_id=actor.organisation_id, user_id=user_id)


async def roles(actor: Actor, platform: Platform) -> Sequence[Role]:
    """Return the built-in roles and the organisation's own; needs ``users:read``."""
    actor.require(USERS_READ)
    async with platform.database.begin_system() as uow:
        return await ruling.all_roles(uow, organisation_id=actor.organisation_id)


async def create_role(
    actor: Actor,
    platform: Platform,
    *,
    name: str,
    description: str = "",
    permissions: Sequence[str] | None = None,
    based_on: str | None = None,
) -> Role:
    """Make a role of permissions the actor holds; needs ``roles:write``. Raises ``RoleExists``, ``UnknownPermission``."""
    return await ruling.create_role(
        actor, platform, name=name, description=description, permissions=permissions, based_on=based_on
    )


async def change_role(actor: Actor, platform: Platform, *, key: str, change: RoleChange) -> Role:
    """Change a role of the organisation's own; needs ``roles:write``. Raises ``BuiltInRole``."""
    return await ruling.change_role(actor, platform, key=key, change=change)


async def delete_role(actor: Actor, platform: Platform, *, key: str, replacement: str | None = None) -> None:
    """Delete a role; its members get the replacement. Needs ``roles:write``. Raises ``RoleInUse`` without one."""
    await ruling.delete_role(actor, platform, key=key, replacement=replacement)


async def store_groups(actor: Actor, platform: Platform) -> Sequence[StoreGroup]:
    """Return the groups of stores; needs ``users:read``."""
    actor.require(USERS_READ)
    async with platform.database.begin_system() as uow:
        return await granted.groups(uow, organisation_id=actor.organisation_id)


async def save_store_group(
    actor: Actor, platform: Platform, *, key: str | None = None, name: str, stores: Sequence[UUID]
) -> StoreGroup:
    """Make or change a group of stores the actor sees; needs ``roles:write``."""
    return await ruling.save_group(actor, platform, key=key, name=name, stores=stores)


async def delete_store_group(actor: Actor, platform: Platform, *, key: str) -> None:
    """Delete a group of stores; needs ``roles:write``."""
    await ruling.delete_group(actor, platform, key=key)


async def ensure_user(
    actor: Actor, platform: Platform, *, organisation_id: UUID, email: str, role: str, name: str | None = None
) -> Member:
    """Return the member with this e-mail, made if there is none. Only for the host."""
    _only_host(actor)
    check_role(role)
    async with platform.database.begin_system(by=replace(actor, organisation_id=organisation_id)) as uow:
        member, _, _ = await adding.add_member(
            uow, organisation_id=organisation_id, email=email, role=role, name=name, now=platform.clock()
        )
    return member


async def sign_in_link(actor: Actor, platform: Platform, *, email: str) -> SignInLink:
    """Make a single-use link (15 minutes) for anybody of the home. Only for the host: it opens that person's account."""
    _only_host(actor)
    async with platform.database.begin_system(by=actor) as uow:
        user = _known(await people.user_by_email(uow, email=model.normal_email(email)), email=email)
        return await linking.make_link(uow, user=user, now=platform.clock())


async def recover(actor: Actor, platform: Platform, *, email: str) -> SignInLink:
    """Give somebody who is locked out a new link, and make all their sessions and older links worthless. Host only."""
    _only_host(actor)
    async with platform.database.begin_system(by=actor) as uow:
        user = _known(await people.user_by_email(uow, email=model.normal_email(email)), email=email)
        await tell_organisations(uow, user=user, action="access.recovered", actor=actor)
        await credentials.end_other_sessions(uow, user_id=user.id, but=None)
        await credentials.drop_links(uow, user_id=user.id)
        return await linking.make_link(uow, user=user, now=platform.clock())


async def tokens(actor: Actor, platform: Platform) -> Sequence[TokenInfo]:
    """Return one's own API tokens; with ``tokens:all`` the organisation's."""
    everybody = actor.may("tokens:all")
    async with platform.database.begin(actor) as uow:
        return await credentials.tokens(uow, user_id=None if everybody else _person(actor))


async def make_token(
    actor: Actor,
    platform: Platform,
    *,
    name: str,
    scopes: Sequence[str],
    expires_in: timedelta | None = None,
    access: Access | None = None,
) -> NewToken:
    """Make an API token of one's own; needs ``tokens:write``. A token never holds or sees more than its owner.

    ``access`` lets it see less: stores, channels and columns.
    """
    actor.require("tokens:write")
    wanted = check_scopes(scopes)
    for scope in wanted:
        actor.require(scope)
    async with platform.database.begin(actor) as uow:
        return await making.make_token(
            uow,
            platform,
            organisation_id=actor.organisation_id,
            user_id=actor.user_id,
            name=name,
            scopes=wanted,
            expires_in=expires_in,
            access=access or Access(),
        )


async def revoke_token(actor: Actor, platform: Platform, *, token_id: UUID) -> None:
    """Revoke one's own token; with ``tokens:all`` anybody's of the organisation. Raises ``NotFound``."""
    owner = None if actor.may("tokens:all") else _person(actor)
    async with platform.database.begin(actor) as uow:
        if not await credentials.revoke_token(uow, token_id=token_id, user_id=owner, at=platform.clock()):
            raise NotFound("There is no such live token.")
        uow.audit("token.revoked", str(token_id))


def _person(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Forbidden("Only a signed-in person can do this.")
    return actor.user_id


def _only_host(actor: Actor) -> None:
    if actor.user_id is not None or "*" not in actor.permissions:
        raise Forbidden("This is done with the command line on the server.")


def _known(user: User | None, *, email: str) -> User:
    if user is None:
        raise UnknownUser(f"Nobody here has the e-mail {email}.", hint="`comptoir user list` shows everybody.")
    return user
