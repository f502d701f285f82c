"""HTTP out of the desktop: the one place that uses the aiohttp client. Knows URLs and bytes, no feature."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.runtime.paths import disk_error
from shared.errors import AppError

if TYPE_CHECKING:
    import aiohttp

CONNECT_TIMEOUT_S = 10.0
READ_TIMEOUT_S = 30.0
_PIECE_BYTES = 256 * 1024
_OK = 200
_PARTIAL = 206
_RANGE_UNSATISFIABLE = 416
_REFUSED = 400
MAX_ANSWER_BYTES = 64 * 1024 * 1024
_DETAIL_BYTES = 2_000


@asynccontextmanager
async def open_session(
    *, connect_timeout_s: float = CONNECT_TIMEOUT_S, read_timeout_s: float = READ_TIMEOUT_S
) -> "AsyncIterator[aiohttp.ClientSession]":
    """Open a client session that never waits for ever: connecting and each read have a limit."""
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=None, connect=connect_timeout_s, sock_read=read_timeout_s)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session:
        yield session


async def download(
    url: str,
    target: Path,
    *,
    expected_bytes: int | None = None,
    on_progress: Callable[[int], None] | None = None,
    connect_timeout_s: float = CONNECT_TIMEOUT_S,
    read_timeout_s: float = READ_TIMEOUT_S,
) -> int:
    """Download into `target`, going on from what is already there. Returns its size in bytes.

    What came before a failure or a cancel stays for the next call. Raises AppError: `network.unreachable`,
    `network.timed_out`, `network.bad_answer` (an HTTP status, named in `status`), `network.wrong_size`,
    `storage.disk_full`.
    """
    import aiohttp

    try:
        async with open_session(
            connect_timeout_s=connect_timeout_s, read_timeout_s=read_timeout_s
        ) as session:
            size = await _fetch(session, url, target, expected_bytes, on_progress)
    except (TimeoutError, aiohttp.ServerTimeoutError) as cause:
        raise AppError("network.timed_out", detail=type(cause).__name__) from cause
    except aiohttp.ClientPayloadError as cause:
        raise AppError("network.unreachable", detail="the connection was cut") from cause
    except (aiohttp.ClientError, UnicodeError) as cause:
        raise AppError("network.unreachable", detail=type(cause).__name__) from cause
    except OSError as cause:
        raise disk_error(cause, target.parent) from cause
    if expected_bytes is not None and size != expected_bytes:
        raise AppError("network.wrong_size", expected=expected_bytes, found=size)
    return size


async def _fetch(
    session: "aiohttp.ClientSession",
    url: str,
    target: Path,
    expected_bytes: int | None,
    on_progress: Callable[[int], None] | None,
) -> int:
    have = target.stat().st_size if target.exists() else 0
    if expected_bytes is not None and have > expected_bytes:
        target.unlink()
        have = 0
    if expected_bytes is not None and have == expected_bytes:
        return have
    headers = {"Range": f"bytes={have}-"} if have else {}
    async with session.get(url, headers=headers) as answer:
        if answer.status == _RANGE_UNSATISFIABLE:
            target.unlink(missing_ok=True)
            raise AppError("network.bad_answer", status=answer.status)
        if answer.status not in {_OK, _PARTIAL}:
            raise AppError("network.bad_answer", status=answer.status)
        if answer.status == _OK:
            have = 0
        with target.open("ab" if have else "wb") as writing:
            async for piece in answer.content.iter_chunked(_PIECE_BYTES):
                await asyncio.to_thread(writing.write, piece)
                have += len(piece)
                if on_progress is not None:
                    on_progress(have)
    return have


@dataclass(frozen=True)
class Part:
    """One part of a form: its bytes under a name."""

    name: str
    data: bytes
    content_type: str = "application/octet-stream"


async def request(
    method: str,
    url: str,
    *,
    token: str = "",
    parts: Sequence[Part] = (),
    timeout_s: float = READ_TIMEOUT_S,
    max_bytes: int = MAX_ANSWER_BYTES,
) -> bytes:
    """Send one request, `parts` as a form, and return the answer's body whole.

    Raises AppError: `network.unreachable`, `network.timed_out`, `network.bad_answer` (`status`, and the body's
    beginning as detail), `network.wrong_size` when the body is longer than `max_bytes`.
    """
    import aiohttp

    headers = {"Authorization": f"Bearer {token}"} if token else {}
    form = aiohttp.FormData()
    for part in parts:
        form.add_field(part.name, part.data, content_type=part.content_type, filename=part.name)
    try:
        async with (
            asyncio.timeout(timeout_s),
            aiohttp.ClientSession() as session,
            session.request(method, url, headers=headers, data=form if parts else None) as answer,
        ):
            body = await answer.content.read(max_bytes + 1)
            while len(body) <= max_bytes and (more := await answer.content.read(max_bytes + 1 - len(body))):
                body += more
    except TimeoutError as cause:
        raise AppError("network.timed_out", detail=type(cause).__name__) from cause
    except (aiohttp.ClientError, UnicodeError) as cause:
        # A host with a name that no host can have is told as UnicodeError.
        raise AppError("network.unreachable", detail=type(cause).__name__) from cause
    if answer.status >= _REFUSED:
        detail = body[:_DETAIL_BYTES].decode("utf-8", "replace")
        raise AppError("network.bad_answer", status=answer.status, detail=detail)
    if len(body) > max_bytes:
        raise AppError("network.wrong_size", expected=max_bytes, found=len(body))
    return body
