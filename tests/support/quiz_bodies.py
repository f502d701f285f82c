"""Valid bodies of every kind of question, valid answers to them, and whatever else a client may send."""

from hypothesis import strategies as st

from shared.quiz.quiz import (
    Choice,
    Cloze,
    Matching,
    Multiple,
    Number,
    Order,
    Pair,
    Poll,
    Scale,
    Single,
    Slide,
    TrueFalse,
    Typed,
    WordCloud,
)
from shared.quiz.texts import normalise

LETTERS = "abcdefghijklmnopqrstuvwxyzáéñüßжиדא漢字🙂 019-'"
words = st.text(LETTERS, min_size=1, max_size=24).filter(normalise)
anything_typed = st.text(max_size=40)


def _deep(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


MALFORMED = (
    None,
    float("nan"),
    float("inf"),
    float("-inf"),
    10**400,
    -(10**400),
    2**63,
    -2,
    99,
    1.5,
    "",
    "   ",
    "\u202e\u0000\ud800",
    "x" * 10_000_000,
    {},
    {"a": 1},
    {"0": 0},
    b"0",
    _deep(500),
    [0] * 1_000_000,
    ["x" * 10_000_000],
    [True],
    [False, True],
    [None],
    [0.0],
    [float("nan")],
    [10**400],
    [-2],
    [99],
    [0, 0],
    [[0]],
    [{}],
)
"""Refused by every kind, whatever the question."""

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@st.composite
def choices(draw, least=2, most=9):
    texts = draw(
        st.lists(words, min_size=least, max_size=most, unique_by=lambda text: normalise(text, exact=True))
    )
    return tuple(Choice(text) for text in texts)


@st.composite
def singles(draw):
    options = draw(choices())
    return Single(options, draw(st.integers(0, len(options) - 1)))


true_falses = st.builds(TrueFalse, st.booleans())


def indices(count, least=1):
    return st.lists(st.integers(0, count - 1), min_size=least, max_size=count, unique=True).map(tuple)


@st.composite
def multiples(draw):
    options = draw(choices())
    return Multiple(options, draw(indices(len(options))), draw(st.sampled_from(("strict", "balanced"))))


typeds = st.builds(
    Typed,
    st.lists(words, min_size=1, max_size=4).map(tuple),
    typos=st.booleans(),
    case_sensitive=st.booleans(),
)
numbers = st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: number + 0.0)
number_bodies = st.builds(
    Number,
    answer=numbers,
    tolerance=st.floats(0, 1e6),
    reach=st.floats(0, 1e7),
    unit=st.sampled_from(("", "m", "%")),
)


@st.composite
def orders(draw):
    items = draw(choices())
    order = draw(st.permutations(range(len(items))).map(tuple) | st.just(()))
    return Order(items, order)


gap_words = st.text("abcdefghijklmnopqrstuvwxyzáéñ 0123456789", min_size=1, max_size=16).filter(normalise)
plain = st.text("abcdef .,\n(){}:|", max_size=20).filter(lambda text: "{{" not in text and "}}" not in text)


@st.composite
def clozes(draw):
    pieces = [draw(plain)]
    for number in range(draw(st.integers(1, 5))):
        answers = "|".join(draw(st.lists(gap_words, min_size=1, max_size=3)))
        hint = draw(st.just("") | gap_words.map(lambda text: f"::{text}"))
        # A brace beside a gap's own would make three of them.
        pieces += [f" {{{{c{number + 1}::{answers}{hint}}}}} ", draw(plain)]
    return Cloze("".join(pieces), bank=draw(st.booleans()), typos=draw(st.booleans()))


@st.composite
def matchings(draw):
    lefts = draw(choices())
    rights = draw(st.lists(words, min_size=len(lefts), max_size=len(lefts)))
    order = draw(st.permutations(range(len(lefts))).map(tuple) | st.just(()))
    return Matching(
        tuple(Pair(left, Choice(right)) for left, right in zip(lefts, rights, strict=True)), order
    )


polls = st.builds(Poll, choices(), st.booleans())


@st.composite
def scales(draw):
    low = draw(st.integers(-10, 10))
    return Scale(low, low + draw(st.integers(1, 10)), draw(st.text(max_size=9)), draw(st.text(max_size=9)))


word_clouds = st.builds(WordCloud, st.integers(1, 10))
slides = st.builds(Slide, st.text(max_size=60))
scored = st.one_of(
    singles(), true_falses, multiples(), typeds, number_bodies, orders(), clozes(), matchings()
)
opinions = st.one_of(polls, scales(), word_clouds)
bodies = st.one_of(scored, opinions, slides)
