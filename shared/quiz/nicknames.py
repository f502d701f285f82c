"""Names of players: cleaned, compared, judged by word lists, generated. The lists come from outside."""

import hashlib
import re
import unicodedata
from collections.abc import Container, Mapping
from typing import Final

import msgspec

MAX_SYMBOLS: Final = 24
_CUT: Final = 256
"""Only so much of a name is ever looked at: a name of megabytes costs no more than a long one."""
_MARKS_PER_SYMBOL: Final = 2
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINER: Final = "\u200d"
_VARIATION: Final = "\ufe0f"

_LOOK_ALIKES: Final = str.maketrans(
    # Greek and Cyrillic letters that look like Latin ones, after casefold; then digits and signs.
    "αεικνοπρτυχωϲϳабвгдезіїјкмнопрстухѕһԁԛԝғўёєı0|1ł",
    "aeiknoprtuxwcjabbrdeeiijkmhonpctyxshdqwfyeeiolll",
)
_LEET: Final = str.maketrans("34578@$!€+i", "eastbasletl")
_ACROSS: Final = 6
_SCRAP: Final = 2
_BETWEEN: Final = re.compile(r"[^\w@$!€+]+|_+")
"""Refused words of so many letters are also found across the spaces of a name; shorter ones meet by chance."""


class NameList(msgspec.Struct, frozen=True):
    """Words of one language.

    `whole` are refused as a word of a name, `inside` anywhere in it; generated names are one of `first`, a
    space, and one of `second`.
    """

    whole: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()


class NameWords(msgspec.Struct, frozen=True):
    """Word lists by language ("en", "es"). Refused words of all languages hold in every game."""

    by_language: Mapping[str, NameList] = {}
    whole: frozenset[str] = frozenset()
    inside: tuple[str, ...] = ()


def parse_words(texts: Mapping[str, str]) -> NameWords:
    """Read word lists: one word per line under `[whole]`, `[inside]`, `[first]`, `[second]`; `#` begins a remark."""
    lists: dict[str, NameList] = {}
    for language, text in texts.items():
        sections: dict[str, list[str]] = {name: [] for name in NameList.__struct_fields__}
        held = sections["whole"]
        for raw in text.splitlines():
            line = raw.partition("#")[0].strip()
            if line.startswith("["):
                held = sections.get(line.strip("[]"), [])
            elif line:
                held.append(line)
        lists[language] = NameList(**{name: tuple(words) for name, words in sections.items()})
    return NameWords(
        lists,
        frozenset(_letters(word) for words in lists.values() for word in words.whole),
        tuple(sorted({_letters(word) for words in lists.values() for word in words.inside})),
    )


def clean_name(raw: str) -> str:
    """A name as it is shown: NFKC, no control or direction characters, single spaces, at most 24 symbols.

    A symbol is a letter with its marks, or an emoji with what is joined to it; piled-up marks are cut. "" when
    nothing is left to read.
    """
    kept: list[str] = []
    symbols = marks = 0
    for character in unicodedata.normalize("NFKC", raw[:_CUT]):
        category = unicodedata.category(character)
        if category[0] == "Z" or character in "\t\r\n":
            character, category = " ", "Zs"  # noqa: PLW2901 any kind of space is a space
            if not kept or kept[-1] == " ":
                continue
        joined = bool(kept) and kept[-1] == _JOINER
        if category[0] == "M" or character in {_JOINER, _VARIATION}:
            marks += 1
            if not kept or kept[-1] == " " or marks > _MARKS_PER_SYMBOL * 2:
                continue
        elif category in _DROPPED:
            continue
        elif not joined:
            symbols += 1
            marks = 0
            if symbols > MAX_SYMBOLS:
                break
        kept.append(character)
    name = "".join(kept).strip(" " + _JOINER)
    return name if any(unicodedata.category(character)[0] in "LNS" for character in name) else ""


def skeleton(name: str) -> str:
    """What two names share that look alike: case, accents, look-alike letters, spaces and dots folded away."""
    plain = _folded(name)
    letters = "".join(character for character in plain if character.isalnum())
    return letters or plain.replace(" ", "")


def is_refused(name: str, words: NameWords) -> bool:
    """Whether a name holds a refused word, also written with look-alikes, digits, or spaces and dots between."""
    found = (piece for piece in _BETWEEN.split(_folded(name)) if piece and not piece.isdigit())
    pieces = [_letters(piece) for piece in found]
    joined = "".join(pieces)
    # Only scraps are read together: "P u t a" is, "Ana L" is a first name and an initial.
    spelled = all(len(piece) <= _SCRAP for piece in pieces)
    if (spelled and joined in words.whole) or any(piece in words.whole for piece in pieces):
        return True
    return any(
        any(word in piece for piece in pieces) or ((spelled or len(word) >= _ACROSS) and word in joined)
        for word in words.inside
    )


def generated_name(words: NameWords, language: str, key: str, taken: Container[str]) -> str:
    """A friendly name that is not taken: the same for the same `key` and `taken` (skeletons).

    Falls back to English, then to "Player 12", and to a number behind when all pairs are taken.
    """
    lists = words.by_language
    chosen = lists.get(language.partition("-")[0].casefold()) or lists.get("en") or NameList()
    firsts, seconds = chosen.first or ("Player",), chosen.second
    for attempt in range(10_000):
        digest = hashlib.sha256(f"{key}:{attempt}".encode()).digest()
        first = firsts[int.from_bytes(digest[:4], "big") % len(firsts)]
        number = 2 + int.from_bytes(digest[8:12], "big") % (98 + attempt)
        second = seconds[int.from_bytes(digest[4:8], "big") % len(seconds)] if seconds else str(number)
        name = (
            f"{first} {second}" if attempt < len(firsts) * 2 or not seconds else f"{first} {second} {number}"
        )
        if skeleton(name) not in taken:
            return name
    return f"{firsts[0]} {key[-8:]}"


def _folded(name: str) -> str:
    """Casefolded, without accents, look-alikes as Latin letters."""
    apart = unicodedata.normalize("NFKD", name[:_CUT].casefold())
    plain = "".join(character for character in apart if unicodedata.category(character)[0] != "M")
    return plain.casefold().translate(_LOOK_ALIKES)


def _letters(word: str) -> str:
    """Folded letters of a word, each run of one letter as one: "cooool" is "col"."""
    folded = _folded(word).translate(_LEET)
    return re.sub(r"(.)\1+", r"\1", "".join(character for character in folded if character.isalnum()))
