"""What others may ask of finance: exchange rates, how far they reach, and bringing new ones in."""

from collections.abc import Sequence

from comptoir.domains.finance import model, repository
from comptoir.domains.finance.contracts import RateImport, RateStatus
from comptoir.domains.finance.usecases import import_rates as importing
from comptoir.domains.finance.usecases import load_reference
from comptoir.engine.projector.drain import drain
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform
from comptoir.platform.outbox import EVERYONE


async def ensure_reference(platform: Platform) -> None:  # facades: part of laying out a home
    """Bring the built-in reference set up to what the installed package carries, in both engines. Idempotent."""
    async with platform.database.begin_system() as uow:
        last = await repository.published_to(uow, rate_set=model.REFERENCE_SET)
        if last is None or await load_reference.is_newer(last):
            rates = await load_reference.reference_rates()
            await importing.import_rates(
                uow, rate_set=model.REFERENCE_SET, source=model.REFERENCE_SOURCE, rates=rates, now=platform.clock()
            )
    await drain(platform, EVERYONE)


async def import_rates(actor: Actor, platform: Platform, *, text: str, source: str) -> RateImport:
    """Fill days of the reference set that have no published rate yet; needs ``rates:write``.

    Published days stay as they are. Raises ``UnreadableRates`` with the line that cannot be read.
    """
    actor.require("rates:write")
    rates = list(model.parse_rates(text))
    async with platform.database.begin_system() as uow:
        report = await importing.import_rates(
            uow, rate_set=model.REFERENCE_SET, source=source, rates=rates, now=platform.clock()
        )
    await drain(platform, EVERYONE)
    return report


async def rate_status(actor: Actor, platform: Platform) -> Sequence[RateStatus]:
    """Return every rate set with its source and last published day; needs ``rates:read``."""
    actor.require("rates:read")
    async with platform.database.begin_system() as uow:
        return await repository.status(uow)
