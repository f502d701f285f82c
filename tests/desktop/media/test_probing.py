import os

import numpy as np
import pytest

from desktop.media.probing import probe
from shared.errors import AppError
from tests.support.documents import make_pdf, make_scan
from tests.support.speech import LECTURE, tone, truncated, write_audio, write_video


def refusal(path):
    with pytest.raises(AppError) as refused:
        probe(path)
    return refused.value.code


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".ogg", ".m4a", ".webm"])
def test_sounds_are_known_by_their_content(tmp_path, suffix):
    found = probe(write_audio(tmp_path / f"a{suffix}", tone(1_500), sample_rate=48_000))
    assert (found.kind, found.suffix, found.has_audio, found.has_video) == ("audio", suffix, True, False)
    assert found.duration_ms == pytest.approx(1_500, abs=120)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
def test_films_are_known_by_their_content(tmp_path, suffix):
    found = probe(write_video(tmp_path / f"a{suffix}", tone(1_500)))
    assert (found.kind, found.suffix, found.width, found.height) == ("video", suffix, 320, 180)


def test_the_sample_lecture_is_a_sound_of_its_length():
    found = probe(LECTURE)
    assert (found.kind, found.suffix) == ("audio", ".m4a")
    assert found.duration_ms == pytest.approx(260_000, abs=1_500)


def test_a_wrong_ending_is_put_right(tmp_path):
    path = write_audio(tmp_path / "a.wav", tone(500)).rename(tmp_path / "a.mp3")
    assert probe(path).suffix == ".wav"
    path = make_pdf(tmp_path / "b.pdf", ["text"]).rename(tmp_path / "b.txt")
    assert probe(path).suffix == ".pdf"


def test_documents_are_known(tmp_path):
    found = probe(make_pdf(tmp_path / "a.pdf", ["one", "two"]))
    assert (found.kind, found.page_count) == ("document", 2)
    assert probe(make_scan(tmp_path / "b.pdf", 3)).page_count == 3
    for name in ("c.txt", "d.md", "e.srt", "f.Markdown"):
        (tmp_path / name).write_text("1\n00:00:01,000 --> 00:00:02,000\nHello", encoding="utf-8")
        assert probe(tmp_path / name).kind == "document"
    assert probe(tmp_path / "f.Markdown").suffix == ".md"


def test_a_text_named_as_a_film_is_not_what_its_name_promises(tmp_path):
    for name in ("a.mp4", "a.mp3", "a.pdf"):
        path = tmp_path / name
        path.write_text("This is just a text.\n" * 40, encoding="utf-8")
        assert refusal(path) == "media.wrong_content"


def test_bytes_named_as_a_text_are_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(256)) * 8)
    assert refusal(path) == "media.wrong_content"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.srt", "These are only notes.\n"),
        ("b.vtt", "WEBVTT\n\nNOTE nothing yet\n"),
        ("c.srt", "1\n00:00:01,000 --> 00:00:02,000\n\n"),
    ],
)
def test_subtitles_without_a_line_are_refused(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert refusal(tmp_path / name) == "media.no_subtitles"


def test_subtitles_far_down_the_file_are_found(tmp_path):
    path = tmp_path / "a.srt"
    path.write_bytes(
        "Über die Brechung.\n".encode("cp1252") * 8_000 + b"\n1\n00:00:01,000 --> 00:00:02,000\nHallo\n"
    )
    assert probe(path).suffix == ".srt"


def test_an_empty_file_a_folder_and_a_missing_one_say_so(tmp_path):
    (tmp_path / "a.mp4").touch()
    assert refusal(tmp_path / "a.mp4") == "media.empty"
    assert refusal(tmp_path / "b.mp4") == "storage.file_missing"
    (tmp_path / "c.mp4").mkdir()
    assert refusal(tmp_path / "c.mp4") == "media.unsupported"


def test_a_film_cut_before_its_index_is_unreadable(tmp_path):
    whole = write_video(tmp_path / "whole.mp4", tone(1_500))
    assert refusal(truncated(whole, tmp_path / "cut.mp4", 0.6)) == "media.unreadable"


def test_random_bytes_are_unreadable_under_a_known_ending_only(tmp_path):
    noise = np.random.default_rng(1).bytes(20_000)
    (tmp_path / "a.mp4").write_bytes(noise)
    (tmp_path / "a.exe").write_bytes(noise)
    assert refusal(tmp_path / "a.mp4") == "media.unreadable"
    assert refusal(tmp_path / "a.exe") == "media.unsupported"


def test_a_film_without_sound_is_refused(tmp_path):
    import av

    path = tmp_path / "silent.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            picture = np.zeros((64, 64, 3), np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    assert refusal(path) == "media.no_audio"


def test_a_locked_pdf_is_refused(tmp_path):
    assert refusal(make_pdf(tmp_path / "a.pdf", ["secret"], password="x")) == "media.pdf_locked"


def test_names_that_are_no_text_are_probed(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9\xff.txt")
    path.write_text("Hello")
    assert probe(path).kind == "document"


def test_a_live_recording_without_a_length_gets_one(tmp_path):
    """Browsers write WebM as a stream: the header has no duration."""
    path = write_audio(tmp_path / "a.webm", tone(1_500), sample_rate=48_000)
    raw = path.read_bytes()
    # The Duration element (0x4489, 8 bytes) becomes a Void element.
    at = raw.index(b"\x44\x89\x88")
    path.write_bytes(raw[:at] + b"\xec\x89" + b"\0" * 9 + raw[at + 11 :])
    assert probe(path).duration_ms == pytest.approx(1_500, abs=120)


def test_a_file_that_may_not_be_read_says_so(tmp_path):
    file = tmp_path / "private.mp3"
    file.write_bytes(b"x" * 100)
    file.chmod(0)
    me = os.geteuid()
    if me == 0:
        os.seteuid(65_534)  # root may read everything
    try:
        with pytest.raises(AppError) as refused:
            probe(file)
    finally:
        if me == 0:
            os.seteuid(0)
    assert refused.value.code == "media.no_permission"
