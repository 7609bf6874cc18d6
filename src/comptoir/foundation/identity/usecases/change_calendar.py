"""Change when an organisation's weeks and years begin, and whose holidays it keeps."""

from comptoir.foundation.identity import model
from comptoir.foundation.identity.contracts import CalendarChange, Organisation
from comptoir.foundation.identity.errors import UnknownOrganisation
from comptoir.foundation.identity.permissions import ORGANISATIONS_EDIT
from comptoir.foundation.identity.repository import people
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.context import Platform
from comptoir.platform.public_holidays import is_known

MOST_PLACES = 50


async def change_calendar(actor: Actor, platform: Platform, *, change: CalendarChange) -> Organisation:
    """Store what is given of a change and return the organisation. Raises ``Invalid`` naming what is wrong."""
    actor.require(ORGANISATIONS_EDIT)
    places = check_places(change.holiday_places) if change.holiday_places is not None else None
    async with platform.database.begin(actor) as uow:
        before = await people.organisation_by_id(uow, organisation_id=actor.organisation_id, locked=True)
        if before is None:
            raise UnknownOrganisation("This organisation does not exist any more.")
        week_start = model.week_start_of(change.week_start) or before.week_start
        raw = model.fiscal_of(before.calendar) if change.fiscal is None else change.fiscal
        calendar = model.calendar_of(raw, week_start=week_start)
        kept = before.holiday_places if places is None and not change.holidays_of_stores else places
        await people.set_calendar(uow, organisation_id=before.id, calendar=calendar, holiday_places=kept)
        uow.audit("organisation.calendar_changed", str(before.id), before=_said(before))
        after = await people.organisation_by_id(uow, organisation_id=before.id)
        assert after is not None
    return after


def check_places(places: tuple[str, ...]) -> tuple[str, ...]:
    """Return places once each, or raise ``Invalid`` for one whose holidays nobody knows."""
    found = tuple(
        dict.fromkeys(place.strip().upper() if len(place.strip()) == 2 else place.strip() for place in places)
    )
    for place in found:
        if not is_known(place):
            raise Invalid(
                f"No holidays are known for {place[:20]!r}.",
                hint="Countries are two letters (DE), parts of them follow a hyphen (DE-BE).",
                field="holidays",
            )
    if len(found) > MOST_PLACES:
        raise Invalid(f"At most {MOST_PLACES} places have their holidays shown.", field="holidays")
    return found


def _said(organisation: Organisation) -> dict[str, object]:
    places = organisation.holiday_places
    return {
        "week_start": organisation.week_start.value,
        "fiscal": model.fiscal_of(organisation.calendar),
        "holidays": None if places is None else list(places),
    }
