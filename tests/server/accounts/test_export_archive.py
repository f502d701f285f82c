"""The archive of an export is whole, says what is lost, and is never whole in memory."""

import io
import json
import tracemalloc
import zipfile

import pytest

from server.accounts.export_archive import MISSING, ExportArchive
from server.accounts.hooks import CarriedFile
from shared.errors import AppError

PIECE = bytes(64 * 1024)


def carried(name, *pieces, error=""):
    async def opened():
        for piece in pieces:
            yield piece
        if error:
            raise AppError(error)

    return CarriedFile(name, sum(map(len, pieces)), opened)


async def lines(*parts):
    for part in parts:
        yield part


async def whole(archive, files):
    return b"".join([piece async for piece in archive.stream(files)])


async def test_lines_and_files_are_in_it():
    archive = ExportArchive()
    await archive.fill(lines(("a.jsonl", b"1\n"), ("a.jsonl", b"2\n"), ("b.jsonl", b"3\n")))
    files = [carried("files/x.mp3", b"one ", b"two"), carried("files/empty"), carried("files/y", b"z")]
    raw = await whole(archive, files)
    found = zipfile.ZipFile(io.BytesIO(raw))
    assert found.testzip() is None
    assert found.namelist() == ["a.jsonl", "b.jsonl", "files/x.mp3", "files/empty", "files/y"]
    assert found.read("a.jsonl") == b"1\n2\n"
    assert found.read("files/x.mp3") == b"one two"
    assert found.read("files/empty") == b""
    assert found.getinfo("files/x.mp3").compress_type == zipfile.ZIP_STORED


async def test_what_is_lost_is_named():
    archive = ExportArchive()
    await archive.fill(lines(("a.jsonl", b"1\n")))
    raw = await whole(archive, [carried("files/gone", error="content.lost"), carried("files/y", b"z")])
    found = zipfile.ZipFile(io.BytesIO(raw))
    assert found.namelist() == ["a.jsonl", "files/y", MISSING]
    assert json.loads(found.read(MISSING)) == {"name": "files/gone", "size_bytes": 0}


@pytest.mark.parametrize("pieces", [(), (b"half",)])
async def test_a_store_that_fails_leaves_no_whole_archive(pieces):
    archive, came = ExportArchive(), []
    await archive.fill(lines(("a.jsonl", b"1\n")))
    stream = archive.stream([carried("x", *pieces, error="content.store_unreachable")])

    async def read():
        async for piece in stream:
            came.append(piece)  # noqa: PERF401 - what came before the failure counts

    with pytest.raises(AppError, match="unreachable"):
        await read()
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(b"".join(came)))


async def test_whoever_goes_away_leaves_nothing_open():
    archive = ExportArchive()
    await archive.fill(lines(("a.jsonl", b"1\n")))
    stream = archive.stream([carried("big", *[PIECE] * 64)])
    for _ in range(3):
        await anext(stream)
    await stream.aclose()
    unsent = ExportArchive()
    await unsent.fill(lines(("a.jsonl", b"1\n")))
    unsent.close()


async def test_a_large_archive_takes_little_memory(tmp_path):
    archive, path = ExportArchive(), tmp_path / "export.zip"
    await archive.fill(lines(("a.jsonl", b"1\n")))
    tracemalloc.start()
    try:
        with path.open("wb") as writing:
            async for piece in archive.stream([carried("big", *[PIECE] * 1_600), carried("two", PIECE)]):
                writing.write(piece)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 100 << 20
    assert peak < 4 << 20
    assert zipfile.ZipFile(path).testzip() is None
