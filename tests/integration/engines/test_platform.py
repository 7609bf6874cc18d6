"""The fixtures themselves: a fresh, migrated platform for a test."""

import pytest
from sqlalchemy import text

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("turn", [1, 2])
async def test_every_test_gets_empty_engines(platform, turn):
    async with platform.database.begin_system() as uow:
        assert (await uow.execute(text("SELECT count(*) FROM outbox"))).scalar_one() == 0
        await uow.execute(
            text(
                "INSERT INTO outbox (organisation_id, kind, key, revision) "
                "VALUES (gen_random_uuid(), 'sales', gen_random_uuid(), 1)"
            )
        )
    health = await platform.warehouse.health()
    assert health.sound
    query = "SELECT count() FROM system.tables WHERE database = {d:String}"
    assert (await platform.warehouse.query(query, {"d": platform.warehouse.database})).scalar() > 1
