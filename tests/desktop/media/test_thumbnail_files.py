from pathlib import Path

from desktop.media.thumbnail_files import thumbnail_path


def test_sounds_have_a_picture_without_background():
    assert thumbnail_path(Path("t"), b"\x01\x02", "audio") == Path("t/0102.png")
    assert thumbnail_path(Path("t"), b"\x01\x02", "video") == Path("t/0102.jpg")
