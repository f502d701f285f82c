"""Downloads: whole, resumed, and plainly refused; against a real server on this machine."""

import asyncio
import json

import pytest
from aiohttp import web

from desktop.runtime.http import Part, download, request
from shared.errors import AppError

BODY = bytes(range(256)) * 4_000


@pytest.fixture
async def server():
    state = {"cut_after": None, "ranges": [], "status": None, "stall": asyncio.Event()}

    async def file(request):
        if state["status"]:
            return web.Response(status=state["status"])
        start = int(request.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        state["ranges"].append(start)
        answer = web.StreamResponse(
            status=206 if start else 200, headers={"Content-Length": str(len(BODY) - start)}
        )
        await answer.prepare(request)
        if state["cut_after"] is not None:
            await answer.write(BODY[start : start + state["cut_after"]])
            request.transport.close()
            return answer
        await answer.write(BODY[start:])
        return answer

    async def stalling(request):
        await state["stall"].wait()
        return web.Response()

    async def form(request):
        fields = await request.post()
        told = {name: field.file.read().decode() for name, field in fields.items()}
        return web.json_response({"token": request.headers.get("Authorization", ""), **told})

    async def refused(request):
        return web.json_response({"code": "quiz.bad"}, status=409)

    app = web.Application()
    app.router.add_get("/file", file)
    app.router.add_post("/form", form)
    app.router.add_get("/refused", refused)
    app.router.add_get("/stall", stalling)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    state["url"] = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield state
    state["stall"].set()
    await runner.cleanup()


async def test_a_file_comes_whole_with_progress(server, tmp_path):
    seen = []
    target = tmp_path / "file"
    size = await download(f"{server['url']}/file", target, expected_bytes=len(BODY), on_progress=seen.append)
    assert target.read_bytes() == BODY
    assert seen[-1] == size == len(BODY)
    assert seen == sorted(seen)


async def test_a_cut_download_goes_on_where_it_stopped(server, tmp_path):
    target = tmp_path / "file"
    server["cut_after"] = 300_000
    with pytest.raises(AppError) as caught:
        await download(f"{server['url']}/file", target, expected_bytes=len(BODY))
    assert caught.value.retryable
    have = target.stat().st_size
    assert 0 < have <= 300_000
    server["cut_after"] = None
    await download(f"{server['url']}/file", target, expected_bytes=len(BODY))
    assert target.read_bytes() == BODY
    assert server["ranges"] == [0, have]


async def test_a_finished_file_is_not_asked_for_again(server, tmp_path):
    target = tmp_path / "file"
    target.write_bytes(BODY)
    await download(f"{server['url']}/file", target, expected_bytes=len(BODY))
    assert server["ranges"] == []


async def test_an_error_status_is_told(server, tmp_path):
    server["status"] = 503
    with pytest.raises(AppError) as caught:
        await download(f"{server['url']}/file", tmp_path / "file")
    assert (caught.value.code, caught.value.parameters) == ("network.bad_answer", {"status": 503})


async def test_a_wrong_size_is_told(server, tmp_path):
    with pytest.raises(AppError) as caught:
        await download(f"{server['url']}/file", tmp_path / "file", expected_bytes=len(BODY) + 1)
    assert caught.value.code == "network.wrong_size"


async def test_nobody_listening_is_told(tmp_path, unused_tcp_port):
    with pytest.raises(AppError) as caught:
        await download(f"http://127.0.0.1:{unused_tcp_port}/file", tmp_path / "file")
    assert caught.value.code == "network.unreachable"


async def test_a_silent_server_is_not_waited_for_long(server, tmp_path):
    with pytest.raises(AppError) as caught:
        await download(f"{server['url']}/stall", tmp_path / "file", read_timeout_s=0.1)
    assert caught.value.code == "network.timed_out"


async def test_a_request_brings_its_parts_and_its_token(server):
    body = await request("POST", f"{server['url']}/form", token="secret", parts=[Part("quiz", b"abc")])
    assert json.loads(body) == {"token": "Bearer secret", "quiz": "abc"}


async def test_a_refused_request_says_how(server):
    with pytest.raises(AppError) as caught:
        await request("GET", f"{server['url']}/refused")
    assert caught.value.code == "network.bad_answer"
    assert caught.value.parameters == {"status": 409}
    assert json.loads(caught.value.detail) == {"code": "quiz.bad"}


async def test_an_answer_that_is_too_long_is_not_kept(server):
    assert await request("GET", f"{server['url']}/file", max_bytes=len(BODY)) == BODY
    with pytest.raises(AppError) as caught:
        await request("GET", f"{server['url']}/file", max_bytes=len(BODY) - 1)
    assert caught.value.code == "network.wrong_size"


async def test_a_silent_server_is_given_up(server):
    with pytest.raises(AppError) as caught:
        await request("GET", f"{server['url']}/stall", timeout_s=0.05)
    assert caught.value.code == "network.timed_out"


async def test_nobody_there_is_unreachable():
    with pytest.raises(AppError) as caught:
        await request("GET", "http://127.0.0.1:9/")
    assert caught.value.code == "network.unreachable"


@pytest.mark.parametrize("host", ["x" * 64, "a..b", "ü" * 70])
async def test_a_name_that_no_host_can_have_is_unreachable(host, tmp_path):
    with pytest.raises(AppError, match=r"network\.unreachable"):
        await request("GET", f"http://{host}/")
    with pytest.raises(AppError, match=r"network\.unreachable"):
        await download(f"http://{host}/", tmp_path / "file")
