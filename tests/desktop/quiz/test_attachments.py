"""Files that may stand beside a question."""

import io

import pytest
from PIL import Image

from desktop.quiz.attachments import MOST_PIXELS, SUFFIXES, read_attachment, suffix_of
from shared.errors import AppError
from shared.quiz.media_kinds import MEDIA_KINDS, MOST_MEDIA_BYTES


def size(data):
    with Image.open(io.BytesIO(data)) as found:
        return found.size


def saved(path, picture, **options):
    picture.save(path, **options)
    return path


def test_small_pictures_stay_as_they_are(tmp_path):
    path = saved(tmp_path / "a.png", Image.new("RGB", (40, 30)))
    assert read_attachment(path) == (path.read_bytes(), "image/png")


def test_large_ones_shrink_and_lose_camera_data(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera"
    data, mime = read_attachment(saved(tmp_path / "a.jpg", Image.new("RGB", (4000, 1000), "red"), exif=exif))
    assert mime == "image/jpeg"
    assert size(data) == (MOST_PIXELS // 4, MOST_PIXELS), "turned upright"
    assert b"Camera" not in data


def test_see_through_pictures_stay_see_through(tmp_path):
    path = saved(tmp_path / "a.png", Image.new("RGBA", (2000, 10), (0, 0, 0, 0)))
    data, mime = read_attachment(path)
    assert mime == "image/png"
    with Image.open(io.BytesIO(data)) as found:
        assert found.mode == "RGBA"


def test_sounds_and_animations_are_kept_whole(tmp_path):
    for name, data, mime in (
        ("a.mp3", b"ID3" + bytes(100), "audio/mpeg"),
        ("a.gif", b"GIF89a" + bytes(9), "image/gif"),
    ):
        (tmp_path / name).write_bytes(data)
        assert read_attachment(tmp_path / name) == (data, mime)


def test_refused(tmp_path):
    for name, data, code in (
        ("a.svg", b"<svg onload='x()'/>", "quiz.media_unsupported"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "quiz.media_unreadable"),
        ("a.wav", b"RIFF\0\0\0\0WAVE" + bytes(MOST_MEDIA_BYTES), "quiz.media_too_large"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(AppError) as refused:
            read_attachment(tmp_path / name)
        assert refused.value.code == code
    with pytest.raises(AppError, match="file_missing"):
        read_attachment(tmp_path / "gone.png")


def test_every_kind_has_an_ending():
    assert all(suffix_of(kind) in SUFFIXES for kind in MEDIA_KINDS)
    assert suffix_of("text/html") == ""
