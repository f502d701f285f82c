"""Uploads under a plan: quotas that two at once cannot overrun, restarts at every step, several processes."""

import asyncio
import os

import pytest

from server.content.local_files import LocalFiles
from server.content.service import ContentService
from server.content.uploads import DAY_MS
from shared.content.messages import TRANSCRIPT_TYPE, NewUpload
from shared.errors import AppError
from tests.support.clocks import ManualClock
from tests.support.content_server import (
    PlainMeter,
    ToldGroups,
    content_server,
    migrated,
    own,
    person,
    sha,
    user_id,
)
from tests.support.failing_files import STEPS, Crash, FailingFiles

GIB = 2**30


def served(database, files):
    return ContentService(database, ToldGroups(), files, meter=PlainMeter(database))


async def send(content: ContentService, who, data: bytes, piece: int = 7, scope: str = ""):
    new = NewUpload(sha(data), len(data), scope or f"user:{who.user_id}")
    upload = await content.uploads.begin(who, new)
    while not upload.complete:
        part = data[upload.offset : upload.offset + piece]
        upload = await content.uploads.append(who, upload.upload_id, upload.offset, part)
    return upload


async def whole(content: ContentService, who, data: bytes) -> bytes:
    blob = await content.look_up(who, f"user:{who.user_id}", sha(data))
    return b"".join([piece async for piece in content.read(blob, 0, blob.size_bytes)])


@pytest.mark.parametrize("step", STEPS)
async def test_a_crash_at_any_step_loses_and_doubles_nothing(tmp_path, step):
    who, data = person("ana"), os.urandom(40)
    database = await migrated(f"sqlite:///{tmp_path / 'l.db'}")
    with pytest.raises(Crash):
        await send(served(database, FailingFiles(tmp_path / "c", step)), who, data)
    again = served(database, LocalFiles(tmp_path / "c"))
    await send(again, who, data)
    assert await whole(again, who, data) == data
    usage = await again.usage(who)
    assert (usage.storage_bytes, usage.uploads) == (len(data), 1)
    await database.close()


async def test_an_upload_goes_on_in_another_process_at_the_byte(tmp_path):
    who, data = person("ana"), os.urandom(100)
    url = f"sqlite:///{tmp_path / 'l.db'}"
    databases = [await migrated(url) for _ in range(2)]
    two = [served(database, LocalFiles(tmp_path / "c")) for database in databases]
    new = NewUpload(sha(data), len(data), own("ana"))
    upload = await two[0].uploads.begin(who, new)
    for turn in range(10):
        content = two[turn % 2]
        at = (await content.uploads.standing(who, upload.upload_id)).offset
        assert at == turn * 10
        upload = await content.uploads.append(who, upload.upload_id, at, data[at : at + 10])
    assert upload.complete
    assert await whole(two[1], who, data) == data
    for database in databases:
        await database.close()


async def test_nobody_else_can_end_an_upload(tmp_path):
    ana, data = person("ana"), os.urandom(100)
    async with content_server(tmp_path) as server:
        uploads = server.content.uploads
        upload = await uploads.begin(ana, NewUpload(sha(data), len(data), own("ana")))
        await uploads.append(ana, upload.upload_id, 0, data[:60])
        for offset in (0, 60):
            with pytest.raises(AppError, match="no_upload"):
                await uploads.append(person("eve"), upload.upload_id, offset, b"x")
        with pytest.raises(AppError, match="no_upload"):
            await uploads.abandon(person("eve"), upload.upload_id)
        assert (await uploads.append(ana, upload.upload_id, 60, data[60:])).complete


async def test_other_bytes_than_announced_are_not_kept(tmp_path):
    async with content_server(tmp_path) as server:
        who, data = person("ana"), b"right bytes"
        upload = await server.content.uploads.begin(who, NewUpload(sha(data), len(data), own("ana")))
        with pytest.raises(AppError, match=r"content\.wrong_content"):
            await server.content.uploads.append(who, upload.upload_id, 0, b"wrong bytes")
        assert (await server.content.usage(who)).storage_bytes == 0
        assert [path for path in (tmp_path / "content").rglob("*") if path.is_file()] == []
        await send(server.content, who, data)
        assert await whole(server.content, who, data) == data


async def test_a_refused_file_reserves_nothing_and_says_by_how_much(tmp_path):
    async with content_server(tmp_path) as server:
        first = await server.begin("ana:free", b"x", size_bytes=400 * 2**20)
        second = await server.begin("ana", b"y", size_bytes=400 * 2**20)
        assert (first.status, second.status) == (200, 200)
        third = await server.begin("ana", b"z", size_bytes=400 * 2**20)
        assert (third.status, third.code) == (403, "content.storage_full")
        assert third.json["parameters"] == {
            "size": "400 MB",
            "limit": "1 GB",
            "used": "800 MB",
            "over": "176 MB",
        }
        assert "176 MB" in third.json["message"]
        assert (await server.begin("ana", b"", size_bytes=0)).status in (200, 422)
        assert (await server.begin("ana:basic", b"z", size_bytes=400 * 2**20)).status == 200


async def test_uploads_of_a_month_are_counted_when_begun_and_transcripts_are_not(tmp_path):
    clock = ManualClock(1_700_000_000_000)  # 14 November 2023
    async with content_server(tmp_path, clock=clock) as server:
        for number in range(20):
            assert (await server.begin("ana", b"%d" % number)).status == 200
        full = await server.begin("ana", b"one more")
        assert (full.status, full.code) == (403, "content.uploads_used")
        assert full.json["parameters"] == {"limit": 20, "day": "2023-12-01"}
        assert (await server.begin("ana", b"t", media_type=TRANSCRIPT_TYPE)).status == 200
        assert (await server.begin("ana", b"0")).status == 200, "one that is begun goes on"
        clock.advance(8 * DAY_MS)
        await server.content.collect()
        assert (await server.upload("ana", b"one more")).status == 204
        assert (await server.usage("ana"))["uploads"] == 1
        clock.advance(20 * DAY_MS)
        assert (await server.usage("ana"))["uploads"] == 0
        assert (await server.usage("ana"))["storage_bytes"] == len(b"one more")


async def test_only_so_many_uploads_may_be_open(tmp_path):
    async with content_server(tmp_path) as server:
        for number in range(100):
            answer = await server.begin("ana", b"%d" % number, media_type=TRANSCRIPT_TYPE)
            assert answer.status == 200
        assert (
            await server.begin("ana", b"more", media_type=TRANSCRIPT_TYPE)
        ).code == "content.too_many_uploads"


async def test_the_plan_at_the_end_decides(tmp_path):
    async with content_server(tmp_path) as server:
        data = os.urandom(1000)
        await server.begin("ana:pro", b"big", size_bytes=600 * 2**20)
        begun = await server.begin("ana:pro", data)
        async with server.services.database.write() as tx:
            await tx.connection.exec_driver_sql(f"UPDATE content_upload SET size_bytes = {len(data)}")
            await tx.connection.exec_driver_sql(
                "INSERT INTO content_blob VALUES (x'01', 1073741000, 'video/mp4', x'', 0, 0)"
            )
            await tx.connection.exec_driver_sql(
                "INSERT INTO content_link VALUES (?, x'01', ?, 0, NULL)", (own("ana"), user_id("ana").bytes)
            )
        refused = await server.patch("ana:free", begun.json["upload_id"], 0, data)
        assert (refused.status, refused.code) == (403, "content.storage_full")
        assert (await server.get("ana", sha(data))).status == 404


async def test_a_full_disk_is_told_before_the_first_byte(tmp_path):
    files = LocalFiles(tmp_path / "content", min_free_bytes=2**60)
    async with content_server(tmp_path, files=files) as server:
        answer = await server.begin("ana", b"abc")
        assert (answer.status, answer.code, answer.json["retryable"]) == (507, "content.disk_full", True)
        assert (await server.usage("ana"))["storage_bytes"] == 0


async def test_an_upload_whose_bytes_were_lost_begins_again(tmp_path):
    async with content_server(tmp_path) as server:
        data = b"0123456789"
        begun = await server.begin("ana", data)
        await server.patch("ana", begun.json["upload_id"], 0, data[:5])
        for part in (tmp_path / "content" / "uploads").iterdir():
            part.unlink()
        lost = await server.patch("ana", begun.json["upload_id"], 5, data[5:])
        assert (lost.status, lost.code) == (404, "content.no_upload")
        assert (await server.begin("ana", data)).json["offset"] == 0
        assert (await server.upload("ana", data)).status == 204


async def test_two_requests_at_one_offset_leave_whole_content(tmp_path):
    async with content_server(tmp_path) as server:
        data = os.urandom(300_000)
        upload_id = (await server.begin("ana", data)).json["upload_id"]
        answers = await asyncio.gather(*(server.patch("ana", upload_id, 0, data[:200_000]) for _ in range(5)))
        assert sorted(answer.status for answer in answers) == [204, 409, 409, 409, 409]
        await server.patch("ana", upload_id, 200_000, data[200_000:])
        assert (await server.get("ana", sha(data))).body == data


async def test_many_at_once_never_overrun_a_plan_on_postgresql(tmp_path, postgres_url):
    """Two processes' services on one database: only as many are let in as fit, and all that are let in end well."""
    size = 100 * 2**20
    async with (
        content_server(tmp_path, url=postgres_url) as one,
        content_server(tmp_path, url=postgres_url) as other,
    ):
        begun = await asyncio.gather(
            *((one, other)[number % 2].begin("ana", b"%d" % number, size_bytes=size) for number in range(16))
        )
        assert [answer.status for answer in begun].count(200) == 10
        assert {answer.code for answer in begun if answer.status != 200} == {"content.storage_full"}
        assert (await one.usage("ana"))["storage_bytes"] == 10 * size
        same = os.urandom(50_000)
        ends = await asyncio.gather(
            *((one, other)[number % 2].upload("ben", same, piece=9_999) for number in range(6))
        )
        assert {answer.status for answer in ends} <= {200, 204, 404, 409}
        assert (await other.upload("ben", same)).status in (200, 204)
        assert (await other.get("ben", sha(same))).body == same
        assert (await one.usage("ben"))["uploads"] == 1
        assert (await one.usage("ben"))["storage_bytes"] == len(same)
