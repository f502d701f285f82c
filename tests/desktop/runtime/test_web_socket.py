"""The WebSocket client against a real server on this machine: frames, limits, every way a connection ends."""

import asyncio
import socket

import pytest
from aiohttp import WSMsgType, web

from desktop.runtime.web_socket import connect
from shared.errors import AppError


@pytest.fixture
async def server():
    state = {"sockets": [], "headers": None, "left": asyncio.Event()}

    async def echo(request):
        state["headers"] = request.headers
        there = web.WebSocketResponse()
        await there.prepare(request)
        state["sockets"].append(there)
        async for message in there:
            if message.type is WSMsgType.TEXT:
                await there.send_str(message.data)
        state["left"].set()
        return there

    async def deaf(request):
        there = web.WebSocketResponse(autoping=False)
        await there.prepare(request)
        await state["left"].wait()
        return there

    async def plain(_request):
        return web.Response(status=403)

    app = web.Application()
    app.router.add_get("/ws", echo)
    app.router.add_get("/deaf", deaf)
    app.router.add_get("/plain", plain)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    state["url"] = f"ws://127.0.0.1:{runner.addresses[0][1]}"
    yield state
    state["left"].set()
    await runner.cleanup()


async def test_frames_go_and_come_as_text(server):
    async with connect(f"{server['url']}/ws", headers={"Authorization": "Bearer x"}) as here:
        await here.send('{"k":"¡hola!"}'.encode())
        assert await here.receive() == '{"k":"¡hola!"}'.encode()
        assert here.open
    assert server["headers"]["Authorization"] == "Bearer x"
    assert not here.open


async def test_leaving_tells_the_other_side(server):
    async with connect(f"{server['url']}/ws"):
        pass
    async with asyncio.timeout(5):
        await server["left"].wait()


async def test_a_connection_closed_over_there_receives_nothing_more(server):
    async with connect(f"{server['url']}/ws") as here:
        await here.send(b"1")
        await here.receive()
        await server["sockets"][0].close(code=4001)
        assert await here.receive() is None
        assert await here.receive() is None
        assert here.close_code == 4001
        with pytest.raises(AppError, match=r"network\.unreachable"):
            await here.send(b"2")


async def test_a_connection_that_is_cut_receives_nothing_more(server):
    async with connect(f"{server['url']}/ws") as here:
        await here.send(b"1")
        await here.receive()
        server["sockets"][0]._req.transport.abort()
        assert await here.receive() is None


async def test_closing_ends_a_receive_under_way(server):
    async with connect(f"{server['url']}/ws") as here, asyncio.TaskGroup() as group:
        waiting = group.create_task(here.receive())
        await asyncio.sleep(0)
        await here.close()
        assert await waiting is None


async def test_a_frame_that_is_too_long_ends_the_connection(server):
    async with connect(f"{server['url']}/ws", max_frame_bytes=64) as here:
        await here.send(b"x" * 65)
        assert await here.receive() is None


async def test_a_peer_that_answers_no_ping_is_dropped(server):
    async with asyncio.timeout(5), connect(f"{server['url']}/deaf", heartbeat_s=0.1) as here:
        assert await here.receive() is None


async def test_what_is_no_web_socket_is_told(server):
    with pytest.raises(AppError, match=r"network\.bad_answer"):
        async with connect(f"{server['url']}/plain"):
            pass


async def test_nobody_there_is_told(unused_tcp_port):
    with pytest.raises(AppError, match=r"network\.unreachable"):
        async with connect(f"ws://127.0.0.1:{unused_tcp_port}/ws"):
            pass


async def test_an_address_that_is_none_is_told():
    with pytest.raises(AppError, match=r"network\.unreachable"):
        async with connect("ws://[nowhere/ws"):
            pass


async def test_connecting_has_a_limit():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"ws://127.0.0.1:{silent.getsockname()[1]}/ws"
        with pytest.raises(AppError, match=r"network\.timed_out"):
            async with connect(url, connect_timeout_s=0.1):
                pass
