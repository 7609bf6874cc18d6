"""One platform for all tests of a file, with a clock that stands still."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from comptoir.platform.context import Platform
from comptoir.platform.database.connect import Database
from comptoir.platform.modules import named, projections
from comptoir.platform.secrets import SecretBox
from comptoir.platform.settings import Settings
from comptoir.platform.storage import Storage
from comptoir.platform.testing import home as homes
from comptoir.platform.testing.fixtures import TEST_KEY
from tests.acceptance.small_merchant import NOW


@pytest.fixture(scope="module")
def shared_settings(engine_home: Path, database_template: Any) -> Iterator[Settings]:
    with homes.cloned_database(database_template) as name:
        yield homes.settings_in(engine_home, database_name=name, warehouse_name=name)


@asynccontextmanager
async def opened(settings: Settings, blobs: Path) -> AsyncIterator[Platform]:
    """An open platform over migrated databases, closed and dropped afterwards."""
    secrets = SecretBox(TEST_KEY)
    database = await Database.open(settings)
    database.secrets = secrets
    warehouse = await named("comptoir.engine.client:open_warehouse")(settings)
    await warehouse.ensure_schema(projections())
    yield Platform(
        settings=settings,
        database=database,
        warehouse=warehouse,
        secrets=secrets,
        storage=Storage(blobs, secrets=secrets),
        clock=lambda: NOW,
    )
    await warehouse.command(f"DROP DATABASE IF EXISTS `{warehouse.database}` SYNC")
    await warehouse.close()
    await database.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_platform(
    shared_settings: Settings, warehouse_kept: None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Platform]:
    """Real engines, empty at first; every test of the file finds what those before it left."""
    async with opened(shared_settings, tmp_path_factory.mktemp("blobs")) as platform:
        yield platform


@pytest_asyncio.fixture(loop_scope="module")
async def another_platform(settings: Settings, warehouse_kept: None, tmp_path: Path) -> AsyncIterator[Platform]:
    """A second home, empty, for one test of a file that shares its loop."""
    async with opened(settings, tmp_path / "blobs") as platform:
        yield platform
