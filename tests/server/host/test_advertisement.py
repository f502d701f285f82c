import asyncio
import logging

import msgspec
import pytest
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from server.host.advertisement import SERVICE, Advertisement, Told

LOOPBACK = "127.0.0.1"
TOLD = Told("0123456789abcdef", "Room 7", 8420, (LOOPBACK,), "Sums", "123456", 1)


@pytest.fixture
async def browser():
    zeroconf = AsyncZeroconf(interfaces=[LOOPBACK])
    yield zeroconf
    await zeroconf.async_close()


async def found(browser: AsyncZeroconf, name: str) -> dict[str, str | None] | None:
    info = AsyncServiceInfo(SERVICE, name)
    return info.decoded_properties if await info.async_request(browser.zeroconf, 2_000) else None


async def test_what_is_told_is_found_changed_and_taken_away(browser: AsyncZeroconf):
    advertisement = Advertisement()
    await advertisement.tell(TOLD)
    name = advertisement._info.name
    assert name.startswith("Room 7 ")
    assert await found(browser, name) == {
        "id": TOLD.host_id, "v": "1", "name": "Room 7", "pin": "123456", "title": "Sums", "games": "1",
    }  # fmt: skip
    await advertisement.tell(msgspec.structs.replace(TOLD, pin="", games=2))
    async with asyncio.timeout(10):
        while (await found(browser, name) or {}).get("games") != "2":  # noqa: ASYNC110 - it is asked over the network
            await asyncio.sleep(0.05)
    await advertisement.tell(msgspec.structs.replace(TOLD, pin="", games=2))
    await advertisement.close()
    await advertisement.close()


async def test_names_of_any_length_and_letters_fit():
    advertisement = Advertisement()
    info = advertisement._service(msgspec.structs.replace(TOLD, name="Ñandú.Straße " * 20, title="é" * 300))
    assert len(info.name.removesuffix(f".{SERVICE}").encode()) < 63
    assert "." not in info.name.removesuffix(f".{SERVICE}")
    assert all(len(text) <= 255 for text in info.properties.values() if text)


async def test_two_with_one_name_do_not_share_it():
    one, two = Advertisement(), Advertisement()
    assert one._service(TOLD).name != two._service(TOLD).name or one._end == two._end


async def test_a_network_without_multicast_is_no_failure(monkeypatch, caplog):
    def unreachable(**options: object) -> None:
        raise OSError("no multicast here")

    monkeypatch.setattr("zeroconf.asyncio.AsyncZeroconf", unreachable)
    advertisement = Advertisement()
    with caplog.at_level(logging.WARNING):
        await advertisement.tell(TOLD)
    assert "not advertised" in caplog.text
    await advertisement.close()
