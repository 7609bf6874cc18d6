"""Take away the list of orders: any number of them in the memory of one batch.

Every batch is a transaction of its own that goes on where the last one ended, so that somebody who downloads slowly
holds no connection.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict

from msgspec.structs import replace

from comptoir.domains.customers import facade as customers
from comptoir.domains.orders.contracts import OrderFilter, OrderSummary
from comptoir.domains.orders.repository import reading
from comptoir.domains.orders.repository.reading import Asked
from comptoir.domains.orders.usecases.list_orders import asked_of, place_of, summaries
from comptoir.kernel.actor import Actor
from comptoir.platform.context import Platform

BATCH = 2_000


async def export_orders(
    actor: Actor, platform: Platform, *, wanted: OrderFilter
) -> AsyncIterator[Sequence[OrderSummary]]:
    """Return the orders of a list in batches. Raises ``WrongSort`` or ``UnknownStore`` before the first."""
    async with platform.database.begin(actor) as uow:
        asked = await asked_of(actor, uow, wanted)
        customers.tell_export(actor, uow, what="orders", filters=asdict(wanted))
    return _batches(actor, platform, replace(asked, limit=BATCH))


async def _batches(actor: Actor, platform: Platform, asked: Asked) -> AsyncIterator[Sequence[OrderSummary]]:
    while True:
        async with platform.database.begin(actor) as uow:
            uow.reads_are_told()
            rows = await reading.page(uow, asked=asked)
            found = await summaries(actor, uow, rows=rows)
        if found:
            yield found
        if len(rows) < asked.limit:
            return
        asked = replace(asked, after=place_of(rows[-1], sort=asked.sort))
