"""Content in an S3-compatible store. Pieces of an upload are objects of their own, so any process may go on with it.

Knows no person and no scope.
"""

import re
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import aiohttp

from server.config.declarations import ContentSection
from server.content.stores import Digest, Prepared, Strays
from shared.errors import AppError

_PART_BYTES = 16 * 1024 * 1024
"""Parts of a large object; the store refuses smaller ones than 5 MiB, except the last."""
_READ_BYTES = 256 * 1024
_DELETE_AT_ONCE = 1_000
_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
_FULL = frozenset({"507", "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull"})
_UPLOAD = re.compile(r"uploads/([0-9a-f]{32})/")
_FILE = re.compile(r"files/[0-9a-f]{2}/([0-9a-f]{64})$")


class S3Files:
    """A `BlobStore`. Make it with `open`; close it before the loop ends."""

    def __init__(self, client: Any, bucket: str, prefix: str, stack: AsyncExitStack) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = prefix
        self._stack = stack

    @classmethod
    async def open(cls, config: ContentSection) -> "S3Files":
        """Connect. Raises `AppError("content.store_unreachable")` when the bucket cannot be reached."""
        from aiobotocore.config import AioConfig  # pyright: ignore[reportMissingTypeStubs]
        from aiobotocore.session import AioSession  # pyright: ignore[reportMissingTypeStubs]

        session: Any = AioSession()
        settings = AioConfig(
            connect_timeout=10, read_timeout=60, retries={"max_attempts": 3, "mode": "standard"}
        )
        stack = AsyncExitStack()
        client: Any = await stack.enter_async_context(
            session.create_client(
                "s3",
                region_name=config.s3_region,
                endpoint_url=config.s3_endpoint or None,
                aws_access_key_id=config.s3_access_key or None,
                aws_secret_access_key=config.s3_secret_key or None,
                config=settings,
            )
        )
        files = cls(client, config.s3_bucket, config.s3_prefix, stack)
        try:
            async with _told_plainly():
                await client.head_bucket(Bucket=config.s3_bucket)
        except BaseException:
            await stack.aclose()
            raise
        return files

    async def close(self) -> None:
        await self._stack.aclose()

    async def ready(self) -> None:
        """Raise `AppError("content.store_unreachable")` when the bucket does not answer."""
        async with _told_plainly():
            await self._client.head_bucket(Bucket=self._bucket)

    async def check_room(self, size_bytes: int) -> None:
        """Such a store does not tell how much room it has."""

    async def write(self, upload_id: uuid.UUID, offset: int, data: bytes) -> None:
        async with _told_plainly():
            await self._client.put_object(Bucket=self._bucket, Key=self._piece(upload_id, offset), Body=data)

    async def prepare(self, upload_id: uuid.UUID, sha256: bytes, size_bytes: int) -> Prepared:  # noqa: ARG002
        """Read the pieces in order into one object, `whole`, taking the hashes on the way."""
        digest = Digest()
        async with _told_plainly(), self._large(self._whole(upload_id)) as target:
            async for data in self._pieces(upload_id):
                digest.update(data)
                await target.add(data)
        if digest.at < size_bytes:
            raise AppError("content.no_upload", detail="bytes are missing")
        return digest.result()

    async def place(self, upload_id: uuid.UUID, sha256: bytes) -> None:
        async with _told_plainly():
            await self._client.copy_object(
                Bucket=self._bucket,
                Key=self._file(sha256),
                CopySource={"Bucket": self._bucket, "Key": self._whole(upload_id)},
            )

    async def discard(self, upload_id: uuid.UUID) -> None:
        async with _told_plainly():
            found = [key async for key, _ in self._keys(self._folder(upload_id))]
            for at in range(0, len(found), _DELETE_AT_ONCE):
                objects = [{"Key": key} for key in found[at : at + _DELETE_AT_ONCE]]
                await self._client.delete_objects(
                    Bucket=self._bucket, Delete={"Objects": objects, "Quiet": True}
                )

    async def remove(self, sha256: bytes) -> None:
        async with _told_plainly():
            await self._client.delete_object(Bucket=self._bucket, Key=self._file(sha256))

    async def read(self, sha256: bytes, start: int, end: int) -> AsyncIterator[bytes]:
        async with _told_plainly():
            wanted = {"Range": f"bytes={start}-{end - 1}"} if end > start else {}
            answer = await self._client.get_object(Bucket=self._bucket, Key=self._file(sha256), **wanted)
            async with answer["Body"] as body:
                while start < end and (piece := await body.read(min(_READ_BYTES, end - start))):
                    start += len(piece)
                    yield piece
        if start < end:
            raise AppError("content.lost")

    async def strays(self, older_than_s: float) -> Strays:
        before = datetime.now(UTC) - timedelta(seconds=older_than_s)
        uploads: set[uuid.UUID] = set()
        files: list[bytes] = []
        async with _told_plainly():
            async for key, changed in self._keys(self._prefix):
                rest = key.removeprefix(self._prefix)
                if changed < before and (upload := _UPLOAD.match(rest)):
                    uploads.add(uuid.UUID(hex=upload[1]))
                elif changed < before and (file := _FILE.match(rest)):
                    files.append(bytes.fromhex(file[1]))
        return Strays(sorted(uploads), files)

    def _folder(self, upload_id: uuid.UUID) -> str:
        return f"{self._prefix}uploads/{upload_id.hex}/"

    def _piece(self, upload_id: uuid.UUID, offset: int) -> str:
        # Sixteen digits: the order of names is the order of pieces.
        return f"{self._folder(upload_id)}{offset:016d}"

    def _whole(self, upload_id: uuid.UUID) -> str:
        return f"{self._folder(upload_id)}whole"

    def _file(self, sha256: bytes) -> str:
        name = sha256.hex()
        return f"{self._prefix}files/{name[:2]}/{name}"

    async def _keys(self, prefix: str) -> AsyncIterator[tuple[str, datetime]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        async for page in pages:
            for entry in page.get("Contents", ()):
                yield entry["Key"], entry["LastModified"]

    async def _pieces(self, upload_id: uuid.UUID) -> AsyncIterator[bytes]:
        names = [key async for key, _ in self._keys(self._folder(upload_id)) if not key.endswith("/whole")]
        at = 0
        for name in sorted(names):
            if int(name.rsplit("/", 1)[1]) != at:
                return
            answer = await self._client.get_object(Bucket=self._bucket, Key=name)
            async with answer["Body"] as body:
                data: bytes = await body.read()
            at += len(data)
            yield data

    @asynccontextmanager
    async def _large(self, key: str) -> "AsyncGenerator[_LargeObject, None]":
        target = _LargeObject(self._client, self._bucket, key)
        try:
            yield target
            await target.complete()
        except BaseException:
            await target.abort()
            raise


class _LargeObject:
    """One object written in parts of bounded size, or at once when it is small."""

    def __init__(self, client: Any, bucket: str, key: str) -> None:
        self._client = client
        self._at = {"Bucket": bucket, "Key": key}
        self._held = bytearray()
        self._upload = ""
        self._parts: list[dict[str, Any]] = []

    async def add(self, data: bytes) -> None:
        self._held += data
        while len(self._held) >= _PART_BYTES:
            part, self._held = bytes(self._held[:_PART_BYTES]), self._held[_PART_BYTES:]
            await self._put_part(part)

    async def complete(self) -> None:
        if not self._upload:
            await self._client.put_object(**self._at, Body=bytes(self._held))
            return
        if self._held:
            await self._put_part(bytes(self._held))
        parts = {"Parts": self._parts}
        await self._client.complete_multipart_upload(**self._at, UploadId=self._upload, MultipartUpload=parts)
        self._upload = ""

    async def abort(self) -> None:
        if self._upload:
            await self._client.abort_multipart_upload(**self._at, UploadId=self._upload)

    async def _put_part(self, data: bytes) -> None:
        if not self._upload:
            self._upload = (await self._client.create_multipart_upload(**self._at))["UploadId"]
        number = len(self._parts) + 1
        answer = await self._client.upload_part(
            **self._at, UploadId=self._upload, PartNumber=number, Body=data
        )
        self._parts.append({"PartNumber": number, "ETag": answer["ETag"]})


@asynccontextmanager
async def _told_plainly() -> AsyncGenerator[None, None]:
    try:
        yield
    except AppError:
        raise
    except Exception as cause:
        told: Any = getattr(cause, "response", None)
        if isinstance(told, dict):
            raise _refusal(str(cast("dict[str, Any]", told).get("Error", {}).get("Code", ""))) from cause
        # The client's own errors have one base, in a library that we ask for only by way of this one.
        if isinstance(cause, aiohttp.ClientError | OSError) or type(cause).__module__.startswith("botocore"):
            raise AppError("content.store_unreachable", detail=type(cause).__name__) from cause
        raise


def _refusal(code: str) -> AppError:
    if code in _MISSING:
        return AppError("content.lost", detail=code)
    return AppError("content.disk_full" if code in _FULL else "content.store_unreachable", detail=code)
