"""How often one person, device or address may ask: sliding windows in memory, or in Redis for several processes."""

import math
import time
from collections.abc import Callable
from typing import Any

import structlog
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError

from server.config.declarations import LimitsSection
from server.web.addresses import limited_part
from server.web.metrics import Metrics
from server.web.operation import Limit
from server.web.principal import Principal
from shared.errors import AppError
from shared.plans import Plan, plan_named

_LOG = structlog.get_logger("limits")
_REDIS_S = 0.5
_MEMORY_AFTER_FAILURE_S = 5.0


class RateLimits:
    """Counts requests. Without Redis, or while it does not answer, each process counts for itself."""

    def __init__(
        self,
        settings: LimitsSection,
        metrics: Metrics,
        redis_url: str = "",
        plan: Callable[[str], Plan] = plan_named,
    ) -> None:
        self._settings = settings
        self._plan = plan
        self._metrics = metrics
        self._memory = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._redis: SlidingWindowCounterRateLimiter | None = None
        self._pool: Any = None
        self._memory_until = 0.0
        if redis_url:
            self._pool = _pool(redis_url)
            scheme = "async+redis+unix" if redis_url.startswith("unix") else "async+redis"
            storage = RedisStorage(
                f"{scheme}://",
                wrap_exceptions=True,
                implementation="redispy",
                key_prefix="lantern-limits",
                connection_pool=self._pool,
            )
            self._redis = SlidingWindowCounterRateLimiter(storage)

    async def check_address(self, limit: str, address: str) -> None:
        """Count a request before anything of it is read. Raises `AppError("web.too_many")` with `seconds`."""
        if not self._settings.enabled:
            return
        place = limited_part(address)
        await self._hit("address", RateLimitItemPerMinute(self._settings.address_per_minute), place)
        if limit == Limit.SIGN_IN:
            await self._hit(limit, RateLimitItemPerMinute(self._settings.sign_in_per_minute), place)
        elif limit == Limit.MAIL:
            await self._hit(limit, RateLimitItemPerHour(self._settings.mail_per_hour), place)

    async def check_anonymous(self, address: str) -> None:
        """Count a request of nobody. Raises `AppError("web.too_many")`."""
        if self._settings.enabled:
            item = RateLimitItemPerMinute(self._settings.anonymous_per_minute)
            await self._hit("anonymous", item, limited_part(address))

    async def check_person(self, limit: str, principal: Principal) -> None:
        """Count a request of somebody signed in, by plan or device. Raises `AppError("web.too_many")`."""
        if not self._settings.enabled:
            return
        device = str(principal.device_id or principal.user_id)
        if limit == Limit.SYNC:
            await self._hit(limit, RateLimitItemPerMinute(self._settings.sync_per_minute), device)
        elif limit == Limit.CONTENT:
            await self._hit(limit, RateLimitItemPerMinute(self._settings.content_per_minute), device)
        else:
            each = RateLimitItemPerMinute(self._plan(principal.plan).api_calls_per_minute)
            await self._hit("api", each, str(principal.user_id))

    async def ready(self) -> None:
        """Raise when Redis is configured and does not answer."""
        if self._redis is None:
            return
        try:
            answers = await self._redis.storage.check()
        except StorageError:
            answers = False
        if not answers:
            raise AppError("web.unavailable", part="Redis")

    async def close(self) -> None:
        """Let go of Redis."""
        if self._pool is not None:
            await self._pool.disconnect()

    async def _hit(self, name: str, item: RateLimitItem, key: str) -> None:
        limiter = self._chosen()
        try:
            allowed = await limiter.hit(item, name, key)
            reset = 0.0 if allowed else (await limiter.get_window_stats(item, name, key)).reset_time
        except StorageError as failure:
            self._memory_until = time.monotonic() + _MEMORY_AFTER_FAILURE_S
            _LOG.warning(
                "redis does not answer, limits are counted here", reason=type(failure.args[0]).__name__
            )
            await self._hit(name, item, key)
            return
        if not allowed:
            self._metrics.limited.labels(name).inc()
            raise AppError("web.too_many", seconds=max(1, math.ceil(reset - time.time())))

    def _chosen(self) -> SlidingWindowCounterRateLimiter:
        if self._redis is None or time.monotonic() < self._memory_until:
            return self._memory
        return self._redis


def _pool(url: str) -> Any:
    from redis import asyncio

    pools: Any = asyncio.ConnectionPool  # its types are incomplete
    return pools.from_url(url, socket_timeout=_REDIS_S, socket_connect_timeout=_REDIS_S)
