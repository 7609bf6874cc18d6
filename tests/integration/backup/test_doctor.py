"""What `comptoir doctor` says of engines that run: what waits, what is parked, who has no secret, which schema."""

import psycopg
import pytest
from sqlalchemy import text

from comptoir.platform.database.migrate import latest
from comptoir.platform.database.server import OWNER
from comptoir.roles.admin.checks import everything
from comptoir.roles.admin.checks.finding import FINE, WARNING, WRONG

pytestmark = pytest.mark.engine


async def found(platform):
    both = await everything._both(platform.settings, platform.database, platform.warehouse)
    return {one.check: one for one in both}


async def test_a_sound_home_is_fine_and_says_versions(shop):
    await shop.order("1")
    await shop.drain()
    checks = await found(shop.platform)
    assert {one.state for one in checks.values()} == {FINE}
    assert checks["PostgreSQL"].detail.split(", ")[1].startswith("18")
    assert checks["schema"].detail == latest()


async def test_what_waits_and_what_is_missing_is_named(shop):
    await shop.add_store("woo", platform="woocommerce")
    await shop.order("1")
    async with shop.platform.database.begin_system() as uow:
        await uow.execute(text("update outbox set created_at = now() - interval '10 minutes' where state = 'new'"))
    checks = await found(shop.platform)
    assert checks["outbox"].state == checks["webhooks"].state == WARNING
    assert "600 seconds" in checks["outbox"].detail
    assert "woo" in checks["webhooks"].detail
    assert checks["outbox"].hint
    assert checks["webhooks"].hint


async def test_a_newer_schema_is_wrong_and_nothing_else_is_asked(shop):
    server = shop.platform.database.server
    with psycopg.connect(**server.connection(OWNER), autocommit=True) as connection:
        connection.execute("update alembic_version set version_num = '0999_later'")
        connection.execute("comment on table alembic_version is 'Comptoir 9.1.0'")
    checks = await found(shop.platform)
    assert checks["schema"].state == WRONG
    assert "Comptoir 9.1.0" in checks["schema"].detail
    assert "outbox" not in checks
