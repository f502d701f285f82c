"""One run of the server: open, listen, wait for a signal, stop without losing a request. Decides no setting."""

import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

import structlog

from server.assembly import OPERATIONS, database_url, open_services
from server.backup.sqlite_copy import refuse_shared
from server.config.declarations import ServerConfig
from server.storage.engines import address, dialect_of, file_of
from server.storage.schema import migrate
from server.version import program_version
from server.web.application import make_app
from server.web.serving import Listener
from shared.clock import SystemClock

_LOG = structlog.get_logger("server")
_FILES = 65_536
_YOUNG, _OLD = 20_000, 100


async def run(config: ServerConfig, *, first_migrate: bool, as_json: bool) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP reads the certificate anew. Raises `AppError`."""
    _allow_connections()
    stopped = asyncio.Event()
    # One process writes a SQLite file: two would each tell their devices only of their own half of the changes.
    parsed = address(database_url(config))
    if dialect_of(parsed) == "sqlite":
        refuse_shared(file_of(parsed))
    if first_migrate:
        await migrate(database_url(config))
    async with open_services(config, SystemClock()) as services:
        listener = await Listener.open(make_app(services, OPERATIONS), services)
        _listen_for_signals(stopped.set, listener.reload_tls)
        try:
            _tell(config, listener, as_json=as_json)
            # What is loaded now stays: the collector need not look at it again.
            gc.freeze()
            gc.set_threshold(_YOUNG, 20, _OLD)
            await stopped.wait()
        finally:
            _LOG.info("stopping", open_connections=len(listener.connections.open))
            await listener.drain()
    _LOG.info("stopped")


def _listen_for_signals(stop: Callable[[], None], reload: Callable[[], bool]) -> None:
    loop = asyncio.get_running_loop()
    for name, call in (("SIGTERM", stop), ("SIGINT", stop), ("SIGHUP", reload)):
        with suppress(AttributeError, NotImplementedError):
            loop.add_signal_handler(getattr(signal, name), call)


def _tell(config: ServerConfig, listener: Listener, *, as_json: bool) -> None:
    """One line on standard output; other programs wait for it."""
    version = program_version()
    if as_json:
        ready = {
            "ready": True,
            "url": listener.url,
            "port": listener.port,
            "pid": os.getpid(),
            "version": version,
        }
        line = json.dumps(ready)
    else:
        line = f"{config.server.name}: lantern-server {version} answers at {listener.url}"
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    _LOG.info("ready", url=listener.url, version=version)


def _allow_connections() -> None:
    """Every connection is an open file; the usual limit is 1,024."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
