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
_BETWEEN: Final = re.compile(r"[^\w@$!€+|]+|_+")
"""Refused words of so many letters are also found across the spaces of a name; shorter ones meet by chance."""


class Runs(msgspec.Struct, frozen=True, order=True):
    """A text as its folded letters, each run once, and how often each stands in a row: "boob" is bob, (1, 2, 1)."""

    letters: str
    counts: tuple[int, ...]


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
    """Word lists by language ("en", "es"). Refused words of all languages hold in every game, as runs of letters."""

    by_language: Mapping[str, NameList] = {}
    whole: tuple[Runs, ...] = ()
    inside: tuple[Runs, ...] = ()


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
    every = lists.values()
    return NameWords(
        lists,
        tuple(sorted({_runs(_plain(word)) for words in every for word in words.whole})),
        tuple(sorted({_runs(_plain(word)) for words in every for word in words.inside})),
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
    """Whether a name holds a refused word, also written with look-alikes, digits, or spaces and dots between.

    Letters may be drawn out ("shiiit"), not left out: "Bob" is none of the words that it is near to.
    """
    parts = [part for part in _BETWEEN.split(_plain(name)) if part and not part.isdigit()]
    pieces = [_runs(part) for part in parts]
    joined = _runs("".join(parts))
    # Only scraps are read together: "P u t a" is, "Ana L" is a first name and an initial.
    spelled = all(_length(piece) <= _SCRAP for piece in pieces)
    whole = [*pieces, joined] if spelled else pieces
    if any(word.letters == piece.letters and _holds(piece, word) for word in words.whole for piece in whole):
        return True
    return any(
        any(_holds(piece, word) for piece in pieces)
        or ((spelled or _length(word) >= _ACROSS) and _holds(joined, word))
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


def _plain(name: str) -> str:
    """Casefolded, without accents."""
    apart = unicodedata.normalize("NFKD", name[:_CUT].casefold())
    return "".join(character for character in apart if unicodedata.category(character)[0] != "M").casefold()


def _folded(name: str) -> str:
    """Plain, and look-alikes as Latin letters."""
    return _plain(name).translate(_LOOK_ALIKES)


def _runs(plain: str) -> Runs:
    """The runs of a plain text.

    What only looks like a letter ("$") runs on with it; two letters that are folded into one ("li") stay apart.
    """
    letters, counts = "", list[int]()
    before = ""
    for raw in plain:
        letter = raw.translate(_LOOK_ALIKES).translate(_LEET)
        if not letter.isalnum():
            continue
        apart = raw != before and raw.isalpha() and before.isalpha()
        if letters.endswith(letter) and not apart:
            counts[-1] += 1
        else:
            letters += letter
            counts.append(1)
        before = raw
    return Runs(letters, tuple(counts))


def _holds(text: Runs, word: Runs) -> bool:
    """Whether a word stands in a text, each of its letters at least as often in a row."""
    at = text.letters.find(word.letters)
    while at >= 0:
        if all(given >= wanted for given, wanted in zip(text.counts[at:], word.counts, strict=False)):
            return True
        at = text.letters.find(word.letters, at + 1)
    return False


def _length(runs: Runs) -> int:
    return sum(runs.counts)
