"""What a running server consists of. Built and joined in `server.assembly`; decides nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from server.accounts.service import AccountsService
from server.ai.service import AiService
from server.billing.leases import Leases
from server.billing.service import BillingService
from server.billing.voice import VoiceSessions
from server.config.declarations import ServerConfig
from server.content.service import ContentService
from server.groups.service import GroupsService
from server.payments.selling import Selling
from server.payments.service import PaymentsService
from server.storage.database import Database
from server.sync.pokes import Pokes
from server.sync.service import SyncService
from server.web.metrics import Metrics
from server.web.rate_limits import RateLimits
from shared.clock import Clock
from shared.tasks import TaskScope

Check = Callable[[], Awaitable[None]]
"""Raises when a part that the server needs does not work."""


@dataclass
class Services:
    """Every service of one process. A handler uses its own slice's and those below it.

    `checks` are what `/readyz` asks; `draining` is true from the moment on that the server was told to stop.
    """

    config: ServerConfig
    clock: Clock
    scope: TaskScope
    metrics: Metrics
    limits: RateLimits
    database: Database
    accounts: AccountsService
    billing: BillingService
    voice: VoiceSessions
    leases: Leases
    payments: PaymentsService
    selling: Selling
    groups: GroupsService
    content: ContentService
    sync: SyncService
    pokes: Pokes
    ai: AiService
    checks: dict[str, Check] = field(default_factory=dict[str, Check])
    draining: bool = False
