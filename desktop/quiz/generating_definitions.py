"""Sentences that say what something is, in English and Spanish: "X is a …", "… se llama X". Pure."""

import re

import msgspec

from desktop.quiz.generating_lists import phrases
from desktop.quiz.generating_sentences import WORD, common

FEWEST_WORDS = 4
MOST_TERM_WORDS = 4
MOST_CHARACTERS = 180
_OF_ONE = {"is": "en", "was": "en", "es": "es", "era": "es", "fue": "es"}
_OF_MANY = {"are": "en", "were": "en", "son": "es", "eran": "es", "fueron": "es"}

_T = r"(?P<term>[^,;:()\"“”«»]{3,60}?)"
_SIZES = "the |small |large |very |tiny |thin |long |special |simple |complex "
_RELATIONS = "that|which|of|made|in|with|where|whose|formed|used|from|between"
_WE = "we|scientists|people|engineers|biologists|physicists|chemists|economists|historians"
_ONE_ES = "un|una|el|la|cualquier|aquel|aquella"
_MANY_ES = r"unos|unas|los|las|aquellos|aquellas|(?!\w+(?:ad|id)[oa]s\b)[a-záéíóúñ]+s"
_CALLED_ES = "se llaman?|se denominan?|se conocen? como|reciben? el nombre de"
_CALL_ES = "llama|llamamos|denomina|denominamos|conoce como"
_TERM_FIRST = {
    "en": (
        rf"^{_T} (?:is|was) (?P<meaning>(?:an?|the|any|one of the) .+?)[.!]$",
        rf"^{_T} (?:are|were) (?P<meaning>(?:{_SIZES})?[a-z]+s (?:{_RELATIONS}) .+?)[.!]$",
        rf"^{_T} (?:means|refers to|is defined as|consists of) (?P<meaning>.+?)[.!]$",
    ),
    "es": (
        rf"^{_T} (?:es|era|fue) (?P<meaning>(?:{_ONE_ES}) .+?)[.!]$",
        rf"^{_T} (?:son|eran|fueron) (?P<meaning>(?:{_MANY_ES}) .+?)[.!]$",
        rf"^{_T} (?:significa|consiste en|se define como|se refiere a) (?P<meaning>.+?)[.!]$",
    ),
}
_TERM_LAST = {
    "en": (
        rf"^(?P<meaning>.{{20,}}?),? (?:and |which )?(?:this |that )?(?:is|are) (?:called|known as|named) {_T}[.!]$",
        rf"^(?i:{_WE}) call (?P<meaning>.{{15,}}?) (?P<term>(?:the |an? )?[\w\-]+(?: [\w\-]+)?)[.!]$",
        r"^(?P<meaning>The .{20,}?) is (?P<term>(?:the|an?) [\w\-]+(?: [\w\-]+)?)[.!]$",
    ),
    "es": (
        rf"^(?:Se llama|Se denomina|Llamamos|Se conoce como) {_T} (?:a|al) (?P<meaning>.{{15,}}?)[.!]$",
        rf"^A (?P<meaning>.{{15,}}?) (?:se les?|l[oae]s?) (?:{_CALL_ES}) {_T}[.!]$",
        rf"^(?P<meaning>.{{20,}}?),? (?:y )?(?:(?:est|es)[oe] (?:proceso |cambio )?)?(?:{_CALLED_ES}) {_T}[.!]$",
    ),
}
_PATTERNS = {
    language: (
        *((re.compile(text), False) for text in _TERM_FIRST[language]),
        *((re.compile(text), True) for text in _TERM_LAST[language]),
    )
    for language in ("en", "es")
}
_ARTICLE = re.compile(r"^(?:an?|the|el|la|los|las|un|una|unos|unas)\s+", re.IGNORECASE)
_NO_TERM = re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases('no_terms')))})\b", re.IGNORECASE)
_NO_MEANING = re.compile(rf"^(?:{'|'.join(map(re.escape, phrases('no_meanings')))})\b", re.IGNORECASE)


class Definition(msgspec.Struct, frozen=True):
    """`term` with its article as the sentence has it, and what it is; `verb` joins the two in "What is …?".

    `naming`: the sentence gives the name last. `first` is where the term begins.
    """

    term: str
    meaning: str
    verb: str
    naming: bool
    first: int

    @property
    def plural(self) -> bool:
        return self.verb in _OF_MANY


def definition_of(text: str, language: str) -> Definition | None:
    """Return what a sentence that stands alone defines; None for one that defines nothing."""
    for pattern, naming in _PATTERNS.get(language, ()):
        found = pattern.match(text)
        if found is not None and _is_sound(found["term"], found["meaning"], language, naming=naming):
            meaning = found["meaning"].strip(" ,")
            verb = _verb(text[found.end("term") :], language)
            return Definition(found["term"].strip(), meaning, verb, naming, found.start("term"))
    return None


def bare(term: str) -> str:
    """A term without its article."""
    return _ARTICLE.sub("", term).strip()


def _verb(rest: str, language: str) -> str:
    said = rest.split(maxsplit=1)[0] if rest.split() else ""
    if (_OF_ONE | _OF_MANY).get(said) == language:
        return said
    return "is" if language == "en" else "es"


def _is_sound(term: str, meaning: str, language: str, *, naming: bool) -> bool:
    words = bare(term).split()
    if not 1 <= len(words) <= MOST_TERM_WORDS or _NO_TERM.search(bare(term)) or any(map(str.isdigit, term)):
        return False
    everyday = len(words) == 1 and words[0].casefold() in common(language)
    # "Money is anything that …" is worth asking; a name that is an everyday word is none.
    if everyday and (naming or len(words[0]) < 4):
        return False
    if len(meaning.split()) < FEWEST_WORDS or len(meaning) > MOST_CHARACTERS or _NO_MEANING.search(meaning):
        return False
    key = {word.casefold() for word in WORD.findall(bare(term)) if len(word) > 3}
    # "Hyperinflation is an inflation of …" gives itself away.
    said = {word.casefold() for word in WORD.findall(meaning) if len(word) > 3}
    return not any(word in own or own in word for own in key for word in said)
