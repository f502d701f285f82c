"""Word clouds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.quiz.kinds import word_cloud
from shared.quiz.quiz import WordCloud
from shared.quiz.texts import normalise
from tests.support import quiz_bodies, quiz_laws

THREE = WordCloud(3)


def answers(body):
    return st.lists(quiz_bodies.words, min_size=1, max_size=body.entries)


@given(quiz_bodies.word_clouds, st.data(), st.randoms())
def test_answers_are_lawful_and_give_nothing(body, data, rng):
    answer = word_cloud.read_answer(body, data.draw(answers(body)))
    quiz_laws.is_lawful(word_cloud, body, answer)
    assert word_cloud.check(body, answer) == 0
    assert word_cloud.deal(body, rng) == body
    assert word_cloud.solution(body).answer is None


@given(quiz_bodies.word_clouds, quiz_bodies.json_values | st.lists(quiz_bodies.anything_typed, max_size=10))
def test_any_value_is_read_or_refused(body, raw):
    quiz_laws.reads_or_refuses(word_cloud, body, raw)


def test_malformed_answers_are_refused():
    quiz_laws.refuses_malformed(word_cloud, THREE)
    for raw in ([], "word", ["", " "], ["a"] * 4, ["x" * 41], ["a", 3]):
        quiz_laws.refuses(word_cloud, THREE, raw)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (["  Hope ", "", "love"], ("Hope", "love")),
        (["Hope", "hope!", "HOPE"], ("Hope",)),
        (["b", "a", "b"], ("b", "a")),
        (["<b>x</b>"], ("<b>x</b>",)),
    ],
)
def test_a_word_counts_once_per_player(raw, read):
    assert word_cloud.read_answer(THREE, raw) == read


def test_spellings_are_one_word_in_its_most_frequent_form():
    summary = word_cloud.summarise(THREE, [("Café",), ("cafe", "tea"), ("Café", "Tea")])
    assert [(text.text, text.count) for text in summary.texts] == [("Café", 3), ("Tea", 2)]
    assert summary.texts[0].fraction is None


def test_hidden_words_are_gone_in_every_spelling():
    summary = word_cloud.summarise(THREE, [("Bad",), ("bad!", "good")], hidden=frozenset({"BAD"}))
    assert [text.text for text in summary.texts] == ["good"]
    assert summary.answers == 2


@given(st.lists(answers(THREE), max_size=15))
def test_counts_add_up(raws):
    given_answers = [word_cloud.read_answer(THREE, raw) for raw in raws]
    summary = word_cloud.summarise(THREE, given_answers)
    assert sum(text.count for text in summary.texts) == sum(map(len, given_answers))
    assert len({normalise(text.text) for text in summary.texts}) == len(summary.texts)


def test_fifty_words_are_shown_at_most():
    summary = word_cloud.summarise(WordCloud(1), [(f"word {number}",) for number in range(80)])
    assert (len(summary.texts), summary.answers) == (50, 80)


def test_what_is_wrong_is_said():
    assert word_cloud.validate(THREE) == ()
    for entries in (0, -1, 11):
        assert quiz_laws.codes(word_cloud.validate(WordCloud(entries))) == ["quiz.entries_range"]
    assert word_cloud.public_view(THREE).entries == 3
    assert word_cloud.answer_text(THREE, ("a", "b")) == "a; b"
