"""Questions of any kind, and whole quizzes."""

import json
import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.errors import ERRORS
from shared.quiz import questions
from shared.quiz.quiz import (
    KINDS,
    MULTIPLIERS,
    Body,
    Choice,
    Cloze,
    Matching,
    Media,
    Order,
    Pair,
    Poll,
    Question,
    Quiz,
    Scale,
    Single,
    Slide,
    TrueFalse,
    Typed,
    WordCloud,
)
from tests.support import quiz_bodies
from tests.support.quiz_laws import codes, outcome

CAT = Media("c" * 64, "image/png", "a cat")
ASKED = Question("q1", "Is it?", TrueFalse(True))
QUIZ = Quiz("quiz", "Title", (ASKED,))


def asked(body):
    return Question("q", "What?", body)


@given(quiz_bodies.bodies, quiz_bodies.json_values, st.integers())
def test_every_kind_has_all_rules(body, raw, seed):
    question = questions.deal(asked(body), random.Random(seed))
    assert questions.validate(question) == ()
    view = msgspec.to_builtins(questions.public_view(question))
    assert view["type"] == msgspec.to_builtins(body)["type"]
    answer, refusal = outcome(questions.read_answer, question, raw)
    assert refusal in ("", "quiz.bad_answer")
    if not refusal:
        fraction = questions.check(question, answer)
        assert 0 <= fraction <= 1
        assert questions.summarise(question, [answer]).right == (fraction == 1)
        assert questions.answer_text(question, answer)
    assert (questions.solution(question).answer is None) == (
        questions.is_opinion(body) or not questions.is_answerable(body)
    )


def test_every_kind_is_known():
    kinds = {kind.__struct_config__.tag for kind in Body.__args__}
    assert kinds == set(KINDS)
    assert set(questions._RULES) == set(Body.__args__)


def test_views_carry_nothing_but_what_is_declared():
    """What a view holds of a body is what `views` declares: no field of a solution has a name there."""
    secret = {
        "correct",
        "accepted",
        "answer",
        "order",
        "right_order",
        "tolerance",
        "reach",
        "distractors",
        "pairs",
    }
    for body in (
        Single((Choice("a"), Choice("b")), 0),
        Typed(("x",)),
        Order((Choice("a"), Choice("b"))),
        Cloze("{{c1::a}}"),
    ):
        assert not secret & json.loads(msgspec.json.encode(questions.public_view(asked(body)))).keys()


def test_opinions_and_slides():
    opinions = (Poll(()), Scale(), WordCloud())
    assert all(map(questions.is_opinion, opinions))
    assert not questions.is_opinion(Slide())
    assert not questions.is_opinion(TrueFalse(True))
    assert not questions.is_answerable(Slide())
    assert all(map(questions.is_answerable, opinions))


def test_what_the_host_said_reaches_the_kind_it_is_for():
    typed, cloud = asked(Typed(("Rome",))), asked(WordCloud())
    assert questions.check(typed, "Roma", frozenset({"roma"})) == 1
    assert questions.check(typed, "Rome", refused=frozenset({"rome"})) == 0
    assert questions.summarise(typed, ["Roma"], accepted=frozenset({"roma"})).right == 1
    assert questions.summarise(typed, ["Rome"], refused=frozenset({"rome"})).right == 0
    assert questions.summarise(cloud, [("a", "b")], frozenset({"A"})).texts[0].text == "b"


@pytest.mark.parametrize(
    ("text", "read_s", "ms"),
    [("", None, 2_000), ("x" * 100, None, 6_000), ("x" * 500, None, 12_000), ("x", 0, 0), ("x", 4.5, 4_500)],
)
def test_longer_questions_are_read_longer(text, read_s, ms):
    assert questions.reading_ms(Question("q", text, TrueFalse(True), read_s=read_s)) == ms


def test_media_are_found_everywhere():
    medias = [Media(str(number) * 64, "image/png", "x") for number in range(5)]
    pair = Pair(Choice("a", medias[1]), Choice("b", medias[2]))
    question = replace(asked(Matching((pair, Pair(Choice("c"), Choice(media=medias[3]))))), media=medias[0])
    assert list(questions.media_of(question)) == medias[:4]
    assert questions.has_media(question)
    assert not questions.has_media(ASKED)
    for body in (Single((Choice(media=CAT),), 0), Order((Choice(media=CAT),)), Poll((Choice(media=CAT),))):
        assert list(questions.media_of(asked(body))) == [CAT]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": " "}, "quiz.no_question_text"),
        ({"text": "x" * 501}, "quiz.question_too_long"),
        ({"explanation": "x" * 2_001}, "quiz.text_too_long"),
        ({"topic": "x" * 101}, "quiz.text_too_long"),
        ({"time_limit_s": 4}, "quiz.time_limit"),
        ({"time_limit_s": 601}, "quiz.time_limit"),
        ({"time_limit_s": -(10**30)}, "quiz.time_limit"),
        ({"read_s": -1.0}, "quiz.reading_time"),
        ({"read_s": 61.0}, "quiz.reading_time"),
        ({"read_s": float("nan")}, "quiz.reading_time"),
        ({"multiplier": 5.0}, "quiz.multiplier"),
        ({"multiplier": float("nan")}, "quiz.multiplier"),
        ({"media": replace(CAT, mime="image/svg+xml")}, "quiz.media_kind"),
        ({"media": replace(CAT, alt="")}, "quiz.no_alt"),
        ({"body": Single((Choice("a"), Choice("b", replace(CAT, mime="text/html"))), 0)}, "quiz.media_kind"),
        ({"body": Typed(())}, "quiz.no_accepted_answer"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(change, code):
    (problem,) = questions.validate_quiz(replace(QUIZ, questions=(replace(ASKED, **change),)))
    assert (problem.code, problem.question_id) == (code, "q1")
    assert problem.warning == (code == "quiz.no_alt")


@pytest.mark.parametrize(
    "change",
    [
        *({"multiplier": multiplier} for multiplier in MULTIPLIERS),
        *({"time_limit_s": seconds} for seconds in (None, 5, 600)),
        {"text": "x" * 500},
        {"read_s": 0.0},
        {"text": "", "body": Cloze("A {{c1::gap}}.")},
        {"text": "", "body": Slide("To read.")},
        {"text": "", "body": Slide(), "media": CAT},
        {"text": "<script>alert(1)</script>"},
    ],
)
def test_what_is_fine_is_fine(change):
    assert questions.validate(replace(ASKED, **change)) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": "\t"}, "quiz.no_title"),
        ({"title": "x" * 201}, "quiz.title_too_long"),
        ({"description": "x" * 2_001}, "quiz.text_too_long"),
        ({"questions": ()}, "quiz.no_questions"),
        (
            {"questions": tuple(replace(ASKED, id=str(number)) for number in range(501))},
            "quiz.too_many_questions",
        ),
    ],
)
def test_what_is_wrong_with_a_quiz_is_said(change, code):
    (problem,) = questions.validate_quiz(replace(QUIZ, **change))
    assert (problem.code, problem.question_id) == (code, "")


def test_a_question_twice_is_said_once():
    problems = questions.validate_quiz(replace(QUIZ, questions=(ASKED, ASKED, ASKED)))
    assert codes(problems) == ["quiz.question_repeated"]
    assert questions.validate_quiz(QUIZ) == ()


@given(quiz_bodies.bodies, st.text(max_size=3), st.integers(-3, 700) | st.none())
def test_every_problem_has_its_text(body, text, limit):
    for problem in questions.validate(Question("q", text, body, time_limit_s=limit)):
        assert problem.code in ERRORS
