"""What holds for every test: a printed seed, an order that depends on it, no network but this machine, no real home."""

import os
import random
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

import comptoir

FIXTURES = Path(comptoir.__file__).parent / "platform" / "testing"
pytest_plugins = [f"comptoir.platform.testing.{path.stem}" for path in FIXTURES.glob("fixtures.py")]

SEED = int(os.environ.get("COMPTOIR_TEST_SEED") or random.SystemRandom().randrange(1, 10**6))
os.environ["COMPTOIR_TEST_SEED"] = str(SEED)  # processes that share a run share its seed

hypothesis.settings.register_profile("default", deadline=None, print_blob=True, max_examples=100)
hypothesis.settings.register_profile("quick", parent=hypothesis.settings.get_profile("default"), max_examples=10)
hypothesis.settings.load_profile(os.environ.get("COMPTOIR_TEST_PROFILE") or "default")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """One seed for everything that is random in a run."""
    if not config.getoption("--hypothesis-seed"):
        config.option.hypothesis_seed = str(SEED)


def pytest_report_header() -> str:
    return f"seed: {SEED} (COMPTOIR_TEST_SEED={SEED} repeats order and examples)"


class Scopes(LoadScopeScheduling):
    """Where several processes share a run, a file stays in one, and so do all browser tests: they share a panel."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "tests/e2e" if file.startswith("tests/e2e/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scopes:
    """Share out by scopes, the largest first."""
    return Scopes(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shuffle the tests inside each file, so that no test can lean on another; leave soak runs to `make soak`."""
    if "soak" not in (config.option.markexpr or ""):
        left_out = [item for item in items if item.get_closest_marker("soak")]
        items[:] = [item for item in items if not item.get_closest_marker("soak")]
        config.hook.pytest_deselected(items=left_out)
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    for path, members in files.items():
        random.Random(f"{SEED} {path.name}").shuffle(members)
    items[:] = [item for members in files.values() for item in members]


@pytest.fixture(autouse=True)
def seeded() -> None:
    random.seed(SEED)


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """A test that reaches for another machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = str(address[0]) if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in ("", "localhost", "::1") and not host.startswith("127."):
            raise AssertionError(f"a test tried to reach {host}: tests use this machine only")
        connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_real_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings of the person who runs the tests never reach them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [*os.environ]:
            if name.startswith("COMPTOIR_") and name not in ("COMPTOIR_CHROMIUM", "COMPTOIR_TEST_SEED"):
                patch.delenv(name)
        for name in ("DATABASE_URL", "WAREHOUSE_URL", "BROKER_URL"):
            patch.delenv(name, raising=False)
        yield
