"""The folder store: nothing half-written, whole hashes across processes, a full disk."""

import asyncio
import errno
import hashlib
import os
import shutil
import uuid

import pytest

from server.content.local_files import LocalFiles
from shared.errors import AppError


def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


async def stored(files: LocalFiles, data: bytes) -> bytes:
    return b"".join([piece async for piece in files.read(digest(data), 0, len(data))])


async def test_the_hash_is_taken_on_the_way_or_read_again(tmp_path):
    data, upload = os.urandom(3_000_000), uuid.uuid4()
    one, other = LocalFiles(tmp_path), LocalFiles(tmp_path)
    for at in range(0, len(data), 700_000):
        files = one if at < 1_500_000 else other
        await files.write(upload, at, data[at : at + 700_000])
    for files in (one, other):
        assert (await files.prepare(upload, digest(data), len(data))).sha256 == digest(data)
    await other.place(upload, digest(data))
    await one.place(upload, digest(data))
    assert await stored(one, data) == data
    assert (await one.prepare(upload, digest(data), len(data))).sha256 == digest(data)


async def test_a_repeated_piece_replaces_what_was_there(tmp_path):
    files, upload = LocalFiles(tmp_path), uuid.uuid4()
    await files.write(upload, 0, b"abcdef")
    await files.write(upload, 3, b"XY")
    assert (await files.prepare(upload, b"", 5)).sha256 == digest(b"abcXY")
    with pytest.raises(AppError, match=r"content\.no_upload"):
        await files.write(upload, 9, b"z")
    with pytest.raises(AppError, match=r"content\.no_upload"):
        await files.prepare(upload, b"", 6)


async def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch):
    files, upload = LocalFiles(tmp_path), uuid.uuid4()
    await files.write(upload, 0, b"abc")

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(AppError) as refused:
            await files.write(upload, 3, b"def")
    assert (refused.value.code, refused.value.retryable) == ("content.disk_full", True)
    assert (tmp_path / "uploads" / f"{upload.hex}.part").read_bytes() == b"abc"
    await files.write(upload, 3, b"def")
    assert (await files.prepare(upload, b"", 6)).sha256 == digest(b"abcdef")


async def test_too_little_room_is_known_before(tmp_path):
    free = shutil.disk_usage(tmp_path).free
    files = LocalFiles(tmp_path, min_free_bytes=free // 2)
    await files.check_room(0)
    with pytest.raises(AppError, match=r"content\.disk_full"):
        await files.check_room(free)


async def test_a_cancelled_write_ends_before_the_next_begins(tmp_path):
    files, upload = LocalFiles(tmp_path), uuid.uuid4()
    writing = asyncio.ensure_future(files.write(upload, 0, os.urandom(4_000_000)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    await files.write(upload, 0, b"abc")
    assert (await files.prepare(upload, b"", 3)).sha256 == digest(b"abc")


async def test_files_that_are_not_there(tmp_path):
    files = LocalFiles(tmp_path)
    with pytest.raises(AppError, match=r"content\.lost"):
        await stored(files, b"x")
    await files.remove(digest(b"x"))
    await files.discard(uuid.uuid4())
    with pytest.raises(AppError, match=r"content\.no_upload"):
        await files.prepare(uuid.uuid4(), digest(b"x"), 1)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "content").write_text("a file")
    with pytest.raises(AppError, match=r"content\.store_unreachable"):
        LocalFiles(tmp_path / "content")
