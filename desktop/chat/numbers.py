"""The numbers a text states, in digits or in English and Spanish words up to a hundred. Pure."""

import re
import unicodedata

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete"
    " dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete"
    " veintiocho veintinueve"
)
_SMALL = {word: value for words in (_ENGLISH, _SPANISH) for value, word in enumerate(words.split())} | {
    "un": 1,
    "una": 1,
}
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SPANISH_TENS = "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_TENS = {
    word: value * 10
    for words in (_ENGLISH_TENS, _SPANISH_TENS)
    for value, word in enumerate(words.split(), start=2)
}
_LARGE = re.compile(
    r"\b(?:hundreds?|thousands?|[mb]illions?|cien|cientos?|\w+ientos|mil|miles|mill[oó]n(?:es)?)\b",
    re.IGNORECASE,
)


def numbers_of(text: str) -> set[str]:
    """Return the numbers of a text as digits: 299,792 and 299.792 are 299792, "twenty-one" is 21."""
    found = {_plain(one) for one in _DIGITS.findall(text)}
    words = _WORD.findall(_bare(text.lower()))
    for at, word in enumerate(words):
        if word in _SMALL:
            found.add(str(_SMALL[word]))
        if word in _TENS:
            following = words[at + 1 : at + 3]
            unit = following[1:] if following[:1] == ["y"] else following[:1]
            found.add(str(_TENS[word]))
            found.update(str(_TENS[word] + _SMALL[one]) for one in unit if 0 < _SMALL.get(one, 0) < 10)
    return found


def spells_large_numbers(text: str) -> bool:
    """Whether a text has numbers over a hundred in words, which `numbers_of` does not read."""
    return _LARGE.search(text) is not None


def _plain(number: str) -> str:
    return re.sub(r"\D", "", number).lstrip("0") or "0"


def _bare(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
