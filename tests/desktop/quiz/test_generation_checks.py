import msgspec
import pytest

from desktop.quiz.drafting import DRAFT_KINDS
from desktop.quiz.generation_checks import draft_of
from desktop.quiz.generation_passages import passages_of
from desktop.quiz.generation_reply import RawQuestion
from shared.quiz.quiz import Cloze, Number, Single, TrueFalse, Typed
from tests.support.quiz_material import spoken

ITEM = spoken("leaves")
PASSAGES = passages_of(ITEM, 9_000)


def number_of(words):
    return next(one.number for one in PASSAGES if words in one.text)


def raw(kind, question, right, words="carries water from the roots", **more):
    return RawQuestion(number_of(words), kind, question, right, **more)


def draft(one, kinds=DRAFT_KINDS, taken=()):
    return draft_of(one, PASSAGES, ITEM, kinds, taken)


XYLEM = raw(
    "single", "Which tissue carries water to the leaves?", "Xylem", wrong=("Phloem", "Bark", "Xylem", "Wood")
)


def test_a_choice_is_mixed_and_linked_to_its_sentence():
    made = draft(XYLEM)
    assert made is not None
    body = made.question.body
    assert isinstance(body, Single)
    assert body.choices[body.correct].text == "Xylem"
    assert sorted(choice.text for choice in body.choices) == ["Bark", "Phloem", "Wood", "Xylem"]
    assert made.quote == "Xylem is a tissue that carries water from the roots to the leaves."
    source = made.question.source
    assert source is not None
    assert source.start_ms == next(one.start_ms for one in ITEM.lines if one.text == made.quote)
    assert made.maker == "ai"


@pytest.mark.parametrize(
    ("one", "body"),
    [
        (raw("true_false", "Xylem carries water from the roots to the leaves.", "True"), TrueFalse(True)),
        (
            raw("typed", "Which tissue carries water to the leaves?", "xylem", also=("Xylem tissue",)),
            Typed(("xylem", "Xylem tissue")),
        ),
        (
            raw(
                "number", "How many litres does an oak give off in a day?", "150", "150 litres", unit="litres"
            ),
            Number(150, unit="litres"),
        ),
        (
            raw(
                "cloze",
                "Xylem is a ____ that carries water to the leaves.",
                "tissue",
                wrong=("cell", "sugar"),
            ),
            Cloze("Xylem is a {{c1::tissue}} that carries water to the leaves.", True, ("cell", "sugar")),
        ),
    ],
)
def test_every_kind(one, body):
    made = draft(one)
    assert made is not None
    assert made.question.body == body
    assert made.question.text == ("" if isinstance(body, Cloze) else one.question)


def test_a_gap_is_asked_for_in_the_language_of_the_item():
    item = msgspec.structs.replace(ITEM, language="en")
    one = raw("cloze", "Xylem is a ____ that carries water to the leaves.", "tissue", wrong=("cell", "sugar"))
    made = draft_of(one, PASSAGES, item, DRAFT_KINDS, ())
    assert made is not None
    assert made.question.text == "Which word is missing?"


@pytest.mark.parametrize(
    "one",
    [
        RawQuestion(999, "single", "Which tissue carries water?", "Xylem", ("Phloem", "Bark")),
        RawQuestion(0, "single", "Which tissue carries water?", "Xylem", ("Phloem", "Bark")),
        raw("single", "Who won the championship in football?", "Dortmund", wrong=("Bayern", "Mainz")),
        raw("single", "Which tissue carries water?", "Xylem", wrong=("xylem",)),
        raw("true_false", "Does xylem carry water from the roots?", "true"),
        raw("true_false", "Xylem carries water from the roots.", "perhaps"),
        raw("number", "How many litres does an oak give off in a day?", "175", "150 litres"),
        raw("number", "How many litres does an oak give off in a day?", "many", "150 litres"),
        raw("cloze", "Xylem is a ____ that carries water to the leaves.", "banana", wrong=("cell", "sugar")),
        raw("cloze", "Xylem is a tissue that carries water.", "tissue", wrong=("cell", "sugar")),
        raw("typed", "", "xylem"),
        raw("essay", "Write about xylem and water in leaves.", "xylem"),
    ],
)
def test_what_is_invented_or_unfit_is_dropped(one):
    assert draft(one) is None


def test_only_the_kinds_that_were_wanted_and_nothing_twice():
    assert draft(XYLEM, kinds=("cloze",)) is None
    made = draft(XYLEM)
    assert made is not None
    assert draft(XYLEM, taken=[made]) is None
    again = raw("typed", "Which tissue carries the water up to the leaves?", "xylem")
    assert draft(again, taken=[made]) is None


def test_numbers_with_thousands():
    item = spoken("money")
    passages = passages_of(item, 9_000)
    number = next(one.number for one in passages if "48,000 pins" in one.text)
    one = RawQuestion(number, "number", "How many pins did ten workers make in a day?", "48,000")
    made = draft_of(one, passages, item, DRAFT_KINDS, ())
    assert made is not None
    assert made.question.body == Number(48_000)
