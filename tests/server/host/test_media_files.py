import hashlib
from pathlib import Path

from server.host.media_files import MediaFiles
from shared.quiz.quiz import Choice, Media, Question, Quiz, Single

PICTURE, SOUND = b"\x89PNG\r\n\x1a\n picture", b"OggS sound"
PICTURE_SHA, SOUND_SHA = (hashlib.sha256(data).hexdigest() for data in (PICTURE, SOUND))


def quiz(*media: Media) -> Quiz:
    choices = (Choice("a"), Choice("b"))
    return Quiz(
        "q", "Q", tuple(Question(str(n), "?", Single(choices, 0), media=one) for n, one in enumerate(media))
    )


def test_a_game_s_media_are_found_while_it_is_there(tmp_path: Path):
    files = MediaFiles(tmp_path / "media")
    picture, sound = Media(PICTURE_SHA, "image/png"), Media(SOUND_SHA, "audio/ogg")
    files.add("one", quiz(picture, sound), {PICTURE_SHA: PICTURE, SOUND_SHA: SOUND, "f" * 64: b"stray"})
    files.add("two", quiz(picture), {PICTURE_SHA: PICTURE})
    path, mime = files.find(PICTURE_SHA) or (tmp_path, "")
    assert (path.read_bytes(), mime) == (PICTURE, "image/png")
    assert files.find("f" * 64) is None
    files.forget("one")
    assert files.find(SOUND_SHA) is None
    assert not (tmp_path / "media" / SOUND_SHA).exists()
    assert files.find(PICTURE_SHA) is not None
    files.forget("two")
    assert files.find(PICTURE_SHA) is None
    assert list((tmp_path / "media").iterdir()) == []


def test_a_restored_game_s_media_are_known_again(tmp_path: Path):
    MediaFiles(tmp_path).add("one", quiz(Media(PICTURE_SHA, "image/png")), {PICTURE_SHA: PICTURE})
    again = MediaFiles(tmp_path)
    assert again.find(PICTURE_SHA) is None
    again.know("one", quiz(Media(PICTURE_SHA, "image/png")))
    assert again.find(PICTURE_SHA) is not None


def test_a_name_that_is_no_hash_is_never_a_path(tmp_path: Path):
    (tmp_path / "secret").write_text("x")
    files = MediaFiles(tmp_path / "media")
    files.add("one", quiz(Media("../secret", "image/png")), {"../secret": b"x"})
    assert files.find("../secret") is None
