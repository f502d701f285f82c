"""Where files live, and what is said when they cannot."""

import errno

import pytest

from desktop.runtime.paths import ProfilePaths, default_data_dir, disk_error
from shared.errors import AppError


def test_the_environment_chooses_the_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LANTERN_DATA_DIR", str(tmp_path))
    assert default_data_dir() == tmp_path
    monkeypatch.delenv("LANTERN_DATA_DIR")
    assert "lantern" in str(default_data_dir())


def test_profiles_are_apart_but_share_models(tmp_path):
    one, other = ProfilePaths.of(tmp_path, "Ana"), ProfilePaths.of(tmp_path, "Luis")
    assert one.root != other.root
    assert one.models_dir == other.models_dir
    one.create()
    one.create()
    assert one.media_dir.is_dir()


@pytest.mark.parametrize("inside", ["", "data"])
def test_a_file_in_the_place_of_the_folder_is_named(tmp_path, inside):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(AppError) as caught:
        ProfilePaths.of(tmp_path / "notes.txt" / inside).create()
    assert caught.value.code == "storage.not_a_folder"
    assert caught.value.parameters["folder"] == str(tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["", "..", "a/b", "x" * 65, "CON\n", " a", "trailing.", "../../etc"])
def test_names_that_would_leave_the_folder_are_refused(tmp_path, name):
    with pytest.raises(AppError) as caught:
        ProfilePaths.of(tmp_path, name)
    assert caught.value.code == "profile.bad_name"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "storage.disk_full"),
        (errno.EROFS, "storage.read_only"),
        (errno.EACCES, "storage.read_only"),
        (errno.ENOENT, "storage.file_missing"),
        (errno.EIO, "storage.disk_error"),
    ],
)
def test_system_errors_become_codes(tmp_path, number, code):
    assert disk_error(OSError(number, "said"), tmp_path).code == code


def test_a_data_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "data").write_text("x")
    with pytest.raises(AppError):
        ProfilePaths.of(tmp_path / "data").create()
