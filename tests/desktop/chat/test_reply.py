import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.chat.answers import Cited, Delta
from desktop.chat.reply import Reply
from desktop.chat.sources import Source
from shared.errors import AppError
from tests.support.hits import hit


def new_reply():
    made = Reply("openai gpt", "OpenAI (GPT)")
    lens = "Light is fast. Glass slows it down. A lens bends rays to a point. That point is the focus."
    rain = "Rain falls on the hills. It flows into rivers. Rivers reach the sea at last. The Sun lifts it up again."
    made.begin(
        [Source(1, (hit(lens),), lens), Source(2, (hit(rain, passage_id=2),), rain)], "How does a lens work?"
    )
    return made


@pytest.fixture
def reply():
    return new_reply()


def say(reply, *pieces, reason="complete"):
    return [event for piece in pieces for event in reply.take(piece)] + reply.finish(reason)


def test_events_are_the_clean_text_and_each_citation_once(reply):
    events = say(reply, "Rain flows to the sea [2", "]. A lens bends rays [1]. Rivers too [2][8].")
    assert "".join(event.text for event in events if isinstance(event, Delta)) == reply.text
    assert reply.text == "Rain flows to the sea [1]. A lens bends rays [2]. Rivers too [1]."
    assert [event.citation.n for event in events if isinstance(event, Cited)] == [1, 2]
    assert reply.source_of(1).number == 2
    assert reply.engine == "openai gpt"


def test_citations_are_the_moments_that_say_what_is_claimed(reply):
    say(reply, "Rays are bent to a point, which is the focus [1]. The Sun lifts the water up again [2].")
    citations, claims = reply.cited()
    assert "That point is the focus." in citations[0].text
    assert "The Sun lifts it up again." in citations[1].text
    assert [claim.numbers for claim in claims] == [(1,), (2,)]


def test_thoughts_are_no_part_of_the_answer_but_of_what_is_kept(reply):
    events = say(reply, "<think>Lens [1]?</think>", "A lens bends rays [1].")
    assert reply.text == "A lens bends rays [1]."
    assert isinstance(events[0], Delta)
    assert reply.raw.startswith("<think>")


def test_a_broken_stream_keeps_what_was_held_back(reply):
    reply.take("A lens bends rays [1")
    reply.fail(AppError("ai.cut_off", provider="x"))
    assert reply.text == "A lens bends rays [1"
    assert not reply.complete
    assert reply.problem is not None
    assert reply.problem.code == "ai.cut_off"


@pytest.mark.parametrize(("reason", "code"), [("length", "ai.answer_cut"), ("filtered", "ai.filtered")])
def test_why_a_model_stopped_is_told(reply, reason, code):
    say(reply, "A lens", reason=reason)
    assert reply.problem is not None
    assert reply.problem.code == code


def test_the_word_for_nothing_is_no_text(reply):
    assert say(reply, "NOT_IN_", "MATERIAL") == []
    assert reply.says_nothing


RAW = st.lists(
    st.sampled_from(
        ["A lens bends rays ", "[1]", "[2, 1]", "[7]", ". ", "<think>", "</think>", "`", "\n", " [", "NOT_IN"]
    ),
    max_size=14,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(RAW, st.integers(1, 7))
def test_however_a_reply_is_cut_the_answer_is_the_same(raw, size):
    whole, cut = new_reply(), new_reply()
    say(whole, raw)
    say(cut, *(raw[at : at + size] for at in range(0, len(raw), size)))
    assert cut.text == whole.text
    assert [(one.n, one.start_ms, one.text) for one in cut.cited()[0]] == [
        (one.n, one.start_ms, one.text) for one in whole.cited()[0]
    ]
