"""HTTP to a Lantern server: its answers as structs, its failures as AppErrors. Knows no route and no feature."""

import asyncio
import io
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from desktop.runtime.error_texts import current_language
from desktop.runtime.paths import disk_error
from shared.errors import ERRORS, AppError
from shared.web.messages import Failure

if TYPE_CHECKING:
    import aiohttp

T = TypeVar("T")

CONNECT_TIMEOUT_S = 10.0
READ_TIMEOUT_S = 30.0
MAX_ANSWER_BYTES = 64 * 1024 * 1024
JSON = "application/json"
_PIECE_BYTES = 256 * 1024
_LARGE_BYTES = 1024 * 1024
_REDIRECTED = 300
_REFUSED = 400
_BROKEN = 500
_FAILURE_BYTES = 64 * 1024
_TOO_LARGE, _TOO_MANY, _NOT_NOW = 413, 429, 503
_LONGEST_WAIT_S = 3600.0


@dataclass(frozen=True)
class Answer:
    """What came back of a request that was not refused. Header names are lower case."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class ServerHttp:
    """Requests over connections that are kept open between them. Close it before the loop ends.

    Every method raises AppError: the code the server answered with; `network.unreachable`, `network.timed_out`,
    `network.bad_answer` (an HTTP status without a reason), `network.server_says` (a code of a newer server),
    `network.too_large`, `network.busy` (a proxy's own refusals; the parameter `seconds` is its Retry-After),
    `network.not_lantern` (a sign-in page of the network, or another program, answered in the server's place),
    `network.wrong_size` (a longer answer than may be).
    """

    def __init__(
        self, *, connect_timeout_s: float = CONNECT_TIMEOUT_S, read_timeout_s: float = READ_TIMEOUT_S
    ) -> None:
        self._limits = (connect_timeout_s, read_timeout_s)
        self._session: aiohttp.ClientSession | None = None

    async def call(
        self,
        method: str,
        url: str,
        *,
        token: str = "",
        body: msgspec.Struct | None = None,
        answer: type[T],
        timeout_s: float = READ_TIMEOUT_S,
    ) -> T:
        """Send `body` as JSON and read the answer as a struct; `answer=NoneType` when none is expected."""
        data = msgspec.json.encode(body) if body is not None else None
        got = await self.send(method, url, token=token, data=data, timeout_s=timeout_s)
        if answer is type(None):
            return None  # pyright: ignore[reportReturnType] - T is None here
        return decoded(got, answer)

    async def send(
        self,
        method: str,
        url: str,
        *,
        token: str = "",
        data: bytes | None = None,
        content_type: str = JSON,
        headers: Mapping[str, str] | None = None,
        timeout_s: float = READ_TIMEOUT_S,
        max_bytes: int = MAX_ANSWER_BYTES,
    ) -> Answer:
        """Send bytes and return the answer whole. `timeout_s` bounds all of it."""
        head = _headers(token, headers, content_type if data is not None else "")
        try:
            async with asyncio.timeout(timeout_s), self._requested(method, url, head, data) as came:
                body = await _read_whole(came, max_bytes)
                return Answer(came.status, body, _lower(came))
        except TimeoutError as cause:
            raise AppError("network.timed_out", detail=type(cause).__name__) from cause

    async def save(
        self,
        url: str,
        target: Path,
        *,
        token: str = "",
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> int:
        """Stream an answer into a new file; returns its size in bytes. A file cut short is not left behind.

        `on_progress` is told how many bytes came and, when the server said so, of how many. Raises besides the
        above AppError for a full or read-only disk.
        """
        part = target.with_name(f"{target.name}.part")
        try:
            async with self._requested("GET", url, _headers(token, None, ""), None) as came:
                size = await _write(came, part, on_progress)
            await asyncio.to_thread(part.replace, target)
        except TimeoutError as cause:
            raise AppError("network.timed_out", detail=type(cause).__name__) from cause
        except OSError as cause:
            raise disk_error(cause, target.parent) from cause
        finally:
            await asyncio.to_thread(part.unlink, missing_ok=True)
        return size

    @asynccontextmanager
    async def open_stream(
        self, method: str, url: str, *, token: str = "", headers: Mapping[str, str] | None = None
    ) -> "AsyncIterator[aiohttp.ClientResponse]":
        """Lend an answer whose body is read in pieces (ranges of media). A refused request raises as above."""
        try:
            async with self._requested(method, url, _headers(token, headers, ""), None) as came:
                yield came
        except TimeoutError as cause:
            raise AppError("network.timed_out", detail=type(cause).__name__) from cause

    async def close(self) -> None:
        """Close the kept connections. Twice is fine."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @asynccontextmanager
    async def _requested(
        self, method: str, url: str, headers: dict[str, str], data: bytes | None
    ) -> "AsyncIterator[aiohttp.ClientResponse]":
        import aiohttp

        try:
            async with self._opened().request(
                method, url, headers=headers, data=_body(data), allow_redirects=False
            ) as came:
                if came.status >= _REDIRECTED:
                    raise await _refusal(came)
                yield came
        except (TimeoutError, aiohttp.ServerTimeoutError) as cause:
            raise AppError("network.timed_out", detail=type(cause).__name__) from cause
        except aiohttp.ClientConnectorCertificateError as cause:
            raise AppError("network.untrusted", host=cause.host) from cause
        except aiohttp.ClientPayloadError as cause:
            raise AppError("network.unreachable", detail="the connection was cut") from cause
        except (aiohttp.ClientError, ConnectionError, UnicodeError) as cause:
            raise AppError("network.unreachable", detail=type(cause).__name__) from cause

    def _opened(self) -> "aiohttp.ClientSession":
        import aiohttp

        if self._session is None or self._session.closed:
            connect_s, read_s = self._limits
            limits = aiohttp.ClientTimeout(total=None, connect=connect_s, sock_read=read_s)
            # A cookie of one account must never travel with another's request: there are none.
            self._session = aiohttp.ClientSession(
                timeout=limits, trust_env=True, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


def decoded(answer: Answer, kind: type[T]) -> T:
    """Read the JSON of an answer. Raises `AppError("network.not_lantern")` when it is something else."""
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except msgspec.DecodeError as cause:
        raise AppError("network.not_lantern", detail=f"{answer.status}: not what was asked for") from cause


def failure_of(status: int, body: bytes, retry_after: str = "") -> AppError:
    """Return the AppError a refused request means: `status` from 300 on, `body` as it came, Retry-After if any."""
    try:
        said = msgspec.json.decode(body, type=Failure)
    except msgspec.DecodeError:
        if status == _TOO_LARGE:
            return AppError("network.too_large", detail="HTTP 413 without a reason")
        if status == _TOO_MANY or (status == _NOT_NOW and retry_after):
            seconds = retry_after_s(retry_after)
            return AppError("network.busy", seconds=seconds, detail=f"HTTP {status} without a reason")
        if status < _REFUSED or (status < _BROKEN and b"<html" in body[:_FAILURE_BYTES].lower()):
            return AppError("network.not_lantern", detail=f"HTTP {status} without a reason")
        return AppError("network.bad_answer", status=status, detail="without a reason")
    detail = f"request {said.request_id}"
    if retry_after and said.code in ERRORS:
        said.parameters.setdefault("seconds", retry_after_s(retry_after))
    if said.code not in ERRORS:
        return AppError("network.server_says", detail=detail, retryable=said.retryable, message=said.message)
    return AppError(said.code, detail=detail, retryable=said.retryable, **said.parameters)


def retry_after_s(text: str) -> float:
    """Read a Retry-After, seconds or a date; no more than an hour, and 0 for what is neither."""
    try:
        found = (
            float(text) if text.strip().isdigit() else parsedate_to_datetime(text).timestamp() - time.time()
        )
    except (ValueError, OverflowError):
        return 0.0
    return max(0.0, min(found, _LONGEST_WAIT_S))


async def _refusal(came: "aiohttp.ClientResponse") -> AppError:
    body = await came.content.read(_FAILURE_BYTES)
    while len(body) < _FAILURE_BYTES and (more := await came.content.read(_FAILURE_BYTES - len(body))):
        body += more
    return failure_of(came.status, body, came.headers.get("Retry-After", ""))


async def _read_whole(came: "aiohttp.ClientResponse", max_bytes: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    async for piece in came.content.iter_chunked(_PIECE_BYTES):
        size += len(piece)
        if size > max_bytes:
            raise AppError("network.wrong_size", expected=max_bytes, found=size)
        pieces.append(piece)
    return b"".join(pieces)


async def _write(
    came: "aiohttp.ClientResponse", part: Path, on_progress: Callable[[int, int | None], None] | None
) -> int:
    if came.content_type == "text/html":
        raise AppError("network.not_lantern", detail="a page in place of a file")
    size = 0
    with await asyncio.to_thread(part.open, "wb") as writing:
        async for piece in came.content.iter_chunked(_PIECE_BYTES):
            await asyncio.to_thread(writing.write, piece)
            size += len(piece)
            if on_progress is not None:
                on_progress(size, came.content_length)
    return size


def _body(data: bytes | None) -> "bytes | io.BytesIO | None":
    """Return a body as aiohttp sends it without holding up the loop: a large one in pieces."""
    return io.BytesIO(data) if data is not None and len(data) > _LARGE_BYTES else data


def _headers(token: str, more: Mapping[str, str] | None, content_type: str) -> dict[str, str]:
    headers = {"Accept-Language": current_language(), **(more or {})}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if content_type:
        headers["Content-Type"] = content_type
    return headers


def _lower(came: "aiohttp.ClientResponse") -> dict[str, Any]:
    return {name.lower(): value for name, value in came.headers.items()}
