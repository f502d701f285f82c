"""Decodes text files of unknown encoding and tells text from anything else. Pure: bytes in, text out."""

from desktop.media.text_encodings import guessed_encoding
from shared.errors import AppError

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROLS = "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\r\f\x0b\x1b\x1a")
_MOST_CONTROLS = 0.002
_WIDE_ZEROS = 0.3
_WHOLE_TO_BROKEN = 10
_JAPANESE_ESCAPE = b"\x1b$"


def decode_text(raw: bytes) -> str:
    """Decode: byte-order mark, UTF-16 of Western text, UTF-8, ISO-2022-JP, else the likeliest of the older encodings.

    A few broken characters become U+FFFD and cost no others. Raises `AppError("media.not_text")` for bytes that are
    no text.
    """
    text = _decoded(raw)
    controls = sum(map(text.count, _CONTROLS))
    if controls > _MOST_CONTROLS * len(text):
        raise AppError("media.not_text", detail=f"{controls} control characters")
    return text


def looks_like_text(head: bytes) -> bool:
    """Whether the beginning of a file is text; a character cut at the end does not matter."""
    for cut in range(4):
        try:
            decode_text(head[: len(head) - cut])
        except AppError:
            continue
        return True
    return False


def _decoded(raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _by_mark(raw, encoding)
    if raw.count(0) > _WIDE_ZEROS * len(raw):
        # Western text in UTF-16 has every other byte zero: which ones tells the byte order.
        return _by_mark(raw, "utf-16-le" if raw[1::2].count(0) > raw[::2].count(0) else "utf-16-be")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _nearly_utf8(raw) or _by_guess(raw)
    # Two characters for one letter in seven bits: Japanese mail.
    return raw.decode("iso2022_jp", "replace") if _JAPANESE_ESCAPE in raw else text


def _nearly_utf8(raw: bytes) -> str | None:
    """UTF-8 with a broken place here and there: text of another encoding would be broken everywhere."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - broken
    return text if whole >= _WHOLE_TO_BROKEN * broken else None


def _by_guess(raw: bytes) -> str:
    encoding = guessed_encoding(raw)
    if encoding is not None:
        return raw.decode(encoding, "replace")
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _by_mark(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as cause:
        raise AppError("media.not_text", detail=encoding) from cause
