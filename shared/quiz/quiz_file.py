"""`.lantern-quiz` files: a zip of `quiz.json` and `media/<sha256>`. Bytes in, bytes out; touches no disk."""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Literal

import msgspec

from shared.errors import AppError
from shared.quiz.media_kinds import MOST_MEDIA_BYTES, is_sha, shows
from shared.quiz.questions import media_of
from shared.quiz.quiz import Media, Quiz

EXTENSION = ".lantern-quiz"
FORMAT, VERSION = "lantern-quiz", 1
MOST_FILE_BYTES = 200_000_000
MOST_QUIZ_BYTES = 10_000_000
MOST_FILE_QUESTIONS = 2_000
_MOST_DIRECTORY_BYTES = 2_000_000
_QUIZ = "quiz.json"
_MADE = (1980, 1, 1, 0, 0, 0)
_DIRECTORY_END = struct.Struct("<4s4H2LH")
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError,
    OverflowError, OSError,
)  # fmt: skip


class QuizFile(msgspec.Struct, frozen=True):
    """A quiz and the bytes of its media by sha256. What the file did not hold in good form is not in `media`."""

    quiz: Quiz
    media: dict[str, bytes]

    def missing(self) -> tuple[Media, ...]:
        """Media the quiz speaks of that did not come along, each once."""
        wanted = {media.sha: media for question in self.quiz.questions for media in media_of(question)}
        return tuple(media for sha, media in wanted.items() if sha not in self.media)


class _Document(msgspec.Struct, frozen=True):
    format: Literal["lantern-quiz"]
    version: int
    quiz: Quiz


class _Header(msgspec.Struct, frozen=True):
    format: Literal["lantern-quiz"]
    version: int


def write_quiz_file(quiz: Quiz, media: Mapping[str, bytes]) -> bytes:
    """The file of a quiz with those of `media` that it speaks of. The same quiz gives the same bytes."""
    wanted = {one.sha for question in quiz.questions for one in media_of(question)}
    parts = {_QUIZ: msgspec.json.encode(_Document(FORMAT, VERSION, quiz))}
    parts |= {f"media/{sha}": media[sha] for sha in sorted(wanted & media.keys())}
    target = io.BytesIO()
    # Stored, not deflated: media are compressed already, and zlib's versions differ in their output.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _MADE)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def read_quiz_file(data: bytes) -> QuizFile:
    """Read a file from anywhere; names inside it are only looked up, nothing else in it is read.

    Raises `AppError`: "quiz.file_damaged", "quiz.file_newer", "quiz.file_too_large". Media that are absent or are
    not what the quiz says are left out; bytes that do not fit their sha256 mean damage.
    """
    _guard(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            quiz = _quiz(_content(archive, _QUIZ, MOST_QUIZ_BYTES))
            return QuizFile(quiz, _media(archive, quiz))
    except _UNREADABLE as cause:
        raise _damaged(type(cause).__name__) from cause


def _guard(data: bytes) -> None:
    """Refuse by size before the list of contents, which a bomb can make huge, is read."""
    if len(data) > MOST_FILE_BYTES:
        raise _too_large()
    start = data.rfind(b"PK\x05\x06")
    if start < 0 or len(data) - start < _DIRECTORY_END.size:
        raise _damaged("no end of archive")
    directory_bytes = _DIRECTORY_END.unpack_from(data, start)[5]
    # A zip64 locator would override these sizes; no file of ours is that large.
    if directory_bytes > _MOST_DIRECTORY_BYTES or data[max(start - 20, 0) :].startswith(b"PK\x06\x07"):
        raise _too_large()


def _content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    if archive.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _damaged("unknown compression")
    with archive.open(name) as entry:
        content = entry.read(most + 1)
    if len(content) > most:
        raise _too_large()
    return content


def _quiz(content: bytes) -> Quiz:
    try:
        if msgspec.json.decode(content, type=_Header).version > VERSION:
            raise AppError("quiz.file_newer")
        quiz = msgspec.json.decode(content, type=_Document).quiz
    except (msgspec.DecodeError, RecursionError) as cause:
        # The message of a decoder quotes no content, only where and what was expected.
        raise _damaged(str(cause)) from cause
    if len(quiz.questions) > MOST_FILE_QUESTIONS:
        raise _too_large()
    return quiz


def _media(archive: zipfile.ZipFile, quiz: Quiz) -> dict[str, bytes]:
    names = set(archive.namelist())
    found: dict[str, bytes] = {}
    total = 0
    for media in (one for question in quiz.questions for one in media_of(question)):
        name = f"media/{media.sha}"
        if media.sha in found or not is_sha(media.sha) or name not in names:
            continue
        content = _content(archive, name, MOST_MEDIA_BYTES)
        total += len(content)
        if total > MOST_FILE_BYTES:
            raise _too_large()
        if hashlib.sha256(content).hexdigest() != media.sha:
            raise _damaged("content does not fit its sha256")
        if shows(content[:64], media.mime):
            found[media.sha] = content
    return found


def _damaged(detail: str) -> AppError:
    return AppError("quiz.file_damaged", detail=detail)


def _too_large() -> AppError:
    return AppError(
        "quiz.file_too_large",
        limit=MOST_FILE_BYTES // 1_000_000,
        media=MOST_MEDIA_BYTES // 1_000_000,
        questions=MOST_FILE_QUESTIONS,
    )
