"""Terms of a text: names and nouns it is about, where they stand, which could be taken for each other. Pure."""

import bisect
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from desktop.quiz.drafting import Line
from desktop.quiz.generating_lists import words
from desktop.quiz.generating_sentences import WORD, common, stops
from desktop.search.service import terms_of

Shape = Literal["name", "noun"]
_DETERMINERS = {"en": words("determiners.en"), "es": words("determiners.es")}
_MASCULINE, _FEMININE = {"el", "los", "un", "unos", "del", "al"}, {"la", "las", "una", "unas"}
_CONNECTORS = {"de", "del", "la", "los", "las", "von", "van", "of", "the", "y"}
_NO_NOUN = {
    "en": re.compile(r"(?:ly|ing|ed|ous|ful|ive|ble|ish|less|est|ize|ise)$"),
    "es": re.compile(
        r"(?:mente|ando|iendo|yendo|[aei]r|ad[oa]s|id[oa]s|aron|ieron|aban|ían|os[oa]s?|arse|erse|irse)$"
    ),
}
_OF_ONE = {"a", "an", "un", "una", "el", "la", "del", "al"}
_GLUE = frozenset("-–—/’'0123456789")
_SETTINGS = {
    "the": "the", "a": "a", "an": "a", "in": "in", "at": "in", "near": "in", "from": "in", "by": "by", "of": "of",
    "el": "the", "la": "the", "los": "the", "las": "the", "del": "the", "al": "the", "un": "a", "una": "a", "en": "in",
    "desde": "in", "por": "by", "de": "of",
}  # fmt: skip
_ROOT = 6
"""Words that begin with so many same letters are of one family: either could be right."""
_BEFORE_VERBS = words("before_verbs")
_AROUND = 60
_VOWEL = re.compile(r"^[aeiou]", re.IGNORECASE)


class Term(msgspec.Struct, frozen=True):
    """Something the text is about. `key` holds its stems; `gender` is only known in Spanish.

    `at` is the line where it stands first; `setting` are small words that stand before it somewhere.
    """

    key: tuple[str, ...]
    text: str
    shape: Shape
    gender: str
    weight: float
    at: int = 0
    setting: frozenset[str] = frozenset()


class Use(msgspec.Struct, frozen=True):
    """A term in a line: characters [first, last)."""

    key: tuple[str, ...]
    first: int
    last: int


class Token(msgspec.Struct, frozen=True):
    """A word of a line."""

    text: str
    first: int
    last: int
    joined: bool

    @property
    def low(self) -> str:
        return self.text.casefold()


class Terms(msgspec.Struct, frozen=True):
    """All terms of a text, their uses line by line, words in s that are singular, and the terms as they come up."""

    language: str
    by_key: dict[tuple[str, ...], Term]
    uses: tuple[tuple[Use, ...], ...]
    singular: frozenset[str]
    in_order: tuple[Term, ...]

    def near(self, at: int) -> Sequence[Term]:
        """Terms that come up around a line: of a long item only those, for they are of the same subject."""
        middle = bisect.bisect_left(self.in_order, at, key=lambda term: term.at)
        first = max(0, min(middle - _AROUND, len(self.in_order) - 2 * _AROUND))
        return self.in_order[first : first + 2 * _AROUND]

    def is_plural(self, text: str) -> bool:
        """Whether a name or noun, as it is written, is of several: "leaves", but not "a lens"."""
        head = text.split(maxsplit=1)[0] if self.language == "es" and text[:1].islower() else text
        many = head.endswith("s") and not head.endswith(("ss", "us", "is", "ís"))
        return many and text not in self.singular


class _Find(msgspec.Struct, frozen=True):
    tokens: tuple[Token, ...]
    shape: Shape
    line: int
    gender: str


def find_terms(lines: Sequence[Line], language: str) -> Terms:
    """Find the terms of an item's lines."""
    tokens = [tokens_of(line.text) for line in lines]
    low = Counter(token.text for row in tokens for token in row if token.text[:1].islower())
    nouns = _nouns(tokens, language)
    found = [
        *(find for at, row in enumerate(tokens) for find in _names(row, lines[at], at, language, low)),
        *_compounds(tokens, lines, language, nouns),
        *(find for at, row in enumerate(tokens) for find in _single(row, lines[at], at, language, nouns)),
    ]
    return _collected(found, lines, language, len(lines))


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the words of a text; `joined` says that only a blank is before one."""
    result: list[Token] = []
    for match in WORD.finditer(text):
        between = text[result[-1].last : match.start()] if result else ""
        result.append(Token(match.group(), match.start(), match.end(), between == " "))
    return tuple(result)


def _nouns(tokens: Sequence[Sequence[Token]], language: str) -> dict[str, str]:
    """Words that stand somewhere as nouns do, with their gender where the article tells it."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in tokens:
        for at, token in enumerate(row):
            reach = range(1, 3 if language == "en" else 2)
            before = [row[at - step].low for step in reach if at >= step and row[at - step + 1].joined]
            if not before or not any(word in _DETERMINERS[language] for word in before):
                continue
            if language == "en" and not _ends_phrase(row, at, language):
                continue
            # "The distance doubles": what ends in s after another word may be a verb.
            if language == "en" and token.low.endswith("s") and before[0] not in _DETERMINERS[language]:
                continue
            if is_noun_like(token.low, language):
                gender = "m" if before[0] in _MASCULINE else "f" if before[0] in _FEMININE else ""
                found[token.low][gender] += 1
    return {word: genders.most_common(1)[0][0] for word, genders in found.items()}


def _ends_phrase(row: Sequence[Token], at: int, language: str) -> bool:
    """Whether the word is the last of its group: a small word, a sign or nothing follows."""
    if at + 1 == len(row):
        return True
    following = row[at + 1]
    return not following.joined or following.low in stops(language)


def is_noun_like(word: str, language: str) -> bool:
    """Whether a word may be a noun of the subject: long enough, not everyday, not shaped like another kind of word."""
    if len(word) < 4 or word in common(language) or _base(word) in common(language):
        return False
    return word in words("odd_nouns") or not _NO_NOUN[language].search(word)


def _base(word: str) -> str:
    for ending in ("es", "s"):
        if word.endswith(ending) and len(word) > 4:
            return word.removesuffix(ending)
    return word


def _names(row: Sequence[Token], line: Line, at: int, language: str, low: Counter[str]) -> Iterator[_Find]:
    """Runs of words with a capital of their own."""
    if _is_shouted(line.text):
        return
    place = 0
    while place < len(row):
        run = _run_of_names(row, place, line.text)
        place += max(1, len(run))
        while run and (run[-1].low in _CONNECTORS or len(run[-1].text) == 1):
            run.pop()
        if (
            run
            and _begins(run[0], line.text)
            and ("-" in run[0].text or low[run[0].low] or run[0].low in common(language))
        ):
            run = run[1:]
            while run and run[0].low in _CONNECTORS:
                run.pop(0)
        if not run or all(token.low in common(language) or len(token.text) < 3 for token in run):
            continue
        if len(run) == 1 and (_is_adjective(row, run[0], language) or _begins(run[0], line.text)):
            continue
        if len(run) <= 4:
            yield _Find(tuple(run), "name", at, "")


def _run_of_names(row: Sequence[Token], place: int, text: str) -> list[Token]:
    run: list[Token] = []
    for token in row[place:]:
        if run and not token.joined and text[run[-1].last : token.first] != ". ":
            break
        if run and text[run[-1].last : token.first] == ". " and len(run[-1].text) > 1:
            break
        if not token.text[:1].isupper() and not (run and token.low in _CONNECTORS):
            break
        run.append(token)
    return run


def _begins(token: Token, text: str) -> bool:
    """Whether a capital letter is due to its place: at the beginning of a sentence or of a quotation."""
    before = text[: token.first]
    return not before.strip("\"'«“‘([¿¡ ") or before[-1] in '"“«' or before.rstrip()[-1] in ".!?:"


def _is_shouted(text: str) -> bool:
    long = [word for word in WORD.findall(text) if len(word) > 3]
    return sum(word[:1].isupper() for word in long) > 0.6 * len(long) and len(long) > 3


def _is_adjective(row: Sequence[Token], token: Token, language: str) -> bool:
    """English writes "the Danish astronomer": a capital before a plain word of meaning."""
    at = row.index(token)
    if language != "en" or at + 1 == len(row):
        return False
    following = row[at + 1]
    return following.joined and following.text[:1].islower() and following.low not in stops("en")


def _compounds(
    tokens: Sequence[Sequence[Token]], lines: Sequence[Line], language: str, nouns: dict[str, str]
) -> list[_Find]:
    """Two or three plain words that recur side by side, the noun among them known: "focal length"."""
    seen: dict[tuple[str, ...], list[_Find]] = defaultdict(list)
    for at, row in enumerate(tokens):
        if lines[at].is_heading:
            continue
        for size in (3, 2):
            for first in range(len(row) - size + 1):
                run = row[first : first + size]
                gender = _compound_gender(run, row, first + size - 1, language, nouns)
                if gender is not None:
                    seen[tuple(token.low for token in run)].append(_Find(tuple(run), "noun", at, gender))
    return [find for finds in seen.values() if len({one.line for one in finds}) > 1 for find in finds]


def _compound_gender(
    run: Sequence[Token],
    row: Sequence[Token],
    last: int,
    language: str,
    nouns: dict[str, str],
) -> str | None:
    """The gender of a group of words; None when it is none."""
    if any(not token.joined for token in run[1:]) or any(token.text[:1].isupper() for token in run[1:]):
        return None
    said = [token.low for token in run]
    if any(len(word) < 4 or word in stops(language) for word in said) or run[0].text[:1].isupper():
        return None
    if not _ends_phrase(row, last, language) or said[0].endswith(("ly", "mente")):
        return None
    if language == "es":
        adjective = not re.search(r"(?:mente|ando|iendo|[aei]r|aron|ieron)$", said[-1])
        known = said[0] in nouns and len(said) == 2 and adjective and said[1] not in common(language)
        return nouns[said[0]] if known else None
    odd = sum(word not in common(language) for word in said)
    known = said[-1] in nouns or (
        said[-1] in common(language) and odd > 0 and said[0] not in common(language)
    )
    return "" if known and odd and not re.search(r"(?:ed|ly|ing)$", said[-1]) else None


def _single(
    row: Sequence[Token], line: Line, at: int, language: str, nouns: dict[str, str]
) -> Iterator[_Find]:
    if line.is_heading:
        return
    for place, token in enumerate(row):
        if token.text[:1].isupper() or token.low not in nouns:
            continue
        if language == "en" and not _ends_phrase(row, place, language):
            continue
        if language == "en" and place and row[place - 1].low in _BEFORE_VERBS:
            continue
        yield _Find((token,), "noun", at, nouns[token.low])


def _collected(found: Sequence[_Find], lines: Sequence[Line], language: str, count: int) -> Terms:
    finds: dict[tuple[str, ...], list[_Find]] = defaultdict(list)
    uses: list[list[Use]] = [[] for _ in range(count)]
    for find in found:
        first, last = find.tokens[0].first, find.tokens[-1].last
        text = lines[find.line].text
        key = tuple(term.stem for term in terms_of(text[first:last]))
        glued = text[last : last + 1] in _GLUE or text[max(0, first - 1) : first] in _GLUE
        if key and not glued and not any(one.first < last and first < one.last for one in uses[find.line]):
            uses[find.line].append(Use(key, first, last))
            finds[key].append(find)
    by_key = {key: _term(key, one, lines, language) for key, one in finds.items()}
    rows = tuple(tuple(sorted(row, key=lambda use: use.first)) for row in uses)
    singular = frozenset(
        _text(one, lines) for same in finds.values() for one in same if _said_before(one, lines) in _OF_ONE
    )
    in_order = tuple(sorted(by_key.values(), key=lambda term: (term.at, term.key)))
    return Terms(language, by_key, rows, singular, in_order)


def _text(find: _Find, lines: Sequence[Line]) -> str:
    return lines[find.line].text[find.tokens[0].first : find.tokens[-1].last]


def _said_before(find: _Find, lines: Sequence[Line]) -> str:
    before = lines[find.line].text[: find.tokens[0].first].split()
    return before[-1].casefold() if before else ""


def _term(key: tuple[str, ...], finds: Sequence[_Find], lines: Sequence[Line], language: str) -> Term:
    text = Counter(_text(one, lines) for one in finds).most_common(1)[0][0]
    odd = sum(len(word) for word in WORD.findall(text) if word.casefold() not in common(language))
    weight = (1 + math.log(len(finds))) * (1 + min(odd, 16) / 16) * (1.25 if len(key) > 1 else 1.0)
    gender = Counter(one.gender for one in finds).most_common(1)[0][0]
    before = (_said_before(one, lines) for one in finds)
    setting = frozenset(_SETTINGS[word] for word in before if word in _SETTINGS)
    return Term(key, text, finds[0].shape, gender, weight, min(one.line for one in finds), setting)


def alike(term: Term, terms: Terms, at: int, line_text: str, first: int, *, plural: bool) -> list[Term]:
    """Return terms that could stand in the place at `first` as well, best first; none of them stands in the line."""
    before = line_text[:first].split()
    article = before[-1].casefold() if before else ""
    here = {one.stem for one in terms_of(line_text)}

    def fits(other: Term) -> bool:
        if other.shape != term.shape or other.key == term.key or here & set(other.key):
            return False
        if any(one[:_ROOT] == two[:_ROOT] for one in other.key for two in term.key if len(one) >= _ROOT):
            return False
        if other.shape == "noun" and (terms.is_plural(other.text) != plural or other.gender != term.gender):
            return False
        vowels = bool(_VOWEL.match(other.text)) == bool(_VOWEL.match(term.text))
        return vowels or article not in ("a", "an")

    def nearness(other: Term) -> tuple[float, float, str]:
        unlike = len((other.setting ^ term.setting) & {"the", "in"}) if term.shape == "name" else 0
        far = min(1.0, abs(other.at - at) / 40)
        size = min(2, abs(len(other.key) - len(term.key)))
        return (unlike + size + far, abs(other.weight - term.weight), other.text)

    chosen: list[Term] = []
    for other in sorted(filter(fits, terms.near(at)), key=nearness):
        if not any(set(other.key) & set(one.key) for one in chosen):
            chosen.append(other)
    return chosen
