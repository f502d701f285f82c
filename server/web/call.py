"""One request as a handler sees it: who asks, parsed path and query, and the services."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from server.services import Services
from server.web.principal import Principal
from shared.errors import AppError


@dataclass
class Call:
    """What a handler is given.

    `address` is the client's IP address, looked through trusted proxies; `secure` says that it came over TLS.
    `language` is a tag that error texts exist in. `path` holds `uuid.UUID` under names that end in `_id`, else text;
    `query` is the operation's query struct. `answer_headers` go with the answer.
    """

    services: Services
    request: web.Request
    request_id: str
    address: str
    language: str
    secure: bool
    now_ms: int
    principal: Principal | None = None
    path: dict[str, Any] = field(default_factory=dict[str, Any])
    query: Any = None
    answer_headers: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def user(self) -> Principal:
        """Who is signed in. Raises `AppError("web.token_missing")`."""
        if self.principal is None:
            raise AppError("web.token_missing")
        return self.principal
