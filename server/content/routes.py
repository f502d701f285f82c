"""What the web interface answers about content: JSON for lists, tus 1.0 for uploads, ranges for downloads."""

import base64
import binascii
import contextlib
import hashlib
from collections.abc import AsyncIterator

from aiohttp import ClientPayloadError, web

from server.content.ranges import etag_of, part_of, unchanged
from server.content.service import ContentService
from server.content.store import BlobRow
from server.web.call import Call
from server.web.operation import Header, Limit, Operation
from shared.content.messages import (
    ContentUsage,
    Have,
    HaveAnswer,
    Manifest,
    NewUpload,
    ScopeQuery,
    Upload,
)
from shared.errors import AppError

TUS = "1.0.0"
PIECE = "application/offset+octet-stream"
_NEVER_SHOWN = {
    "Content-Disposition": "attachment",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=31536000, immutable",
    "Accept-Ranges": "bytes",
}
"""Whatever people store, a browser that is led to it downloads it and runs nothing of it."""
_HASH = (("sha256", "[0-9a-f]{64}"),)
_HAVE_BYTES = 1024 * 1024
_SPACE = ("content.file_too_large", "content.storage_full", "content.uploads_used", "content.disk_full")


def _content(call: Call) -> ContentService:
    return call.services.content


async def have(call: Call, body: Have) -> HaveAnswer:
    return await _content(call).have(call.user, body)


async def begin_upload(call: Call, body: NewUpload) -> Upload:
    return await _content(call).uploads.begin(call.user, body)


async def upload_offset(call: Call) -> web.Response:
    upload = await _content(call).uploads.standing(call.user, call.path["upload_id"])
    return web.Response(headers={**_standing(upload), "Cache-Control": "no-store"})


async def append_piece(call: Call) -> web.Response:
    request, content = call.request, _content(call)
    if request.content_type != PIECE:
        raise AppError("web.wrong_media_type", expected=PIECE)
    offset = _offset(request.headers.get("Upload-Offset", ""))
    wanted = _checksum(request.headers.get("Upload-Checksum", ""))
    if (request.content_length or 0) > content.piece_bytes:
        raise AppError("content.piece_too_large", limit=content.piece_bytes)
    data = bytearray()
    try:
        async for piece in request.content.iter_chunked(64 * 1024):
            data += piece
            if len(data) > content.piece_bytes:
                raise AppError("content.piece_too_large", limit=content.piece_bytes)
    except (ConnectionError, ClientPayloadError, web.RequestPayloadError):
        # The line broke: what came is kept, so that the rest goes on from there.
        if data and wanted is None:
            with contextlib.suppress(AppError):
                await content.uploads.append(call.user, call.path["upload_id"], offset, bytes(data))
        raise
    if wanted is not None and hashlib.sha256(data).digest() != wanted:
        raise AppError("content.wrong_checksum")
    upload = await content.uploads.append(call.user, call.path["upload_id"], offset, bytes(data))
    return web.Response(status=204, headers=_standing(upload))


async def abandon_upload(call: Call) -> None:
    await _content(call).uploads.abandon(call.user, call.path["upload_id"])


async def download(call: Call) -> web.StreamResponse:
    blob = await _content(call).look_up(call.user, call.query.scope, call.path["sha256"])
    request, etag = call.request, etag_of(blob.sha256)
    headers = {**_NEVER_SHOWN, "ETag": etag}
    if unchanged(request.headers.get("If-None-Match", ""), etag):
        return web.Response(status=304, headers=headers)
    part = part_of(
        request.headers.get("Range", ""), request.headers.get("If-Range", ""), etag, blob.size_bytes
    )
    if part is None:
        return web.Response(status=416, headers={**headers, "Content-Range": f"bytes */{blob.size_bytes}"})
    if part.partial:
        headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{blob.size_bytes}"
    answer = web.StreamResponse(status=206 if part.partial else 200, headers=headers)
    answer.content_type = blob.media_type
    answer.content_length = part.end - part.start
    if request.method == "HEAD" or part.start == part.end:
        await answer.prepare(request)
    else:
        await _send(request, answer, _pieces(call, blob, part.start, part.end))
    return answer


def _pieces(call: Call, blob: BlobRow, start: int, end: int) -> AsyncIterator[bytes]:
    return _content(call).read(blob, start, end)


async def _send(request: web.Request, answer: web.StreamResponse, pieces: AsyncIterator[bytes]) -> None:
    # The first piece before the headers: a file that is lost is told as a failure, not as a broken line.
    first = await anext(pieces)
    await answer.prepare(request)
    await answer.write(first)
    async for piece in pieces:
        await answer.write(piece)
    await answer.write_eof()


async def manifest(call: Call) -> Manifest:
    return await _content(call).manifest(call.user, call.query.scope, call.path["sha256"])


async def usage(call: Call) -> ContentUsage:
    return await _content(call).usage(call.user)


def _standing(upload: Upload) -> dict[str, str]:
    return {
        "Tus-Resumable": TUS,
        "Upload-Offset": str(upload.offset),
        "Upload-Length": str(upload.size_bytes),
        "Upload-Complete": "?1" if upload.complete else "?0",
    }


def _offset(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise AppError("content.bad_upload_request", reason="Upload-Offset")
    return int(text)


def _checksum(text: str) -> bytes | None:
    if not text:
        return None
    name, _, value = text.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error:
        digest = b""
    if name.lower() != "sha256" or len(digest) != 32:
        raise AppError("content.bad_upload_request", reason="Upload-Checksum")
    return digest


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST",
        "/api/v1/content/have",
        have,
        "Tell which files of a device the server lacks in a scope.",
        answer=HaveAnswer,
        body=Have,
        errors=("content.no_access",),
        limit=Limit.CONTENT,
        max_body_bytes=_HAVE_BYTES,
    ),
    Operation(
        "POST",
        "/api/v1/content/uploads",
        begin_upload,
        "Begin the upload of a file, or find the unfinished one.",
        answer=Upload,
        body=NewUpload,
        errors=(
            "content.no_access",
            "content.bad_type",
            "content.too_many_uploads",
            "content.store_unreachable",
            "content.no_upload",
            "content.wrong_content",
            *_SPACE,
        ),
        limit=Limit.CONTENT,
    ),
    Operation(
        "HEAD",
        "/api/v1/content/uploads/{upload_id}",
        upload_offset,
        "Tell how many bytes of an upload are stored (tus 1.0).",
        errors=("content.no_upload",),
        raw=True,
        limit=Limit.CONTENT,
    ),
    Operation(
        "PATCH",
        "/api/v1/content/uploads/{upload_id}",
        append_piece,
        "Store the next piece of an upload (tus 1.0); the last one completes it.",
        status=204,
        errors=(
            "content.no_upload",
            "content.wrong_offset",
            "content.bad_upload_request",
            "content.wrong_checksum",
            "content.wrong_content",
            "content.piece_too_large",
            "content.store_unreachable",
            "content.no_access",
            "web.wrong_media_type",
            *_SPACE,
        ),
        raw=True,
        limit=Limit.CONTENT,
        headers=(
            Header(
                "Upload-Offset",
                "Where the piece begins: what is stored already.",
                required=True,
                schema="integer",
            ),
            Header("Upload-Checksum", "`sha256`, a space, and the piece's SHA-256 in base64."),
        ),
        takes=(PIECE,),
    ),
    Operation(
        "DELETE",
        "/api/v1/content/uploads/{upload_id}",
        abandon_upload,
        "Give an upload up.",
        status=204,
        errors=("content.no_upload",),
        limit=Limit.CONTENT,
    ),
    Operation(
        "GET",
        "/api/v1/content/usage",
        usage,
        "Tell what a person's content takes and what the plan allows.",
        answer=ContentUsage,
    ),
    Operation(
        "GET",
        "/api/v1/content/{sha256}",
        download,
        "Download a file, or a range of it, through a scope that has it.",
        query=ScopeQuery,
        errors=("content.not_found", "content.lost", "content.store_unreachable"),
        raw=True,
        head=True,
        limit=Limit.CONTENT,
        patterns=_HASH,
        headers=(
            Header("Range", "One range of bytes."),
            Header("If-Range", "The entity tag that the range is of."),
            Header("If-None-Match", "Entity tags that need no answer."),
        ),
        gives=("application/octet-stream",),
        statuses=(206, 304, 416),
    ),
    Operation(
        "GET",
        "/api/v1/content/{sha256}/manifest",
        manifest,
        "Tell the hashes of a large file's blocks.",
        answer=Manifest,
        query=ScopeQuery,
        errors=("content.not_found",),
        limit=Limit.CONTENT,
        patterns=_HASH,
    ),
)
