"""How many requests a minute one caller may make, and the header fields that say where it stands.

By address for whoever asks, then by session or by token for whom the gate knows: a counter of this process, or of the
broker's Redis, which all processes share. Deliveries of platforms have their own back-pressure and are not counted here.
Fields as in draft-ietf-httpapi-ratelimit-headers-10: ``RateLimit-Policy: "token";q=600;w=60`` and
``RateLimit: "token";r=599;t=42``.
"""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError

from comptoir.kernel.errors import TooManyRequests
from comptoir.platform import telemetry
from comptoir.platform.settings import Settings

if TYPE_CHECKING:
    from limits.aio.storage import Storage
    from redis.asyncio import ConnectionPool

ADDRESS, SESSION, TOKEN = "address", "session", "token"
WINDOW = 60
BROKER_AGAIN_AFTER = 5.0  # seconds this process counts alone when the broker did not answer
BROKER_SECONDS = 1.0


class RateLimited(TooManyRequests):
    """More requests a minute than this caller may make."""

    code = "rate_limited"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caller stands under one policy, after this request."""

    policy: str
    quota: int
    remaining: int
    resets_in: int  # seconds

    @property
    def allowance(self) -> str:
        """The policy as a member of ``RateLimit-Policy``."""
        return f'"{self.policy}";q={self.quota};w={WINDOW}'

    @property
    def state(self) -> str:
        """The standing as a member of ``RateLimit``."""
        return f'"{self.policy}";r={self.remaining};t={self.resets_in}'


class Rates:
    """Counts requests by policy and caller. A policy with a quota of 0 counts nothing."""

    def __init__(
        self,
        quotas: Mapping[str, int],
        *,
        shared: "Storage | None" = None,
        connections: "ConnectionPool | None" = None,
    ) -> None:
        self._limits = {policy: RateLimitItemPerMinute(quota) for policy, quota in quotas.items() if quota}
        self._own = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._shared = SlidingWindowCounterRateLimiter(shared) if shared else None
        self._connections = connections
        self._shared_from = 0.0

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return what the settings ask for."""
        quotas = {
            ADDRESS: settings.rate_per_address,
            SESSION: settings.rate_per_session,
            TOKEN: settings.rate_per_token,
        }
        if settings.broker_url is None:
            return cls(quotas)
        shared, connections = _counters_in(settings.broker_url)
        return cls(quotas, shared=shared, connections=connections)

    async def close(self) -> None:
        """Let go of the broker."""
        if self._connections:
            await self._connections.aclose()

    async def count(self, policy: str, caller: str, *, standings: list[Standing]) -> None:
        """Count a request of a caller and add where it stands to ``standings``. Raises ``RateLimited``."""
        limit = self._limits.get(policy)
        if limit is None:
            return
        allowed, standing = await self._hit(policy, limit, caller)
        standings.append(standing)
        if not allowed:
            raise RateLimited(
                f"More than {limit.amount:,} requests within a minute by this {policy}.",
                hint="Ask less often: RateLimit says how many are left, Retry-After when to come back.",
                details={"retry_after": max(1, standing.resets_in)},
            )

    async def _hit(self, policy: str, limit: RateLimitItem, caller: str) -> tuple[bool, Standing]:
        strategy = self._strategy()
        try:
            allowed = await strategy.hit(limit, policy, caller)
            return allowed, await self._look(strategy, policy, limit, caller)
        except (StorageError, OSError) as error:
            # Nobody is turned away because the counter is: this process counts alone for a while.
            self._shared_from = time.monotonic() + BROKER_AGAIN_AFTER
            telemetry.logger("comptoir.http").warning("rates_counted_alone", kind=type(error).__name__)
            allowed = await self._own.hit(limit, policy, caller)
            return allowed, await self._look(self._own, policy, limit, caller)

    def _strategy(self) -> SlidingWindowCounterRateLimiter:
        return self._shared if self._shared and time.monotonic() >= self._shared_from else self._own

    @staticmethod
    async def _look(
        strategy: SlidingWindowCounterRateLimiter, policy: str, limit: RateLimitItem, caller: str
    ) -> Standing:
        found = await strategy.get_window_stats(limit, policy, caller)
        resets_in = min(WINDOW, max(0, math.ceil(found.reset_time - time.time())))
        return Standing(policy, limit.amount, found.remaining, resets_in)


def _counters_in(url: str) -> "tuple[Storage, ConnectionPool]":
    """Return the counters in Redis and its connections. Imported here: only who has a broker pays for its client."""
    from limits.aio.storage import RedisStorage
    from redis.asyncio import ConnectionPool

    pool = ConnectionPool.from_url(url, socket_connect_timeout=BROKER_SECONDS, socket_timeout=BROKER_SECONDS)
    options: dict[str, Any] = {"connection_pool": pool}
    return RedisStorage(f"async+{url}", wrap_exceptions=True, implementation="redispy", **options), pool
