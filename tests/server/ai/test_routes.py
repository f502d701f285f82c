"""The gateway over HTTP: both wires, plain and streamed, as whoever has an access token uses them."""

import asyncio
import json

import pytest
from yarl import URL

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


@pytest.mark.parametrize("path", [MESSAGES, COMPLETIONS])
async def test_either_header_says_who_asks(stage, path):
    await stage.model("fake")
    await stage.model("fake-o", wire="openai")
    body = asked(model="fake" if path == MESSAGES else "fake-o")
    token = stage.session.access_token
    for headers in ({"x-api-key": token}, {"Authorization": f"Bearer {token}", "x-api-key": "other"}):
        assert (await stage.cloud.ask("POST", path, body, headers=headers)).status == 200
    refused = await stage.cloud.ask("POST", path, body)
    assert (refused.status, refused.json["error"]["code"]) == (401, "web.token_missing")
    assert refused.json["error"]["type"] == "authentication_error"
    refused = await stage.cloud.ask("POST", path, body, headers={"x-api-key": "nonsense"})
    assert (refused.status, refused.json["error"]["code"]) == (401, "accounts.token_invalid")
    for other in ("/api/v1/accounts/me", "/api/v1/billing/status"):
        assert (await stage.cloud.ask("GET", other, headers={"x-api-key": token})).status == 401


async def test_a_body_of_a_hundred_megabytes_is_refused_unread(stage):
    """Only its head is sent: the answer comes without the rest."""
    url = URL(stage.cloud.url)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    head = (
        f"POST {MESSAGES} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {stage.session.access_token}\r\nContent-Length: 104857600\r\n\r\n{{"
    )
    writer.write(head.encode())
    async with asyncio.timeout(20):
        answer = await reader.read()  # it is closed after the answer
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"request_too_large" in answer
    writer.close()
    assert stage.billed == []


async def test_a_long_body_with_pictures_goes_through(stage):
    await stage.model("fake")
    source = {"type": "base64", "media_type": "image/png", "data": "A" * 3_000_000}
    content = [{"type": "image", "source": source}, {"type": "text", "text": "What is this?"}]
    answer = await stage.ask(MESSAGES, {**asked(), "messages": [{"role": "user", "content": content}]})
    assert answer.status == 200
    assert stage.billed[0].body["messages"][0]["content"] == content
    assert 2_000 < int(answer.headers["x-quota-held"]) < 3_000


async def test_headers_tell_how_it_stands(stage):
    await stage.model("fake")
    answer = await stage.ask(MESSAGES, asked())
    held = int(answer.headers["x-quota-held"])
    assert int(answer.headers["x-quota-remaining"]) == 50_000 - held
    assert 100 < held < 200
    await stage.charge(answer)
    token, charge_id = stage.session.access_token, answer.headers["x-charge-id"]
    told = (await stage.cloud.ask("GET", f"/api/v1/billing/charges/{charge_id}", token=token)).json
    assert (told["state"], told["model"]) == ("settled", "fake")
    assert {one["meter"]: one["amount"] for one in told["amounts"]}["ai_tokens"] == stage.billed[0].tokens


async def test_failures_speak_the_persons_language(stage):
    answer = await stage.ask(MESSAGES, asked(model="nothing"), Accept_Language="es")
    english = await stage.ask(MESSAGES, asked(model="nothing"))
    assert answer.json["error"]["message"] != english.json["error"]["message"]
    assert answer.headers["Content-Language"] == "es"
    assert answer.json["request_id"] == answer.headers["request-id"] == answer.headers["X-Request-Id"]
