"""One filled pair of engines for all contract tests of the semantic layer, read only."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
import pytest_asyncio

from comptoir.composed.insights.facade import catalogue
from comptoir.kernel.actor import Actor
from comptoir.platform.modules import named, projections
from comptoir.platform.settings import Settings
from comptoir.platform.testing import home as homes
from comptoir.platform.warehouse import Warehouse
from comptoir.semantic.layer import SemanticLayer, Versions
from comptoir.semantic.tenant import Tenant
from tests.contract.semantic.reference import fill_reference
from tests.contract.semantic.world import TENANT, World, fill_warehouse, make_world

NOW = datetime(2025, 4, 20, 9, 41, tzinfo=UTC)


@dataclass
class FixedSources:
    """One organisation, and versions the test sets."""

    held: Tenant = TENANT
    version: int = 1

    async def tenant(self, actor: Actor, *, refresh: bool = False) -> Tenant:
        return self.held

    async def versions(
        self,
        actor: Actor,
        *,
        stores: Iterable[UUID] | None,
        days: tuple[date, date] | None,
        tables: tuple[str, ...],
        now: Any,
    ) -> Versions:
        return Versions(touched=(self.version, 0), data_version=self.version, as_of=now)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(seed=7, orders=420)


@pytest.fixture(scope="module")
def shared_settings(engine_home: Any, database_template: Any) -> Any:
    with homes.cloned_database(database_template) as name:
        yield homes.settings_in(engine_home, database_name=name, warehouse_name=name)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def filled(shared_settings: Settings, warehouse_kept: None, world: World) -> AsyncIterator[Warehouse]:
    found: Warehouse = await named("comptoir.engine.client:open_warehouse")(shared_settings)
    await found.ensure_schema(projections())  # type: ignore[attr-defined]
    await fill_warehouse(found, world)
    yield found
    await found.command(f"DROP DATABASE IF EXISTS `{found.database}` SYNC")
    await found.close()


@pytest.fixture(scope="module")
def reference(shared_settings: Settings, database_template: Any, world: World) -> Any:
    """PostgreSQL with the same entries as plain rows, for SQL written by hand."""
    where = database_template.connection(None, database=shared_settings.database_name)
    with psycopg.connect(**where, autocommit=True) as connection:
        fill_reference(connection, world)
        yield connection


@pytest.fixture
def sources() -> FixedSources:
    return FixedSources()


@pytest.fixture
def layer(filled: Warehouse, sources: FixedSources) -> SemanticLayer:
    return SemanticLayer(warehouse=filled, sources=sources, catalogue=catalogue(), clock=lambda: NOW)
