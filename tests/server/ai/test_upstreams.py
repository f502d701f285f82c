"""Where requests go and with whose key: the configuration says it, and nothing that a client sends."""

import pytest
from aiohttp import web

from server.ai.asking import asked_completion, asked_embedding, asked_messages
from server.ai.upstreams import Upstreams
from server.config.declarations import AiSection
from shared.billing.messages import AiModel
from shared.errors import AppError
from tests.support.fault_provider import FaultProvider

RAW = b'{"model": "m", "max_tokens": 5, "messages": [], "input": "x"}'
GIVEN = {"anthropic-version": "2026-10-21", "anthropic-beta": "b-1"}


def model(upstream, wire="openai"):
    return AiModel(model="m", upstream=upstream, wire=wire)


@pytest.fixture
async def provider():
    async with FaultProvider.running() as running:
        yield running


@pytest.fixture
async def opened(provider):
    upstreams = Upstreams(
        AiSection(
            anthropic_key="a",
            anthropic_url=f"{provider.url}/",
            openai_key="o",
            openai_url=f"{provider.url}/v1",
            xai_key="x",
            xai_url=f"{provider.url}/v1/",
            silence_s=1.0,
            answer_s=1.0,
        )
    )
    yield upstreams
    await upstreams.close()


async def sent(upstreams, asked, one):
    async with await upstreams.send(asked, one, RAW, GIVEN) as reply:
        return reply.status


async def test_every_upstream_has_its_address_and_key(opened, provider):
    assert await sent(opened, asked_messages(RAW), model("anthropic", "anthropic")) == 200
    for upstream in ("openai", "xai"):
        assert await sent(opened, asked_completion(RAW), model(upstream)) == 200
    assert await sent(opened, asked_embedding(RAW), model("openai")) == 200
    first, *others = provider.log
    assert first.headers["x-api-key"] == "a"
    assert {name: first.headers[name] for name in GIVEN} == GIVEN
    assert "Authorization" not in first.headers
    assert [each.headers["Authorization"] for each in others] == ["Bearer o", "Bearer x", "Bearer o"]
    assert all("anthropic-beta" not in each.headers for each in others)
    assert {each.headers["Accept-Encoding"] for each in provider.log} == {"identity"}


async def test_anthropic_is_told_a_version_by_clients_that_name_none(opened, provider):
    async with await opened.send(asked_messages(RAW), model("anthropic", "anthropic"), RAW, {}):
        assert provider.log[0].headers["anthropic-version"] == "2023-06-01"


async def test_what_is_not_configured_is_not_asked(opened):
    with pytest.raises(AppError, match=r"billing\.model_unreachable"):
        await sent(opened, asked_completion(RAW), model("custom"))


async def test_silence_is_told(opened):
    asked = asked_messages(RAW)
    raw = RAW.replace(b'"m"', b'"m:hang"')
    with pytest.raises(AppError, match=r"ai\.upstream_slow"):
        await opened.send(asked, model("anthropic", "anthropic"), raw, {})


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1", "http://no-such-host.invalid/v1", "nonsense"])
async def test_an_address_where_nobody_is(url):
    upstreams = Upstreams(AiSection(openai_key="o", openai_url=url))
    with pytest.raises(AppError, match=r"ai\.upstream_trouble"):
        await sent(upstreams, asked_completion(RAW), model("openai"))
    await upstreams.close()


async def test_a_provider_that_sends_elsewhere_is_not_followed():
    async def elsewhere(_request):
        raise web.HTTPTemporaryRedirect("http://127.0.0.1:1/secret")

    app = web.Application()
    app.router.add_post("/v1/chat/completions", elsewhere)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    upstreams = Upstreams(AiSection(custom_url=f"http://127.0.0.1:{runner.addresses[0][1]}/v1"))
    assert await sent(upstreams, asked_completion(RAW), model("custom")) == 307
    await upstreams.close()
    await runner.cleanup()
