"""The S3-compatible store against moto's real server: pieces of any length, large objects, a store that is down."""

import hashlib
import os
import uuid

import pytest

from server.config.declarations import ContentSection
from server.content.s3 import S3Files
from shared.errors import AppError
from tests.support.content_server import content_server, sha
from tests.support.moto_store import moto_store

__all__ = ["moto_store"]


@pytest.fixture
async def files(moto_store):
    opened = await S3Files.open(moto_store.section)
    yield opened
    await opened.close()


def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


async def read(files: S3Files, data: bytes, start: int = 0, end: int | None = None) -> bytes:
    return b"".join(
        [piece async for piece in files.read(digest(data), start, len(data) if end is None else end)]
    )


@pytest.mark.parametrize("size", [0, 1, 100_000, 18 * 1024 * 1024 + 5])
async def test_pieces_of_any_length_become_one_object(files, size):
    data, upload = os.urandom(size), uuid.uuid4()
    at, piece = 0, 3_333_333
    while at < size:
        if at == piece:
            # The line broke after the piece was stored and before that was noted: it comes again, shorter.
            await files.write(upload, at, data[at : at + 100])
            at += 100
        await files.write(upload, at, data[at : at + piece])
        at += len(data[at : at + piece])
    prepared = await files.prepare(upload, digest(data), size)
    assert (prepared.sha256, prepared.size_bytes) == (digest(data), size)
    await files.place(upload, digest(data))
    assert await read(files, data) == data
    assert await read(files, data, size // 3, size // 2) == data[size // 3 : size // 2]
    await files.discard(upload)
    found = await files.strays(-60)
    assert (found.uploads, found.files) == ([], [digest(data)])
    await files.remove(digest(data))
    assert (await files.strays(-60)).files == []


async def test_missing_pieces_and_files_are_told(files):
    upload = uuid.uuid4()
    await files.write(upload, 5, b"after a gap")
    with pytest.raises(AppError, match=r"content\.no_upload"):
        await files.prepare(upload, b"", 16)
    with pytest.raises(AppError, match=r"content\.lost"):
        await read(files, b"never stored")
    assert (await files.strays(-60)).uploads == [upload]
    assert (await files.strays(3_600)).uploads == []
    await files.check_room(2**60)


async def test_the_whole_server_on_such_a_store(tmp_path, moto_store):
    files = await S3Files.open(moto_store.section)
    async with content_server(tmp_path, files=files) as server:
        data = os.urandom(9_000_000)
        assert (await server.upload("ana", data, piece=4_000_000)).status == 204
        assert (await server.get("ana", sha(data))).body == data
        part = await server.get("ana", sha(data), Range="bytes=8000000-8000099")
        assert (part.status, part.body) == (206, data[8_000_000:8_000_100])
        begun = await server.begin("ana", b"wrong")
        assert (
            await server.patch("ana", begun.json["upload_id"], 0, b"WRONG")
        ).code == "content.wrong_content"
        await server.upload("ana", b"")
        assert (await server.get("ana", sha(b""))).status == 200
        moto_store.stop()
        down = await server.get("ana", sha(data))
        assert (down.status, down.code, down.json["retryable"]) == (503, "content.store_unreachable", True)
        assert (await server.upload("ana", b"later")).code == "content.store_unreachable"


async def test_a_bucket_that_is_not_there_is_told_at_the_start(moto_store):
    section = ContentSection(
        store="s3", s3_endpoint=moto_store.url, s3_bucket="other", s3_access_key="test", s3_secret_key="test"
    )
    with pytest.raises(AppError):
        await S3Files.open(section)
