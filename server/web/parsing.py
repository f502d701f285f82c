"""From bytes and texts of a request to typed values, with every limit before the reading. Knows no slice."""

import asyncio
import re
import uuid
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from server.web.operation import Operation
from shared.errors import AppError

_MOST_QUERY_CHARS = 4_096
_SUSPECT = re.compile(rb"\\u0000|[0-9]{18}")
_LONGEST_REASON = 200
_MOST_INTEGER = 2**63


def parsed_path(request: web.Request) -> dict[str, Any]:
    """Path parameters: `uuid.UUID` under names that end in `_id`. Raises `AppError("web.bad_path")`."""
    found: dict[str, Any] = {}
    for name, text in request.match_info.items():
        try:
            found[name] = uuid.UUID(text) if name.endswith("_id") else text
        except ValueError as cause:
            raise AppError("web.bad_path", name=name) from cause
        if not _is_plain(text):
            raise AppError("web.bad_path", name=name)
    return found


def parsed_query(operation: Operation, request: web.Request) -> Any:
    """The query as the operation's struct. Raises `AppError("web.bad_query")`."""
    if len(request.query_string) > _MOST_QUERY_CHARS:
        raise AppError("web.bad_query", reason="too long")
    if operation.query is None:
        return None
    given: dict[str, str] = {}
    for name, text in request.query.items():
        if name in given:
            raise AppError("web.bad_query", reason=_short(f"{name} is given twice"))
        given[name] = text
    try:
        query = msgspec.convert(given, operation.query, strict=False)
    except msgspec.ValidationError as cause:
        raise AppError("web.bad_query", reason=_short(str(cause))) from cause
    if not _fits(given) or not _fits(msgspec.to_builtins(query)):
        raise AppError("web.bad_query", reason="out of range")
    return query


def bearer_token(request: web.Request, key_header: str = "") -> str:
    """The access token of a request, else what the key header holds. Raises `AppError("web.token_missing")`."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if key_header and not token:
        scheme, token = "bearer", request.headers.get(key_header, "").strip()
    if scheme.lower() != "bearer" or not token or not token.isascii():
        raise AppError("web.token_missing")
    return token


async def body_bytes(request: web.Request, most_bytes: int, limit_s: float) -> bytes:
    """Read a whole body. Raises `AppError` web.too_large, web.timed_out, web.bad_body.

    A length that is announced is judged before anything is read; what grows while it comes, or when it is unpacked, is
    cut off at the limit.
    """
    if request.content_length is not None and request.content_length > most_bytes:
        raise AppError("web.too_large", limit_bytes=most_bytes)
    content, taken = request.content, bytearray()
    try:
        if content.is_eof() and content.total_bytes <= most_bytes:
            # Small ones come with their head: nothing is waited for, and a time limit costs more than the reading.
            return content.read_nowait()
        async with asyncio.timeout(limit_s):
            async for piece in content.iter_any():
                taken += piece
                if len(taken) > most_bytes:
                    raise AppError("web.too_large", limit_bytes=most_bytes)
    except TimeoutError as cause:
        raise AppError("web.timed_out") from cause
    except (web.RequestPayloadError, HttpProcessingError) as cause:
        raise AppError("web.bad_body", reason="the body is broken") from cause
    return bytes(taken)


async def parsed_body(operation: Operation, request: web.Request, limit_s: float) -> Any:
    """The JSON body as the operation's struct. Raises `AppError` of the `web` family."""
    if operation.body is None:
        return None
    if request.content_type not in ("application/json", "application/octet-stream"):
        raise AppError("web.wrong_media_type", expected="application/json")
    raw = await body_bytes(request, operation.max_body_bytes, limit_s)
    try:
        body = msgspec.json.decode(raw, type=operation.body)
        suspect = _SUSPECT.search(raw)
    except msgspec.ValidationError as cause:
        raise AppError("web.bad_body", reason=_short(str(cause))) from cause
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        raise AppError("web.bad_json") from cause
    if suspect and not _fits(msgspec.to_builtins(body)):
        raise AppError("web.bad_body", reason="a value that no database keeps")
    return body


def _fits(value: Any) -> bool:
    """Whether every number has 64 bits at the most, and every text is one that PostgreSQL can keep."""
    if isinstance(value, str):
        return _is_plain(value)
    if isinstance(value, int):
        return -_MOST_INTEGER <= value < _MOST_INTEGER
    if isinstance(value, dict):
        return all(_fits(key) and _fits(each) for key, each in value.items())  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list | tuple):
        return all(_fits(each) for each in value)  # pyright: ignore[reportUnknownVariableType]
    return True


def _is_plain(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _short(reason: str) -> str:
    return reason[:_LONGEST_REASON].rstrip(".")
