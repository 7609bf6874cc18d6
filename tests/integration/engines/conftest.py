"""A home of its own for tests that start, kill and stop engines."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from comptoir.platform.engines.home import EngineHome
from comptoir.platform.settings import Settings
from comptoir.platform.testing.home import settings_in, temporary_home

LINGER = 1.0


async def unfurnished(_platform: object) -> None:
    """Bring nothing into a new home."""


@pytest.fixture
def own_home() -> Iterator[Path]:
    with temporary_home() as home:
        yield home


@pytest.fixture
def own_settings(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a home whose engines leave quickly, and that modules do not furnish: that is not what is tested."""
    monkeypatch.setattr("comptoir.platform.context._furnish", unfurnished)
    return replace(settings_in(own_home), engine_linger_seconds=LINGER)


@pytest.fixture
def run_python(own_settings: Settings) -> Callable[..., "subprocess.Popen[str]"]:
    """Start another process on the same home."""

    def start(code: str, **options: object) -> "subprocess.Popen[str]":
        environ = {
            **os.environ,
            "COMPTOIR_HOME": str(own_settings.home),
            "COMPTOIR_UNSAFE_FAST": "yes",
            "PYTHONPATH": str(Path(__file__).parents[3]),
            "COMPTOIR_ENGINE_LINGER_SECONDS": str(LINGER),
        }
        return subprocess.Popen(
            [sys.executable, "-c", code],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    return start


def server_pid(home: Path) -> int:
    return int((EngineHome(home).cluster / "postmaster.pid").read_text().split("\n", 1)[0])


def told_pid(home: Path, engine: str) -> int:
    return int(json.loads(EngineHome(home).address(engine).read_text())["pid"])


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


@contextmanager
def ended(process: "subprocess.Popen[str]") -> Iterator["subprocess.Popen[str]"]:
    """Leave no process and no open pipe behind."""
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
