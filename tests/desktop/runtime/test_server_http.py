import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import NoneType

import msgspec
import pytest
from aiohttp import web

from desktop.runtime.server_http import ServerHttp, failure_of, retry_after_s
from shared.errors import AppError

PORTAL = b"<!DOCTYPE html><html><body>Welcome to Cafe WiFi</body></html>"


class Note(msgspec.Struct, frozen=True):
    text: str


def failure(code, parameters=None, *, retryable=False, message="Words of the server."):
    return msgspec.json.encode(
        {
            "code": code,
            "parameters": parameters or {},
            "message": message,
            "retryable": retryable,
            "request_id": "abc123",
        }
    )


@asynccontextmanager
async def served(handler):
    """A server with one handler for everything; yields its address and an open client."""
    app = web.Application(client_max_size=2 << 20)
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    http = ServerHttp(connect_timeout_s=2.0, read_timeout_s=2.0)
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", http
    finally:
        await http.close()
        await runner.cleanup()


def answers(body=b"", status=200, **arguments):
    async def handler(_request):
        return web.Response(body=body, status=status, **arguments)

    return handler


async def code_of(awaitable):
    with pytest.raises(AppError) as caught:
        await awaitable
    return caught.value


async def test_a_struct_goes_and_a_struct_comes():
    seen = {}

    async def handler(request):
        seen.update(headers=request.headers, body=await request.read(), method=request.method)
        return web.json_response({"text": "back", "of_a_newer_version": 1})

    async with served(handler) as (url, http):
        got = await http.call("POST", f"{url}/notes", token="t0", body=Note("there"), answer=Note)
    assert got == Note("back")
    assert seen["body"] == b'{"text":"there"}'
    assert seen["headers"]["Authorization"] == "Bearer t0"
    assert seen["headers"]["Accept-Language"]


async def test_nothing_may_come():
    async with served(answers(status=204)) as (url, http):
        assert await http.call("DELETE", url, answer=NoneType) is None


async def test_the_servers_reason_becomes_ours():
    body = failure("groups.full", {"limit": 50}, retryable=True)
    async with served(answers(body, 409)) as (url, http):
        error = await code_of(http.call("GET", url, answer=Note))
    assert (error.code, error.parameters, error.retryable) == ("groups.full", {"limit": 50}, True)
    assert "abc123" in error.detail


async def test_a_reason_of_a_newer_server_is_told_in_its_own_words():
    async with served(answers(failure("moon.full"), 409)) as (url, http):
        error = await code_of(http.call("GET", url, answer=Note))
    assert (error.code, error.parameters) == ("network.server_says", {"message": "Words of the server."})


@pytest.mark.parametrize(
    ("status", "headers"), [(200, {}), (511, {}), (302, {"Location": "http://portal.example/"}), (403, {})]
)
async def test_a_sign_in_page_of_the_network_is_not_the_server(status, headers):
    expected = "network.bad_answer" if status == 511 else "network.not_lantern"
    async with served(answers(PORTAL, status, headers=headers, content_type="text/html")) as (url, http):
        assert (await code_of(http.call("GET", url, answer=Note))).code == expected


async def test_a_proxy_without_a_server_behind_it_is_a_bad_answer():
    error = failure_of(502, b"<html>Bad Gateway</html>")
    assert (error.code, error.parameters) == ("network.bad_answer", {"status": 502})


NGINX = b"<html><head><title>413 Request Entity Too Large</title></head></html>"


@pytest.mark.parametrize(
    ("status", "headers", "code", "parameters"),
    [
        (413, {}, "network.too_large", {}),
        (429, {"Retry-After": "40"}, "network.busy", {"seconds": 40.0}),
        (429, {}, "network.busy", {"seconds": 0.0}),
        (503, {"Retry-After": "7"}, "network.busy", {"seconds": 7.0}),
        (503, {}, "network.bad_answer", {"status": 503}),
    ],
)
async def test_what_a_proxy_refuses_by_itself_has_words_of_its_own(status, headers, code, parameters):
    async with served(answers(NGINX, status, headers=headers, content_type="text/html")) as (url, http):
        error = await code_of(http.call("GET", url, answer=Note))
    assert (error.code, error.parameters) == (code, parameters)


async def test_how_long_to_wait_is_heard_beside_the_servers_reason():
    body = failure("web.draining", retryable=True)
    async with served(answers(body, 503, headers={"Retry-After": "5"})) as (url, http):
        error = await code_of(http.call("GET", url, answer=Note))
    assert (error.code, error.parameters) == ("web.draining", {"seconds": 5.0})


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("12", 12, 12), ("99999999", 3600, 3600), ("soon", 0, 0), ("", 0, 0), ("-5", 0, 0), ("nan", 0, 0)],
)
def test_retry_after_is_read(text, low, high):
    assert low <= retry_after_s(text) <= high


def test_retry_after_may_be_a_date():
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    assert 90 < retry_after_s(later) <= 100
    assert retry_after_s("Fri, 01 Jan 1999 00:00:00 GMT") == 0


async def test_other_json_is_not_lantern_either():
    async with served(answers(b'{"hello": "world"}')) as (url, http):
        assert (await code_of(http.call("GET", url, answer=Note))).code == "network.not_lantern"


async def test_nobody_there():
    http = ServerHttp(connect_timeout_s=2.0)
    assert (await code_of(http.call("GET", "http://127.0.0.1:9", answer=Note))).code == "network.unreachable"
    await http.close()


async def test_a_server_that_never_answers():
    async def handler(_request):
        await asyncio.sleep(30)

    async with served(handler) as (url, http):
        assert (await code_of(http.call("GET", url, answer=Note, timeout_s=0.1))).code == "network.timed_out"


async def test_https_where_only_http_is_spoken():
    async with served(answers(b"{}")) as (url, http):
        error = await code_of(http.call("GET", url.replace("http:", "https:"), answer=Note))
    assert error.code in {"network.unreachable", "network.untrusted"}


async def test_an_answer_may_not_be_endless():
    async with served(answers(b"x" * 10_000)) as (url, http):
        assert (await code_of(http.send("GET", url, max_bytes=1_000))).code == "network.wrong_size"


async def test_cookies_are_not_kept():
    seen = []

    async def handler(request):
        seen.append(request.headers.get("Cookie"))
        return web.Response(headers={"Set-Cookie": "who=ana"})

    async with served(handler) as (url, http):
        await http.send("GET", url)
        await http.send("GET", url)
    assert seen == [None, None]


async def test_bytes_and_headers_come_as_they_are():
    async with served(answers(b"\x00\x01", 206, headers={"Content-Range": "bytes 0-1/9"})) as (url, http):
        answer = await http.send("PUT", url, data=b"\xff", content_type="application/octet-stream")
    assert (answer.status, answer.body, answer.headers["content-range"]) == (206, b"\x00\x01", "bytes 0-1/9")


async def test_a_large_body_goes_whole_and_does_not_hold_up_the_loop():
    """aiohttp warns of large bytes in one piece, and here a warning is a failure."""

    async def echo(request):
        return web.Response(body=await request.read())

    async with served(echo) as (url, http):
        for size in (0, 1 << 20, (1 << 20) + 1):
            body = bytes(size)
            assert (await http.send("POST", url, data=body)).body == body


async def test_a_file_is_saved_whole_with_its_progress(tmp_path):
    told = []
    async with served(answers(b"z" * 600_000, content_type="application/zip")) as (url, http):
        size = await http.save(
            url, tmp_path / "all.zip", on_progress=lambda have, of: told.append((have, of))
        )
    assert (tmp_path / "all.zip").stat().st_size == size == 600_000
    assert told[-1] == (600_000, 600_000)


async def test_a_file_cut_short_is_not_left_behind(tmp_path):
    async def handler(request):
        answer = web.StreamResponse(headers={"Content-Length": "1000"})
        await answer.prepare(request)
        await answer.write(b"x" * 10)
        request.transport.close()
        return answer

    async with served(handler) as (url, http):
        error = await code_of(http.save(url, tmp_path / "all.zip"))
    assert error.code == "network.unreachable"
    assert list(tmp_path.iterdir()) == []


async def test_a_page_is_not_saved_as_the_file(tmp_path):
    async with served(answers(PORTAL, content_type="text/html")) as (url, http):
        assert (await code_of(http.save(url, tmp_path / "all.zip"))).code == "network.not_lantern"
    assert list(tmp_path.iterdir()) == []


async def test_pieces_are_lent_and_refusals_told():
    async with served(answers(b"abc", 206)) as (url, http), http.open_stream("GET", url) as came:
        assert await came.read() == b"abc"
    async with served(answers(failure("groups.not_found"), 404)) as (url, http):

        async def opened():
            async with http.open_stream("GET", url):
                pass

        assert (await code_of(opened())).code == "groups.not_found"
