"""A shop with two stores in an empty platform."""

import pytest_asyncio

from tests.integration.pipeline.shop import Shop


@pytest_asyncio.fixture
async def shop(platform, organisation_id):
    return await Shop(platform, organisation_id).open("one", "two")
