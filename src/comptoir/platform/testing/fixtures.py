"""Fixtures over real engines. ``platform`` is what most tests want; ``database`` is cheaper where ClickHouse is not used."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio

from comptoir.kernel.actor import Actor
from comptoir.kernel.clock import system_clock
from comptoir.kernel.ids import new_id
from comptoir.platform.audit import Recorder
from comptoir.platform.context import OPEN_WAREHOUSE, Platform
from comptoir.platform.database.connect import Database
from comptoir.platform.database.server import Server
from comptoir.platform.modules import named, projections
from comptoir.platform.secrets import SecretBox
from comptoir.platform.settings import Settings
from comptoir.platform.storage import Storage
from comptoir.platform.testing import home as homes
from comptoir.platform.warehouse import Warehouse

TEST_KEY = b"\x07" * 32


@pytest.fixture(scope="session")
def engine_home() -> Iterator[Path]:
    """The home whose engines the whole run shares."""
    with homes.temporary_home() as home:
        yield home


@pytest.fixture(scope="session")
def database_template(engine_home: Path) -> Iterator[Server]:
    """The migrated database that is cloned for every test."""
    server = homes.make_template(engine_home)
    yield server
    server.release()


@pytest.fixture(scope="session")
def warehouse_kept(engine_home: Path) -> Iterator[None]:
    """A lease on the warehouse for the whole run, so that it is started once."""
    lease = named("comptoir.engine.embedded:lease_of")(homes.settings_in(engine_home))
    lease.ensure()
    yield
    lease.release()


@pytest.fixture
def settings(engine_home: Path, database_template: Server) -> Iterator[Settings]:
    """Settings of a fresh database in the shared home; the warehouse of the same name does not exist yet."""
    with homes.cloned_database(database_template) as name:
        yield homes.settings_in(engine_home, database_name=name, warehouse_name=name)


@pytest_asyncio.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    """An open, migrated, empty PostgreSQL database."""
    found = await Database.open(settings)
    found.secrets = SecretBox(TEST_KEY)
    found.record = Recorder(found.secrets, clock=system_clock).write
    yield found
    await found.close()


@pytest_asyncio.fixture
async def warehouse(settings: Settings, warehouse_kept: None) -> AsyncIterator[Warehouse]:
    """An open, empty warehouse with the tables of every module."""
    found: Warehouse = await named(OPEN_WAREHOUSE)(settings)
    await found.ensure_schema(projections())
    yield found
    await found.command(f"DROP DATABASE IF EXISTS `{found.database}` SYNC")
    await found.close()


@pytest_asyncio.fixture
async def platform(settings: Settings, database: Database, warehouse: Warehouse, tmp_path: Path) -> Platform:
    """Everything, open and empty. Blobs and keys are the test's own."""
    secrets = SecretBox(TEST_KEY)
    return Platform(
        settings=settings,
        database=database,
        warehouse=warehouse,
        secrets=secrets,
        storage=Storage(tmp_path / "blobs", secrets=secrets),
        clock=system_clock,
    )


@pytest.fixture
def organisation_id() -> UUID:
    """An organisation nobody else uses."""
    return new_id()


@pytest.fixture
def actor(organisation_id: UUID) -> Actor:
    """Somebody who may do everything inside ``organisation_id``."""
    return Actor(organisation_id=organisation_id, user_id=None, permissions=frozenset({"*"}), client="system")
