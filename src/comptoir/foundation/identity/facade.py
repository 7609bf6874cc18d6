"""What others may ask of identity: organisations, people, sessions, links, tokens, and the actors they stand for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from comptoir.foundation.factors import facade as factors
from comptoir.foundation.factors.contracts import Answer, Ceremony, Policy, Site
from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import (
    Access,
    CalendarChange,
    Caller,
    Grant,
    Invitation,
    Member,
    MemberChange,
    NewToken,
    Organisation,
    Role,
    RoleChange,
    SecondStepDue,
    SessionInfo,
    SessionState,
    SignedIn,
    SignInLink,
    StoreGroup,
    TokenInfo,
)
from comptoir.foundation.identity.errors import UnknownOrganisation
from comptoir.foundation.identity.permissions import USERS_READ, check_role
from comptoir.foundation.identity.repository import access as granted
from comptoir.foundation.identity.repository import credentials, people
from comptoir.foundation.identity.usecases import add_member as adding
from comptoir.foundation.identity.usecases import change_calendar as changing
from comptoir.foundation.identity.usecases import demand_sign_in as demanding
from comptoir.foundation.identity.usecases import find_actor as finding
from comptoir.foundation.identity.usecases import found_organisation as founding
from comptoir.foundation.identity.usecases import look_at_session as looking
from comptoir.foundation.identity.usecases import make_link as linking
from comptoir.foundation.identity.usecases import make_token as making
from comptoir.foundation.identity.usecases import manage_members as managing
from comptoir.foundation.identity.usecases import manage_roles as ruling
from comptoir.foundation.identity.usecases import meet_person as meeting
from comptoir.foundation.identity.usecases import recover_account as recovering
from comptoir.foundation.identity.usecases import second_step as stepping
from comptoir.foundation.identity.usecases import sign_in as signing_in
from comptoir.foundation.identity.usecases.authenticate import Recogniser
from comptoir.foundation.identity.usecases.throttle_sign_in import AddressRate
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden, NotFound
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
    return await finding.command_actor(platform, organisation=organisation)


async def keeps_house(actor: Actor, platform: Platform) -> bool:  # facades: tells of the actor's own organisation
    """Return whether the actor's organisation runs the home: the one commands mean when none is named."""
    return actor.organisation_id == (await command_actor(platform)).organisation_id


async def job_actor(  # facades: finds the actor
    platform: Platform, *, organisation_id: UUID, user_id: UUID | None
) -> Actor:
    """Return the actor a job was asked for by, with the rights that person has now; without a person, the product."""
    return await finding.job_actor(platform, organisation_id=organisation_id, user_id=user_id)


async def sign_in(  # facades: nobody is known before
    platform: Platform, *, rate: AddressRate, email: str, password: str, caller: Caller
) -> SignedIn | SecondStepDue:
    """Take the first step by password. Raises ``WrongCredentials`` or ``SignInThrottled`` (with ``retry_after``)."""
    await rate.check(caller.address)
    return await signing_in.sign_in_with_password(platform, email=email, password=password, caller=caller)


async def sign_in_with_link(  # facades: nobody is known before
    platform: Platform, *, rate: AddressRate, token: str, caller: Caller
) -> SignedIn | SecondStepDue:
    """Take the first step by a single-use link. Raises ``LinkNotValid``."""
    await rate.check(caller.address)
    return await signing_in.sign_in_with_link(platform, token=token, caller=caller)


async def sign_in_with_passkey(  # facades: nobody is known before
    platform: Platform, *, rate: AddressRate, ceremony_id: UUID, made: Mapping[str, Any], site: Site, caller: Caller
) -> SignedIn:
    """Start a session by a passkey alone. Raises ``PasskeyRefused``."""
    await rate.check(caller.address)
    return await signing_in.sign_in_with_passkey(platform, ceremony_id=ceremony_id, made=made, site=site, caller=caller)


async def take_second_step(  # facades: nobody is known before
    platform: Platform, *, rate: AddressRate, ticket: str, answer: Answer, site: Site | None, caller: Caller
) -> SignedIn:
    """Start the session a ticket waits for. Raises ``TicketNotValid``, ``WrongCode`` or ``SignInThrottled``."""
    await rate.check(caller.address)
    return await stepping.take_second_step(platform, ticket=ticket, answer=answer, site=site, caller=caller)


async def passkey_challenge(  # facades: nobody is known before
    platform: Platform, *, rate: AddressRate, ticket: str | None, site: Site, caller: Caller
) -> Ceremony:
    """Return a challenge: for whom a ticket is for, without one for any passkey a device has."""
    await rate.check(caller.address)
    if ticket is None:
        return await factors.challenge(platform, user_id=None, site=site)
    return await stepping.challenge_for_ticket(platform, ticket=ticket, site=site)


async def own_challenge(actor: Actor, platform: Platform, *, site: Site) -> Ceremony:
    """Return a challenge for one's own passkeys, to show who one is."""
    return await factors.challenge(platform, user_id=_person(actor), site=site)


async def prove(
    actor: Actor, platform: Platform, *, session_id: UUID, password: str | None, answer: Answer, site: Site | None
) -> None:
    """Show once more who one is: by a second step, by password without one. Good for 15 minutes of dangerous acts.

    Raises ``WrongPassword``, ``WrongCode``, ``PasskeyRefused`` or ``SignInThrottled``.
    """
    await stepping.prove(
        actor, platform, user_id=_person(actor), session_id=session_id, password=password, answer=answer, site=site
    )


async def account_of(actor: Actor, platform: Platform) -> str:
    """Return one's own e-mail."""
    async with platform.database.begin_system() as uow:
        user = await people.user_by_id(uow, user_id=_person(actor))
    return user.email if user else str(actor.user_id)


async def sign_in_from_elsewhere(  # facades: nobody is known before
    platform: Platform, *, user_id: UUID, caller: Caller
) -> SignedIn | SecondStepDue:
    """Take the first step for somebody an issuer named. Raises ``WrongCredentials`` for who may not sign in."""
    return await signing_in.sign_in_from_elsewhere(platform, user_id=user_id, caller=caller)


async def meet_person(  # facades: single sign-on asked the issuer
    uow: UnitOfWork, platform: Platform, *, organisation_id: UUID, user_id: UUID | None, email: str, role: str
) -> UUID | None:
    """Return who an issuer of an organisation means, a new member if need be; None for whom it must not speak for."""
    return await meeting.meet_person(
        uow, platform, organisation_id=organisation_id, user_id=user_id, email=email, role=role
    )


async def check_role_key(actor: Actor, platform: Platform, *, role: str) -> None:
    """Raise ``UnknownRole`` for a role that does not exist, ``Forbidden`` for one the actor may not give."""
    async with platform.database.begin_system() as uow:
        await managing.check_role(actor, uow, role)


async def session_state(actor: Actor, platform: Platform) -> SessionState:
    """Return who is signed in, in which organisation, and which others there are. Raises ``NotSignedIn``."""
    if actor.user_id is None:
        raise Forbidden("An API token has no session.", hint="Sign in with a browser.")
    return await looking.session_state(
        platform, user_id=actor.user_id, organisation_id=actor.organisation_id, credential=actor.credential
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
    await signing_in.change_password(
        actor, platform, user_id=_person(actor), session_id=session_id, current=current, new=new
    )


async def sessions(actor: Actor, platform: Platform) -> Sequence[SessionInfo]:
    """Return one's own live sessions, the last used first."""
    now, idle = platform.clock(), timedelta(hours=platform.settings.session_idle_hours)
    async with platform.database.begin_system() as uow:
        return await credentials.sessions_of(uow, user_id=_person(actor), alive_after=now - idle, now=now)


async def accept_device(actor: Actor, platform: Platform, *, session_id: UUID) -> None:
    """Say that the new browser of one of one's sessions is one's own: its notice goes. Raises ``NotFound``."""
    async with platform.database.begin_system(by=actor) as uow:
        if not await credentials.accept_device(uow, session_id=session_id, user_id=_person(actor)):
            raise NotFound("There is no such session.")
        uow.audit("session.device_accepted", str(session_id))


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


async def sign_in_policy(actor: Actor, platform: Platform) -> Policy:
    """Return what the organisation demands of sign-ins; needs ``users:read``."""
    actor.require(USERS_READ)
    return await demanding.policy_of(platform, organisation_id=actor.organisation_id)


async def change_sign_in_policy(
    actor: Actor, platform: Platform, *, roles: Sequence[str] | None, networks: Mapping[str, Sequence[str]] | None
) -> Policy:
    """Change of which roles a second step is demanded, and from where roles may come; needs ``sign_in:write``.

    None leaves a part as it is. Raises ``UnknownRole``, ``Invalid`` for what is no range, and ``LocksOneselfOut``.
    """
    return await demanding.change_policy(actor, platform, roles=roles, networks=networks)


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
    return await founding.create_organisation(
        actor, platform, name=name, currency=currency, timezone=timezone, week_start=week_start, is_demo=is_demo
    )


async def remove_organisation(actor: Actor, platform: Platform, *, organisation_id: UUID) -> None:
    """Remove an organisation from identity, and people who belong to no other. Only for the host.

    Rows of other modules that belong to it must be gone before: nothing here knows them.
    """
    _only_host(actor)
    async with platform.database.begin_system(by=actor) as uow:
        await credentials.remove_tokens(uow, organisation_id=organisation_id)
        await factors.remove_policy(uow, organisation_id=organisation_id)
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
    return await managing.create_member(actor, platform, email=email, role=role, name=name, password=password)


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
        user = await recovering.known_user(uow, email=model.normal_email(email))
        return await linking.make_link(uow, user=user, now=platform.clock())


async def recover(actor: Actor, platform: Platform, *, email: str) -> SignInLink:
    """Give somebody who is locked out a new link, and make all they signed in with worthless. Host only.

    Sessions, older links and second steps end; the password stays and can be set anew after the link.
    """
    _only_host(actor)
    return await recovering.recover(actor, platform, email=model.normal_email(email))


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
    return await making.make_token(
        actor, platform, name=name, scopes=scopes, expires_in=expires_in, access=access or Access()
    )


async def revoke_token(actor: Actor, platform: Platform, *, token_id: UUID) -> None:
    """Revoke one's own token; with ``tokens:all`` anybody's of the organisation. Raises ``NotFound``."""
    await making.revoke_token(actor, platform, token_id=token_id)


def _person(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Forbidden("Only a signed-in person can do this.")
    return actor.user_id


def _only_host(actor: Actor) -> None:
    if actor.user_id is not None or "*" not in actor.permissions:
        raise Forbidden("This is done with the command line on the server.")
