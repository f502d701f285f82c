"""The gateway over HTTP: both wires, plain and streamed, as whoever has an access token uses them."""

import json

import pytest

from shared.billing.meters import Meter
from tests.support.ai_stage import COMPLETIONS, EMBEDDINGS, MESSAGES, ai_stage, asked
from tests.support.waiting import until

WIRES = {"anthropic": MESSAGES, "openai": COMPLETIONS}


@pytest.fixture
async def stage(tmp_path):
    async with ai_stage(tmp_path / "cloud") as opened:
        yield opened


@pytest.mark.parametrize("wire", ["anthropic", "openai"])
async def test_a_plain_call_is_relayed_and_charged(stage, wire):
    await stage.model("fake", wire=wire)
    before = await stage.free()
    answer = await stage.ask(WIRES[wire], asked())
    assert answer.status == 200, answer.body
    assert "Twelve bytes" in json.dumps(answer.json)
    billed = stage.billed[0]
    charge = await stage.charge(answer)
    assert (charge.state, charge.flags) == ("settled", ())
    assert charge.amounts[Meter.AI_TOKENS] == billed.tokens == before - await stage.free()
    assert charge.amounts[Meter.AI_OPERATIONS] == 1
    assert charge.usage.output == billed.output_tokens


@pytest.mark.parametrize("wire", ["anthropic", "openai"])
async def test_a_stream_is_relayed_byte_for_byte_and_charged(stage, wire):
    await stage.model("fake", wire=wire)
    async with stage.stream(WIRES[wire], asked()) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/event-stream"
        body = await answer.read()
    end = b"message_stop" if wire == "anthropic" else b"[DONE]"
    assert body.count(b"Twelve bytes") == 5
    assert end in body
    assert (b'"usage"' in body) is (wire == "anthropic")
    await until(lambda: stage.billed[0].final)
    charge = await stage.charge(answer)
    assert charge.state == "settled"
    assert charge.amounts[Meter.AI_TOKENS] == stage.billed[0].tokens


async def test_embeddings(stage):
    await stage.model("vectors", wire="openai", kind="embedding")
    answer = await stage.ask(EMBEDDINGS, {"model": "vectors", "input": ["a leaf", "a root"]})
    assert len(answer.json["data"]) == 2
    charge = await stage.charge(answer)
    assert charge.amounts[Meter.AI_TOKENS] == stage.billed[0].input_tokens
    assert Meter.AI_OPERATIONS not in charge.amounts
