"""The public holidays of an organisation's stores: of places it chose, else of the countries of its stores' clocks."""

from collections.abc import Mapping, Sequence
from datetime import date

from comptoir.domains.commerce.contracts import Store, StoreHoliday
from comptoir.domains.commerce.repository import stores
from comptoir.foundation.identity import facade as identity
from comptoir.kernel.actor import Actor
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.public_holidays import country_of_zone, holidays_in


async def find_holidays(actor: Actor, uow: UnitOfWork, *, first: date, last: date) -> list[StoreHoliday]:
    """Return the holidays of the stores the actor may see, by day. Places without a store count for every store."""
    organisation = await identity.organisation(actor, uow)
    own = [store for store in await stores.all_stores(uow) if actor.may_see_store(store.id)]
    at = places_of(own, chosen=organisation.holiday_places)
    found = []
    for day in holidays_in(at, first=first, last=last):
        slugs = {slug for place in day.places for slug in at[place]}
        everywhere = any(not at[place] for place in day.places) or len(slugs) == len(own)
        found.append(StoreHoliday(day.day, day.names, day.places, () if everywhere else tuple(sorted(slugs))))
    return found


def places_of(own: Sequence[Store], *, chosen: tuple[str, ...] | None) -> Mapping[str, Sequence[str]]:
    """Return places with the short names of the stores in their country, by the stores' time zones."""
    countries: dict[str, list[str]] = {}
    for store in own:
        country = country_of_zone(store.timezone)
        if country is not None:
            countries.setdefault(country, []).append(store.slug)
    if chosen is None:
        return countries
    return {place: countries.get(place.partition("-")[0], []) for place in chosen}
