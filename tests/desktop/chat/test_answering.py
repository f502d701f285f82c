import pytest

from desktop.ai.service import Turn
from desktop.chat.answering import Answerer, Ask, KeptAnswers
from desktop.chat.answers import Answer, Delta, PassagesFound, Searching
from tests.support.fake_provider import Reply

SUN = "How long does light from the Sun need to reach the Earth?"


@pytest.fixture
def kept():
    return {}


@pytest.fixture
def answerer(library, ai, kept):
    async def get(key):
        return kept.get(key)

    async def put(key, reply):
        kept[key] = reply

    return Answerer(library.search, ai, KeptAnswers(get, put))


async def answer(answerer, question=SUN, **options):
    events = [event async for event in answerer.events(Ask(question, **options))]
    assert isinstance(events[0], Searching)
    assert isinstance(events[-1], Answer)
    assert "".join(event.text for event in events if isinstance(event, Delta)) == events[-1].text
    return events[-1], events


async def test_quotes_are_the_answer_without_ai(answerer, library):
    found, events = await answer(answerer)
    assert isinstance(events[1], PassagesFound)
    assert found.mode == "passages"
    assert {one.item_id for one in found.citations} == {library.lecture}
    assert all(one.text.replace("\n", " ") in found.text for one in found.citations)


async def test_what_is_kept_is_the_raw_reply_under_a_key_of_everything_that_decides_it(
    answerer, claude, kept, ai
):
    claude.default = Reply(("It needs 8 minutes and 20 seconds from the Sun to the Earth [1].",))
    first, _ = await answer(answerer)
    assert list(kept.values()) == ["It needs 8 minutes and 20 seconds from the Sun to the Earth [1]."]
    second, _ = await answer(answerer)
    assert second == first
    await answer(answerer, fresh=True)
    await answer(answerer, "What is refraction?")
    await ai.configure("anthropic", model="claude-fake-large", base_url=claude.url)
    await answer(answerer)
    assert len(claude.seen) == 4
    assert len(kept) == 3


async def test_an_answer_that_leans_on_a_conversation_is_not_kept(answerer, claude, kept):
    claude.default = Reply(("It needs 8 minutes and 20 seconds from the Sun to the Earth [1].",))
    await answer(answerer, turns=(Turn("user", "Hi"), Turn("assistant", "Hello")))
    assert kept == {}


async def test_a_question_that_only_seemed_to_lean_is_searched_alone(answerer):
    found, _ = await answer(
        answerer, "What is evaporation, and why is it?", before="Who won the chess olympiad?"
    )
    assert found.mode == "passages"


async def test_a_doubtful_answer_is_told_apart(answerer, claude):
    claude.default = Reply(("Bees make honey from nectar in warm hives [1].",))
    found, _ = await answer(answerer)
    assert [found.text[one.first : one.last] for one in found.doubts] == [found.text]


async def test_follow_ups_come_from_around_the_passages(answerer):
    found, _ = await answer(answerer)
    assert 1 <= len(found.follow_ups) <= 3
    assert all(one.startswith("What is said about “") for one in found.follow_ups)
