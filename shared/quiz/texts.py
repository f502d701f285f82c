"""Comparing what people type: normal forms and typing errors. Knows no question."""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_JOINERS = "\u200c\u200d"
_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ′`´", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        # Joiners, and what chooses between a sign's plain and its coloured picture.
        **dict.fromkeys([*_JOINERS, *map(chr, range(0xFE00, 0xFE10))], ""),
    }
)
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ё": "е"}
)
_OPENING, _CLOSING, _EXCLAIMING = " \"'«([{", " \"'»)]}.,;:", "!?¡¿"
_SWAPPED = (
    "hyper", "hypo", "endo", "exo", "ecto", "inter", "intra", "macro", "micro", "mono", "poly", "pre", "post",
    "super", "sub", "anterior", "inferior", "interior", "superior", "exterior", "posterior",
)  # fmt: skip
_NEGATING = ("a", "an", "un", "in", "im", "il", "ir", "dis", "non", "no", "anti", "de", "des")


def clean(text: str) -> str:
    """Text as it is kept and shown: composed, without control, bidi or unpaired characters, single spaces."""
    visible = (" " if letter.isspace() else letter for letter in text if letter.isspace() or _seen(letter))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", "".join(visible))).strip()


def _seen(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN


@lru_cache(maxsize=4096)
def normalise(text: str, *, exact: bool = False) -> str:
    """Form in which two texts are the same answer.

    Always: NFKC, one space between words, one kind of quote and dash, nothing invisible. Unless `exact` also:
    case and accents folded, quotes, brackets and closing punctuation around it dropped.
    """
    plain = unicodedata.normalize("NFKC", clean(text).translate(_SAME)).translate(_SAME)
    if not exact:
        plain = _without_accents(plain.casefold()).translate(_LETTERS)
    plain = _SPACES.sub(" ", plain).strip()
    return plain if exact else _bare(plain) or plain


def _without_accents(text: str) -> str:
    """Drop the accents of Latin and Greek and the vowel points of Hebrew and Arabic.

    Elsewhere (Japanese, Hindi, Thai, Cyrillic й) a combining mark makes another letter and stays.
    """
    kept: list[str] = []
    base = ""
    for letter in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(letter):
            base = letter
        elif base and (base < "\u0400" or "\u05d0" <= base <= "\u06ff" or "\u1e00" <= base <= "\u1fff"):
            continue
        kept.append(letter)
    return unicodedata.normalize("NFKC", "".join(kept))


def _bare(text: str) -> str:
    """Without what surrounds a word in a sentence; `5!` and `.5` keep their signs."""
    closing = _CLOSING if any(letter.isdigit() for letter in text) else _CLOSING + _EXCLAIMING
    return text.rstrip(closing).lstrip(_OPENING + _EXCLAIMING)


def typos_allowed(text: str) -> int:
    """How many typing errors a right answer forgives, by its length without spaces.

    None in scripts whose signs are syllables or words.
    """
    if any("\u2e80" <= letter <= "\uffef" for letter in text):
        return 0
    length = len(text.replace(" ", ""))
    return 0 if length <= 4 else 1 if length <= 8 else 2


def distance(first: str, second: str, most: int) -> int:
    """Damerau–Levenshtein distance (optimal string alignment), or `most` + 1 when it is more than `most`.

    Only the diagonal band that can stay within `most` is reckoned.
    """
    if abs(len(first) - len(second)) > most:
        return most + 1
    far = most + 1
    before: list[int] = []
    row = [min(column, far) for column in range(len(second) + 1)]
    for i, letter in enumerate(first, 1):
        two_before, before = before, row
        row = [far] * (len(second) + 1)
        if i <= most:
            row[0] = i
        for j in range(max(1, i - most), min(len(second), i + most) + 1):
            other = second[j - 1]
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and other == first[i - 2]:
                best = min(best, two_before[j - 2] + 1)
            row[j] = min(best, far)
        if min(row) == far and (not before or min(before) == far):
            return far
    return row[-1]


def same_but_typos(given: str, right: str) -> bool:
    """Whether `given` is `right` with no more typing errors than its length forgives; both are normalised.

    Words with figures or signs (1789, NaHCO3, a+b) must be the same, and a swapped or negating prefix (hyper-/hypo-,
    a-) makes another word, not an error.
    """
    if given == right:
        return True
    most = typos_allowed(right)
    if not most or _figures(given) != _figures(right) or _means_other(given, right):
        return False
    return distance(given, right, most) <= most


def _figures(text: str) -> list[str]:
    return [word for word in text.split(" ") if any(map(_is_figure, word))]


def _is_figure(letter: str) -> bool:
    return letter in "%/\\@#*&_" or unicodedata.category(letter)[0] in "NS"


def _means_other(first: str, second: str) -> bool:
    if any(first == prefix + second or second == prefix + first for prefix in _NEGATING):
        return True
    prefixes = [
        max((p for p in _SWAPPED if text.startswith(p)), key=len, default="") for text in (first, second)
    ]
    return bool(prefixes[0] and prefixes[1] and prefixes[0] != prefixes[1])
