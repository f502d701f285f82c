"""Sync's part of the interface."""

from aiohttp import web

from server.sync.service import SyncService
from server.sync.socket import serve_live
from server.web.call import Call
from server.web.operation import Header, Limit, Operation
from server.web.parsing import body_bytes
from shared.errors import AppError
from shared.sync.messages import (
    AUTHORS_PATH,
    CHUNKS_PATH,
    EXCHANGE_PATH,
    GRANT_PATH,
    LIVE_PATH,
    MEDIA_TYPE,
    Authors,
    AuthorsQuery,
    GrantDocument,
)
from sync.codec import MAX_BODY_BYTES

CHUNK_TYPE = "application/octet-stream"
_NAME = ("name", "[0-9a-f]{64}")
_CHUNK_CACHE = "private, max-age=86400, immutable"


def _sync(call: Call) -> SyncService:
    return call.services.sync


async def exchange(call: Call) -> web.StreamResponse:
    """Take a device's batch and give what is new."""
    if call.request.content_type not in (MEDIA_TYPE, CHUNK_TYPE):
        raise AppError("web.wrong_media_type", expected=MEDIA_TYPE)
    limit_s = call.services.config.server.idle_s
    body = await body_bytes(call.request, MAX_BODY_BYTES, limit_s)
    try:
        answer = await _sync(call).exchange(call.user, body)
    except AppError as refused:
        if refused.code == "sync.busy":
            call.answer_headers["Retry-After"] = str(refused.parameters["seconds"])
        raise
    return web.Response(body=answer, content_type=MEDIA_TYPE)


async def chunk(call: Call) -> web.StreamResponse:
    """Give a part of a snapshot."""
    path = await _sync(call).chunk(call.user, call.path["name"])
    headers = {"Content-Type": CHUNK_TYPE, "Cache-Control": _CHUNK_CACHE}
    return web.FileResponse(path, headers=headers)


async def live(call: Call) -> web.StreamResponse:
    """Poke a device whenever a scope it may read has something new."""
    return await serve_live(call, _sync(call))


async def grant(call: Call) -> GrantDocument:
    """Sign what a device may see while it has no connection."""
    return await _sync(call).grant(call.user)


async def authors(call: Call) -> Authors:
    """Tell whose devices' edits a scope may hold."""
    return await _sync(call).authors(call.user, call.query.scope)


OPERATIONS = (
    Operation(
        "POST",
        EXCHANGE_PATH,
        exchange,
        "Hand in a batch and take what is new",
        raw=True,
        though_suspended=True,
        limit=Limit.SYNC,
        takes=(MEDIA_TYPE,),
        gives=(MEDIA_TYPE,),
        max_body_bytes=MAX_BODY_BYTES,
        errors=(
            "sync.garbled",
            "sync.too_large",
            "sync.wrong_version",
            "sync.wrong_device",
            "sync.no_device",
            "sync.busy",
            "accounts.suspended",
            "web.too_large",
            "web.wrong_media_type",
        ),
    ),
    Operation(
        "GET",
        f"{CHUNKS_PATH}/{{name}}",
        chunk,
        "A part of a snapshot, by its hash",
        raw=True,
        limit=Limit.CONTENT,
        gives=(CHUNK_TYPE,),
        patterns=(_NAME,),
        headers=(Header("Range", "Bytes of the part"),),
        errors=("sync.chunk_missing",),
        statuses=(206, 416),
    ),
    Operation(
        "GET",
        LIVE_PATH,
        live,
        "A WebSocket that tells which scopes have something new",
        raw=True,
        limit=Limit.SYNC,
        errors=("sync.no_device", "sync.busy"),
        status=101,
    ),
    Operation(
        "POST",
        GRANT_PATH,
        grant,
        "A signed word on what the device may see offline",
        answer=GrantDocument,
        limit=Limit.SYNC,
        errors=("sync.no_device",),
    ),
    Operation(
        "GET",
        AUTHORS_PATH,
        authors,
        "Whose edits a scope may hold: the devices of everybody in it",
        query=AuthorsQuery,
        answer=Authors,
        limit=Limit.SYNC,
    ),
)
