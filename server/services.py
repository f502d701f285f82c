"""What a running server consists of. Built and joined in `server.assembly`; decides nothing."""

from dataclasses import dataclass
from typing import Any

from server.config.declarations import ServerConfig
from shared.clock import Clock
from shared.tasks import TaskScope


@dataclass
class Services:
    """Every service of one process. A handler uses its own slice's and those below it."""

    config: ServerConfig
    clock: Clock
    scope: TaskScope
    database: Any = None
    mail: Any = None
    accounts: Any = None
    groups: Any = None
    content: Any = None
    sync: Any = None
    pokes: Any = None
    metrics: Any = None
