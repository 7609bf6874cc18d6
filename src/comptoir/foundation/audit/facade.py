"""The functions of the audit trail that others may call. What is written there, units of work write themselves."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from comptoir.foundation.audit import repository
from comptoir.foundation.audit.contracts import Kept, Page, Search, Security, Verdict
from comptoir.foundation.audit.permissions import AUDIT_READ
from comptoir.foundation.audit.usecases import list_entries as listing
from comptoir.foundation.audit.usecases import verify_chain as verifying
from comptoir.foundation.audit.usecases import watch_security as watching
from comptoir.foundation.audit.usecases.chain_entries import chain_waiting
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Forbidden, Invalid
from comptoir.platform.audit import HOUSE
from comptoir.platform.context import Platform

EXPORTED = "audit.exported"
LONGEST_SPAN = 366


async def entries(
    actor: Actor, platform: Platform, *, wanted: Search, cursor: str | None = None, limit: int = 50
) -> Page:
    """Return a page of the organisation's trail, newest first; needs ``audit:read``.

    The organisation that runs the home sees what concerns none in particular as well: strangers' attempts.
    """
    actor.require(AUDIT_READ)
    whose = await _whose(actor, platform)
    return await listing.list_entries(actor, platform, organisations=whose, wanted=wanted, cursor=cursor, limit=limit)


async def export(actor: Actor, platform: Platform, *, wanted: Search) -> AsyncIterator[list[Kept]]:
    """Return all entries of a search in batches; taking them away is an entry itself."""
    actor.require(AUDIT_READ)
    whose = await _whose(actor, platform)
    async with platform.database.begin_system() as uow:
        said = {name: getattr(wanted, name) for name in Search.__dataclass_fields__}
        uow.audit(EXPORTED, "audit", after={k: v for k, v in said.items() if v is not None}, actor=actor)
    return listing.batches(platform, organisations=whose, wanted=wanted)


async def security(actor: Actor, platform: Platform, *, days: int = 14) -> Security:
    """Return what a security team looks at first, for the last days of the organisation's calendar."""
    actor.require(AUDIT_READ)
    if not 1 <= days <= LONGEST_SPAN:
        raise Invalid(f"{days} days cannot be shown.", hint=f"From 1 to {LONGEST_SPAN}.", field="days")
    whose = await _whose(actor, platform)
    ours = await identity.organisation(actor, platform)
    return await watching.watch(actor, platform, organisations=whose, timezone=ours.timezone, days=days)


async def verify(actor: Actor, platform: Platform) -> Sequence[Verdict]:
    """Check the actor's chains entry by entry; what waits for its place is chained first. Needs ``audit:read``."""
    actor.require(AUDIT_READ)
    await chain_waiting(platform)
    whose = await _whose(actor, platform)
    return [await verifying.verify_chain(platform, organisation_id=one) for one in whose]


async def verify_all(actor: Actor, platform: Platform) -> Sequence[Verdict]:
    """Check every chain of the home; for the host."""
    _only_host(actor)
    await chain_waiting(platform)
    async with platform.database.begin_system() as uow:
        owners = await repository.organisations(uow)
    return [await verifying.verify_chain(platform, organisation_id=one) for one in owners]


def _only_host(actor: Actor) -> None:
    if actor.user_id is not None or "*" not in actor.permissions:
        raise Forbidden("This is done with the command line on the server.")


async def _whose(actor: Actor, platform: Platform) -> list[UUID]:
    keeps_house = await identity.keeps_house(actor, platform)
    return [actor.organisation_id, HOUSE] if keeps_house else [actor.organisation_id]
