"""argon2id, in threads of its own: 46 MiB and some 60 ms each, at most two at once, so a flood cannot take the server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pwdlib import PasswordHash

_AT_ONCE = 2


@cache
def _hasher() -> "PasswordHash":
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    # The first of the equally strong choices of OWASP's password storage cheat sheet: the least time for the memory.
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=46 * 1024, parallelism=1),))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="argon2")


@cache
def _nobody() -> str:
    """The hash that is checked when there is no account, so that the answer takes as long."""
    return _hasher().hash("nobody has this password")


async def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), lambda: _hasher().hash(password))


async def verify_password(password: str, hashed: str | None) -> tuple[bool, str | None]:
    """Return whether it fits, and a new hash to store when the parameters have changed since."""

    def check() -> tuple[bool, str | None]:
        fits, renewed = _hasher().verify_and_update(password, hashed or _nobody())
        return (fits, renewed) if hashed else (False, None)

    return await asyncio.get_running_loop().run_in_executor(_threads(), check)
