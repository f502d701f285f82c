"""Whether each cited sentence of an answer is borne out by the passages it cites. Pure.

A sentence passes when enough of its meaningful terms stand in its passages, or its meaning is near them; a number
that stands in none of them fails it. Calibrated on XQuAD-en (1,190 statements made of question and answer): at 0.4
of the terms 99.6 % pass against their own paragraph, 9 % against another of the same article, 1.5 % against any other.
"""

import functools
import re
from collections.abc import Collection, Sequence

import msgspec

from desktop.chat.citations import marks_of, without_marks
from desktop.chat.material import Term, meaningful_stems, support, terms_of
from desktop.chat.numbers import numbers_of, spells_large_numbers

ENOUGH_TERMS = 0.4
NEAR_TERMS = 0.2
NEAR_MEANING = 0.6
"""With this cosine to a passage's sentence, fewer shared terms are enough: a good paraphrase."""

_ENDS = re.compile(r"[.!?…。！？]+[\"'»”’)\]*_]*(?=\s|\[|$)|\n+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|dr|mr|mrs|ms|prof|fig|eq|no|approx|etc|sr|sra|p\.ej)|\b\w)\.$", re.IGNORECASE
)
_MARKS_AFTER = re.compile(r"(?:[ \t]*\[\d{1,2}\])+")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)]|#{1,6})\s+")
_FUNCTION_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in is that it for on with as are this be by from or which was",
        "es": "el la de que y en los las un una por con para se del es como su lo al",
        "fr": "le la les de des et en un une que qui dans pour est du au par sur ce il",
        "de": "der die das und ist in den von zu mit ein eine nicht auf für dem des im sich es",
        "pt": "o a os as de do da que e em um uma para com por é não no na se",
    }.items()
}
_SURE_WORDS = 2
_STRETCH_WORDS = 100


class Claim(msgspec.Struct, frozen=True):
    """A sentence of an answer that cites: its place, its words without marks, its citations' numbers."""

    first: int
    last: int
    words: str
    numbers: tuple[int, ...]


def claims_of(text: str, citations: int) -> list[Claim]:
    """Return every sentence of a clean answer that carries a mark, in order."""
    marks = marks_of(text, citations)
    claims: list[Claim] = []
    for first, last in sentence_ranges(text):
        numbers = tuple(dict.fromkeys(n for begin, _, n in marks if first <= begin < last))
        if numbers:
            claims.append(Claim(first, last, _words(text[first:last]), numbers))
    return claims


def sentence_ranges(text: str) -> list[tuple[int, int]]:
    """Cut an answer into sentences [first, last); marks behind a full stop belong to the sentence before it."""
    ranges: list[tuple[int, int]] = []
    begin = 0
    for found in _ENDS.finditer(text):
        if found.start() < begin or _ABBREVIATED.search(text[begin : found.end()]):
            continue
        marks = _MARKS_AFTER.match(text, found.end())
        end = marks.end() if marks else found.end()
        ranges.append((begin, end))
        begin = end
    ranges.append((begin, len(text)))
    return [trimmed for one in ranges if (trimmed := _trimmed(text, *one)) is not None]


def borne_out(claim: Claim, passages: Sequence[str], nearness: float | None = None) -> bool | None:
    """Whether the passages (texts) bear the claim out; None where this cannot be told.

    Each passage is judged by the stretch of a hundred words that shares most: scattered over a whole lecture, any
    sentence's words are found. `nearness`: cosine of the claim to the nearest sentence of the passages, if an embedder
    is there. It cannot be told for claims of one or two terms, and where claim and passages differ in language.
    """
    wanted = meaningful_stems(claim.words)
    if len(wanted) <= 1:
        return None
    material = "\n".join(_closest(wanted, passage) for passage in passages)
    shared = support(claim.words, material)
    if shared < ENOUGH_TERMS and _languages_differ(claim.words, material):
        return None
    if _missing_number(claim.words, material):
        return False
    if shared >= ENOUGH_TERMS:
        return True
    return nearness is not None and nearness >= NEAR_MEANING and shared >= NEAR_TERMS


def _closest(wanted: Collection[str], passage: str) -> str:
    """Return the stretch of about a hundred words that holds most of the wanted terms."""
    terms = _terms(passage)
    at = [number for number, term in enumerate(terms) if term.stem in wanted]
    if len(terms) <= _STRETCH_WORDS or not at:
        return passage[: terms[_STRETCH_WORDS].first] if len(terms) > _STRETCH_WORDS else passage

    def worth(first: int) -> int:
        return len({terms[number].stem for number in at if first <= number < first + _STRETCH_WORDS})

    best = max(at, key=worth)
    # The found terms in the middle: what belongs to them stands on both sides.
    last = max(number for number in at if number < best + _STRETCH_WORDS)
    begin = max(0, best - (_STRETCH_WORDS - (last - best)) // 2)
    end = min(len(terms), begin + _STRETCH_WORDS)
    return passage[terms[begin].first : terms[end - 1].last]


@functools.lru_cache(maxsize=32)
def _terms(passage: str) -> tuple[Term, ...]:
    return tuple(terms_of(passage))


def _missing_number(words: str, material: str) -> bool:
    """Whether the claim states a number that the material does not."""
    missing = numbers_of(" ".join(re.findall(r"[\d.,]+", words))) - numbers_of(material)
    return any(len(one) < 3 for one in missing) or (bool(missing) and not spells_large_numbers(material))


def _languages_differ(one: str, other: str) -> bool:
    first, second = _language(one), _language(other)
    return first is not None and second is not None and first != second


def _language(text: str) -> str | None:
    """Guess a text's language by its function words; None when two languages are equally likely."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    counts = sorted(((sum(word in known for word in words), name) for name, known in _FUNCTION_WORDS.items()))
    (second, _), (best, name) = counts[-2:]
    return name if best >= _SURE_WORDS and best > second else None


def _words(sentence: str) -> str:
    return " ".join(without_marks(_BULLET.sub("", sentence, count=1)).replace("*", "").split())


def _trimmed(text: str, first: int, last: int) -> tuple[int, int] | None:
    while first < last and text[first].isspace():
        first += 1
    while first < last and text[last - 1].isspace():
        last -= 1
    return (first, last) if first < last else None
