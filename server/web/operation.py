"""How a slice declares what it answers: one `Operation` per method and path. Knows no slice."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

BODY_BYTES = 256 * 1_024
"""The largest JSON body when an operation does not say otherwise."""


class Auth(StrEnum):
    """Who may ask. USER is anybody with a valid access token."""

    NONE = "none"
    USER = "user"
    SUPER_ADMIN = "super_admin"


class Limit(StrEnum):
    """Which allowance a request counts on.

    API: by person and plan, else by address. SIGN_IN, MAIL: few, by address (and by account in `accounts`).
    SYNC, CONTENT: by device, with room for big transfers. NONE: for machines that watch the server.
    """

    NONE = "none"

    API = "api"
    SIGN_IN = "sign_in"
    MAIL = "mail"
    SYNC = "sync"
    CONTENT = "content"


@dataclass(frozen=True)
class Header:
    """A request header that an operation reads itself, for the description."""

    name: str
    summary: str
    required: bool = False
    schema: str = "string"
    pattern: str = ""


@dataclass(frozen=True)
class FailureForm:
    """How failures are told to programs that expect another form than `Failure`.

    `answer(call, failure)` gives the body, of type `body`, and headers that go with it.
    """

    body: type[msgspec.Struct]
    answer: Callable[..., tuple[bytes, dict[str, str]]]


@dataclass(frozen=True)
class Operation:
    """One method and path.

    `handler` is called as `handler(call, body)` when `body` is a struct, else as `handler(call)`; it returns a value
    of type `answer`, or None for 204. With `raw` it reads `call.request` itself (streams, sockets, files) and returns
    a `web.StreamResponse`; `takes` and `gives` are then the media types for the description, `raw_body` what it
    reads of the body, where that is JSON.
    Path parameters that end in `_id` are parsed: `call.path["group_id"]` is a `uuid.UUID`; others are text, limited
    by `patterns` (name -> regular expression). `query` is a struct, parsed leniently into `call.query`.
    `status` is that of success, `statuses` are others that a raw handler answers with in its own media types.
    `errors` are the codes that the handler itself may answer with; those of the border are added by themselves.
    `though_suspended`: suspended accounts may ask too.
    `key_header` is a header that may carry the access token instead of `Authorization`; `failures` is how the
    programs that ask expect to be told of them.
    A GET answers HEAD too, a raw one only with `head`: aiohttp writes a stream's body whatever the method was.
    """

    method: str
    path: str
    handler: Callable[..., Awaitable[Any]]
    summary: str
    answer: Any = None
    status: int = 200
    body: type[msgspec.Struct] | None = None
    query: type[msgspec.Struct] | None = None
    auth: Auth = Auth.USER
    permission: str = ""
    though_suspended: bool = False
    errors: tuple[str, ...] = ()
    raw: bool = False
    head: bool = False
    limit: str = Limit.API
    max_body_bytes: int = BODY_BYTES
    patterns: tuple[tuple[str, str], ...] = ()
    headers: tuple[Header, ...] = ()
    takes: tuple[str, ...] = ()
    raw_body: type[msgspec.Struct] | None = None
    gives: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()
    key_header: str = ""
    failures: FailureForm | None = None

    @property
    def name(self) -> str:
        """`accounts.sign_in`: for the description, the log and the metrics."""
        slice_name = self.handler.__module__.split(".")[1]
        return f"{slice_name}.{self.handler.__name__}"

    @property
    def path_names(self) -> tuple[str, ...]:
        """The names of the path parameters."""
        return tuple(re.findall(r"\{(\w+)\}", self.path))

    @property
    def empty(self) -> bool:
        """Whether the answer has no body."""
        return self.answer is None and not self.raw
