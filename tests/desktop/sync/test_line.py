"""Requests of sync: what a network puts in the server's place, and tokens that ran out."""

import msgspec
import pytest
from aiohttp import web

from desktop.runtime.server_http import ServerHttp
from desktop.sync.line import Line, decode_frame
from shared.errors import AppError
from shared.ids import new_id
from shared.sync.messages import CHUNKS_PATH, EXCHANGE_PATH, GRANT_PATH, LIVE_PATH, MEDIA_TYPE, Poke

FAILURE = '{"code":"%s","parameters":{},"message":"","retryable":false,"request_id":""}'


class Session:
    user_id, device_id = new_id(), new_id()

    def __init__(self, url):
        self.server_url = url


class Stage:
    """A line to a server of the test's own; `answers` are given in turn."""

    ended = ""

    def __init__(self):
        self.answers, self.seen, self.tokens, self.renewed = [], [], ["first", "second"], 0
        self.http = ServerHttp()
        self.session = None
        self.line = Line(self)

    async def access_token(self):
        if self.session is None:
            raise AppError("accounts.signed_out")
        return self.tokens[0]

    async def check_session(self):
        self.renewed += 1
        self.tokens.pop(0)

    async def handle(self, request):
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.seen.append((request.method, request.path, token, await request.read()))
        if request.path == LIVE_PATH:
            socket = web.WebSocketResponse()
            await socket.prepare(request)
            await socket.send_str('{"heads":{"a":1}}')
            await socket.close(code=4408)
            return socket
        status, content_type, body = self.answers.pop(0)
        return web.Response(status=status, content_type=content_type, body=body)

    async def __aenter__(self):
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self.handle)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        port = self.runner.addresses[0][1]
        self.session = Session(f"http://127.0.0.1:{port}")
        return self

    async def __aexit__(self, *_):
        await self.http.close()
        await self.runner.cleanup()


async def test_an_exchange_goes_there_and_back_as_bytes():
    async with Stage() as stage:
        stage.answers = [(200, MEDIA_TYPE, b"answer")]
        assert await stage.line.exchange(b"request") == b"answer"
        assert stage.seen == [("POST", EXCHANGE_PATH, "first", b"request")]


@pytest.mark.parametrize(
    ("status", "content_type", "body", "code"),
    [
        (200, "text/html", b"<html>Sign in to the network</html>", "network.not_lantern"),
        (302, "text/html", b"", "network.not_lantern"),
        (200, "text/plain", b"", "network.not_lantern"),
        (426, "application/json", (FAILURE % "sync.wrong_version").encode(), "sync.wrong_version"),
        (403, "application/json", (FAILURE % "sync.wrong_device").encode(), "sync.wrong_device"),
        (503, "application/json", (FAILURE % "sync.busy").encode(), "sync.busy"),
        (502, "text/plain", b"bad gateway", "network.bad_answer"),
    ],
)
async def test_what_is_no_answer_has_a_code(status, content_type, body, code):
    async with Stage() as stage:
        stage.answers = [(status, content_type, body)]
        with pytest.raises(AppError) as caught:
            await stage.line.exchange(b"request")
        assert caught.value.code == code
        assert stage.renewed == 0


async def test_a_token_that_ran_out_is_renewed_once():
    refusal = (401, "application/json", (FAILURE % "accounts.token_expired").encode())
    async with Stage() as stage:
        stage.answers = [refusal, (200, MEDIA_TYPE, b"answer")]
        assert await stage.line.exchange(b"request") == b"answer"
        assert [token for _, _, token, _ in stage.seen] == ["first", "second"]
        stage.answers = [refusal, refusal]
        stage.tokens = ["third", "fourth"]
        with pytest.raises(AppError):
            await stage.line.exchange(b"request")
        assert stage.renewed == 2


async def test_chunks_and_grants():
    async with Stage() as stage:
        stage.answers = [
            (200, "application/octet-stream", b"part"),
            (200, "application/json", b'{"token":"a.b.c","expires_ms":5}'),
        ]
        assert await stage.line.chunk(b"\x01\xff") == b"part"
        assert (await stage.line.grant()).token == "a.b.c"
        assert [path for _, path, _, _ in stage.seen] == [f"{CHUNKS_PATH}/01ff", GRANT_PATH]


async def test_the_live_socket_is_opened_as_the_account():
    async with Stage() as stage, stage.line.live() as socket:
        assert await socket.receive() == b'{"heads":{"a":1}}'
        assert await socket.receive() is None
        assert socket.close_code == 4408
        assert stage.seen[0][:3] == ("GET", LIVE_PATH, "first")


async def test_nobody_signed_in():
    with pytest.raises(AppError, match="signed_out"):
        await Stage().line.exchange(b"")


def test_frames_of_newer_servers_are_passed_over():
    assert decode_frame(msgspec.json.encode(Poke({"a": 1})), Poke) == Poke({"a": 1})
    assert decode_frame(b'{"heads":5}', Poke) is None
    assert decode_frame(b"\xff", Poke) is None
