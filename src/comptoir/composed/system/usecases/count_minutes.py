"""Count deliveries minute by minute. Minutes that are over are counted once a process and remembered."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from comptoir.platform import flow
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.flow import Minute

MINUTE = timedelta(minutes=1)
OPEN = 2  # minutes before the running one that may still get a delivery: commits are late by seconds
MOST_REMEMBERED = 200  # sets of stores

Remembered = OrderedDict[tuple[UUID, frozenset[UUID]], dict[datetime, int]]
_remembered: Remembered = OrderedDict()


async def count_minutes(uow: UnitOfWork, *, stores: Sequence[UUID], now: datetime, number: int) -> tuple[Minute, ...]:
    """Return the deliveries of the last minutes, the one that runs included, oldest first; quiet minutes are zero."""
    running = now.replace(second=0, microsecond=0)
    asked = [running - step * MINUTE for step in range(number - 1, -1, -1)]
    over = _over(uow.actor.organisation_id, stores, asked)
    since = next(at for at in asked if at not in over or at == running)
    counted = await flow.received(uow, stores=stores, since=since)
    parked = await flow.parked_since(uow, stores=stores, since=asked[0])
    found = {at: over[at] if at < since else counted.get(at, 0) for at in asked}
    over.update({at: found[at] for at in asked if at < running - OPEN * MINUTE})
    return tuple(Minute(at, found[at], parked.get(at, 0)) for at in asked)


def _over(organisation_id: UUID, stores: Sequence[UUID], asked: Sequence[datetime]) -> dict[datetime, int]:
    """Return what is remembered of these stores, without the minutes that nobody asks for any more."""
    key = (organisation_id, frozenset(stores))
    kept = {at: count for at, count in _remembered.pop(key, {}).items() if asked[0] <= at <= asked[-1]}
    _remembered[key] = kept
    while len(_remembered) > MOST_REMEMBERED:
        _remembered.popitem(last=False)
    return kept
