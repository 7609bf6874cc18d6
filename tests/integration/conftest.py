"""What holds for every test over real engines."""

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

WEAK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed with a fraction of the memory: how strong the real hash is, its own test says."""
    monkeypatch.setattr("comptoir.foundation.identity.usecases.hash_password._hasher", lambda: WEAK)
