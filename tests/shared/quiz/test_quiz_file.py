"""Quiz files, good and bad."""

import hashlib
import io
import struct
import zipfile

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.errors import AppError
from shared.quiz import quiz_file
from shared.quiz.quiz import Choice, Media, Question, Quiz, Single, TrueFalse
from shared.quiz.quiz_file import read_quiz_file, write_quiz_file
from tests.support import quiz_bodies
from tests.support.quiz_laws import outcome

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 50
MP3 = b"ID3\x04" + b"sound" * 50
SHAS = {content: hashlib.sha256(content).hexdigest() for content in (PNG, MP3)}
MEDIA = {sha: content for content, sha in SHAS.items()}
CAT, SONG = Media(SHAS[PNG], "image/png", "a cat"), Media(SHAS[MP3], "audio/mpeg", "a song")
QUIZ = Quiz(
    "quiz",
    "Animals",
    (
        Question("1", "Who sings?", Single((Choice("cat", CAT), Choice("dog")), 0), media=SONG),
        Question("2", "<script>alert('x')</script>", TrueFalse(True), media=CAT),
    ),
)
GOOD = write_quiz_file(QUIZ, MEDIA)


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def document(quiz: Quiz | dict = QUIZ, **changes):
    return msgspec.json.encode({"format": "lantern-quiz", "version": 1, "quiz": quiz} | changes)


def refused(data):
    with pytest.raises(AppError) as failure:
        read_quiz_file(data)
    return failure.value.code


@given(st.lists(quiz_bodies.bodies, max_size=6))
def test_what_is_written_is_read(bodies):
    quiz = replace(QUIZ, questions=tuple(Question(str(n), "Why?", body) for n, body in enumerate(bodies)))
    assert read_quiz_file(write_quiz_file(quiz, {})).quiz == quiz


def test_media_travel_along():
    read = read_quiz_file(GOOD)
    assert (read.quiz, read.media, read.missing()) == (QUIZ, MEDIA, ())


def test_the_same_quiz_gives_the_same_bytes():
    turned = dict(reversed(MEDIA.items())) | {"f" * 64: b"not of this quiz"}
    assert write_quiz_file(QUIZ, turned) == GOOD
    assert hashlib.sha256(GOOD).hexdigest() == hashlib.sha256(write_quiz_file(QUIZ, MEDIA)).hexdigest()


def test_script_is_text():
    assert read_quiz_file(GOOD).quiz.questions[1].text == "<script>alert('x')</script>"


@pytest.mark.parametrize("part", [0, 1, 20, 21, 22, 100, len(GOOD) // 2, len(GOOD) - 30, len(GOOD) - 1])
def test_a_truncated_file_is_damaged(part):
    assert refused(GOOD[:part]) == "quiz.file_damaged"


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_flipped_byte_is_harmless_or_refused(place, flip):
    data = bytearray(GOOD)
    data[place] ^= flip
    read, refusal = outcome(read_quiz_file, bytes(data))
    assert refusal in ("", "quiz.file_damaged", "quiz.file_too_large")
    if read:
        assert read.quiz == QUIZ
        assert read.media.items() <= MEDIA.items()


@given(st.binary(max_size=400) | st.binary(max_size=100).map(lambda tail: GOOD + tail))
def test_any_bytes_are_read_or_refused(data):
    read, refusal = outcome(read_quiz_file, data)
    assert read.quiz == QUIZ if read else refusal in ("quiz.file_damaged", "quiz.file_too_large")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"{}",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format":"lantern-quiz","version":1,"quiz":' + b"[" * 100_000,
        document(format="other"),
        document(quiz={"id": "1"}),
        document(
            quiz={"id": "1", "title": "x", "questions": [{"id": "1", "text": "x", "body": {"type": "maze"}}]}
        ),
        document(version="1"),
        b'{"format":"lantern-quiz","version":1,"quiz":{"id":"1","title":"\\ud800"}}',
        b'{"format":"lantern-quiz","version":1e999}',
    ],
)
def test_a_wrong_document_is_damage(content):
    assert refused(zipped({"quiz.json": content})) == "quiz.file_damaged"


def test_a_file_without_a_quiz_is_damaged():
    assert refused(zipped({"other.json": document()})) == "quiz.file_damaged"
    assert refused(zipped({})) == "quiz.file_damaged"


def test_a_newer_file_says_so_whatever_is_in_it():
    assert refused(zipped({"quiz.json": document(version=2, quiz={"questions": 7})})) == "quiz.file_newer"


def test_unknown_keys_are_kept_out():
    quiz = msgspec.to_builtins(QUIZ) | {"unknown": "x"}
    read = read_quiz_file(zipped({"quiz.json": document(quiz, more=[1])}))
    assert read.quiz == QUIZ
    assert b"unknown" not in write_quiz_file(read.quiz, {})


def test_media_that_are_not_what_their_name_says_are_damage():
    parts = {"quiz.json": document(), f"media/{CAT.sha}": PNG + b"x"}
    assert refused(zipped(parts)) == "quiz.file_damaged"


def test_media_that_are_absent_or_of_another_kind_are_missing():
    page = b"<html><script>alert(1)</script>"
    fake = Media(hashlib.sha256(page).hexdigest(), "image/png", "a page")
    drawn = Media(hashlib.sha256(page + b"2").hexdigest(), "image/svg+xml", "a drawing")
    odd = Media("../../../etc/passwd", "image/png", "a path")
    quiz = replace(
        QUIZ,
        questions=tuple(replace(QUIZ.questions[1], media=media) for media in (CAT, fake, drawn, odd, SONG)),
    )
    parts = {
        "quiz.json": document(quiz),
        f"media/{fake.sha}": page,
        f"media/{drawn.sha}": page + b"2",
        "media/../../../etc/passwd": page,
        f"media/{SONG.sha}": MP3,
    }
    read = read_quiz_file(zipped(parts))
    assert read.media == {SONG.sha: MP3}
    assert read.missing() == (CAT, fake, drawn, odd)


def test_paths_that_lead_elsewhere_are_never_looked_at():
    parts = {
        "../quiz.json": b"{}",
        "/etc/cron.d/x": b"x",
        "C:\\x": b"x",
        "quiz.json": document(),
        "media/": b"",
    }
    assert read_quiz_file(zipped(parts)).media == {}


def test_bombs_are_refused_before_they_grow(monkeypatch):
    huge = b" " * (quiz_file.MOST_QUIZ_BYTES + 1)
    bomb = zipped({"quiz.json": huge})
    assert len(bomb) < 20_000
    assert refused(bomb) == "quiz.file_too_large"
    many = tuple(replace(QUIZ.questions[1], id=str(number)) for number in range(2_001))
    assert refused(zipped({"quiz.json": document(replace(QUIZ, questions=many))})) == "quiz.file_too_large"
    monkeypatch.setattr(quiz_file, "MOST_FILE_BYTES", len(PNG) + 1)
    assert refused(GOOD) == "quiz.file_too_large"


def test_media_that_grow_are_refused(monkeypatch):
    big = b"\x89PNG\r\n\x1a\n" + bytes(quiz_file.MOST_MEDIA_BYTES)
    sha = hashlib.sha256(big).hexdigest()
    quiz = replace(QUIZ, questions=(replace(QUIZ.questions[1], media=Media(sha, "image/png", "x")),))
    assert refused(zipped({"quiz.json": document(quiz), f"media/{sha}": big})) == "quiz.file_too_large"
    monkeypatch.setattr(quiz_file, "MOST_MEDIA_BYTES", 100_000_000)
    monkeypatch.setattr(quiz_file, "MOST_FILE_BYTES", 10_000_000)
    assert refused(zipped({"quiz.json": document(quiz), f"media/{sha}": big})) == "quiz.file_too_large"


def test_a_list_of_contents_that_grows_is_not_read():
    data = bytearray(GOOD)
    end = data.rfind(b"PK\x05\x06")
    struct.pack_into("<L", data, end + 12, 100_000_000)
    assert refused(bytes(data)) == "quiz.file_too_large"
    larger = GOOD[:end] + b"PK\x06\x07" + bytes(16) + GOOD[end:]
    assert refused(larger) == "quiz.file_too_large"


def test_other_packings_are_damage():
    for compression in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        assert refused(zipped({"quiz.json": document()}, compression)) == "quiz.file_damaged"
    locked = bytearray(zipped({"quiz.json": document()}))
    for signature, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        locked[locked.find(signature) + flags] |= 1
    assert refused(bytes(locked)) == "quiz.file_damaged"


def test_the_refusal_tells_the_limits():
    with pytest.raises(AppError) as failure:
        read_quiz_file(bytes(quiz_file.MOST_FILE_BYTES + 1))
    assert failure.value.parameters == {"limit": 200, "media": 20, "questions": 2_000}
