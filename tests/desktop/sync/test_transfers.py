"""Transfers against the real content server: order, resuming, refusals, what a person asks for."""

import asyncio
import os

import pytest

from desktop.sync.views import MediaProgress
from shared.content.files import Urgency
from tests.support.content_server import content_server, sha
from tests.support.transferring import CuttingRelay, PlainFiles, ToldAccount, transferring
from tests.support.waiting import until

MIB = 1024 * 1024


@pytest.fixture
async def server(tmp_path):
    (tmp_path / "server").mkdir()
    async with content_server(tmp_path / "server") as running:
        yield running


@pytest.fixture
async def side(tmp_path, database, clock, server):
    """(transfers, files, account) of a library."""
    files, account = PlainFiles(tmp_path / "files"), ToldAccount("ana", server.url)
    async with transferring(database, files, account, clock) as transfers:
        yield transfers, files, account


async def test_what_is_here_is_sent_and_what_is_there_is_fetched(side, server):
    transfers, files, _ = side
    sent = [files.add(os.urandom(size)) for size in (0, 1, 3 * MIB + 7)]
    coming = os.urandom(2 * MIB + 1)
    await server.upload("ana", coming)
    fetched = files.add(coming, here=False)
    assert await transfers.run_once()
    for file in sent:
        assert (await server.get("ana", file.sha256.hex())).body == files.bytes_of(file)
    assert files.bytes_of(fetched) == coming
    assert transfers.progress == MediaProgress()
    before = (await server.usage("ana"))["uploads"]
    assert await transfers.run_once()
    assert (await server.usage("ana"))["uploads"] == before
    assert list(transfers._folder.glob("*.part")) == []


async def test_an_upload_goes_on_at_the_byte_where_the_line_broke(side, server):
    transfers, files, account = side
    file = files.add(os.urandom(4 * MIB))
    async with CuttingRelay(server.listener.port, 2 * MIB + 300_000) as relay:
        account.url = relay.url
        assert not await transfers.run_once()
        data = files.bytes_of(file)
        async with asyncio.timeout(10):
            at = 0
            while at <= 2 * MIB:  # the server notes a broken line by itself
                await asyncio.sleep(0.02)
                at = (await server.begin("ana", data, media_type="text/plain")).json["offset"]
        relay.allowed = relay.passed + 10**9
        start = relay.passed
        assert await transfers.run_once()
        assert relay.passed - start < len(data) - at + 10_000
    assert (await server.get("ana", sha(data))).body == data


async def test_a_download_goes_on_at_the_byte_where_the_line_broke(side, server):
    transfers, files, account = side
    data = os.urandom(4 * MIB)
    await server.upload("ana", data)
    file = files.add(data, here=False, size_bytes=0)
    async with CuttingRelay(server.listener.port, 2 * MIB) as relay:
        account.url = relay.url
        assert not await transfers.run_once()
        (part,) = transfers._folder.glob("*.part")
        have = part.stat().st_size
        assert 0 < have < len(data)
        relay.allowed, start = relay.passed + 10**9, relay.passed
        assert await transfers.run_once()
        assert relay.passed - start < len(data) - have + 10_000
    assert files.bytes_of(file) == data


async def test_a_damaged_part_is_not_taken(side, server):
    transfers, files, _ = side
    data = os.urandom(100_000)
    await server.upload("ana", data)
    file = files.add(data, here=False)
    transfers._folder.mkdir()
    for wrong in (b"x" * 50_000, b"x" * 100_000, b"x" * 200_000):
        (transfers._folder / f"{sha(data)}.part").write_bytes(wrong)
        await transfers.run_once()
        assert files.bytes_of(file) is None
        assert (await transfers.trouble_of(file.sha256)).code == "content.damaged"
        await transfers.try_again()
    await transfers.run_once()
    assert files.bytes_of(file) == data


async def test_a_refusal_concerns_one_file_and_is_told(side, server, clock):
    transfers, files, _ = side
    large = files.add(b"large", media_type="text/html")
    small = files.add(b"small")
    assert await transfers.run_once()
    assert transfers.problem.code == "content.bad_type"
    assert (await server.get("ana", small.sha256.hex())).status == 200
    assert (await transfers.trouble_of(large.sha256)).code == "content.bad_type"
    clock.advance(60_000)
    assert await transfers.run_once()
    clock.advance(7 * 60 * 60 * 1000)
    files.known.remove(large)
    assert await transfers.run_once()


async def test_quota_says_how_much_is_over(side, server):
    transfers, files, _ = side
    await server.begin("ana", b"1", size_bytes=512 * MIB)
    await server.begin("ana", b"2", size_bytes=512 * MIB)
    files.add(b"y" * 2048)
    await transfers.run_once()
    assert transfers.problem.code == "content.storage_full"
    assert transfers.problem.parameters["over"] == "2 kB"
    assert transfers.progress.problem.code == "content.storage_full"
    before = transfers.progress
    await transfers.run_once()
    assert transfers.progress == before, "nothing new is told again"


async def test_on_a_metered_line_only_what_a_person_asked_for(tmp_path, database, clock, server):
    metered = True
    wanted, other = os.urandom(10), os.urandom(11)
    await server.upload("ana", wanted)
    await server.upload("ana", other)
    files = PlainFiles(tmp_path / "files")
    mine = files.add(b"mine")
    asked, unasked = files.add(wanted, here=False, fetch=False), files.add(other, here=False)
    account = ToldAccount("ana", server.url)
    async with transferring(database, files, account, clock) as transfers:
        transfers.use_metered(lambda: metered)
        await transfers.run_once()
        assert files.bytes_of(unasked) is None
        assert transfers.share_of(asked.sha256) is None
        await transfers.ask([asked.sha256])
        assert transfers.share_of(asked.sha256) == 0.0
        await transfers.run_once()
        assert files.bytes_of(asked) == wanted
        assert transfers.share_of(asked.sha256) is None
        assert (await server.get("ana", mine.sha256.hex())).status == 404
        metered = False
        await transfers.run_once()
        assert files.bytes_of(unasked) == other
        assert (await server.get("ana", mine.sha256.hex())).status == 200


async def test_what_the_server_may_know_elsewhere_is_not_sent_again(side, server):
    transfers, files, _ = side
    server.groups.put("ana", "group:g")
    data = os.urandom(1000)
    await server.upload("ana", data, "group:g")
    files.add(data)
    before = (await server.usage("ana"))["uploads"]
    assert await transfers.run_once()
    assert (await server.usage("ana"))["uploads"] == before
    assert (await server.get("ana", sha(data))).body == data


async def test_a_scope_that_may_not_be_written_stops_nothing_else(side, server):
    transfers, files, _ = side
    files.add(b"theirs", "group:other")
    mine = files.add(b"mine")
    assert await transfers.run_once()
    assert (await server.get("ana", mine.sha256.hex())).status == 200
    assert transfers.problem is None


async def test_nothing_travels_signed_out_or_after_a_change_of_server(side, server):
    transfers, files, account = side
    file = files.add(b"mine")
    account.signed_in = False
    assert await transfers.run_once()
    assert not transfers.possible
    account.signed_in = True
    assert await transfers.run_once()
    assert (await server.get("ana", file.sha256.hex())).status == 200


async def test_the_loop_begins_with_the_jobs_and_follows_a_word(tmp_path, database, clock, server):
    data = os.urandom(10)
    await server.upload("ana", data)
    files = PlainFiles(tmp_path / "files")
    file = files.add(data, here=False, fetch=False)
    locked = asyncio.Event()
    async with transferring(database, files, ToldAccount("ana", server.url), clock) as transfers:
        transfers.start(locked.wait)
        await transfers.ask([file.sha256])
        assert files.bytes_of(file) is None
        locked.set()
        await until(lambda: files.bytes_of(file) == data)
        await transfers.stop_asking(file.sha256)
        assert await transfers.asked() == set()


async def test_rows_go_before_files(side, server):
    transfers, files, _ = side
    files.add(os.urandom(5 * MIB))
    async with transfers.held():
        running = asyncio.ensure_future(transfers.run_once())
        await asyncio.sleep(0.3)
        assert not running.done()
        assert (await server.usage("ana"))["uploads"] == 1
    assert await running


async def test_a_page_in_place_of_the_server_is_no_file(side, server, monkeypatch):
    transfers, files, account = side
    file = files.add(b"abc", here=False)

    async def portal(reader, writer):
        await reader.read(100)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>")
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(portal, "127.0.0.1", 0)
    account.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    assert not await transfers.run_once()
    assert files.bytes_of(file) is None
    listening.close()
    await listening.wait_closed()


async def test_urgent_files_come_first(side, server):
    transfers, files, _ = side
    order = []
    taken = files.received

    async def noted(file, part):
        order.append(file.urgency)
        await taken(file, part)

    files.received = noted
    for urgency in (Urgency.REST, Urgency.DUE, Urgency.REST):
        data = os.urandom(10)
        await server.upload("ana", data)
        files.add(data, here=False, urgency=urgency)
    await transfers.run_once()
    assert order == [Urgency.DUE, Urgency.REST, Urgency.REST]


async def test_a_full_disk_here_keeps_what_came(side, server, monkeypatch):
    transfers, files, _ = side
    data = os.urandom(1000)
    await server.upload("ana", data)
    file = files.add(data, here=False)
    with monkeypatch.context() as patched:
        patched.setattr("desktop.sync.transfer_wire._RESERVE_BYTES", 2**62)
        await transfers.run_once()
        assert (await transfers.trouble_of(file.sha256)).code == "storage.disk_full"
    await transfers.try_again()
    await transfers.run_once()
    assert files.bytes_of(file) == data
