"""Builds the services of the server and joins them: the only module that knows all slices."""

import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import msgspec

from server.accounts.routes import OPERATIONS as ACCOUNTS
from server.accounts.service import AccountsService
from server.ai.routes import OPERATIONS as AI
from server.ai.service import AiService
from server.billing.admin_routes import ADMIN_OPERATIONS as BILLING_ADMIN
from server.billing.catalog import Catalog
from server.billing.lease_routes import LEASE_OPERATIONS as LEASES
from server.billing.leases import Leases
from server.billing.ledger import Ledger, Standings
from server.billing.orders import Standing
from server.billing.routes import OPERATIONS as BILLING
from server.billing.service import BillingService
from server.billing.space import SpaceLedger
from server.billing.voice import VoiceSessions
from server.billing.voice_routes import VOICE_OPERATIONS as VOICE
from server.config.declarations import ServerConfig
from server.content.opening import open_files
from server.content.routes import OPERATIONS as CONTENT
from server.content.service import ContentService
from server.groups.routes import OPERATIONS as GROUPS
from server.groups.service import GroupsService
from server.jobs.runner import Job, JobCall, JobRun, JobRunner
from server.payments.admin_routes import ADMIN_OPERATIONS as PAYMENTS_ADMIN
from server.payments.offers import OfferBook
from server.payments.providers import open_providers
from server.payments.routes import OPERATIONS as SELLING
from server.payments.selling import Selling
from server.payments.service import PaymentsService
from server.payments.webhook_routes import OPERATIONS as WEBHOOKS
from server.services import Services
from server.storage.database import Database
from server.storage.schema import check, revision_of, revisions
from server.storage.transaction import Transaction
from server.sync.pokes import News, Pokes
from server.sync.routes import OPERATIONS as SYNC
from server.sync.service import SyncService
from server.version import program_version
from server.web.metrics import Metrics
from server.web.operation import Operation
from server.web.rate_limits import RateLimits
from shared.clock import Clock
from shared.tasks import TaskScope

OPERATIONS: tuple[Operation, ...] = (
    *ACCOUNTS,
    *BILLING,
    *BILLING_ADMIN,
    *VOICE,
    *LEASES,
    *SELLING,
    *WEBHOOKS,
    *PAYMENTS_ADMIN,
    *GROUPS,
    *CONTENT,
    *SYNC,
    *AI,
)
"""What the slices answer."""
_MINUTE_MS = 60_000
_HOUR_MS = 60 * _MINUTE_MS
_DAY_MS = 24 * _HOUR_MS


class JobSeen:
    """Tells Prometheus how jobs went in this process."""

    def __init__(self, metrics: Metrics) -> None:
        self._runs = metrics.counter("job_runs", "Runs of periodic jobs.", ("job", "outcome"))
        self._seconds = metrics.histogram("job_seconds", "How long they took.", ("job",))

    def __call__(self, run: JobRun) -> None:
        self._runs.labels(run.name, "failed" if run.error else "done").inc()
        self._seconds.labels(run.name).observe(run.duration_ms / 1_000)


def database_url(config: ServerConfig) -> str:
    """Where the database is: as configured, else a SQLite file in the data folder."""
    return config.database.url or f"sqlite:///{data_dir(config) / 'lantern.db'}"


def data_dir(config: ServerConfig) -> Path:
    """The folder of everything that has no other place."""
    return Path(config.server.data_dir).absolute()


@asynccontextmanager
async def open_services(
    config: ServerConfig, clock: Clock, *, serves: bool = True
) -> AsyncGenerator[Services, None]:
    """Open what the settings name and lend it; closes everything in the opposite order. Raises `AppError`.

    A tool that runs beside the server does not serve: it does no periodic work and leaves the server's holds alone.
    """
    async with AsyncExitStack() as stack:
        metrics = Metrics()
        scope = TaskScope("server")
        database = await Database.open(database_url(config), clock, connections=config.database.connections)
        stack.push_async_callback(database.close)
        catalog = await Catalog.open(database, clock, config)
        limits = RateLimits(config.limits, metrics, config.redis.url, catalog.plan)
        stack.push_async_callback(limits.close)
        version = program_version()
        accounts = await AccountsService.open(
            database, clock, config, scope, version=version, plan=catalog.plan
        )
        ledger = await Ledger.open(database, clock, catalog, _standings(accounts), serves=serves)
        stack.push_async_callback(ledger.close)
        billing = BillingService(database, clock, accounts, catalog, ledger)
        voice = VoiceSessions(database, clock, ledger, accounts.sign)
        leases = Leases(database, clock, ledger, accounts.device, accounts.sign_bytes)
        payments, selling = _open_payments(stack, config, clock, database, accounts, ledger, metrics)
        groups = GroupsService(database, accounts, public_url=config.server.public_url)
        space = SpaceLedger(database, catalog, ledger)
        content = ContentService(database, groups, await open_files(config), config.content, meter=space)
        stack.push_async_callback(content.close)
        pokes = Pokes(config.redis.url)
        snapshots = data_dir(config) / "snapshots"
        sync = SyncService(database, accounts, groups, pokes, config.sync, folder=snapshots, metrics=metrics)
        _join(accounts, groups, content)
        _join_billing(billing, accounts, pokes)
        ai = AiService(config.ai, database, ledger, catalog, clock, metrics)
        stack.push_async_callback(ai.close)
        accounts.on_erase(ai.answers.erase_user)
        accounts.on_erase(voice.erase_user)
        accounts.on_export(voice.exported)
        accounts.on_erase(leases.erase_user)
        accounts.on_export(leases.exported)
        stack.push_async_callback(scope.close)
        stack.push_async_callback(accounts.close)
        program = (config, clock, scope, metrics, limits, database)
        services = Services(
            *program, accounts, billing, voice, leases, payments, selling, groups, content, sync, pokes, ai
        )
        _watch(services)
        catalog.start(scope)
        sync.start(scope)
        if serves:
            await payments.start(scope)
        if config.jobs.enabled and serves:
            runner = JobRunner(database, clock, jobs(services), on_run=JobSeen(metrics))
            stack.push_async_callback(runner.close, config.server.drain_s)
            runner.start()
        yield services


def _join(accounts: AccountsService, groups: GroupsService, content: ContentService) -> None:
    """Have the lower slices tell content of what goes away; sync joined itself when it was made."""

    async def exported(tx: Transaction, user_id: uuid.UUID) -> AsyncIterator[tuple[str, bytes]]:
        files = await content.listed(tx, user_id)
        yield "content.jsonl", b"".join(msgspec.json.encode(one) + b"\n" for one in files)

    accounts.on_export(exported)
    accounts.on_carry(content.carried)
    accounts.on_erase(content.erase_user)
    groups.on_scope_gone(content.erase_scope)


def _standings(accounts: AccountsService) -> Standings:
    """What the ledger has to know of people, as the accounts say it."""

    async def standings(tx: Transaction, user_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Standing]:
        found = await accounts.plans(tx, user_ids)
        return {user_id: Standing(*each) for user_id, each in found.items()}

    return standings


def _join_billing(billing: BillingService, accounts: AccountsService, pokes: Pokes) -> None:
    """Have live devices hear of use and of other allowances, and the ledger of other plans."""
    billing.ledger.on_change.append(lambda user_id: pokes.publish(News(spenders=frozenset({user_id}))))
    billing.catalog.on_change.append(lambda: pokes.publish(News(allowances=True)))
    accounts.on_standing_changed(billing.ledger.standing_changed)
    accounts.on_plan_given(lambda user_id: pokes.publish(News(spenders=frozenset({user_id}))))
    accounts.on_export(billing.ledger.exported)


def _open_payments(
    stack: AsyncExitStack,
    config: ServerConfig,
    clock: Clock,
    database: Database,
    accounts: AccountsService,
    ledger: Ledger,
    metrics: Metrics,
) -> tuple[PaymentsService, Selling]:
    """Make what takes webhooks and what sells, and have them follow what becomes of accounts."""
    book, providers = OfferBook(config.payments.offers), open_providers(config.payments, clock)
    for provider in providers.values():
        stack.push_async_callback(provider.close)
    parts = (database, clock, accounts, ledger, config.payments, metrics)
    payments = PaymentsService(*parts, offers=book, providers=providers)
    accounts.on_erase(payments.erase_user)
    accounts.on_export(payments.exported)
    accounts.on_foreign_linked(payments.linked)
    return payments, Selling(database, clock, accounts, payments, book, providers)


def jobs(services: Services) -> list[Job]:
    """The periodic work; each in one process at a time."""
    accounts, groups, content, sync = services.accounts, services.groups, services.content, services.sync

    async def tidy(_call: JobCall) -> None:
        await accounts.tidy()
        await groups.upkeep.tidy()
        await services.billing.ledger.tidy()
        await services.ai.answers.tidy()
        await services.payments.tidy()

    async def silent(_call: JobCall) -> None:
        await services.voice.tidy()

    async def unheard(_call: JobCall) -> None:
        await services.leases.tidy()

    async def reconcile(_call: JobCall) -> None:
        await services.payments.reconciling.run()

    async def close(_call: JobCall) -> None:
        await services.payments.reconciling.close()

    async def collect(_call: JobCall) -> None:
        await content.collect()

    async def compact(_call: JobCall) -> None:
        await sync.care.compact()
        await sync.care.purge_receipts()

    async def clear(_call: JobCall) -> None:
        await sync.care.clear()

    async def snapshots(_call: JobCall) -> None:
        await sync.snapshots.run()

    return [
        Job("accounts.tidy", _DAY_MS, tidy),
        Job("billing.voice", _MINUTE_MS // 2, silent),
        Job("billing.leases", _HOUR_MS, unheard),
        Job("payments.reconcile", _DAY_MS, reconcile),
        Job("payments.close", _HOUR_MS, close),
        Job("content.collect", _DAY_MS, collect),
        Job("sync.compact", _DAY_MS, compact),
        Job("sync.clear", 10 * _MINUTE_MS, clear),
        Job("sync.snapshots", _HOUR_MS, snapshots),
    ]


def _watch(services: Services) -> None:
    """What `/readyz` asks, and what is read when somebody asks for the figures."""
    database = services.database
    newest = revisions()[-1]
    services.checks["database"] = lambda: _reads(database, newest)
    services.checks["content"] = services.content.ready
    if services.config.redis.url:
        services.checks["redis"] = services.limits.ready
    metrics, counted = services.metrics, services.billing.ledger.figures
    metrics.watch("database_connections_busy", "Connections in use.", lambda: database.busy)
    metrics.watch("ledger_orders", "Holds, ends and moves that were written.", lambda: counted.ops)
    metrics.watch("ledger_commits", "Commits that wrote them.", lambda: counted.batches)
    metrics.watch("ledger_failures", "Commits that failed.", lambda: counted.failures)
    metrics.watch(
        "ledger_recovered", "Holds of dead processes that were given back.", lambda: counted.recovered
    )
    metrics.watch(
        "ledger_overdue", "Holds that are open beyond the end of their work.", lambda: counted.overdue
    )


async def _reads(database: Database, newest: str) -> None:
    """The database answers and is of this program's revision."""
    async with database.read() as transaction:
        found = await revision_of(transaction.connection)
    if found != newest:
        check(found)
