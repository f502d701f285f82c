"""The way back to the client: what was written leaves before the line is cut; whoever left breaks nothing."""

import contextlib

import aiohttp
import pytest
from aiohttp import web

from server.ai.outlet import Outlet


async def ran(handler):
    """A client's answer from one handler: body, whether it was cut."""
    app = web.Application()
    app.router.add_get("/", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with aiohttp.ClientSession() as http:
            url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            async with http.get(url, timeout=aiohttp.ClientTimeout(20)) as answer:
                came = bytearray()
                try:
                    async for data in answer.content.iter_any():
                        came += data
                except aiohttp.ClientPayloadError:
                    return answer, bytes(came), True
                return answer, bytes(came), False
    finally:
        await runner.cleanup()


async def test_a_stream_ends_well():
    async def handler(request):
        outlet = Outlet(request)
        assert not outlet.streaming
        await outlet.begin({"Content-Type": "text/event-stream"})
        await outlet.send(b"a")
        await outlet.send(b"")
        await outlet.send(b"b")
        await outlet.end()
        assert outlet.streaming
        return outlet.answer

    answer, body, cut = await ran(handler)
    assert (answer.content_type, body, cut) == ("text/event-stream", b"ab", False)


async def test_a_cut_comes_after_everything_that_was_written():
    async def handler(request):
        outlet = Outlet(request)
        await outlet.begin({})
        await outlet.send(bytes(300_000))
        outlet.cut()
        assert outlet.gone
        await outlet.send(b"never")
        await outlet.end()
        return outlet.answer

    _, body, cut = await ran(handler)
    assert (len(body), cut) == (300_000, True)


async def test_a_whole_answer_is_the_handlers_to_send():
    async def handler(request):
        outlet = Outlet(request)
        await outlet.whole(201, {"Content-Type": "application/json"}, b"{}")
        assert not outlet.streaming
        return outlet.answer

    answer, body, _ = await ran(handler)
    assert (answer.status, answer.content_type, body) == (201, "application/json", b"{}")


@pytest.mark.parametrize("streaming", [False, True])
async def test_to_somebody_who_left_nothing_is_sent(streaming):
    async def handler(request):
        outlet = Outlet(request)
        if streaming:
            await outlet.begin({})
            await outlet.send(b"a")
        assert not outlet.gone
        outlet.leave()
        await outlet.begin({})
        await outlet.send(b"b")
        await outlet.end()
        assert outlet.gone
        return outlet.answer or web.Response(text="nobody")

    _, body, _ = await ran(handler)
    assert body == (b"a" if streaming else b"nobody")


async def test_a_broken_line_means_gone():
    seen = []

    async def handler(request):
        outlet = Outlet(request)
        await outlet.begin({})
        await outlet.send(b"a")
        request.transport.abort()
        await outlet.send(b"b")
        seen.append(outlet.gone)
        return outlet.answer

    with contextlib.suppress(aiohttp.ClientError):
        await ran(handler)
    assert seen == [True]
