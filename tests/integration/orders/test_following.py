"""What becomes known late reaches orders while the product runs, for every organisation that waits."""

import asyncio
from types import SimpleNamespace
from typing import cast

from msgspec.structs import replace

from comptoir.connectors.sdk.canonical import CustomerRecord, CustomerRef, Person, ProductRecord, VariantRecord
from comptoir.domains.orders import jobs
from comptoir.platform.context import Platform
from tests.integration.orders.conftest import RECEIVED, Merchant
from tests.integration.orders.test_applying import named
from tests.unit.orders.ordering import D, line, order
from tests.waiting import until_async


async def test_late_costs_and_merged_customers_are_followed_until_told_to_stop(database):
    platform = cast(Platform, SimpleNamespace(database=database, clock=lambda: RECEIVED))
    merchants = [await Merchant(database).open("one") for _ in range(2)]
    for merchant in merchants:
        sold = order(line("a", 2, "10"))
        buyers = [replace(named(sold, name), customer=CustomerRef(name)) for name in ("x", "y")]
        await merchant.apply(*buyers)
        await merchant.apply_products(ProductRecord("p", variants=(VariantRecord("v", sku="sku-a", cost=D(3)),)))
        same = Person(email="same@example.test")
        await merchant.apply_customers(CustomerRecord("x", person=same), CustomerRecord("y", person=same))
    stop = asyncio.Event()
    loop = asyncio.create_task(jobs.follow_changes(platform, stop=stop))

    async def followed() -> bool:
        found = [
            await merchant.rows(
                "select sum(l.cost), count(distinct o.customer_id) from orders o "
                "join order_lines l on l.order_id = o.id"
            )
            for merchant in merchants
        ]
        return found == [[(12, 1)], [(12, 1)]]

    await until_async(followed, within=20, what="following")
    stop.set()
    await loop
    assert await jobs.follow_once(platform) == 0
