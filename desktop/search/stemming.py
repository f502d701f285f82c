"""The terms of a text exactly as the full-text index sees them: FTS5's `porter unicode61 remove_diacritics 2`. Pure.

Runs of scripts without spaces are indexed as pairs of signs, see pairs.py.

Marks, sentence choice and the check of citations must agree with the index; asking SQLite for each would cost a query.
The stemmer follows M. F. Porter, "An algorithm for suffix stripping" (1980), with the details of SQLite's version.
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator

import msgspec

from desktop.search.pairs import is_run, runs_of, terms_of_run

# The loose marks FTS5 keeps inside a word: bit n of the number stands for U+0300 + n (SQLite's fts5_unicode2.c).
_MARKS = "".join(chr(0x300 + bit) for bit in range(50) if 0x000361F8_08029FDF >> bit & 1)
_TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_SHORTEST_BYTES, _LONGEST_BYTES = 3, 64
_FOLDED_ALIKE = {"ς": "σ", "µ": "μ"}
_VOWELS = frozenset(b"aeiou")

_STEP_2 = (
    (b"ational", b"ate"), (b"tional", b"tion"), (b"enci", b"ence"), (b"anci", b"ance"), (b"izer", b"ize"),
    (b"logi", b"log"), (b"bli", b"ble"), (b"alli", b"al"), (b"entli", b"ent"), (b"eli", b"e"), (b"ousli", b"ous"),
    (b"ization", b"ize"), (b"ation", b"ate"), (b"ator", b"ate"), (b"alism", b"al"), (b"iveness", b"ive"),
    (b"fulness", b"ful"), (b"ousness", b"ous"), (b"aliti", b"al"), (b"iviti", b"ive"), (b"biliti", b"ble"),
)  # fmt: skip
_STEP_3 = (
    (b"ical", b"ic"), (b"ness", b""), (b"icate", b"ic"), (b"iciti", b"ic"), (b"ful", b""), (b"ative", b""),
    (b"alize", b"al"),
)  # fmt: skip
_STEP_4 = (
    b"al", b"ance", b"ence", b"er", b"ic", b"able", b"ible", b"ant", b"ement", b"ment", b"ent", b"ion", b"ou",
    b"ism", b"ate", b"iti", b"ous", b"ive", b"ize",
)  # fmt: skip


class Term(msgspec.Struct, frozen=True):
    """One indexed term and where its word stands in the text."""

    stem: str
    first: int
    last: int


def terms_of(text: str) -> list[Term]:
    """Return every term of a text with its character range."""
    return [Term(stem(token), first, last) for token, first, last in _tokens(text)]


def stems_of(text: str) -> list[str]:
    """Return the stems alone, in order."""
    if not runs_of(text):
        return [stem(token) for token in _TOKEN.findall(text)]
    return [stem(token) for token, _, _ in _tokens(text)]


def words_of_query(text: str) -> list[str]:
    """Return the words to look for one by one, as written: of a run its pairs, or its only sign."""
    ends = {last for first, last in runs_of(text)}
    found = list(_tokens(text))
    return [token for at, (token, _, last) in enumerate(found) if not _is_tail(found, at, last in ends)]


def phrase_of_query(text: str) -> list[str]:
    """Return the words that must follow each other in the index, as written; what follows the last may be anything."""
    ends = {last for first, last in runs_of(text)}
    found = list(_tokens(text))
    if found and _is_tail(found, len(found) - 1, found[-1][2] in ends):
        found.pop()
    return [token for token, _, _ in found]


def _is_tail(found: list[tuple[str, int, int]], at: int, ends_run: bool) -> bool:
    """Whether a token is the last sign of a run, after the pair that holds it."""
    token, first, _ = found[at]
    return ends_run and len(token) == 1 and is_run(token) and at > 0 and found[at - 1][2] > first


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    done = 0
    for begin, end in runs_of(text):
        yield from _spaced(text, done, begin)
        yield from terms_of_run(text, begin, end)
        done = end
    yield from _spaced(text, done, len(text))


def _spaced(text: str, begin: int, end: int) -> Iterator[tuple[str, int, int]]:
    for match in _TOKEN.finditer(text, begin, end):
        yield match.group(), match.start(), match.end()


def fold(token: str) -> str:
    """Lower case without diacritics."""
    lowered = token.lower()
    if lowered.isascii():
        return lowered
    return "".join(_bare(sign) for sign in lowered)


def _bare(sign: str) -> str:
    """SQLite bares letters whose base is ASCII, drops loose marks and folds the Greek final sigma and micro sign."""
    if sign in _MARKS:
        return ""
    base = unicodedata.normalize("NFD", sign)[0]
    return base if base.isascii() else _FOLDED_ALIKE.get(sign, sign)


@functools.lru_cache(maxsize=65_536)
def stem(token: str) -> str:
    """Fold and stem one word."""
    raw = fold(token).encode()
    if not _SHORTEST_BYTES <= len(raw) <= _LONGEST_BYTES:
        return raw.decode()
    return _stem(raw).decode(errors="replace")


def _stem(word: bytes) -> bytes:
    word = _step_1b(_step_1a(word))
    if word.endswith(b"y") and _has_vowel(word[:-1]):
        word = word[:-1] + b"i"
    word = _replace(word, _STEP_2)
    word = _replace(word, _STEP_3)
    return _step_5(_step_4(word))


def _step_1a(word: bytes) -> bytes:
    if not word.endswith(b"s") or word.endswith(b"ss"):
        return word
    if (len(word) > 4 and word.endswith(b"sses")) or (len(word) > 3 and word.endswith(b"ies")):
        return word[:-2]
    return word[:-1]


def _step_1b(word: bytes) -> bytes:
    if len(word) > 3 and word.endswith(b"eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in (b"ed", b"ing"):
        if len(word) > len(ending) and word.endswith(ending):
            return _mended(word[: -len(ending)]) if _has_vowel(word[: -len(ending)]) else word
    return word


def _mended(word: bytes) -> bytes:
    if len(word) > 2 and word.endswith((b"at", b"bl", b"iz")):
        return word + b"e"
    if len(word) > 1 and word[-1] not in b"aeioulsz" and word[-1] == word[-2]:
        return word[:-1]
    return word + b"e" if _measure(word) == 1 and _ends_cvc(word) else word


def _replace(word: bytes, rules: tuple[tuple[bytes, bytes], ...]) -> bytes:
    for ending, replacement in rules:
        if len(word) > len(ending) and word.endswith(ending):
            rest = word[: -len(ending)]
            return rest + replacement if _measure(rest) > 0 else word
    return word


def _step_4(word: bytes) -> bytes:
    for ending in _STEP_4:
        if len(word) > len(ending) and word.endswith(ending):
            rest = word[: -len(ending)]
            if ending == b"ion" and not rest.endswith((b"s", b"t")):
                return word
            return rest if _measure(rest) > 1 else word
    return word


def _step_5(word: bytes) -> bytes:
    if word.endswith(b"e"):
        measure = _measure(word[:-1])
        if measure > 1 or (measure == 1 and not _ends_cvc(word[:-1])):
            word = word[:-1]
    return word[:-1] if word.endswith(b"ll") and _measure(word[:-1]) > 1 else word


def _consonants(word: bytes) -> list[bool]:
    """A "y" is a consonant at the start and after a vowel."""
    kinds: list[bool] = []
    consonant = False
    for sign in word:
        consonant = sign not in _VOWELS and not (consonant and sign == ord("y"))
        kinds.append(consonant)
    return kinds


def _measure(word: bytes) -> int:
    """Porter's m: how often a vowel run is followed by a consonant run."""
    kinds = _consonants(word)
    return sum(not before and after for before, after in itertools.pairwise(kinds))


def _has_vowel(word: bytes) -> bool:
    return any(sign in _VOWELS or (at > 0 and sign == ord("y")) for at, sign in enumerate(word))


def _ends_cvc(word: bytes) -> bool:
    """Porter's *o: consonant, vowel, consonant at the end, the last not w, x or y."""
    return word[-1:] not in {b"w", b"x", b"y"} and _consonants(word)[-3:] == [True, False, True]
