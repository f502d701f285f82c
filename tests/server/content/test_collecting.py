"""Collection: by reference with a grace, expired uploads, strays; nothing that a living row names ever goes."""

import hashlib
import os
import time
import uuid

import msgspec
import pytest

from server.content.uploads import DAY_MS
from sync.rows import Flag, Row
from sync.stamps import encode_fields
from tests.support.clocks import ManualClock
from tests.support.content_server import content_server, own, sha


def row(kind: str, scope: str, seq: int, *, deleted: bool = False, row_id: bytes = b"", **fields) -> Row:
    raw = {name: msgspec.Raw(msgspec.msgpack.encode(value)) for name, value in fields.items()}
    flags = int(Flag.DELETED) if deleted else 0
    return Row(kind, row_id or uuid.uuid4().bytes, scope, flags, b"\x80", encode_fields(raw), seq)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    return (
        f"sqlite:///{tmp_path / 'l.db'}"
        if request.param == "sqlite"
        else request.getfixturevalue("postgres_url")
    )


async def put(server, *rows: Row) -> None:
    async with server.services.database.write() as tx:
        await tx.changes(lambda store: store.save(rows))


async def test_what_rows_name_stays_and_the_rest_goes_after_its_grace(tmp_path, url):
    clock, scope = ManualClock(), own("ana")
    async with content_server(tmp_path, url=url, clock=clock) as server:
        names = ["item", "picture", "unknown kind", "lost", "deleted", "alone"]
        data = {name: name.encode() for name in names}
        for one in data.values():
            assert (await server.upload("ana", one)).status == 204
        digest = {name: hashlib.sha256(one).digest() for name, one in data.items()}
        gone = uuid.uuid4().bytes
        await put(
            server,
            row("item", scope, 1, media_sha=digest["item"], title="x"),
            row("question", scope, 2, media_json='{"sha": "' + sha(data["picture"]) + '"}'),
            row("of_next_year", scope, 3, anything=digest["unknown kind"]),
            row("conflict", scope, 4, lost={"a": 1}, value=sha(data["lost"])),
            row("item", scope, 5, row_id=gone, media_sha=digest["deleted"]),
            row("chat", scope, 6, title=sha(data["alone"])),
        )
        await server.content.collect()
        await put(server, row("item", scope, 7, row_id=gone, deleted=True, media_sha=digest["deleted"]))
        clock.advance(10 * DAY_MS)
        await server.content.collect()
        clock.advance(25 * DAY_MS)
        await server.content.collect()
        there = [name for name in names if (await server.get("ana", sha(data[name]))).status == 200]
        assert there == ["item", "picture", "unknown kind", "lost", "deleted"], (
            "35 days without, 25 days without"
        )
        await put(server, row("item", scope, 8, row_id=gone, media_sha=digest["deleted"]))
        await server.content.collect()
        clock.advance(40 * DAY_MS)
        await server.content.collect()
        assert (await server.get("ana", sha(data["deleted"]))).status == 200, "restored within the grace"
        await put(server, row("item", scope, 9, row_id=gone, deleted=True, media_sha=digest["deleted"]))
        await server.content.collect()
        clock.advance(31 * DAY_MS)
        await server.content.collect()
        assert (await server.get("ana", sha(data["deleted"]))).status == 404
        assert (await server.usage("ana"))["storage_bytes"] == sum(map(len, names[:4]))


async def test_uploads_left_alone_end(tmp_path, url):
    clock = ManualClock()
    async with content_server(tmp_path, url=url, clock=clock) as server:
        begun = await server.begin("ana", b"0123456789")
        await server.patch("ana", begun.json["upload_id"], 0, b"01234")
        clock.advance(6 * DAY_MS)
        await server.patch("ana", begun.json["upload_id"], 5, b"5")
        clock.advance(6 * DAY_MS)
        await server.content.collect()
        assert (await server.begin("ana", b"0123456789")).json["offset"] == 6
        clock.advance(8 * DAY_MS)
        late = await server.patch("ana", begun.json["upload_id"], 6, b"6")
        assert late.code == "content.no_upload"
        await server.content.collect()
        assert list((tmp_path / "content" / "uploads").iterdir()) == []
        assert (await server.usage("ana"))["storage_bytes"] == 0


async def test_what_a_crash_left_is_swept_when_it_is_old(tmp_path):
    async with content_server(tmp_path) as server:
        await server.upload("ana", b"known")
        uploads, files = tmp_path / "content" / "uploads", tmp_path / "content" / "files"
        strays = [uploads / f"{uuid.uuid4().hex}.part", files / "ab" / ("ab" * 32)]
        fresh = [uploads / f"{uuid.uuid4().hex}.part", files / "cd" / ("cd" * 32)]
        odd = [uploads / "readme.txt", files / "notes"]
        for path in (*strays, *fresh, *odd):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"x")
        known = files / sha(b"known")[:2] / sha(b"known")
        for path in (*strays, *odd, known):
            os.utime(path, (time.time() - 2 * 86_400,) * 2)
        await server.content.collect()
        assert [path.exists() for path in (*strays, *fresh, *odd, known)] == [
            False,
            False,
            True,
            True,
            True,
            True,
            True,
        ]
