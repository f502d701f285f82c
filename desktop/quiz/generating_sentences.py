"""Which sentences can stand alone in a question, and in which language a text is. Pure."""

import functools
import re
from collections.abc import Sequence

from desktop.quiz.drafting import Line
from desktop.quiz.generating_lists import phrases, words

FEWEST_WORDS, MOST_WORDS = 6, 36
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_WHOLE = re.compile(r"[.!…][\"'»”’)\]]*$")
# Cut after an abbreviation: "… Fort Caroline, on the St."
_TORN = re.compile(r"\b[A-Z][a-z]?\.$")
_ANNOUNCES = re.compile(
    r"^\W*(?:part|chapter|section|lesson|lecture|unit|topic|slide|figure|table|parte|cap[ií]tulo|secci[oó]n|lecci[oó]n"
    r"|unidad|tema|figura|tabla)\s+(?:\d+|[ivx]+|one|two|three|four|five|six|uno|dos|tres|cuatro|cinco|seis)\b",
    re.IGNORECASE,
)
# A sentence that begins so leans on the one before it, or speaks to the class.
_LEANS = re.compile(rf"^\W*(?:{'|'.join(map(re.escape, phrases('openings')))})\b", re.IGNORECASE)
# "En 1785 presentó un documento": who did is in the sentence before.
_NO_SUBJECT = re.compile(r"^En (?:el año )?\d+,? \w+ó (?:un|una|el|la|los|las|que|su|sus)\b")
# What speaks to the class, or of the speaker, is no knowledge.
_CHAT = re.compile(
    r"\b(?:I|I'm|I'll|me|my|you|your|yours|let us|let's|we will|we'll|we are going|our|us|next (?:week|time|lecture)"
    r"|last (?:week|time|lecture)|this lecture|today|yo|tú|tu|usted|ustedes|vosotros|nosotros|nuestro|nuestra|vamos a"
    r"|podemos|hemos|vimos|\w{3,}remos|te|os|me|mi|próxima (?:semana|clase|vez)|semana pasada|hoy)\b"
)
_POINTS = re.compile(
    r"\b(?:this|these|those|such an?|the latter|the former|(?:first|second|third|last|other|same|new|next) ones?"
    r"|(?:to|from|at|in|of|on|with|by|for) that|the answer|the question|then[.!]"
    r"|(?:mentioned|described|shown|seen) (?:above|below|earlier|before)"
    r"|est[aeo]s?|es[aeo]s?|estos|esos|dich[oa]s?|aquell?[oa]s?|aquel|lo anterior|l[oa]s? mism[oa]s?"
    r"|mencionad[oa]s?)(?:\b|$)",
    re.IGNORECASE,
)
# "Light slows down when it enters glass": there the pronoun is the subject of a clause of its own.
_NEW_CLAUSE = re.compile(
    r"(?:,|\b(?:when|because|as|if|while|and|that|so|but|until|after|before|since|where|though))\s*$"
)
_LATE_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|he|him|his|she|her)\b", re.IGNORECASE)
_SPANISH_SIGNS = re.compile(r"[¿¡ñ]")
_LANGUAGES = ("en", "es")
_SURE = 0.17
"""In running text a good third of all words are such; under this share it is another language."""
_ENOUGH = 30
"""Fewer words than that cannot prove wrong what the item was said to be."""


def language_of(lines: Sequence[Line], told: str = "") -> str:
    """Return "en" or "es" where the text is one of them, else what the item was said to be, perhaps nothing."""
    found = [word.casefold() for line in lines for word in WORD.findall(line.text)]
    shares = {code: sum(word in stops(code) for word in found) / max(1, len(found)) for code in _LANGUAGES}
    known = told.split("-", maxsplit=1)[0].lower()
    best = max(shares, key=lambda code: shares[code])
    other = min(shares.values())
    if shares[best] >= _SURE and shares[best] > 1.5 * other and known in ("", *_LANGUAGES):
        return best
    mistaken = known in _LANGUAGES and len(found) >= _ENOUGH and shares[known] < _SURE / 2
    return "" if mistaken else known


def stops(language: str) -> frozenset[str]:
    """Words that only hold a sentence together."""
    return words(f"stops.{language}")


@functools.cache
def common(language: str) -> frozenset[str]:
    """Words of everyday speech: none of them alone is what a text is about."""
    return words(f"common.{language}") | stops(language)


def stands_alone(line: Line) -> bool:
    """Whether a sentence is whole, tells something, and leans on nothing outside itself."""
    text = line.text
    count = len(text.split())
    if line.is_heading or not FEWEST_WORDS <= count <= MOST_WORDS or not _WHOLE.search(text):
        return False
    if not text.lstrip("\"'«“‘(")[:1].isupper() and not text[:1].isdigit():
        return False
    if any(sign in text for sign in ("?", "¿", "{{", "}}", "\\(", "…", "...", "http", "|", "::")):
        return False
    if text.count("(") != text.count(")") or _odd_quotes(text) or ":" in text[:25]:
        return False
    if any(one.search(text) for one in (_TORN, _ANNOUNCES, _LEANS, _NO_SUBJECT, _CHAT, _POINTS)):
        return False
    return not _has_loose_pronoun(text)


def _odd_quotes(text: str) -> bool:
    return (
        text.count('"') % 2 == 1 or text.count("“") != text.count("”") or text.count("«") != text.count("»")
    )


def _has_loose_pronoun(text: str) -> bool:
    """A pronoun with too little before it that it could stand for."""
    found = _LATE_PRONOUN.search(text)
    if found is None or _SPANISH_SIGNS.search(text):
        return False
    before = [word for word in WORD.findall(text[: found.start()]) if word.casefold() not in stops("en")]
    return len(before) < (2 if _NEW_CLAUSE.search(text[: found.start()]) else 4)


def tells(text: str, language: str) -> float:
    """How much of a sentence is its own: 0..1 by the share of words that are not everyday."""
    said = {word.casefold() for word in WORD.findall(text)}
    rare = sum(1 for word in said if word not in common(language) and len(word) > 3)
    return min(1.0, rare / 6)
