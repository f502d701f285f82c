"""Files over HTTP: have-lists, uploads by offset, downloads by range. Knows routes, no table and no queue."""

import asyncio
import hashlib
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from desktop.runtime.paths import disk_error
from desktop.runtime.server_http import ServerHttp
from shared.content.files import ContentFile
from shared.content.messages import MOST_HASHES, Have, HaveAnswer, NewUpload, Upload
from shared.errors import AppError

PIECE_BYTES = 1024 * 1024
"""Small enough for a slow line to finish one within its time limit, and for progress to be seen."""
LEAST_PIECE_BYTES = 64 * 1024
_PIECE_TIMEOUT_S = 120.0
_LAST_PIECE_TIMEOUT_S = 600.0
"""With the last piece the server reads the whole file again."""
_HAVE_TIMEOUT_S = 120.0
_RESERVE_BYTES = 64 * 1024 * 1024
_READ_BYTES = 1024 * 1024
_ASK_AGAIN = 3
_API = "/api/v1/content"

Report = Callable[[int, int], None]
Turn = Callable[[], Awaitable[None]]


class Line(Protocol):
    """Where to and as whom."""

    @property
    def server_url(self) -> str: ...

    async def access_token(self) -> str:
        """Return a token that is good now."""
        ...


class TransferWire:
    """`report` gets how many bytes are there, of how many; `turn` is awaited before each piece: others may go first."""

    def __init__(self, http: ServerHttp, line: Line) -> None:
        self._http = http
        self._line = line
        self._piece_bytes = PIECE_BYTES

    def _url(self, path: str) -> str:
        return f"{self._line.server_url}{_API}{path}"

    async def have(self, scope: str, hashes: list[bytes]) -> set[bytes]:
        """Return which of these the server has in the scope. Raises AppError."""
        found: set[bytes] = set()
        for at in range(0, len(hashes), MOST_HASHES):
            body = Have(scope, [sha.hex() for sha in hashes[at : at + MOST_HASHES]])
            answer = await self._http.call(
                "POST",
                self._url("/have"),
                token=await self._line.access_token(),
                body=body,
                answer=HaveAnswer,
                timeout_s=_HAVE_TIMEOUT_S,
            )
            found.update(bytes.fromhex(text) for text in answer.linked)
        return found

    async def send(self, file: ContentFile, source: Path, report: Report, turn: Turn) -> None:
        """Hand a file in, going on from where the server has it. Raises AppError; what was sent stays sent."""
        try:
            size = (await asyncio.to_thread(source.stat)).st_size
            body = NewUpload(file.sha256.hex(), size, file.scope, file.media_type)
            upload = await self._begun(body)
            offset = upload.offset
            again = 0
            while not upload.complete:
                report(offset, size)
                await turn()
                length = min(self._piece_bytes, upload.piece_bytes)
                piece = await asyncio.to_thread(_read_at, source, offset, length)
                try:
                    if await self._put(upload, offset, piece):
                        break
                    offset += len(piece)
                except AppError as error:
                    if error.code == "network.too_large" and self._piece_bytes > LEAST_PIECE_BYTES:
                        # A proxy on the way has a limit of its own: what it lets through is found by halving.
                        self._piece_bytes //= 2
                        continue
                    again += 1
                    if error.code not in {"content.wrong_offset", "content.no_upload"} or again > _ASK_AGAIN:
                        raise
                    upload = await self._begun(body)
                    offset = upload.offset
        except OSError as cause:
            raise disk_error(cause, source.parent) from cause
        report(size, size)

    async def _begun(self, body: NewUpload) -> Upload:
        return await self._http.call(
            "POST",
            self._url("/uploads"),
            token=await self._line.access_token(),
            body=body,
            answer=Upload,
            timeout_s=_LAST_PIECE_TIMEOUT_S,
        )

    async def _put(self, upload: Upload, offset: int, piece: bytes) -> bool:
        """Send a piece; True when it was the last."""
        last = offset + len(piece) >= upload.size_bytes
        answer = await self._http.send(
            "PATCH",
            self._url(f"/uploads/{upload.upload_id}"),
            token=await self._line.access_token(),
            data=piece,
            content_type="application/offset+octet-stream",
            headers={"Upload-Offset": str(offset)},
            timeout_s=_LAST_PIECE_TIMEOUT_S if last else _PIECE_TIMEOUT_S,
        )
        return answer.headers.get("upload-complete") == "?1"

    async def fetch(self, file: ContentFile, part: Path, report: Report, turn: Turn) -> None:
        """Bring a file into `part`, going on from what is in it, and check it.

        Raises AppError; what came stays, unless it is not what was asked for (`content.damaged`).
        """
        try:
            have = await asyncio.to_thread(_size_of, part)
            if not await self._is_whole(file, part, have):
                await self._continue(file, part, have, report, turn)
                if await asyncio.to_thread(_digest, part) != file.sha256:
                    part.unlink(missing_ok=True)
                    raise AppError("content.damaged")
        except OSError as cause:
            raise disk_error(cause, part.parent) from cause

    async def _is_whole(self, file: ContentFile, part: Path, have: int) -> bool:
        """Whether a kill came between the last byte and the taking. Rows of quizzes do not tell sizes (0)."""
        if not have or file.size_bytes not in (0, have):
            return False
        return await asyncio.to_thread(_digest, part) == file.sha256

    async def _continue(self, file: ContentFile, part: Path, have: int, report: Report, turn: Turn) -> None:
        etag = f'"{file.sha256.hex()}"'
        ranged = {"Range": f"bytes={have}-", "If-Range": etag} if have else {}
        url = self._url(f"/{file.sha256.hex()}?scope={file.scope}")
        token = await self._line.access_token()
        try:
            async with self._http.open_stream("GET", url, token=token, headers=ranged) as answer:
                if answer.content_type == "text/html" or answer.headers.get("ETag") != etag:
                    raise AppError("network.not_lantern", detail="another content")
                at = have if answer.status == 206 else 0
                size = at + (answer.content_length or 0)
                _check_room(part, answer.content_length or 0)
                with await asyncio.to_thread(part.open, "r+b" if at else "wb") as writing:
                    writing.seek(at)
                    async for piece in answer.content.iter_chunked(PIECE_BYTES):
                        await asyncio.to_thread(writing.write, piece)
                        at += len(piece)
                        report(at, size)
                        await turn()
                    await asyncio.to_thread(writing.flush)
        except AppError as error:
            if error.code == "network.bad_answer" and error.parameters.get("status") == 416:
                # More is here than there is: what is here is something else.
                part.unlink(missing_ok=True)
                raise AppError("content.damaged") from error
            raise


def _read_at(source: Path, offset: int, length: int) -> bytes:
    with source.open("rb") as reading:
        reading.seek(offset)
        return reading.read(length)


def _size_of(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as reading:
        while piece := reading.read(_READ_BYTES):
            digest.update(piece)
    return digest.digest()


def _check_room(part: Path, size: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if free < size + _RESERVE_BYTES:
        raise AppError("storage.disk_full", folder=str(part.parent), detail=f"need {size}, free {free}")
