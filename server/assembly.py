"""Builds the services of the server and joins them: the only module that knows all slices."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from server.config.declarations import ServerConfig
from server.services import Services
from server.storage.database import Database
from server.web.metrics import Metrics
from server.web.operation import Operation
from server.web.rate_limits import RateLimits
from shared.clock import Clock
from shared.tasks import TaskScope

OPERATIONS: tuple[Operation, ...] = ()
"""What the slices answer."""


def database_url(config: ServerConfig) -> str:
    """Where the database is: as configured, else a SQLite file in the data folder."""
    return config.database.url or f"sqlite:///{Path(config.server.data_dir).absolute() / 'lantern.db'}"


@asynccontextmanager
async def open_services(config: ServerConfig, clock: Clock) -> AsyncGenerator[Services, None]:
    """Open what the settings name and lend it; closes everything in the opposite order. Raises `AppError`."""
    async with AsyncExitStack() as stack:
        metrics = Metrics()
        scope = TaskScope("server")
        limits = RateLimits(config.limits, metrics, config.redis.url)
        stack.push_async_callback(limits.close)
        database = await Database.open(database_url(config), clock, connections=config.database.connections)
        stack.push_async_callback(database.close)
        services = Services(config, clock, scope, metrics, limits, database=database)
        stack.push_async_callback(scope.close)
        services.checks["database"] = lambda: _reads(database)
        if config.redis.url:
            services.checks["redis"] = limits.ready
        yield services


async def _reads(database: Database) -> None:
    async with database.read() as transaction:
        await transaction.connection.exec_driver_sql("SELECT 1")
