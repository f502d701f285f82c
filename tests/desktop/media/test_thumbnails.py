import numpy as np
from PIL import Image

from desktop.media.thumbnails import SIZE, draw, wave_bars
from tests.support.documents import make_pdf
from tests.support.speech import LECTURE, silence, tone, write_audio, write_video


def drawn(path, kind, target):
    assert draw(path, kind, path.suffix, target)
    assert list(target.parent.glob("*.part")) == []
    with Image.open(target) as picture:
        assert picture.size == SIZE
        return picture.copy()


def test_a_film_shows_a_frame(tmp_path):
    film = write_video(tmp_path / "a.mp4", tone(2_000))
    picture = np.asarray(drawn(film, "video", tmp_path / "a.jpg"))
    assert picture.std() > 10


def test_a_pdf_shows_its_first_page(tmp_path):
    pdf = make_pdf(tmp_path / "a.pdf", ["Light bends.\n" * 10])
    picture = np.asarray(drawn(pdf, "document", tmp_path / "a.jpg"))
    assert picture.max() == 255
    assert picture.min() < 120


def test_a_text_shows_its_shape_whatever_the_script(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("光が曲がる\nlight bends\n" * 3, encoding="utf-8")
    picture = np.asarray(drawn(path, "document", tmp_path / "a.jpg"))
    assert len(np.unique(picture)) > 2


def test_a_sound_shows_its_loudness_on_no_background(tmp_path):
    half = np.concatenate([silence(1_000), tone(1_000)])
    path = write_audio(tmp_path / "a.wav", half)
    bars = wave_bars(path, 10)
    assert max(bars[:4]) < 0.01
    assert min(bars[6:]) > 0.9
    picture = drawn(path, "audio", tmp_path / "a.png")
    assert picture.mode == "RGBA"
    assert picture.getpixel((0, 0)) == (0, 0, 0, 0)


def test_a_long_sound_is_sampled(tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.media.thumbnails._WHOLE_BELOW_S", 10)
    bars = wave_bars(LECTURE, 48)
    assert len(bars) == 48
    assert max(bars) == 1.0
    assert sum(bar > 0 for bar in bars) > 40


def test_a_file_without_a_picture_is_no_error(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(b"nothing")
    assert not draw(path, "video", ".mp4", tmp_path / "a.jpg")
    assert not draw(path, "audio", ".mp3", tmp_path / "a.png")
    assert not (tmp_path / "a.jpg").exists()
