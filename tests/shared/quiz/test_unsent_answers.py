"""Answers wait until the host has them."""

import pytest

from shared.quiz.messages import Ack, AnswerFrame
from shared.quiz.unsent_answers import UnsentAnswers


def frame(q: int = 0, nonce: str = "a", value: int = 1) -> AnswerFrame:
    return AnswerFrame(q, nonce, value, 100)


def test_an_answer_goes_at_once_and_then_less_and_less_often():
    unsent = UnsentAnswers()
    unsent.add(frame())
    times = [now for now in range(0, 16_000, 500) if unsent.send(now)]
    assert times == [0, 1000, 3000, 7000, 11_000, 15_000]
    assert unsent.due_ms() == 19_000


@pytest.mark.parametrize("word", ["ok", "late", "closed", "locked", "bad", "ineligible"])
def test_a_last_word_settles_it(word):
    unsent = UnsentAnswers((frame(),))
    assert unsent.acked(Ack(0, "a", word), 5)
    assert unsent.frames() == ()
    assert unsent.due_ms() is None
    assert not unsent.acked(Ack(0, "a", word), 5)


def test_a_word_for_another_answer_settles_nothing():
    unsent = UnsentAnswers((frame(),))
    assert not unsent.acked(Ack(0, "z", "ok"), 5)
    assert not unsent.acked(Ack(1, "a", "ok"), 5)
    assert unsent.value(0) == 1
    assert unsent.value(1) is None


def test_early_goes_again_soon_paused_when_released():
    unsent = UnsentAnswers((frame(), frame(1)))
    unsent.send(0)
    assert not unsent.acked(Ack(0, "a", "early"), 40)
    assert unsent.due_ms() == 140
    assert not unsent.acked(Ack(1, "a", "paused"), 40)
    assert unsent.send(50_000) == [frame()]
    unsent.release(60_000)
    assert unsent.send(60_000) == [frame(), frame(1)]


def test_a_changed_answer_waits_for_the_former_and_is_what_is_kept():
    unsent = UnsentAnswers()
    unsent.add(frame())
    assert unsent.send(0) == [frame()]
    for nonce, value in (("b", 2), ("c", 3)):
        unsent.add(frame(0, nonce, value))
    assert unsent.send(500) == []
    assert unsent.frames() == (frame(0, "c", 3),)
    assert unsent.value(0) == 3
    assert unsent.acked(Ack(0, "a", "ok"), 600)
    assert unsent.send(600) == [frame(0, "c", 3)]


def test_over_a_new_connection_only_the_newest_goes():
    unsent = UnsentAnswers()
    unsent.add(frame())
    unsent.send(0)
    unsent.add(frame(0, "b", 2))
    unsent.acked(Ack(0, "a", "paused"), 1)
    unsent.renew()
    assert unsent.send(5) == [frame(0, "b", 2)]
