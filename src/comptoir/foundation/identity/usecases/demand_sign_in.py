"""What an organisation demands of its members' sign-ins: second steps by role, and addresses by role."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from comptoir.foundation.factors import facade as factors
from comptoir.foundation.factors.contracts import EVERYBODY, Policy
from comptoir.foundation.identity.errors import LocksOneselfOut
from comptoir.foundation.identity.permissions import SIGN_IN_WRITE, unknown_role
from comptoir.foundation.identity.repository import people
from comptoir.foundation.identity.usecases.manage_roles import all_roles
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.http.addresses import is_within
from comptoir.platform.http.addresses import networks as parsed

MOST_RANGES = 100


async def policy_of(platform: Platform, *, organisation_id: UUID) -> Policy:
    """Return what an organisation demands."""
    async with platform.database.begin_system() as uow:
        return await _policy(uow, organisation_id)


async def change_policy(
    actor: Actor, platform: Platform, *, roles: Sequence[str] | None, networks: Mapping[str, Sequence[str]] | None
) -> Policy:
    """Store what is given of a change, unless it would keep out whoever makes it."""
    actor.require(SIGN_IN_WRITE)
    async with platform.database.begin_system(by=actor) as uow:
        before = await _policy(uow, actor.organisation_id)
        known = {one.key for one in await all_roles(uow, organisation_id=actor.organisation_id)}
        policy = Policy(
            before.roles if roles is None else _roles(roles, known=known),
            before.networks if networks is None else _networks(networks, known=known),
        )
        await _check_own_way_in(actor, uow, policy)
        await factors.set_policy(uow, organisation_id=actor.organisation_id, policy=policy)
        uow.audit("access.sign_in_changed", str(actor.organisation_id), before=_said(before), after=_said(policy))
    return policy


async def _policy(uow: UnitOfWork, organisation_id: UUID) -> Policy:
    return (await factors.policies(uow, organisations=[organisation_id])).get(organisation_id, Policy())


def _roles(roles: Sequence[str], *, known: set[str]) -> frozenset[str]:
    for role in roles:
        if role not in known:
            raise unknown_role(role, known=sorted(known))
    return frozenset(roles)


def _networks(networks: Mapping[str, Sequence[str]], *, known: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for role, ranges in networks.items():
        if role != EVERYBODY and role not in known:
            raise unknown_role(role, known=[EVERYBODY, *sorted(known)])
        if len(ranges) > MOST_RANGES:
            raise Invalid(f"More than {MOST_RANGES} ranges for {role}.", hint="Sum them up.", field="networks")
        try:
            read = tuple(dict.fromkeys(str(one) for one in parsed(ranges)))
        except ValueError as error:
            raise Invalid(
                f"{error}: that is neither an address nor a range.", hint="Such as 203.0.113.0/24.", field="networks"
            ) from error
        if read:
            found[role] = read
    return found


async def _check_own_way_in(actor: Actor, uow: UnitOfWork, policy: Policy) -> None:
    """Raise ``LocksOneselfOut`` where the person's own address would not pass; the host comes from no address."""
    if actor.user_id is None:
        return
    role = await people.role_of(uow, organisation_id=actor.organisation_id, user_id=actor.user_id)
    if not is_within(actor.address, lists=policy.networks_of(role)):
        raise LocksOneselfOut(
            f"This would lock you out: you come from {actor.address}.",
            hint="Add the range you come from.",
            field="networks",
        )


def _said(policy: Policy) -> dict[str, object]:
    return {"second_step_roles": sorted(policy.roles), "networks": dict(policy.networks)}
