import asyncio
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from server.accounts.provider_http import ProviderHttp, RefusedError, UnreachableError


@asynccontextmanager
async def server(handler):
    """Answers every path with `handler`; yields the address and a client."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    http = ProviderHttp(0.5)
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", http
    finally:
        await http.close()
        await http.close()
        await runner.cleanup()


async def test_answers_come_with_what_was_sent():
    async def echo(request):
        return web.json_response(
            {"auth": request.headers.get("Authorization"), "form": dict(await request.post())}
        )

    async with server(echo) as (url, http):
        assert b'"Bearer t"' in await http.get(url, token="t")
        assert b'"form": {"a": "b&c"}' in await http.post(url, {"a": "b&c"}, basic=("me", "x"))


async def test_refusals_carry_their_code():
    async def refuse(request):
        if request.path == "/page":
            return web.Response(text="<html>", status=403)
        return web.json_response({"error": "invalid_grant"}, status=400)

    async with server(refuse) as (url, http):
        with pytest.raises(RefusedError) as refused:
            await http.get(url)
        assert (refused.value.status, refused.value.code) == (400, "invalid_grant")
        with pytest.raises(RefusedError) as refused:
            await http.get(f"{url}/page")
        assert refused.value.code == ""


async def test_a_redirect_is_not_followed():
    async def elsewhere(_request):
        raise web.HTTPFound("http://169.254.169.254/")

    async with server(elsewhere) as (url, http):
        with pytest.raises(RefusedError):
            await http.get(url)


async def test_nobody_too_slow_broken_and_without_end_are_one():
    release = asyncio.Event()

    async def odd(request):
        if request.path == "/slow":
            await release.wait()
        if request.path == "/broken":
            return web.Response(status=502)
        return web.Response(body=b"x" * 600_000)

    async with server(odd) as (url, http):
        for path in ("/slow", "/broken", "/long"):
            with pytest.raises(UnreachableError):
                await http.get(url + path)
        release.set()
        with pytest.raises(UnreachableError):
            await http.get("http://127.0.0.1:1/")
