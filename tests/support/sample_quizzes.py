"""Questions of every kind for tests: one good example of each, and a strategy that makes any."""

from hypothesis import strategies as st

from shared.ids import new_id
from shared.quiz.quiz import (
    MULTIPLIERS,
    TIME_LIMITS_S,
    Choice,
    Cloze,
    Matching,
    Multiple,
    Number,
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


def choices(*texts: str) -> tuple[Choice, ...]:
    """Choices with these words."""
    return tuple(Choice(text) for text in texts)


def question(text: str, body, **values) -> Question:
    """A question with an id of its own."""
    return Question(str(new_id()), text, body, **values)


def every_kind() -> tuple[Question, ...]:
    """One question of each kind, in the order of KINDS."""
    return (
        question("What does a lens do?", Single(choices("It bends light", "It makes light", "Nothing"), 0)),
        question("Light is slower in glass.", TrueFalse(True), topic="Light"),
        question(
            "Which of these are colours?",
            Multiple(choices("Red", "Loud", "Blue"), (0, 2), "strict"),
            multiplier=2.0,
        ),
        question("Who built the first telescope?", Typed(("Lipperhey", "Hans Lipperhey")), time_limit_s=60),
        question(r"How much is \(\frac{3^2}{2}\)?", Number(4.5, 0.1, 2.0, unit="cm")),
        question("Put the colours in order of wavelength.", Order(choices("Violet", "Green", "Red"))),
        question("Fill the gaps.", Cloze("{{c1::Light}} is {{c2::fast|quick::speed}}.", bank=True)),
        question(
            "What belongs together?",
            Matching((Pair(Choice("Lens"), Choice("glass")), Pair(Choice("Mirror"), Choice("silver")))),
        ),
        question("How was the lesson?", Poll(choices("Good", "Too fast"))),
        question("How sure are you?", Scale(1, 7, "not at all", "very")),
        question("What comes to mind with light?", WordCloud(2), time_limit_s=None),
        question("Light", Slide("Light travels in straight lines.")),
    )


def quiz_of(*questions: Question, title: str = "Light and lenses") -> Quiz:
    """A quiz with these questions."""
    return Quiz(str(new_id()), title, questions)


_letters = st.characters(
    exclude_categories=("C", "Z"), include_characters=" ;,|'\"=+-@<>&~#{}:\\\n", exclude_characters=""
)
words = (
    st.text(_letters, min_size=1, max_size=30)
    .map(lambda text: "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip()))
    .filter(bool)
)
"""Words as a person may type them, without spaces at the ends."""
plain = (
    st.text("abcdefghijklmnopqrstuvwxyzáñü0123456789 ", min_size=1, max_size=20)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3) + 0.0)


@st.composite
def bodies(draw, texts=words):
    """Any good body without media."""
    some = [Choice(text) for text in draw(st.lists(texts, min_size=2, max_size=9, unique=True))]
    places = draw(st.lists(st.integers(0, len(some) - 1), min_size=1, max_size=len(some), unique=True))
    sides = draw(st.lists(st.tuples(plain, plain), min_size=2, max_size=6))
    gap = draw(plain)
    return draw(
        st.sampled_from(
            (
                Single(tuple(some), places[0]),
                TrueFalse(draw(st.booleans())),
                Multiple(tuple(some), tuple(sorted(places)), draw(st.sampled_from(("strict", "balanced")))),
                Typed(tuple(one.text for one in some), draw(st.booleans()), draw(st.booleans())),
                Number(draw(numbers), abs(draw(numbers)), unit=draw(plain), slider=draw(st.booleans())),
                Order(tuple(some)),
                Cloze(
                    f"{draw(plain)} {{{{c1::{gap}}}}}",
                    draw(st.booleans()),
                    tuple(draw(st.lists(plain, max_size=3))),
                ),
                Matching(tuple(Pair(Choice(left), Choice(right)) for left, right in sides)),
                Poll(tuple(some), draw(st.booleans())),
                Scale(1, draw(st.integers(2, 10)), draw(plain), ""),
                WordCloud(draw(st.integers(1, 5))),
                Slide(draw(texts)),
            )
        )
    )


@st.composite
def questions(draw, texts=words):
    """Any good question without media and source."""
    return Question(
        str(new_id()),
        draw(texts),
        draw(bodies(texts)),
        time_limit_s=draw(st.sampled_from((None, *TIME_LIMITS_S))),
        multiplier=draw(st.sampled_from(MULTIPLIERS)),
        explanation=draw(st.one_of(st.just(""), texts)),
        topic=draw(st.one_of(st.just(""), plain)),
        ask_confidence=draw(st.booleans()),
    )
