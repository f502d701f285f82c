"""Media of quizzes."""

import pytest

from shared.quiz.media_kinds import MEDIA_KINDS, is_sha, media_kind, media_problems, shows
from shared.quiz.quiz import Media
from tests.support.quiz_laws import codes

SHA = "0123456789abcdef" * 4
BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR": "image/png",
    b"\xff\xd8\xff\xe0\0\x10JFIF": "image/jpeg",
    b"RIFF\x24\0\n\0WEBPVP8 ": "image/webp",
    b"GIF89a": "image/gif",
    b"ID3\x04": "audio/mpeg",
    b"\xff\xfb\x90\x64": "audio/mpeg",
    b"OggS\0\x02": "audio/ogg",
    b"\0\0\0\x1cftypM4A \0\0": "audio/mp4",
    b"RIFF\x24\x08\0\0WAVEfmt ": "audio/wav",
    b"\0\0\0\x18ftypisom": "video/mp4",
    b"\x1a\x45\xdf\xa3\x9fB\x86": "video/webm",
}


@pytest.mark.parametrize(("beginning", "kind"), BEGINNINGS.items())
def test_kinds_are_told_by_their_bytes(beginning, kind):
    assert media_kind(beginning) == kind
    assert shows(beginning, kind)
    assert not shows(beginning, "image/svg+xml")


def test_every_kind_is_told():
    assert set(BEGINNINGS.values()) == set(MEDIA_KINDS)


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"<svg xmlns=",
        b"<?xml version",
        b"<!DOCTYPE html>",
        b"%PDF-1.7",
        b"MZ\x90",
        b"PK\3\4",
        b"\0\0\0\x18ftypheic",
    ],
)
def test_other_files_are_none(beginning):
    assert media_kind(beginning) is None
    assert not any(shows(beginning, kind) for kind in MEDIA_KINDS)


def test_sound_in_a_film_file_may_be_either():
    assert shows(b"\0\0\0\x18ftypisom", "audio/mp4")
    assert not shows(b"GIF89a", "image/png")


def test_what_is_wrong_is_said():
    assert media_problems(Media(SHA, "image/png", "a cat")) == ()
    assert codes(media_problems(Media(SHA, "image/svg+xml", "a cat"))) == ["quiz.media_kind"]
    assert codes(media_problems(Media("../../etc/passwd", "image/png", "a cat"))) == ["quiz.media_lost"]
    assert codes(media_problems(Media(SHA, "image/png", "x" * 501))) == ["quiz.text_too_long"]
    (silent,) = media_problems(Media(SHA, "image/png", " "))
    assert (silent.code, silent.warning) == ("quiz.no_alt", True)


def test_names_of_contents():
    assert is_sha(SHA)
    assert not any(map(is_sha, ("", SHA.upper(), SHA[1:], SHA + "\n", "g" * 64)))
