"""Set, change and remove targets."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.composed.definitions.contracts import TargetWanted
from comptoir.composed.definitions.errors import TargetThere, TooMany, UnknownTarget, WrongTarget
from comptoir.composed.definitions.permissions import TARGETS_EDIT
from comptoir.composed.definitions.repository import targets
from comptoir.composed.definitions.usecases.look_at_targets import PERIODS, is_open
from comptoir.composed.insights import facade as insights
from comptoir.domains.commerce import facade as commerce
from comptoir.foundation.identity import facade as identity
from comptoir.foundation.identity.contracts import Organisation
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import exponent
from comptoir.kernel.time import DAY
from comptoir.platform.context import Platform
from comptoir.platform.database.turns import take_turn
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.semantic.access import check_access
from comptoir.semantic.catalogue import Catalogue
from comptoir.semantic.vocabulary import Kind

MOST = 20_000
LARGEST = Decimal(10) ** 13
TURN = "targets"


async def create_target(actor: Actor, platform: Platform, *, wanted: TargetWanted) -> UUID:
    """Set a target and return its id. Raises ``WrongTarget`` naming the field, or ``TargetThere``."""
    actor.require(TARGETS_EDIT)
    catalogue = await insights.catalogue_of(actor, platform)
    catalogue.metric(wanted.metric, field="metric")
    check_access(actor, catalogue=catalogue, metrics=(wanted.metric,), dimensions=())
    made, now = new_id(), platform.clock()
    async with platform.database.begin(actor) as uow:
        await take_turn(uow, TURN)
        organisation = await identity.organisation(actor, uow)
        check_start(organisation, period=wanted.period, start=wanted.start)
        currency = check_amount(catalogue, organisation, wanted)
        place: dict[str, Any] = {
            "metric": wanted.metric,
            "store_id": await _store(actor, uow, wanted.store),
            "period": wanted.period,
            "start": wanted.start,
        }
        if await targets.find_for(uow, **place) is not None:
            raise TargetThere("This metric has a target for the same stores and period.", hint="Change that one.")
        if await targets.count(uow) >= MOST:
            raise TooMany(f"There are {MOST:,} targets already.", hint="Remove some of years past.")
        by = {"saved_at": now, "saved_by": actor.user_id, "created_at": now}
        await targets.add(uow, values={"id": made, **place, "amount": wanted.amount, "currency": currency, **by})
        uow.audit("target.set", str(made), after={"metric": wanted.metric, "amount": str(wanted.amount)})
    return made


async def change_target(
    actor: Actor, platform: Platform, *, id_: UUID, amount: Decimal, currency: str | None = None
) -> None:
    """Change how much a target asks for, and of money in which currency (None leaves it)."""
    actor.require(TARGETS_EDIT)
    catalogue = await insights.catalogue_of(actor, platform)
    async with platform.database.begin(actor) as uow:
        row = await _found(actor, uow, catalogue=catalogue, id_=id_)
        organisation = await identity.organisation(actor, uow)
        wanted = TargetWanted(row.metric, row.period, row.start, amount, currency=currency or row.currency)
        values: dict[str, Any] = {"amount": amount, "currency": check_amount(catalogue, organisation, wanted)}
        by = {"saved_at": platform.clock(), "saved_by": actor.user_id}
        await targets.change(uow, id_=id_, values={**values, **by})
        uow.audit("target.changed", str(id_), before={"amount": str(row.amount)}, after={"amount": str(amount)})


async def remove_target(actor: Actor, platform: Platform, *, id_: UUID) -> None:
    """Remove a target."""
    actor.require(TARGETS_EDIT)
    catalogue = await insights.catalogue_of(actor, platform)
    async with platform.database.begin(actor) as uow:
        await _found(actor, uow, catalogue=catalogue, id_=id_)
        await targets.remove(uow, id_=id_)
        uow.audit("target.removed", str(id_))


def check_period(period: str) -> None:
    """Raise ``WrongTarget`` for what is no period."""
    if period not in PERIODS:
        raise WrongTarget(f"{period[:20]!r} is no period.", hint=f"It is one of {', '.join(PERIODS)}.", field="period")


def check_start(organisation: Organisation, *, period: str, start: date) -> None:
    """Raise ``WrongTarget`` unless a day is the first of such a period in the organisation's calendar."""
    check_period(period)
    if not 1971 <= start.year <= 2147:
        raise WrongTarget(f"{start} lies outside the years 1971 to 2147.", field="start")
    own = organisation.calendar.period_of(start, PERIODS[period])
    if own.start != start:
        hint = f"In the organisation's calendar this {period} begins on {own.start}, the next on {own.end + DAY}."
        raise WrongTarget(f"{start} is not the first day of a {period}.", hint=hint, field="start")


def check_amount(catalogue: Catalogue, organisation: Organisation, wanted: TargetWanted) -> str | None:
    """Return the currency of a target, None where its metric is no money. Raises ``WrongTarget``."""
    metric = catalogue.metric(wanted.metric, field="metric")
    if not wanted.amount.is_finite() or abs(wanted.amount) >= LARGEST:
        raise WrongTarget("A target is a number below ten million million.", field="amount")
    if metric.unit.kind is not Kind.MONEY:
        if wanted.currency is not None:
            raise WrongTarget(f"{metric.label} is no money, so its target has no currency.", field="currency")
        digits, currency = 6, None
    else:
        currency = _currency(wanted.currency or organisation.currency)
        digits = exponent(currency)
    if wanted.amount != round(wanted.amount, digits):
        raise WrongTarget(f"The amount has more than {digits} decimals.", field="amount")
    return currency


def _currency(code: str) -> str:
    from babel.numbers import list_currencies  # 100 ms to import, and few processes set targets

    currency = code.strip().upper()
    if currency not in list_currencies():
        raise WrongTarget(f"{code[:20]!r} is not a currency of ISO 4217 such as EUR.", field="currency")
    return currency


async def _store(actor: Actor, uow: UnitOfWork, slug: str | None) -> UUID | None:
    actor.require_whole_stores("Setting targets")
    if slug is not None:
        return (await commerce.store(actor, uow, slug=slug)).id
    if actor.scope.stores is not None:
        raise Invalid("You see some stores only: name the store of the target.", field="store")
    return None


async def _found(actor: Actor, uow: UnitOfWork, *, catalogue: Catalogue, id_: UUID) -> Any:
    row = await targets.find(uow, id_=id_)
    if row is None or not is_open(row, actor, catalogue):
        raise UnknownTarget("There is no such target.")
    return row
