"""What holds for every test over real engines."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from comptoir.platform.database.server import Server
from tests.integration.http.program import Program
from tools.live_panel import free_port
from tools.redis import Redis, install

WEAK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed with a fraction of the memory: how strong the real hash is, its own test says."""
    monkeypatch.setattr("comptoir.foundation.identity.usecases.hash_password._hasher", lambda: WEAK)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    """A real Redis that is not started yet."""
    if reason := install():
        pytest.skip(reason)
    found = Redis(free_port(), tmp_path)
    yield found
    found.stop()


@pytest.fixture(scope="module")
def environment(
    request: pytest.FixtureRequest, engine_home: Path, database_template: Server, warehouse_kept: None
) -> dict[str, str]:
    """A home's variables: the run's engines, a database of this file's own, laid out by the program itself."""
    name = request.module.__name__.replace(".", "_")
    return {
        **os.environ,
        "COMPTOIR_HOME": str(engine_home),
        "COMPTOIR_DATABASE_NAME": name,
        "COMPTOIR_WAREHOUSE_NAME": name,
        "COMPTOIR_UNSAFE_FAST": "yes",
        "COMPTOIR_ENGINE_LINGER_SECONDS": "5",
    }


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[object]:
    running: list[Program] = []

    def starter(*words: str) -> Program:
        program = Program(words, environment=environment, log=tmp_path / f"{len(running)}.log")
        running.append(program)
        return program

    yield starter
    for program in running:
        if program.process.poll() is None:
            program.process.kill()
            program.process.wait()
