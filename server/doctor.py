"""What `lantern-server doctor` looks at: each part of a server, and what to do when it is not well. Repairs nothing."""

import asyncio
import datetime as dt
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from enum import StrEnum
from pathlib import Path

import aiosmtplib
import msgspec
from cryptography import x509

from server.assembly import data_dir, database_url, jobs, open_services
from server.backup.sqlite_copy import integrity
from server.config.checks import problems, warnings
from server.config.declarations import ServerConfig
from server.config.loading import Loaded
from server.jobs.store import statuses as job_statuses
from server.payments.checking import checked
from server.services import Services
from server.storage.engines import address, dialect_of, file_of
from server.storage.schema import revisions
from server.web.metrics import Metrics
from server.web.rate_limits import RateLimits
from shared.clock import Clock
from shared.errors import AppError

_LOW_BYTES, _FULL_BYTES = 2 << 30, 256 << 20
_SOON_DAYS = 21
_EARLIEST_MS = 1_760_000_000_000
"""This program did not exist before October 2025."""
_CLOCK_SLACK_MS = 10 * 60_000
_LATE_FACTOR = 3
_PROBE_S = 15.0


class State(StrEnum):
    """How a part is; only a failure ends the command with 1."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


class Finding(msgspec.Struct, frozen=True):
    """One part: how it is, a word about it when it is well, else what is told."""

    part: str
    state: State
    note: str = ""
    error: AppError | None = None


def failed(part: str, error: AppError) -> Finding:
    return Finding(part, State.FAILED, error=error)


def warned(part: str, error: AppError) -> Finding:
    return Finding(part, State.WARNING, error=error)


async def examine(loaded: Loaded, clock: Clock, *, deep: bool) -> AsyncIterator[Finding]:
    """Look at every part, the ones that others need first. `deep` recounts every digest of sync."""
    config = loaded.config
    wrong = tuple(problems(loaded))
    for remark in wrong:
        yield failed(f"settings ({remark.where})", remark.error)
    for remark in warnings(loaded):
        yield warned(f"settings ({remark.where})", remark.error)
    if wrong:
        return
    yield Finding("settings", State.OK, str(loaded.path or "defaults and environment"))
    yield _disk(data_dir(config))
    yield _certificate(config, clock)
    yield _integrity(config)
    yield await _tried("redis", config.redis.url, lambda: _redis(config))
    yield await _tried("mail", config.mail.host, lambda: _mail(config))
    async for finding in _payments(config, clock):
        yield finding
    async for finding in _inside(config, clock, deep=deep):
        yield finding


async def _tried(part: str, place: str, look: Callable[[], Awaitable[None]]) -> Finding:
    if not place:
        return Finding(part, State.OK, "not used")
    try:
        async with asyncio.timeout(_PROBE_S):
            await look()
    except AppError as error:
        return failed(part, error)
    except TimeoutError:
        return failed(part, AppError("web.unavailable", part=part))
    return Finding(part, State.OK, "answers")


def _disk(folder: Path) -> Finding:
    place = folder
    while not place.exists():
        place = place.parent
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return failed("disk", AppError("server.data_folder", path=str(folder)))
    free = shutil.disk_usage(place).free
    error = AppError("server.disk_low", path=str(folder), free_mib=free >> 20)
    if free < _FULL_BYTES:
        return failed("disk", error)
    if free < _LOW_BYTES:
        return warned("disk", error)
    return Finding("disk", State.OK, f"{free >> 30} GiB free")


def _certificate(config: ServerConfig, clock: Clock) -> Finding:
    path = config.server.tls_certificate
    if not path:
        return Finding("certificate", State.OK, "not used")
    try:
        certificate = x509.load_pem_x509_certificate(Path(path).read_bytes())
    except (OSError, ValueError) as cause:
        return failed("certificate", AppError("server.tls_unusable", path=path, detail=type(cause).__name__))
    ends = certificate.not_valid_after_utc
    left = ends - dt.datetime.fromtimestamp(clock.now_ms() / 1_000, dt.UTC)
    day = ends.date().isoformat()
    if left <= dt.timedelta():
        return failed("certificate", AppError("server.tls_expired", path=path, day=day))
    if left < dt.timedelta(days=_SOON_DAYS):
        return warned("certificate", AppError("server.tls_expires", path=path, day=day, days=left.days))
    return Finding("certificate", State.OK, f"good until {day}")


def _integrity(config: ServerConfig) -> Finding:
    parsed = address(database_url(config))
    if dialect_of(parsed) != "sqlite":
        return Finding("integrity", State.OK, "PostgreSQL sees to it")
    file = file_of(parsed)
    if not file.exists():
        return Finding("integrity", State.OK, "no database yet")
    found = integrity(file)
    if found:
        return failed("integrity", AppError("server.integrity_failed", path=str(file), detail=found))
    return Finding("integrity", State.OK, "every page is sound")


async def _redis(config: ServerConfig) -> None:
    limits = RateLimits(config.limits, Metrics(), config.redis.url)
    try:
        await limits.ready()
    finally:
        await limits.close()


async def _mail(config: ServerConfig) -> None:
    """Connect and sign in; nothing is sent."""
    mail = config.mail
    client = aiosmtplib.SMTP(
        hostname=mail.host,
        port=mail.port,
        timeout=min(mail.timeout_s, _PROBE_S),
        use_tls=mail.security == "tls",
        start_tls=mail.security == "starttls",
        username=mail.username or None,
        password=mail.password or None,
    )
    try:
        async with client:
            await client.noop()
    except (aiosmtplib.SMTPException, OSError) as cause:
        raise AppError("server.mail_failed", host=mail.host, detail=type(cause).__name__) from cause


async def _payments(config: ServerConfig, clock: Clock) -> AsyncIterator[Finding]:
    """Ask providers of payments for what is sold there; nothing is bought."""
    found = [each async for each in checked(config.payments, clock)]
    for each in found:
        part = f"payments ({each.provider})"
        yield failed(part, each.error) if each.error else Finding(part, State.OK, f"{each.offers} offers")
    if not found:
        yield Finding("payments", State.OK, "not used")


async def _inside(config: ServerConfig, clock: Clock, *, deep: bool) -> AsyncIterator[Finding]:
    """What only an open database tells."""
    try:
        async with open_services(config, clock, serves=False) as services:
            yield Finding("database", State.OK, f"{services.database.dialect}, revision {revisions()[-1]}")
            yield Finding("content", State.OK, config.content.store)
            for provider in services.accounts.foreign.providers.values():
                yield await _tried(f"sign-in ({provider.id})", provider.id, provider.check)
            async for finding in _jobs(services, clock):
                yield finding
            async for finding in _webhooks(services):
                yield finding
            if deep:
                yield await _digests(services)
    except AppError as error:
        part = "content" if error.code.startswith("content.") else "database"
        yield failed(part, error)


async def _jobs(services: Services, clock: Clock) -> AsyncIterator[Finding]:
    every_ms = {job.name: job.every_ms for job in jobs(services)}
    async with services.database.read() as transaction:
        statuses = await job_statuses(transaction)
    now_ms = clock.now_ms()
    newest_ms = max((status.started_ms or 0 for status in statuses), default=0)
    if now_ms < _EARLIEST_MS or newest_ms > now_ms + _CLOCK_SLACK_MS:
        yield failed("clock", AppError("server.clock_wrong", minutes=max(newest_ms - now_ms, 0) // 60_000))
    else:
        yield Finding(
            "clock", State.OK, dt.datetime.fromtimestamp(now_ms / 1_000, dt.UTC).isoformat(" ", "minutes")
        )
    for status in statuses:
        late_ms = now_ms - status.due_ms
        if status.error:
            yield warned(
                "jobs",
                AppError("server.job_failing", job=status.name, times=status.failures, detail=status.error),
            )
        elif late_ms > _LATE_FACTOR * every_ms.get(status.name, late_ms):
            yield warned("jobs", AppError("server.job_late", job=status.name, hours=late_ms // 3_600_000))
    if not statuses:
        yield Finding("jobs", State.OK, "none has run yet")
    elif not any(status.error for status in statuses):
        yield Finding("jobs", State.OK, f"{len(statuses)} known")


async def _webhooks(services: Services) -> AsyncIterator[Finding]:
    """Nothing where no provider ever sent any that is not done."""
    left = await services.payments.left()
    if given_up := left.get("dead", 0):
        yield warned("webhooks", AppError("payments.webhooks_given_up", count=given_up))
    if waiting := left.get("new", 0) + left.get("waiting", 0):
        yield Finding("webhooks", State.OK, f"{waiting} are not brought in yet")


async def _digests(services: Services) -> Finding:
    wrong = [scope async for scope, _ in services.sync.wrong_scopes()]
    if wrong:
        return failed("digests", AppError("server.digests_wrong", count=len(wrong)))
    return Finding("digests", State.OK, "every scope adds up")
