"""Guesses the encoding of text that is no UTF and has no mark. Pure: bytes in, the name of a codec out.

Text in Latin letters is told by the letters of its language, everything else by charset-normalizer, which on short
Western text often answers with a neighbour (figures in `test_text_encodings`).
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator

_LATIN = (
    # Ties go to the first: the most common languages of a code page before the rare ones.
    ("cp1252", "àâæçéèêëîïôœùûüÿ"),
    ("cp1252", "äöüß"),
    ("cp1252", "áéíñóúüºª"),
    ("cp1252", "àáâãçéêíóôõúüºª"),
    ("cp1252", "àèéìíîòóù"),
    ("cp1252", "åäöé"),
    ("cp1252", "åæøéòóô"),
    ("cp1252", "áéëèïíóöüê"),
    ("cp1252", "àçèéíïòóúü·"),
    ("cp1250", "áčďéěíňóřšťúůýž"),
    ("cp1250", "áäčďéíĺľňóôŕšťúýž"),
    ("cp1250", "ąćęłńóśźż"),
    ("cp1250", "áéíóöőúüű"),
    ("cp1250", "ăâîşţ"),
    ("cp1250", "čćđšž"),
    ("cp1254", "çğıöşüâîûİ"),
    ("cp1257", "ąčęėįšųūž"),
    ("cp1257", "āčēģīķļņōŗšūž"),
    ("cp1257", "äõöüšž"),
    ("cp1252", "áðéíóúýþæö"),
    ("cp1252", "äöåšž"),
)
_INSIDE_WORDS = frozenset("’–—…/·\u00a0\u00ad")
_SIGNS = frozenset("‘‚“”„«»‹›•¿¡§°©®™€£×÷±²³½¼¾µ´")
_EAST_ASIAN = ["cp932", "euc_jp", "gb18030", "cp950", "cp949"]
_CYRILLIC = ["cp1251", "koi8_r", "cp866", "iso8859_5"]
_OTHERS = ["cp1253", "cp1255", "cp1256", "cp874", "cp1250", "cp1252", "cp1254", "cp1257"]
_WIDE = ["utf_16_le", "utf_16_be"]
_CANDIDATES = [*_EAST_ASIAN, *_CYRILLIC, *_OTHERS, *_WIDE]
_LINE_MARKS = frozenset("\n\r \u3000、。，．！？")
_SAMPLE_BYTES = 64 * 1024
_LATIN_FITS = 0.95
_ASCII_SHARE = 0.5
_STRANGE_SHARE = 0.002
_MOST_LINES = 40
_CONTROLS = [code for code in range(32) if code not in b"\t\n\r\f\x1a\x1b"]


def guessed_encoding(raw: bytes) -> str | None:
    """Name of the likeliest codec; None when nothing fits."""
    sample = _sample(raw)
    return _latin(sample) or next(_others(sample), None) or _by_lines(sample)


def _by_lines(raw: bytes) -> str | None:
    """What most lines say by themselves: one damaged place makes a whole text fit no codec."""
    if _has_controls(raw):
        return None
    lines = [line for line in raw.splitlines() if not line.isascii()][:_MOST_LINES]
    # The last character may be cut.
    votes = Counter(
        _latin(line) or next(_others(line), None) or next(_others(line[:-1]), None) for line in lines
    )
    best, count = votes.most_common(1)[0] if votes else (None, 0)
    return best if count * 2 >= len(lines) else None


def _has_controls(raw: bytes) -> bool:
    """Whether there are bytes that no text of one byte or several for a letter has; UTF-16 is full of them."""
    return any(code in raw for code in _CONTROLS)


def _sample(raw: bytes) -> bytes:
    """The beginning, up to a line end where there is one: no character of several bytes is cut."""
    if len(raw) <= _SAMPLE_BYTES:
        return raw
    end = raw.rfind(b"\n", 0, _SAMPLE_BYTES)
    return raw[: end + 1] if end > 0 else raw[:_SAMPLE_BYTES]


def _latin(raw: bytes) -> str | None:
    ascii_letters = sum(
        raw.count(bytes([code])) for code in b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    )
    beyond = sum(code > 127 for code in raw)
    if ascii_letters < _ASCII_SHARE * (ascii_letters + beyond):
        return None
    best, best_share = None, _LATIN_FITS
    texts: dict[str, str] = {}
    for encoding, letters in _LATIN:
        text = texts.setdefault(encoding, raw.decode(encoding, "replace"))
        share = _share_of(text, frozenset(letters + letters.upper()))
        if share > best_share or (best is None and share >= best_share):
            best, best_share = encoding, share
    return best


def _share_of(text: str, letters: frozenset[str]) -> float:
    """Which part of the characters beyond ASCII are letters of a language, in places where letters stand, or signs."""
    count = fitting = 0
    for before, one, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if one > "\x7f":
            count += 1
            if one in letters:
                fitting += not (before.islower() and one.isupper())
            else:
                fitting += one in _INSIDE_WORDS or (
                    one in _SIGNS and not (before.isalpha() and after.isalpha())
                )
    return fitting / max(count, 1)


def _others(raw: bytes) -> Iterator[str]:
    from charset_normalizer import from_bytes

    for match in from_bytes(raw, cp_isolation=_CANDIDATES):
        if match.encoding in _CANDIDATES and (match.encoding not in _WIDE or _is_wide(raw, match.encoding)):
            yield match.encoding


def _is_wide(raw: bytes, encoding: str) -> bool:
    """Any even number of bytes is UTF-16; only text is made of characters that exist, with something between them."""
    text = raw.decode(encoding, "replace")
    strange = sum(unicodedata.category(one) in {"Cn", "Co", "Cs"} or one == "\ufffd" for one in text)
    divided = _has_controls(raw) or not _LINE_MARKS.isdisjoint(text)
    return divided and strange <= _STRANGE_SHARE * len(text)
