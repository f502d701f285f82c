"""The address a browser comes back to, with real sockets, inside Qt's loop as in the window."""

import asyncio
import socket

import pytest

from desktop.runtime.loopback import BackPage, loopback

PAGE = BackPage("You can close <this> tab", "Lantern goes on.")


def ours(query):
    return PAGE if query.get("state") == "s" else None


async def asked(url, target="/callback?state=s&code=c%2F1", *, host="", method="GET", raw=None):
    """What the listener answers to a request."""
    name, _, port = url.removeprefix("http://").partition("/")[0].rpartition(":")
    reader, writer = await asyncio.open_connection(name.strip("[]"), int(port))
    try:
        writer.write(
            raw or f"{method} {target} HTTP/1.1\r\nHost: {host or f'{name}:{port}'}\r\n\r\n".encode()
        )
        await writer.drain()
        return (await reader.read()).decode()
    except ConnectionError:
        return ""
    finally:
        writer.close()


async def test_what_the_browser_brings_is_given_and_it_is_told_so(qloop):
    async with loopback() as back:
        assert back.url.startswith("http://127.0.0.1:")
        assert back.url.endswith("/callback")
        assert (await asked(back.url)).startswith("HTTP/1.1 404")
        back.expect(ours)
        waiting = asyncio.ensure_future(back.brought())
        answer = await asked(back.url)
        assert await waiting == {"state": "s", "code": "c/1"}
        assert answer.startswith("HTTP/1.1 200 OK")
        assert "<h1>You can close &lt;this&gt; tab</h1>" in answer
        assert "script" not in answer.replace("Content-Security", "")
        assert "style-src 'sha256-" in answer
        assert "no-store" in answer
        assert (await asked(back.url)).startswith("HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    "given",
    [
        {"target": "/callback?state=another&code=c"},
        {"target": "/callback"},
        {"target": "/other?state=s"},
        {"host": "evil.example.org"},
        {"host": "localhost:1"},
        {"method": "POST"},
        {"method": "OPTIONS"},
        {"target": "/callback?state=%ff"},
        {"target": f"/callback?{'a=1&' * 30}state=s"},
        {"raw": b"\r\n\r\n"},
        {"raw": b"GET /callback?state=s HTTP/1.1\r\n\r\n"},
        {"raw": b"GET //[ HTTP/1.1\r\n\r\n"},
    ],
)
async def test_everything_else_is_turned_away_and_the_wait_goes_on(qloop, given):
    async with loopback() as back:
        back.expect(ours)
        waiting = asyncio.ensure_future(back.brought())
        assert not (await asked(back.url, **given)).startswith("HTTP/1.1 200")
        assert not waiting.done()
        await asked(back.url)
        assert (await waiting)["state"] == "s"


async def test_a_browser_may_connect_in_advance_or_send_without_end(qloop):
    async with loopback() as back:
        back.expect(ours)
        waiting = asyncio.ensure_future(back.brought())
        port = int(back.url.rpartition(":")[2].partition("/")[0])
        _reader, early = await asyncio.open_connection("127.0.0.1", port)
        assert "200 OK" not in await asked(back.url, raw=b"GET /" + b"x" * 100_000)
        await asked(back.url)
        assert (await waiting)["code"] == "c/1"
        early.close()


async def test_nothing_listens_afterwards(qloop):
    async with loopback() as back:
        back.expect(ours)
        waiting = asyncio.ensure_future(back.brought())
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(OSError, match=r"."):
        await asked(back.url)


async def test_registered_addresses_are_tried_in_order(qloop):
    with socket.socket() as taken, socket.socket() as free:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        free.bind(("127.0.0.1", 0))
        ports = [one.getsockname()[1] for one in (taken, free)]
        free.close()
        addresses = [f"http://localhost:{port}/back" for port in ports]
        async with loopback(addresses) as back:
            assert back.url == addresses[1]
            back.expect(ours)
            waiting = asyncio.ensure_future(back.brought())
            await asked(back.url, "/back?state=s")
            assert await waiting == {"state": "s"}
        with pytest.raises(OSError, match="free"):
            async with loopback(
                [addresses[0], "http://0.0.0.0:0/back", "https://127.0.0.1:1/x", "http://[x"]
            ):
                pass
