import asyncio
import contextlib

import pytest

from server.config.declarations import ServerSection
from tests.support.border_stage import staged
from tests.support.waiting import until


@pytest.fixture
async def impatient(tmp_path):
    """A server that waits for nobody longer than 0.3 s and has room for four connections."""
    settings = ServerSection(port=0, data_dir=str(tmp_path), idle_s=0.3, connections=4)
    async with staged(tmp_path / "cloud", server=settings) as stage:
        yield stage


async def ended(reader):
    """Wait until the other end is gone without a word."""
    with contextlib.suppress(ConnectionResetError):
        assert await reader.read() == b""


def cuts(stage):
    text = stage.services.metrics.text().decode()
    lines = [line for line in text.splitlines() if line.startswith("lantern_connections_cut_total{")]
    return {line.split('"')[1]: float(line.split()[-1]) for line in lines}


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", "slow_head"),
        (b"GET /stage/see HT", "slow_head"),
        (b"PUT /stage/swallow HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nab", "slow_body"),
    ],
)
async def test_who_says_nothing_is_cut(impatient, sent, why):
    reader, writer = await asyncio.open_connection("127.0.0.1", impatient.listener.port)
    writer.write(sent)
    async with asyncio.timeout(10):
        await ended(reader)
    writer.close()
    await until(lambda: cuts(impatient) == {why: 1.0})
    assert not impatient.listener.connections.open


async def test_a_drip_is_cut_too(impatient):
    """A byte now and then is no silence, and is too slow all the same."""
    _, writer = await asyncio.open_connection("127.0.0.1", impatient.listener.port)
    writer.write(b"PUT /stage/swallow HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n")
    async with asyncio.timeout(10):
        while not cuts(impatient):
            writer.write(b"a")
            await asyncio.sleep(0.02)
    assert cuts(impatient) == {"slow_body": 1.0}
    writer.close()


async def test_who_does_not_read_is_cut(impatient):
    reader, writer = await asyncio.open_connection("127.0.0.1", impatient.listener.port, limit=1_024)
    writer.write(b"GET /stage/flood HTTP/1.1\r\nHost: x\r\n\r\n")
    await until(lambda: cuts(impatient) == {"slow_reader": 1.0})
    writer.close()
    del reader


async def test_a_slow_handler_is_no_slow_client(impatient):
    asked = asyncio.ensure_future(impatient.ask("GET", "/stage/wait"))
    await impatient.services.groups.started.wait()
    await asyncio.sleep(1.0)
    impatient.services.groups.released.set()
    assert (await asked).status == 200
    assert cuts(impatient) == {}


async def test_between_requests_a_connection_may_rest(impatient):
    for _ in range(2):
        assert (await impatient.ask("GET", "/stage/see")).status == 200
        await asyncio.sleep(0.8)
    assert cuts(impatient) == {}
    assert len(impatient.listener.connections.open) == 1


async def test_a_full_house_lets_nobody_in_until_somebody_leaves(impatient):
    impatient.listener.connections.idle_s = 60
    port = impatient.listener.port
    guests = [await asyncio.open_connection("127.0.0.1", port) for _ in range(4)]
    await until(lambda: len(impatient.listener.connections.open) == 4)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await ended(reader)
    writer.close()
    assert cuts(impatient) == {"full": 1.0}
    guests.pop()[1].close()
    await until(lambda: len(impatient.listener.connections.open) == 3)
    assert (await impatient.ask("GET", "/stage/see")).status == 200
    for _, guest in guests:
        guest.close()
