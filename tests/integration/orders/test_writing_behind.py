"""What is written behind is complete at the commit, in order, and a failure of it is never lost."""

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from comptoir.domains.customers.tables import customers
from comptoir.kernel.ids import new_id
from comptoir.platform.database import bulk
from tests.integration.orders.conftest import RECEIVED, Merchant

COLUMNS = ("organisation_id", "id", "country", "tags", "revision", "recorded_at")
COUNT = text("select count(*) from customers where organisation_id = :owner")


@pytest_asyncio.fixture
async def merchant(database):
    return await Merchant(database).open()


def rows(merchant, ids):
    return [(merchant.actor.organisation_id, key, "DE", [], 1, RECEIVED) for key in ids]


async def count(merchant):
    async with merchant.database.begin(merchant.actor) as uow:
        return (await uow.execute(COUNT, {"owner": merchant.actor.organisation_id})).scalar()


@pytest.mark.parametrize("ahead", [1, 32])
async def test_every_row_rests_in_the_order_of_the_calls(merchant, monkeypatch, ahead):
    monkeypatch.setattr(bulk, "AHEAD", ahead)
    async with merchant.database.begin(merchant.actor) as uow:
        for _ in range(12):  # more than may wait at once
            ids = [new_id() for _ in range(700)]
            await bulk.insert_behind(uow, customers, columns=COLUMNS, rows=rows(merchant, ids))
        seen = (await uow.execute(COUNT, {"owner": merchant.actor.organisation_id})).scalar()
    assert seen == await count(merchant) == 12 * 700


async def test_a_failure_is_raised_by_the_next_statement(merchant):
    twice = new_id()
    with pytest.raises(IntegrityError):
        async with merchant.database.begin(merchant.actor) as uow:
            await bulk.insert_behind(uow, customers, columns=COLUMNS, rows=rows(merchant, [twice, twice]))
            await uow.execute(text("select 1"))
    assert await count(merchant) == 0


async def test_a_failure_of_the_last_write_prevents_the_commit(merchant):
    twice = new_id()
    with pytest.raises(IntegrityError):
        async with merchant.database.begin(merchant.actor) as uow:
            await bulk.insert_behind(uow, customers, columns=COLUMNS, rows=rows(merchant, [twice, twice]))
            await bulk.insert_behind(uow, customers, columns=COLUMNS, rows=rows(merchant, [new_id()]))
    assert await count(merchant) == 0


async def test_leaving_with_an_error_writes_nothing(merchant):
    with pytest.raises(LookupError):
        async with merchant.database.begin(merchant.actor) as uow:
            await bulk.insert_behind(uow, customers, columns=COLUMNS, rows=rows(merchant, [new_id()]))
            raise LookupError
    assert await count(merchant) == 0
