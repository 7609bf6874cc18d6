"""Failed sign-ins slow down further ones.

Per (account, address), in PostgreSQL so that all processes agree: the attempt is counted before the password is looked
at, hence a burst of parallel guesses is one guess. Somebody elsewhere never waits for it. Per address, in memory: many
accounts tried from one place are slowed down to a rate, never locked.
"""

from uuid import UUID

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from comptoir.foundation.identity import model
from comptoir.foundation.identity.errors import SignInThrottled
from comptoir.foundation.identity.repository import credentials
from comptoir.platform.context import Platform
from comptoir.platform.http.addresses import throttle_key

_HINT = "A sign-in link works meanwhile: `comptoir user link EMAIL` on the server makes one."


class AddressRate:
    """How many attempts one address may make a minute, whatever the account."""

    def __init__(self, *, per_minute: int = 60) -> None:
        self._limit = parse(f"{per_minute}/minute")
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def check(self, address: str | None) -> None:
        """Count an attempt; raise ``SignInThrottled`` over the rate."""
        if not await self._limiter.hit(self._limit, throttle_key(address)):
            raise SignInThrottled("Too many attempts from this address.", details={"retry_after": 5}, hint=_HINT)


async def count_attempt(platform: Platform, *, email: str, address: str | None) -> bytes:
    """Count an attempt as failed and return its key; raise ``SignInThrottled`` while the delay lasts."""
    return await _count(platform, key=model.failure_key(email, throttle_key(address)), free=model.FREE_FAILURES)


async def count_second_step(
    platform: Platform, *, user_id: UUID, address: str | None, is_code: bool
) -> tuple[bytes, ...]:
    """Count a second step as failed, six digits also wherever they come from. Raises ``SignInThrottled``.

    Only who has the password gets here: strangers cannot use up what a person may try, and a thief of the password
    cannot try six digits from a thousand addresses. Passkeys and recovery codes cannot be guessed: they stay open.
    """
    here = await count_attempt(platform, email=f"second step of {user_id}", address=address)
    if not is_code:
        return (here,)
    anywhere = model.failure_key(f"second step of {user_id}", "anywhere")
    return here, await _count(platform, key=anywhere, free=model.FREE_CODES)


async def _count(platform: Platform, *, key: bytes, free: int) -> bytes:
    now = platform.clock()
    async with platform.database.begin_system() as uow:
        failures, last, blocked_until = await credentials.lock_failures(uow, key=key, now=now)
        if now < blocked_until:
            seconds = max(1, round((blocked_until - now).total_seconds()))
            raise SignInThrottled(
                f"Too many failed attempts: try again in {seconds} s.", details={"retry_after": seconds}, hint=_HINT
            )
        failures = 1 if now - last > model.FORGET_FAILURES else failures + 1
        blocked_until = now + model.delay_after(failures, free=free)
        await credentials.set_failures(uow, key=key, failures=failures, now=now, blocked_until=blocked_until)
    return key
