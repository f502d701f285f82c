import aiohttp


async def test_messages_come_and_go(stage):
    async with stage.http.ws_connect(f"{stage.url}/stage/live") as socket:
        await socket.send_str("hello")
        assert await socket.receive_str() == "hello"


async def test_a_message_too_large_ends_the_connection(stage):
    async with stage.http.ws_connect(f"{stage.url}/stage/live") as socket:
        await socket.send_str("x" * 100_000)
        message = await socket.receive()
        assert (message.type, socket.close_code) == (aiohttp.WSMsgType.CLOSE, 1009)


async def test_a_stop_tells_everybody_on_a_socket_to_come_back(stage):
    async with stage.http.ws_connect(f"{stage.url}/stage/live") as socket:
        await socket.send_str("hello")
        assert await socket.receive_str() == "hello"
        await stage.listener.drain()
        message = await socket.receive()
        assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 1012)


async def test_what_is_no_upgrade_is_refused(stage):
    answer = await stage.ask("GET", "/stage/live")
    assert (answer.status, answer.code) == (426, "web.upgrade_needed")
    assert answer.headers["Upgrade"] == "websocket"
