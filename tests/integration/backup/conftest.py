"""A shop whose platform can be backed up, and empty places to restore into: other databases of the shared engines."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from psycopg import sql

from comptoir.engine.embedded import embedded_address
from comptoir.kernel.ids import new_id
from comptoir.platform import master_key
from comptoir.platform.context import Platform
from comptoir.platform.engines.home import EngineHome
from comptoir.platform.settings import Settings
from comptoir.platform.storage import Storage
from comptoir.platform.testing.fixtures import TEST_KEY
from tests.integration.pipeline.shop import Shop


@pytest_asyncio.fixture
async def home(platform: Platform, settings: Settings, tmp_path: Path) -> Platform:
    """The platform as a home of its own: key, stored files and backups lie in a directory of the test."""
    root = tmp_path / "home"
    platform.settings = replace(
        settings, home=root, key_file=root / "keys" / "master.key", backup_directory=root / "backups"
    )
    master_key.place(platform.settings, TEST_KEY)
    platform.storage = Storage(root / "blobs", secrets=platform.secrets)
    return platform


@pytest_asyncio.fixture
async def shop(home: Platform) -> Shop:
    return await Shop(home, new_id()).open("one", "two")


@pytest.fixture
def empty_home(platform: Platform, engine_home: Path, tmp_path: Path) -> Iterator[Callable[[], Settings]]:
    """Make settings of an empty home whose engines are served, by the engines of the run."""
    made: list[str] = []
    server = platform.database.server

    def ask(statement: str, name: str) -> None:
        with psycopg.connect(**server.connection(None, database="postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))

    def make() -> Settings:
        name = f"restored_{new_id().hex}"
        ask("CREATE DATABASE {}", name)
        made.append(name)
        root = tmp_path / name
        address = embedded_address(EngineHome(engine_home))
        assert address is not None
        return replace(
            platform.settings,
            home=root,
            key_file=root / "keys" / "master.key",
            backup_directory=root / "backups",
            database_url=f"postgresql://comptoir_admin@/{name}?host={EngineHome(engine_home).socket_directory()}",
            warehouse_url=f"http://{address.user}:{address.password}@127.0.0.1:{address.port}/{name}",
        )

    yield make
    for name in made:
        ask("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
