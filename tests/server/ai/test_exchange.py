"""Every way in which a call can go wrong: the hold is ended once, what came is charged, the client is told."""

import asyncio
import json
import re

import aiohttp
import pytest

from server.ai import exchange
from shared.billing.meters import Meter
from tests.support.ai_stage import COMPLETIONS, MESSAGES, ai_stage, asked
from tests.support.waiting import until

PATHS = {"anthropic": MESSAGES, "openai": COMPLETIONS}
WIRES = pytest.mark.parametrize("wire", ["anthropic", "openai"])
STREAMS = pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])


@pytest.fixture
async def stage(tmp_path, monkeypatch):
    monkeypatch.setattr(exchange, "_PAUSE_S", 0.01)
    async with ai_stage(tmp_path / "cloud", ai={"silence_s": 1.0, "answer_s": 1.0}) as opened:
        yield opened


async def told(stage, wire, *, stream, **more):
    """Status, headers and body; the body as far as it came, and whether it was cut."""
    body = {**asked(**more), "stream": stream}
    async with stage.stream(PATHS[wire], body) if stream else stage.plain(PATHS[wire], body) as answer:
        came = bytearray()
        try:
            async for data in answer.content.iter_any():
                came += data
        except aiohttp.ClientPayloadError:
            return answer, bytes(came), True
        return answer, bytes(came), False


# before the first byte


@WIRES
@STREAMS
@pytest.mark.parametrize("status", [429, 500, 503, 529])
async def test_a_provider_that_fails_once_is_asked_again(stage, wire, stream, status):
    await stage.model("fake", wire=wire, knobs=f"fake:s{status}:retry0:first1")
    answer, body, cut = await told(stage, wire, stream=stream)
    assert (answer.status, cut) == (200, False)
    assert b"Twelve bytes" in body
    assert [billed.state for billed in stage.billed] == ["refused", "whole"]
    charge = await stage.charge(answer)
    await stage.quiet()
    # One hold per attempt: the first was given back.
    assert charge.amounts[Meter.AI_TOKENS] == stage.billed[1].tokens
    assert (await stage.free(Meter.AI_OPERATIONS)) == 199


@WIRES
@STREAMS
@pytest.mark.parametrize(
    ("knobs", "status", "code"),
    [
        ("s500", 502, "ai.upstream_trouble"),
        ("s529", 503, "ai.upstream_busy"),
        ("s429:retry60", 503, "ai.upstream_busy"),
        ("s401", 502, "ai.upstream_trouble"),
        ("s402", 502, "ai.upstream_trouble"),
        ("garbage", 502, "ai.upstream_trouble"),
        ("hang", 504, "ai.upstream_slow"),
    ],
)
async def test_a_provider_that_goes_on_failing_costs_nothing(stage, wire, stream, knobs, status, code):
    await stage.model("fake", wire=wire, knobs=f"fake:{knobs}")
    answer, body, _ = await told(stage, wire, stream=stream)
    error = json.loads(body)["error"]
    assert (answer.status, error["code"]) == (status, code)
    assert "house" not in body.decode()
    await stage.quiet()
    assert await stage.free() == 50_000
    assert len(stage.billed) == (1 if "hang" in knobs or "retry60" in knobs else 2)
    if "retry60" in knobs:
        assert answer.headers["Retry-After"] == "60"


@WIRES
@STREAMS
async def test_another_model_stands_in(stage, wire, stream):
    await stage.model("other", wire=wire, knobs="other")
    await stage.model("fake", wire=wire, knobs="fake:s529", fallbacks=("other",))
    answer, body, _ = await told(stage, wire, stream=stream)
    assert answer.status == 200
    # Whoever is busy is not asked twice when somebody else can answer.
    assert [billed.model for billed in stage.billed] == ["fake:s529", "other"]
    assert b'"model": "other"' in body
    charge = await stage.charge(answer)
    assert charge.price_version == stage.catalog.price("other").number


@WIRES
@STREAMS
async def test_what_the_provider_says_of_the_request_is_passed_on(stage, wire, stream):
    await stage.model("fake", wire=wire, knobs="fake:s400")
    answer, body, _ = await told(stage, wire, stream=stream)
    assert answer.status == 400
    assert json.loads(body)["error"]["message"] == "no"
    assert answer.headers["x-should-retry"] == "false"
    await stage.quiet()
    assert await stage.free() == 50_000
    assert len(stage.billed) == 1


@WIRES
async def test_an_error_before_anything_else_is_no_answer(stage, wire):
    await stage.model("fake", wire=wire, knobs="fake:refuse")
    answer, body, _ = await told(stage, wire, stream=True)
    assert (answer.status, json.loads(body)["error"]["code"]) == (503, "ai.upstream_busy")
    await stage.quiet()
    assert await stage.free() == 50_000


async def test_a_provider_that_is_not_there(tmp_path):
    async with ai_stage(tmp_path / "cloud", ai={"anthropic_url": "http://127.0.0.1:1"}) as stage:
        await stage.model("fake")
        answer = await stage.ask(MESSAGES, asked())
        assert (answer.status, answer.json["error"]["code"]) == (502, "ai.upstream_trouble")
        await stage.quiet()
        assert await stage.free() == 50_000


# within a stream


@WIRES
@pytest.mark.parametrize("knobs", ["cut3", "err3", "noend"])
async def test_a_stream_that_breaks_off_says_so_and_is_cut(stage, wire, knobs):
    await stage.model("fake", wire=wire, knobs=f"fake:{knobs}")
    answer, body, cut = await told(stage, wire, stream=True)
    assert answer.status == 200
    assert cut
    assert body.count(b"Twelve bytes") == (5 if knobs == "noend" else 3)
    assert b'"error"' in body.splitlines()[-2]
    charge = await stage.charge(answer)
    billed = stage.billed[0]
    assert charge.flags == ("estimated",)
    assert charge.amounts[Meter.AI_TOKENS] >= billed.tokens
    # Not much more than what came either.
    assert charge.usage.output <= 2 * billed.output_tokens


@WIRES
async def test_a_silent_stream_is_cut(stage, wire):
    await stage.model("fake", wire=wire, knobs="fake:gap1500")
    answer, body, cut = await told(stage, wire, stream=True)
    assert cut
    assert b"ai.upstream_cut" in body
    assert (await stage.charge(answer)).flags == ("estimated",)


@WIRES
@STREAMS
async def test_without_usage_it_is_estimated_and_not_too_low(stage, wire, stream):
    await stage.model("fake", wire=wire, knobs="fake:nousage")
    answer, _, cut = await told(stage, wire, stream=stream)
    assert (answer.status, cut) == (200, False)
    charge = await stage.charge(answer)
    assert charge.flags == ("estimated",)
    assert charge.amounts[Meter.AI_TOKENS] >= stage.billed[0].tokens


@WIRES
async def test_usage_that_shrinks_is_not_believed(stage, wire):
    await stage.model("fake", wire=wire, knobs="fake:shrink")
    answer, _, _ = await told(stage, wire, stream=True)
    assert (await stage.charge(answer)).amounts[Meter.AI_TOKENS] == stage.billed[0].tokens


async def test_a_stream_of_nonsense_is_charged_by_its_length(stage):
    await stage.model("fake", knobs="fake:junk")
    answer, body, _ = await told(stage, "anthropic", stream=True)
    assert body.count(b"{junk") == 5
    assert (await stage.charge(answer)).state == "settled"


@WIRES
async def test_caches_cost_what_they_cost(stage, wire):
    await stage.model("fake", wire=wire, knobs="fake:in1000:cached800")
    answer, _, _ = await told(stage, wire, stream=True)
    charge = await stage.charge(answer)
    assert (charge.usage.cache_read, charge.usage.input_uncached) == (800, 200)
    assert charge.amounts[Meter.AI_TOKENS] == stage.billed[0].tokens


async def test_xai_is_counted_with_its_reasoning_and_its_own_cost(stage):
    await stage.model("grok", wire="openai", upstream="xai", knobs="grok:xai:reason30:out40")
    for stream in (False, True):
        answer, _, _ = await told(stage, "openai", stream=stream, model="grok")
        charge = await stage.charge(answer)
        assert (charge.usage.output, charge.usage.reasoning) == (40, 30)
        assert charge.provider_cost_nano == 12_345_000


# clients that leave


@WIRES
async def test_whoever_leaves_early_is_charged_what_was_made(stage, wire):
    await stage.model("fake", wire=wire, knobs="fake:gap30:pieces20")
    async with stage.stream(PATHS[wire], asked()) as answer:
        await answer.content.readany()
        answer.close()
    charge = await stage.charge(answer)
    billed = stage.billed[0]
    # It was read to its end: the provider's own counts are charged.
    assert (billed.state, billed.final, charge.flags) == ("whole", True, ())
    assert charge.amounts[Meter.AI_TOKENS] == billed.tokens


@WIRES
@STREAMS
async def test_nobody_is_waited_for_longer_than_a_while(stage, wire, stream, monkeypatch):
    monkeypatch.setattr(exchange, "DRAIN_S", 0.05)
    monkeypatch.setattr(exchange, "_LOOK_S", 0.05)
    await stage.model("fake", wire=wire, knobs="fake:delay900" if not stream else "fake:gap400:pieces9")
    async with asyncio.timeout(20):
        task = asyncio.create_task(told(stage, wire, stream=stream))
        await until(lambda: stage.billed and stage.billed[0].input_tokens)
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await stage.quiet()
    spent = 50_000 - await stage.free()
    assert spent >= stage.billed[0].input_tokens
    assert stage.billed[0].state == "left" or not stream


async def test_when_too_many_have_left_the_next_is_not_read_on(stage, monkeypatch):
    monkeypatch.setattr(exchange, "_LOOK_S", 0.05)
    monkeypatch.setattr(stage.ai.drains, "_most", 0)
    await stage.model("fake", knobs="fake:gap200:pieces20")
    async with stage.stream(MESSAGES, asked()) as answer:
        await answer.content.readany()
        answer.close()
    charge = await stage.charge(answer)
    assert charge.flags == ("estimated",)
    await until(lambda: stage.billed[0].state == "left")
    assert charge.amounts[Meter.AI_TOKENS] >= stage.billed[0].input_tokens


async def test_a_call_that_takes_for_ever_is_ended(stage, monkeypatch):
    monkeypatch.setattr(exchange, "MOST_S", 0.3)
    await stage.model("fake", knobs="fake:gap100:pieces90")
    answer, body, cut = await told(stage, "anthropic", stream=True)
    assert cut
    assert b"ai.upstream_slow" in body
    assert (await stage.charge(answer)).flags == ("estimated",)


async def test_the_stop_of_the_server_charges_what_runs(stage):
    await stage.model("fake", knobs="fake:gap500:pieces90")
    async with stage.stream(MESSAGES, asked()) as answer:
        await answer.content.readany()
        await stage.ai.close()
        charge = await stage.charge(answer)
        assert (charge.state, charge.flags) == ("settled", ("estimated",))


async def test_a_bug_is_a_failure_and_charges_what_was_seen(stage, monkeypatch):
    def burst(*_args, **_more):
        raise ValueError("a bug")

    await stage.model("fake")
    monkeypatch.setattr(exchange, "tap_for", burst)
    answer, body, _ = await told(stage, "anthropic", stream=True)
    assert (answer.status, json.loads(body)["error"]["code"]) == (502, "ai.upstream_trouble")
    await stage.quiet()
    assert not re.search("bug", body.decode())


# limits


async def test_the_reply_is_clamped_to_what_is_left(tmp_path):
    async with ai_stage(tmp_path / "cloud", plan="free") as stage:
        await stage.model("fake", output_tokens=100_000)
        answer = await stage.ask(MESSAGES, asked(max_tokens=10**9))
        assert answer.status == 200
        assert stage.billed[0].body["max_tokens"] == 4_096
        await stage.quiet()
        await stage.spend(9_000)
        left = await stage.free()
        answer = await stage.ask(MESSAGES, asked(max_tokens=10**9))
        assert answer.status == 200
        sent = stage.billed[1].body["max_tokens"]
        assert 128 <= sent < left
        assert int(answer.headers["x-quota-held"]) <= left


async def test_two_at_once_are_what_the_free_plan_has(tmp_path):
    async with ai_stage(tmp_path / "cloud", plan="free") as stage:
        await stage.model("fake", knobs="fake:gap200:pieces20")
        async with stage.stream(MESSAGES, asked()), stage.stream(MESSAGES, asked()):
            third = await stage.ask(MESSAGES, asked())
            assert (third.status, third.json["error"]["code"]) == (409, "billing.too_many_holds")
            assert "x-should-retry" not in third.headers


async def test_what_others_have_reserved_is_not_used_up(stage):
    await stage.model("fake", knobs="fake:gap100:pieces30")
    hold = await stage.hold(49_900)
    answer = await stage.ask(MESSAGES, asked())
    assert (answer.status, answer.json["error"]["code"]) == (409, "billing.reserved")
    await stage.ledger.void(hold, "test")
    await stage.spend(49_990)
    answer = await stage.ask(MESSAGES, asked())
    assert (answer.status, answer.json["error"]["code"]) == (402, "billing.used_up")
    assert answer.headers["x-should-retry"] == "false"
    assert stage.billed == []


async def test_so_many_operations_a_day(tmp_path):
    async with ai_stage(tmp_path / "cloud", plan="free") as stage:
        await stage.model("fake")
        for operation in ("hint", "chat", "gap_analysis", "hint") * 2 + ("lesson_teacher", "voice"):
            answer = await stage.ask(MESSAGES, asked(), X_Lantern_Operation=operation)
            assert answer.status == 200
            assert (await stage.charge(answer)).operation == operation
        answer = await stage.ask(MESSAGES, asked(), X_Lantern_Operation="hint")
        assert (answer.status, answer.json["error"]["parameters"]["meter"]) == (402, "ai_operations")
        assert "AI requests of today" in answer.json["error"]["message"]
