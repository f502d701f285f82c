"""Every question that can be made of an item without a model, each with its worth. Pure."""

import random
import zlib
from collections.abc import Iterator, Sequence

import msgspec

from desktop.quiz.drafting import Line, Material
from desktop.quiz.generating_definitions import Definition, bare, definition_of
from desktop.quiz.generating_numbers import numbers_in
from desktop.quiz.generating_sentences import common, stands_alone, tells
from desktop.quiz.generating_terms import Term, Terms, Use, alike, find_terms
from desktop.quiz.generating_words import worded
from desktop.search.service import terms_of
from shared.quiz.choices import CHOICE_LENGTH
from shared.quiz.quiz import Body, Choice, Cloze, Number, Single
from shared.quiz.texts import normalise

WRONG_ONES = 3
FEWEST_WRONG = 2
_CLOZE, _NUMBER, _SINGLE = 0.55, 0.6, 1.1
_USES_PER_LINE = 2


class Candidate(msgspec.Struct, frozen=True):
    """A question of line `at`. `key` is what it asks for: no two questions of a quiz may have the same."""

    kind: str
    at: int
    key: tuple[str, ...]
    text: str
    body: Body
    explanation: str
    worth: float


def candidates(material: Material, language: str, kinds: Sequence[str]) -> list[Candidate]:
    """Return all of them, in the order of the text."""
    lines = material.lines
    terms = find_terms(lines, language)
    usable = [at for at, line in enumerate(lines) if stands_alone(line)]
    defined = {at: found for at in usable if (found := definition_of(lines[at].text, language)) is not None}
    result: list[Candidate] = []
    for at in usable:
        line = lines[at]
        if "single" in kinds and at in defined:
            result += _singles(at, line, defined, terms)
        if "number" in kinds:
            result += _numbers(at, line, language)
        if "cloze" in kinds:
            result += _clozes(at, line, terms, is_definition=at in defined)
    return result


# Fill the gap


def _clozes(at: int, line: Line, terms: Terms, *, is_definition: bool) -> Iterator[Candidate]:
    uses = sorted(terms.uses[at], key=lambda use: -terms.by_key[use.key].weight)
    made = 0
    for use in uses:
        if made == _USES_PER_LINE or _is_repeated(use, line.text):
            continue
        answer = line.text[use.first : use.last]
        wrong = _wrong_words(use, at, line.text, terms, answer)
        if len(wrong) < FEWEST_WRONG:
            continue
        made += 1
        text = f"{line.text[: use.first]}{{{{c1::{answer}}}}}{line.text[use.last :]}"
        asks = worded(terms.language, "words" if " " in answer else "word")
        weight = terms.by_key[use.key].weight
        worth = _CLOZE + 0.06 * min(weight, 4) + 0.2 * tells(line.text, terms.language) + 0.15 * is_definition
        body = Cloze(text, bank=True, distractors=tuple(wrong))
        yield Candidate("cloze", at, use.key, asks, body, "", worth - _too_long(line.text))


def _is_repeated(use: Use, text: str) -> bool:
    """A term that stands twice in its sentence would be read off."""
    outside = {one.stem for one in terms_of(text[: use.first])} | {
        one.stem for one in terms_of(text[use.last :])
    }
    return bool(outside & set(use.key))


def _wrong_words(use: Use, at: int, text: str, terms: Terms, answer: str) -> list[str]:
    term = terms.by_key[use.key]
    found = [one.text for one in alike(term, terms, at, text, use.first, plural=terms.is_plural(answer))]
    return _different(answer, found)[:WRONG_ONES]


def _different(right: str, others: Sequence[str]) -> list[str]:
    """Those of `others` that are neither the right one nor each other."""
    seen, result = {normalise(right)}, list[str]()
    for other in others:
        key = normalise(other)
        if key not in seen and len(other) <= CHOICE_LENGTH:
            seen.add(key)
            result.append(other)
    return result


# Numbers


def _numbers(at: int, line: Line, language: str) -> Iterator[Candidate]:
    for found in numbers_in(line.text, language)[:1]:
        text = worded(language, "year" if found.is_year else "number", text=found.without(line.text))
        body = Number(found.value, tolerance=found.tolerance)
        worth = _NUMBER + 0.15 * found.is_year + 0.2 * tells(line.text, language) - _too_long(line.text)
        key = (line.text[found.first : found.last],)
        yield Candidate("number", at, key, text, body, line.text, worth)


# What something is


def _singles(at: int, line: Line, defined: dict[int, Definition], terms: Terms) -> Iterator[Candidate]:
    own = defined[at]
    language = terms.language
    key = tuple(one.stem for one in terms_of(bare(own.term)))
    worth = _SINGLE + 0.2 * tells(line.text, language)
    is_name = any(word[:1].isupper() for word in bare(own.term).split()[1:]) or (
        bare(own.term) != own.term and bare(own.term)[:1].isupper()
    )
    if not own.naming and not is_name:
        meanings = _other_meanings(own, key, defined)
        if len(meanings) >= FEWEST_WRONG:
            text = worded(language, "what", verb=own.verb, term=_mid_sentence(own.term, language))
            yield Candidate("single", at, key, text, _mixed(own.meaning, meanings), line.text, worth)
            return
    names = _other_names(own, key, at, line, terms, is_name=is_name)
    if len(names) >= FEWEST_WRONG:
        shown = own.meaning[:1].upper() + own.meaning[1:] if own.naming else own.meaning
        text = worded(language, "meant" if is_name else "called", text=shown)
        yield Candidate("single", at, key, text, _mixed(bare(own.term), names), line.text, worth - 0.1)


def _mid_sentence(term: str, language: str) -> str:
    """A term as it is written inside a sentence."""
    first, *rest = term.split()
    is_own = first.casefold() not in common(language) and rest and rest[0][:1].isupper()
    return term if is_own or first[1:].upper() == first[1:] != "" else f"{term[:1].lower()}{term[1:]}"


def _other_meanings(own: Definition, key: tuple[str, ...], defined: dict[int, Definition]) -> list[str]:
    """Meanings of other things of the item; like the right one in number and, as far as they can be, in length."""
    others = [
        one.meaning
        for one in defined.values()
        if not one.naming
        and one.plural == own.plural
        and not {part.stem for part in terms_of(bare(one.term))} & set(key)
        and not {part.stem for part in terms_of(one.meaning)} & set(key)
    ]
    others.sort(key=lambda text: (abs(len(text) - len(own.meaning)), text))
    fitting = [text for text in others if 0.35 <= len(text) / len(own.meaning) <= 2.8]
    return _different(own.meaning, fitting)[:WRONG_ONES]


def _other_names(
    own: Definition, key: tuple[str, ...], at: int, line: Line, terms: Terms, *, is_name: bool
) -> list[str]:
    known = terms.by_key.get(key)
    gender = known.gender if known is not None else _gender_of(own.term, terms.language)
    term = known or Term(key, bare(own.term), "name" if is_name else "noun", gender, 1.5)
    plural = own.plural or (own.naming and terms.is_plural(bare(own.term)))
    found = [one.text for one in alike(term, terms, at, line.text, own.first, plural=plural)]
    return _different(bare(own.term), found)[:WRONG_ONES]


def _gender_of(term: str, language: str) -> str:
    first = term.split(maxsplit=1)[0].casefold()
    if language != "es":
        return ""
    return (
        "f" if first in ("la", "las", "una", "unas") else "m" if first in ("el", "los", "un", "unos") else ""
    )


def _mixed(right: str, wrong: Sequence[str]) -> Single:
    """Choices in an order that depends on nothing but the words."""
    texts = [right, *wrong]
    random.Random(zlib.crc32(right.encode())).shuffle(texts)  # noqa: S311 - an order, no secret
    return Single(tuple(Choice(text) for text in texts), texts.index(right))


def _too_long(text: str) -> float:
    return 0.02 * max(0, len(text.split()) - 24)
