"""A new organisation, and taking one away again."""

from dataclasses import replace

from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import Organisation
from comptoir.foundation.identity.repository import people
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.kernel.fiscal import FiscalCalendar
from comptoir.kernel.ids import new_id
from comptoir.kernel.time import WeekStart
from comptoir.platform.context import Platform
from comptoir.platform.database.unit_of_work import UnitOfWork

# Where the week begins on Sunday in most calendars; elsewhere it is Monday (ISO 8601).
_SUNDAY_FIRST = ("America/", "Asia/Tokyo", "Asia/Seoul", "Asia/Jerusalem", "Asia/Kolkata", "US/", "Canada/")


async def create_organisation(
    actor: Actor,
    platform: Platform,
    *,
    name: str,
    currency: str,
    timezone: str,
    week_start: WeekStart | None,
    is_demo: bool,
) -> Organisation:
    """Make an organisation that belongs to the person who makes it; the host's belongs to nobody yet."""
    actor.require("organisations:create")
    async with platform.database.begin_system(by=actor) as uow:
        made = await found_organisation(
            uow, platform, name=name, currency=currency, timezone=timezone, week_start=week_start, is_demo=is_demo
        )
        if actor.user_id is not None:
            await people.add_membership(
                uow, organisation_id=made.id, user_id=actor.user_id, role="owner", at=platform.clock()
            )
    return made


async def found_organisation(
    uow: UnitOfWork,
    platform: Platform,
    *,
    name: str,
    currency: str,
    timezone: str,
    week_start: WeekStart | None = None,
    is_demo: bool = False,
) -> Organisation:
    """Store a new organisation under a free slug."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= 120:
        raise Invalid("An organisation needs a name of at most 120 characters.", field="name")
    zone = model.check_timezone(timezone)
    sunday = zone.startswith(_SUNDAY_FIRST)
    organisation = Organisation(
        id=new_id(),
        slug=await _free_slug(uow, wanted=model.slug_of(name)),
        name=name,
        currency=model.check_currency(currency),
        timezone=zone,
        calendar=FiscalCalendar(week_start or (WeekStart.SUNDAY if sunday else WeekStart.MONDAY)),
        is_demo=is_demo,
        created_at=platform.clock(),
    )
    await people.add_organisation(uow, organisation=organisation)
    founder = replace(uow.by, organisation_id=organisation.id)
    uow.audit("organisation.founded", str(organisation.id), after={"name": name}, actor=founder)
    return organisation


async def _free_slug(uow: UnitOfWork, *, wanted: str) -> str:
    taken = await people.slugs_like(uow, slug=wanted)
    number = 1
    slug = wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
