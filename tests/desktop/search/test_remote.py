"""The embedder at a provider: what is sent, what failures lead to, and that questions never wait long."""

import asyncio

import numpy as np
import pytest

from desktop.search import remote as remote_module
from desktop.search.embedders import EmbedderFiles
from desktop.search.remote import FIRST_PAUSE_S, LONGEST_PAUSE_S, QUERY_PAUSE_S, Remote, remote_files
from shared.errors import AppError
from tests.support.fake_openai import FakeOpenAI, bag_of_words
from tests.support.fake_provider import Reply
from tests.support.remote_embedding import BUSY, HANGING, NO_CREDIT, REFUSED, ai_of, choose_openai


@pytest.fixture
async def fake():
    async with FakeOpenAI.running() as server:
        yield server


@pytest.fixture
async def ai(paths, database, clock):
    async with ai_of(paths, database, clock) as made:
        yield made


@pytest.fixture
async def remote(ai, fake, bus, clock) -> Remote:
    """OpenAI chosen and measured."""
    await choose_openai(ai, fake)
    made = Remote(ai.embeddings, bus, clock)
    bus.subscribe(made.forget)
    await made.measure()
    fake.seen.clear()
    return made


def chosen(remote: Remote) -> EmbedderFiles:
    """The embedder that must be there."""
    files = remote.files()
    assert files is not None
    return files


async def refused(work) -> str:
    with pytest.raises(AppError) as caught:
        await work
    return caught.value.code


async def test_it_is_an_embedder_once_it_has_answered(ai, fake, bus, clock):
    remote = Remote(ai.embeddings, bus, clock)
    assert not remote.chosen
    await remote.measure()
    await choose_openai(ai, fake)
    assert remote.chosen
    assert remote.files() is None
    assert remote.scaled([(1, 0.5)]) == []
    await remote.measure()
    files = chosen(remote)
    assert (files.name, files.dimension, files.remote) == ("openai/text-embedding-3-small", 512, True)
    await remote.measure()
    assert len(fake.seen) == 1, "it is measured once"
    await ai.embeddings.configure("compatible", model="another", base_url=fake.url)
    assert remote_files(ai.embeddings) is None, "another model has not answered"
    await ai.embeddings.keep_note("{")
    assert remote_files(ai.embeddings) is None
    assert remote_files(None) is None


async def test_vectors_have_length_one(remote):
    (packed,) = await remote.embed_passages(chosen(remote), ["Light bends in glass"])
    vector = np.frombuffer(packed, np.float16).astype(np.float32)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)
    query = await remote.embed_query(chosen(remote), "Light bends in glass")
    assert query.dtype == np.float32
    assert float(query @ vector) == pytest.approx(1, abs=1e-3)


async def test_the_same_question_is_paid_for_once(remote, fake, monkeypatch):
    monkeypatch.setattr(remote_module, "_REMEMBERED", 2)
    files = chosen(remote)
    for text in ("one", "one", "two", "one", "three", "one", "two"):
        await remote.embed_query(files, text)
    assert [seen.body["input"] for seen in fake.seen] == [["one"], ["two"], ["three"], ["two"]]


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (REFUSED, "search.provider_key"),
        (NO_CREDIT, "search.provider_credit"),
        (BUSY, "search.provider_busy"),
        (Reply(status=503), "search.provider_unreachable"),
        (Reply(status=404, error="no such page"), "search.provider_unfit"),
    ],
)
async def test_a_failure_is_told_and_the_next_question_does_not_wait_for_it(
    remote, fake, clock, changes, reply, code
):
    files = chosen(remote)
    fake.script.append(reply)
    changes.clear()
    assert await refused(remote.embed_query(files, "light")) == code
    assert remote.problem.code == code
    assert [one for one in changes if one.touches("meaning")]
    assert await refused(remote.embed_query(files, "glass")) == code
    await remote.prepare()
    assert len(fake.seen) == 1, "nothing is sent in the pause"
    clock.advance(int(QUERY_PAUSE_S * 1_000))
    changes.clear()
    await remote.embed_query(files, "glass")
    assert remote.problem is None
    assert remote.paused_s() == 0
    assert [one for one in changes if one.touches("meaning")]


async def test_a_question_never_waits_longer_than_the_limit(remote, fake, monkeypatch):
    monkeypatch.setattr(remote_module, "QUERY_LIMIT_S", 0.3)
    fake.script.append(HANGING)
    async with asyncio.timeout(60):  # the fake would hang for ever
        assert await refused(remote.embed_query(chosen(remote), "light")) == "search.provider_unreachable"


async def test_offline_the_connection_is_refused_at_once(paths, database, clock, bus):
    async with ai_of(paths, database, clock) as ai:
        async with FakeOpenAI.running() as gone:
            await choose_openai(ai, gone)
            remote = Remote(ai.embeddings, bus, clock)
            await remote.measure()
        assert await refused(remote.embed_query(chosen(remote), "light")) == "search.provider_unreachable"


async def test_pauses_grow_to_a_limit_and_end_with_a_success(remote, fake, clock):
    files, pauses = chosen(remote), []
    fake.default = Reply(status=400)
    for _ in range(9):
        assert await refused(remote.embed_passages(files, ["light"]))
        pauses.append(remote.paused_s())
        clock.advance(int(remote.paused_s() * 1_000))
    assert pauses[0] == LONGEST_PAUSE_S, "what will not pass by itself waits long"
    remote._resume()
    fake.default = Reply(status=503)
    fake.script.clear()
    pauses.clear()
    for _ in range(9):
        assert await refused(remote.embed_query(files, "light"))
        pauses.append(remote.paused_s())
        clock.advance(int(remote.paused_s() * 1_000))
    assert pauses[:3] == [FIRST_PAUSE_S, 2 * FIRST_PAUSE_S, 4 * FIRST_PAUSE_S]
    assert pauses[-1] == LONGEST_PAUSE_S
    fake.default = Reply()
    await remote.embed_query(files, "light")
    fake.script.append(Reply(status=503))
    assert await refused(remote.embed_query(files, "glass"))
    assert remote.paused_s() == FIRST_PAUSE_S


async def test_what_the_provider_asks_for_is_waited(remote, fake):
    fake.script.append(BUSY)
    assert await refused(remote.embed_query(chosen(remote), "light"))
    assert remote.paused_s() == 120


async def test_a_new_key_ends_the_pause(remote, ai, fake):
    fake.script.append(REFUSED)
    assert await refused(remote.embed_query(chosen(remote), "light"))
    await ai.keep_key("openai", "sk-better", "session", base_url=fake.url)
    assert remote.problem is None
    await remote.embed_query(chosen(remote), "light")


async def test_a_provider_that_is_not_chosen_any_more_gets_nothing(remote, ai, fake):
    files = chosen(remote)
    await ai.embeddings.configure("")
    assert await refused(remote.embed_passages(files, ["light"])) == "search.provider_unfit"
    assert fake.seen == []


async def test_vectors_of_another_length_are_refused(ai, fake, bus, clock):
    await ai.embeddings.configure("compatible", model="m", base_url=fake.url)
    remote = Remote(ai.embeddings, bus, clock)
    await remote.measure()
    files = chosen(remote)
    assert files.dimension == fake.natural_dimension
    fake.natural_dimension = 8
    assert await refused(remote.embed_passages(files, ["light"])) == "search.provider_unfit"
    remote._resume()
    assert await refused(remote.embed_query(files, "light")) == "search.provider_unfit"


async def test_vectors_that_mean_nothing_are_refused(ai, fake, bus, clock):
    await choose_openai(ai, fake)
    fake.embedding = lambda _text, dimension: [1.0] * dimension
    remote = Remote(ai.embeddings, bus, clock)
    assert await refused(remote.measure()) == "search.provider_unfit"
    assert remote.files() is None


async def test_preparing_loads_and_sends_nothing(remote, ai, fake, bus, clock):
    await remote.prepare()
    await Remote(None, bus, clock).prepare()
    await ai.forget_key("openai", base_url=fake.url)
    await remote.prepare()
    assert remote.problem.code == "search.provider_key"
    assert fake.seen == []


async def test_cosines_come_onto_the_common_scale(remote):
    texts = ["Gutenberg printed books", "Gutenberg printed books with movable type", "Bread needs yeast"]
    rows = np.array([bag_of_words(text, 512) for text in texts])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    (_, near), (_, far) = remote.scaled([(1, float(rows[0] @ rows[1])), (2, float(rows[0] @ rows[2]))])
    assert -1 <= far < 0.2 < near <= 1


async def test_questions_at_the_same_time_do_not_disturb_each_other(remote):
    files = chosen(remote)
    found = await asyncio.gather(*(remote.embed_query(files, f"lecture {n}") for n in range(5)))
    assert {one.shape for one in found} == {(512,)}
