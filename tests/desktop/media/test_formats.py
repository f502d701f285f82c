import pytest

from desktop.media.formats import SUFFIXES, check_size, container_suffix, most_bytes, normal_suffix
from shared.errors import AppError


def test_every_promised_kind_can_be_imported():
    promised = [
        "mp4",
        "mov",
        "avi",
        "webm",
        "mkv",
        "mp3",
        "m4a",
        "wav",
        "flac",
        "ogg",
        "opus",
        "pdf",
        "txt",
        "md",
        "srt",
        "vtt",
    ]
    assert {f".{name}" for name in promised} <= SUFFIXES


def test_suffixes_are_compared_without_case_and_with_their_aliases():
    assert normal_suffix(".MP4") == ".mp4"
    assert normal_suffix(".Markdown") == ".md"


def test_empty_and_oversized_files_are_refused():
    check_size(".mp4", 1)
    with pytest.raises(AppError) as empty:
        check_size(".mp4", 0)
    with pytest.raises(AppError) as large:
        check_size(".txt", most_bytes(".txt") + 1)
    assert (empty.value.code, large.value.code) == ("media.empty", "media.too_large")


def test_a_container_is_stored_under_an_ending_that_fits():
    assert container_suffix("mov,mp4,m4a,3gp,3g2,mj2", ".m4a") == ".m4a"
    assert container_suffix("mov,mp4,m4a,3gp,3g2,mj2", ".mp3") == ".mp4"
    assert container_suffix("matroska,webm", ".mkv") == ".mkv"
    assert container_suffix("tty", ".txt") is None
