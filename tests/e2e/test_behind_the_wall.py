"""The browser's journeys once more, through nginx with ModSecurity and the Core Rule Set: nothing a person does is refused."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.e2e.test_definitions import *  # noqa: F403 (the same tests, with another panel)
from tests.e2e.test_journeys import *  # noqa: F403
from tools.live_panel import Panel
from tools.waf import install, standing_before

pytestmark = [pytest.mark.browser, pytest.mark.engine]


@pytest.fixture(scope="module")
def panel(panel: Panel) -> Iterator[Panel]:
    """The demo of all browser tests, behind the wall."""
    if reason := install():
        pytest.skip(reason)
    with standing_before(panel.address.removeprefix("http://")) as wall:
        yield replace(panel, address=wall.address)


@pytest.fixture
def names() -> tuple[str, str]:
    """Other names than those of the same journeys without a wall, which meet the same panel."""
    return "Net goods walled", "Part of the day walled"
