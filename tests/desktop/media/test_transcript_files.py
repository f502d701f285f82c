"""Transcript files: nothing lost on the way, nothing believed that should not be."""

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from desktop.media import transcript_files
from desktop.media.messages import Probe
from desktop.media.segments import Segment, Word
from desktop.media.transcript_files import TranscriptFile, packed, unpacked
from shared.errors import AppError

KEY, SHA = b"k" * 32, b"s" * 32
PROBE = Probe("audio", ".mp3", "mp3", duration_ms=5_000, has_audio=True)
WORDS = st.builds(Word, st.integers(0, 10**7), st.integers(0, 10**7), st.text(max_size=8), st.floats(0, 1))
SEGMENTS = st.builds(
    Segment,
    st.text(max_size=40),
    st.none() | st.integers(0, 10**7),
    st.none() | st.integers(0, 10**7),
    st.none() | st.integers(1, 900),
    st.text(max_size=5),
    st.lists(WORDS, max_size=4).map(tuple),
)


def file(segments=(), probe=PROBE) -> TranscriptFile:
    return TranscriptFile(1, KEY, SHA, "whisper", "tiny.en", "en", "", list(segments), 7, probe)


@given(st.lists(SEGMENTS, max_size=5))
def test_what_is_packed_comes_back(segments):
    assert unpacked(packed(file(segments)), KEY, SHA) == file(segments)


def test_fields_of_a_later_version_do_no_harm():
    raw = {**msgspec.to_builtins(file(), builtin_types=(bytes,)), "version": 2, "mood": "good"}
    data = zstandard.compress(msgspec.msgpack.encode(raw))
    assert unpacked(data, KEY, SHA).version == 2


@pytest.mark.parametrize(
    "data", [b"", b"x", zstandard.compress(b"x"), zstandard.compress(b"\x80"), packed(file())[:-5]]
)
def test_what_cannot_be_read_is_damaged(data):
    with pytest.raises(AppError) as damaged:
        unpacked(data, KEY, SHA)
    assert (damaged.value.code, damaged.value.retryable) == ("content.damaged", False)


def test_another_transcript_is_not_taken():
    for key, sha in ((b"x" * 32, SHA), (KEY, b"x" * 32)):
        with pytest.raises(AppError, match=r"content\.damaged"):
            unpacked(packed(file()), key, sha)


def test_a_bomb_is_stopped(monkeypatch):
    monkeypatch.setattr(transcript_files, "MOST_BYTES", 1_000_000)
    with pytest.raises(AppError, match=r"content\.damaged"):
        unpacked(zstandard.compress(bytes(50_000_000)), KEY, SHA)


@pytest.mark.parametrize(
    "probe",
    [
        msgspec.structs.replace(PROBE, suffix="/../../../etc/passwd"),
        msgspec.structs.replace(PROBE, suffix=".exe"),
        msgspec.structs.replace(PROBE, kind="folder"),
        msgspec.structs.replace(PROBE, duration_ms=-1),
        msgspec.structs.replace(PROBE, page_count=2**60),
    ],
)
def test_what_strangers_say_of_a_file_is_checked(probe):
    assert unpacked(packed(file(probe=probe)), KEY, SHA).probe is None
    assert unpacked(packed(file()), KEY, SHA).probe == PROBE
