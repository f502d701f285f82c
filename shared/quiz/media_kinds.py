"""Which pictures, sounds and films may stand in a quiz, told by their bytes. Reads no file."""

import re

from shared.quiz.problems import Problem
from shared.quiz.quiz import Media

MEDIA_KINDS = (
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/gif",
    "audio/mpeg",
    "audio/ogg",
    "audio/mp4",
    "audio/wav",
    "video/mp4",
    "video/webm",
)
"""SVG is not among them: it is a document that can carry script."""

MOST_MEDIA_BYTES = 20_000_000
LONGEST_ALT = 500
_SHA = re.compile(r"[0-9a-f]{64}")
_BEGINNINGS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WAVE", re.DOTALL), "audio/wav"),
    (re.compile(rb"OggS"), "audio/ogg"),
    (re.compile(rb"....ftypM4[AB] ", re.DOTALL), "audio/mp4"),
    (re.compile(rb"....ftyp(?!avif|heic|mif1|qt  )", re.DOTALL), "video/mp4"),
    (re.compile(rb"\x1a\x45\xdf\xa3"), "video/webm"),
    # An ID3 tag, or a frame: eleven bits set, a version and layer III.
    (re.compile(rb"ID3|\xff[\xfa\xfb\xf2\xf3\xe2\xe3]"), "audio/mpeg"),
)


def media_kind(beginning: bytes) -> str | None:
    """The kind that a file's first bytes (64 are enough) show, one of `MEDIA_KINDS`; None when it is another."""
    return next((kind for pattern, kind in _BEGINNINGS if pattern.match(beginning)), None)


def shows(beginning: bytes, mime: str) -> bool:
    """Whether bytes may be what a quiz says they are. An MP4 of any brand may be sound or film."""
    kind = media_kind(beginning)
    return mime in MEDIA_KINDS and (kind == mime or {kind, mime} == {"audio/mp4", "video/mp4"})


def is_sha(text: str) -> bool:
    """Whether a text has the form of a content's name: 64 lower-case hex digits."""
    return _SHA.fullmatch(text) is not None


def media_problems(media: Media) -> tuple[Problem, ...]:
    """What is wrong with one picture, sound or film. A missing description is a warning."""
    found: list[Problem] = []
    if media.mime not in MEDIA_KINDS:
        found.append(Problem("", "quiz.media_kind", {"kind": media.mime[:60]}))
    if not is_sha(media.sha):
        found.append(Problem("", "quiz.media_lost"))
    if not media.alt.strip():
        found.append(Problem("", "quiz.no_alt", warning=True))
    elif len(media.alt) > LONGEST_ALT:
        found.append(Problem("", "quiz.text_too_long", {"limit": LONGEST_ALT}))
    return tuple(found)
