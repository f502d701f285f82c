"""Embeddings through the real SDK from a local server: choice, key, limits, and the record of what they cost."""

import asyncio

import pytest

from desktop.ai.embedding import LONGEST_TEXT
from desktop.ai.service import AiService
from shared.errors import AppError
from tests.support.fake_openai import FakeOpenAI
from tests.support.fake_provider import Reply
from tests.support.remote_embedding import BUSY, HANGING, KEY, NO_CREDIT, REFUSED, ai_of, choose_openai


@pytest.fixture
async def fake():
    async with FakeOpenAI.running() as server:
        yield server


@pytest.fixture
async def ai(paths, database, clock):
    async with ai_of(paths, database, clock) as made:
        yield made


async def failed(ai: AiService, texts=("Light",), **more) -> AppError:
    with pytest.raises(AppError) as caught:
        await ai.embeddings.embed(texts, **more)
    return caught.value


async def test_nothing_is_chosen_at_first(ai):
    assert ai.embeddings.provider is None
    assert ai.embeddings.model() is None
    assert (await failed(ai)).code == "ai.not_set_up"


async def test_openai_gets_the_key_and_the_length_asked_for(ai, fake):
    await choose_openai(ai, fake)
    vectors = await ai.embeddings.embed(["Light bends in glass", "Bread needs yeast"])
    assert [len(one) for one in vectors] == [512, 512]
    seen = fake.seen[-1]
    assert seen.path == "/v1/embeddings"
    assert seen.headers["Authorization"] == f"Bearer {KEY}"
    assert (seen.body["model"], seen.body["dimensions"]) == ("text-embedding-3-small", 512)
    assert vectors[0] == pytest.approx(fake.embedding("Light bends in glass", 512), abs=1e-6), (
        "by their index"
    )


async def test_every_call_is_recorded_as_any_other(ai, fake):
    await choose_openai(ai, fake)
    await ai.embeddings.embed(["Light bends in glass"])
    await ai.recorded()
    (call,) = await ai.usage()
    assert (call.operation, call.provider, call.model) == ("embedding", "openai", "text-embedding-3-small")
    assert (call.input_tokens, call.output_tokens, call.estimated, call.outcome) == (5, 0, False, "complete")


async def test_a_server_without_counts_or_bytes_will_do(ai, fake):
    fake.plain_numbers = True
    fake.script.append(Reply(usage=False))
    await ai.embeddings.configure("compatible", model="nomic-embed-text", base_url=fake.url)
    (vector,) = await ai.embeddings.embed(["Light bends in glass"])
    assert len(vector) == fake.natural_dimension
    assert "dimensions" not in fake.seen[-1].body
    await ai.recorded()
    (call,) = await ai.usage()
    assert (call.input_tokens, call.estimated) == (5, True)


async def test_a_server_of_ones_own_needs_a_model(ai, fake):
    await ai.embeddings.configure("compatible", base_url=fake.url)
    assert ai.embeddings.model() is None
    assert (await failed(ai)).code == "ai.model_missing"


async def test_blank_and_endless_texts(ai, fake):
    await choose_openai(ai, fake)
    blank, long = await ai.embeddings.embed(["  ", "a" * 3 * LONGEST_TEXT])
    assert set(blank) == {0.0}
    assert any(long)
    assert fake.embedded == ["a" * LONGEST_TEXT]
    with pytest.raises(ValueError, match="nothing"):
        await ai.embeddings.embed(["", " "])


async def test_passing_failures_are_tried_again_and_lasting_ones_not(ai, fake):
    await choose_openai(ai, fake)
    fake.script += [Reply(status=500), Reply(status=503)]
    assert len(await ai.embeddings.embed(["Light"])) == 1
    assert len(fake.seen) == 3
    for reply, code in ((REFUSED, "ai.key_refused"), (NO_CREDIT, "ai.no_credit"), (BUSY, "ai.rate_limited")):
        fake.seen.clear()
        fake.script.append(reply)
        error = await failed(ai)
        assert (error.code, len(fake.seen)) == (code, 1)
    assert error.parameters["seconds"] == 120
    await ai.recorded()
    assert {call.outcome for call in await ai.usage()} == {
        "complete",
        "ai.provider_trouble",
        "ai.key_refused",
        "ai.no_credit",
        "ai.rate_limited",
    }


async def test_in_a_hurry_there_is_one_try_within_the_limit(ai, fake):
    await choose_openai(ai, fake)
    fake.script.append(Reply(status=500))
    assert (await failed(ai, limit_s=5.0)).code == "ai.provider_trouble"
    fake.script.append(HANGING)
    before = asyncio.get_running_loop().time()
    assert (await failed(ai, limit_s=0.2)).code == "ai.timed_out"
    assert asyncio.get_running_loop().time() - before < 2
    await ai.recorded()
    assert (await ai.usage())[0].outcome in {"cancelled", "ai.provider_trouble"}


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b'{"object": "list", "data": [], "model": "m"}',
        b'{"object": "list", "data": [{"object": "embedding", "index": 0, "embedding": [1.0]}], "model": "m"}',
    ],
)
async def test_an_answer_of_another_form_is_told(ai, fake, body):
    await choose_openai(ai, fake)
    fake.script.append(Reply(raw=body))
    assert (await failed(ai, limit_s=5.0)).code == "ai.provider_trouble"


async def test_without_a_key_nothing_is_sent(ai, fake):
    await choose_openai(ai, fake, key="")
    assert (await failed(ai)).code == "ai.key_missing"
    with pytest.raises(AppError):
        await ai.embeddings.prepare()
    assert fake.seen == []


async def test_a_new_key_is_used_at_once_and_preparing_sends_nothing(ai, fake, changes):
    await choose_openai(ai, fake, key="sk-old")
    await ai.embeddings.prepare()
    assert fake.seen == []
    changes.clear()
    await ai.keep_key("openai", "sk-new", "session", base_url=fake.url)
    assert [one for one in changes if one.touches("embedding")]
    await ai.embeddings.embed(["Light"])
    assert fake.seen[-1].headers["Authorization"] == "Bearer sk-new"


async def test_what_shapes_a_vector_is_in_the_identity(ai, fake):
    await choose_openai(ai, fake)
    seen = {ai.embeddings.model().identity}
    await ai.embeddings.configure("openai")
    seen.add(ai.embeddings.model().identity)
    for model in ("nomic-embed-text", "all-minilm"):
        await ai.embeddings.configure("compatible", model=model)
        seen.add(ai.embeddings.model().identity)
    assert len(seen) == 4
    assert ai.embeddings.model().name == "compatible/all-minilm"


async def test_an_address_that_is_none_changes_nothing(ai):
    with pytest.raises(AppError) as caught:
        await ai.embeddings.configure("openai", base_url="http://example.org")
    assert caught.value.code == "ai.insecure_address"
    assert ai.embeddings.provider is None
    await ai.embeddings.keep_note("kept")
    await ai.embeddings.configure("openai")
    assert ai.embeddings.model().note == "kept"
