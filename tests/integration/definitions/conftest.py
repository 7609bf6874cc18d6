"""People of every role before the whole application, with a warehouse to ask."""

from collections.abc import AsyncIterator

import pytest

from comptoir.platform.warehouse import Warehouse
from comptoir.roles.web import web_application
from tests.integration.boards.conftest import Team
from tests.integration.http.conftest import (  # noqa: F401  the fixtures below need them
    MovableClock,
    Place,
    clock,
    panel,
    place,
)


@pytest.fixture
async def team(place: Place, warehouse: Warehouse) -> AsyncIterator[Team]:  # noqa: F811
    place.platform.warehouse = warehouse
    place.application = web_application(place.platform, recogniser=place.recogniser)
    found = Team(place)
    yield found
    for client in found.clients.values():
        await client.aclose()
