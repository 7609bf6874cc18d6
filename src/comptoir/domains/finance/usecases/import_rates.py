"""Take in exchange rates: fill days without a published rate, leave published ones alone, say what changed."""

from collections.abc import Iterable
from datetime import date, datetime

from comptoir.domains.finance import model, repository
from comptoir.domains.finance.contracts import Rate, RateImport
from comptoir.platform.database.unit_of_work import UnitOfWork
from comptoir.platform.outbox import EVERYONE, OutboxRow, append

_EVERYTHING = date(1900, 1, 1)


async def import_rates(
    uow: UnitOfWork, *, rate_set: str, source: str, rates: Iterable[Rate], now: datetime
) -> RateImport:
    """Append what is new. Days after the set's last published one were provisional until now: they are re-rated."""
    before = await repository.published_to(uow, rate_set=rate_set)
    known = await repository.published(uow, rate_set=rate_set, since=_EVERYTHING) if before else {}
    new, unchanged, differing = model.sort_out(rates, known)
    if new:
        revision = await repository.add(uow, rate_set=rate_set, source=source, rates=new, recorded_at=now)
        change = OutboxRow(kind="rates", key=EVERYONE, store_id=None, revision=revision)
        await append(uow, [change], organisation_id=EVERYONE)
    return RateImport(
        rate_set=rate_set,
        read=len(new) + len(unchanged) + len(differing),
        added=len(new),
        unchanged=len(unchanged),
        differing=len(differing),
        rerated_from=min((rate.day for rate in new), default=None),
        published_to=max(filter(None, (before, max((rate.day for rate in new), default=None))), default=None),
    )
