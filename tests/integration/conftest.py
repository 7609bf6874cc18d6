"""What holds for every test over real engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

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
