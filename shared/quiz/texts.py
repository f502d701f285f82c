"""Comparing what people type: normal forms and typing errors. Knows no question."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’ʼ′`´", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
    }
)
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ё": "е"}
)
_OPENING, _CLOSING, _EXCLAIMING = "\"'«([{", "\"'»)]}.,;:…", "!?¡¿"
_SWAPPED = (
    "hyper", "hypo", "endo", "exo", "ecto", "inter", "intra", "macro", "micro", "mono", "poly", "pre", "post",
    "super", "sub", "anterior", "inferior", "interior", "superior", "exterior", "posterior",
)  # fmt: skip
_NEGATING = ("a", "an", "un", "in", "im", "il", "ir", "dis", "non", "no", "anti", "de", "des")


def clean(text: str) -> str:
    """Text as it is kept and shown: composed, without control, bidi or unpaired characters, single spaces."""
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", text)
        if letter.isspace() or letter in "\u200c\u200d" or unicodedata.category(letter) not in _UNSEEN
    )
    return _SPACES.sub(" ", visible).strip()


def normalise(text: str, *, exact: bool = False) -> str:
    """Form in which two texts are the same answer.

    Always: NFKC, one space between words, one kind of quote and dash, nothing invisible. Unless `exact` also:
    case and accents folded, quotes, brackets and closing punctuation around it dropped.
    """
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKC", clean(text)).translate(_SAME)
        if letter.isspace() or unicodedata.category(letter) not in _UNSEEN
    )
    plain = _SPACES.sub(" ", plain).strip()
    if exact:
        return plain
    folded = _SPACES.sub(" ", _without_accents(plain.casefold()).translate(_LETTERS)).strip()
    return _bare(folded) or folded


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
    return text.rstrip(closing).lstrip(_OPENING + _EXCLAIMING).strip()


def typos_allowed(text: str) -> int:
    """How many typing errors a right answer forgives, by its length in letters and signs without spaces."""
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

    Figures must be the same, and a swapped or negating prefix (hyper-/hypo-, a-) is another word, not an error.
    """
    if given == right:
        return True
    most = typos_allowed(right)
    if not most or _digits(given) != _digits(right) or _means_other(given, right):
        return False
    return distance(given, right, most) <= most


def _digits(text: str) -> list[str]:
    return [letter for letter in text if letter.isdigit()]


def _means_other(first: str, second: str) -> bool:
    if any(first == prefix + second or second == prefix + first for prefix in _NEGATING):
        return True
    prefixes = [
        max((p for p in _SWAPPED if text.startswith(p)), key=len, default="") for text in (first, second)
    ]
    return bool(prefixes[0] and prefixes[1] and prefixes[0] != prefixes[1])
