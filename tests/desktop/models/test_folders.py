"""A model counts when every byte was read and right; one bit, one missing file, and it does not."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.folders import STAMP, ModelFolders, ModelState
from shared.errors import AppError
from tests.support.model_hub import FILES, OTHER_BUILD, catalogue, read_model, write_model

MODEL = catalogue().model("talk")


def never() -> bool:
    return False


@pytest.fixture
def disk(tmp_path):
    (tmp_path / "models").mkdir()
    return ModelFolders(tmp_path / "models")


@pytest.fixture
def installed(disk):
    install(disk)
    return disk


def install(disk: ModelFolders, files=None) -> None:
    space = disk.workspace(MODEL)
    space.open(never)
    for name, data in {**FILES, **(files or {})}.items():
        (space.ready / name).write_bytes(data)
    disk.install(space, never)


def test_an_installed_model_is_present_without_being_read_again(installed):
    assert installed.state(MODEL) is ModelState.PRESENT
    assert ModelFolders(installed.models_dir).state(MODEL) is ModelState.PRESENT
    assert read_model(installed.folder(MODEL)) == FILES


def test_nothing_is_left_beside_an_installed_model(installed):
    left = [path for path in installed.models_dir.rglob("*") if path.is_file()]
    assert {path.name for path in left} == {*FILES, STAMP}


def test_a_missing_model_is_missing(disk):
    assert disk.state(MODEL) is ModelState.MISSING
    assert disk.verify(MODEL, never) is ModelState.MISSING
    assert disk.size_on_disk(MODEL) == 0


def test_a_begun_model_is_partial(disk):
    space = disk.workspace(MODEL)
    space.open(never)
    assert disk.state(MODEL) is ModelState.MISSING
    (space.incoming / "begun.download").write_bytes(b"x")
    assert disk.state(MODEL) is ModelState.PARTIAL


def test_files_a_person_put_there_are_read_before_they_count(disk):
    write_model(disk.models_dir)
    assert disk.state(MODEL) is ModelState.UNCHECKED
    assert disk.verify(MODEL, never) is ModelState.PRESENT
    assert disk.state(MODEL) is ModelState.PRESENT


def test_another_build_counts_and_is_told_apart(disk):
    install(disk)
    first = disk.identity(MODEL)
    assert len(first) == 32
    install(disk, {"model.bin": OTHER_BUILD})
    assert disk.state(MODEL) is ModelState.PRESENT
    assert disk.identity(MODEL) != first
    install(disk)
    assert disk.identity(MODEL) == first


@settings(deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_any_flipped_bit_is_found(name, data):
    bit = data.draw(st.integers(0, len(FILES[name]) * 8 - 1))
    with tempfile.TemporaryDirectory() as folder:
        disk = ModelFolders(Path(folder))
        install(disk)
        path = disk.folder(MODEL) / name
        content = bytearray(path.read_bytes())
        content[bit // 8] ^= 1 << bit % 8
        before = path.stat()
        path.write_bytes(content)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
        assert disk.state(MODEL) is ModelState.UNCHECKED
        assert disk.verify(MODEL, never) is ModelState.DAMAGED
        assert ModelFolders(Path(folder)).state(MODEL) is ModelState.DAMAGED


def test_a_bit_flipped_under_an_unchanged_time_is_found_when_read_whole(installed):
    path = installed.folder(MODEL) / "vocabulary.txt"
    before = path.stat()
    path.write_bytes(bytes([FILES["vocabulary.txt"][0] ^ 1]) + FILES["vocabulary.txt"][1:])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert installed.state(MODEL) is ModelState.PRESENT
    assert installed.verify(MODEL, never) is ModelState.DAMAGED


def test_a_file_of_another_size_is_damaged_at_once(installed):
    with (installed.folder(MODEL) / "config.json").open("ab") as file:
        file.write(b" ")
    assert installed.state(MODEL) is ModelState.DAMAGED


def test_a_lost_file_makes_a_model_partial(installed):
    (installed.folder(MODEL) / "config.json").unlink()
    assert installed.state(MODEL) is ModelState.PARTIAL
    assert installed.verify(MODEL, never) is ModelState.PARTIAL


def test_a_spoilt_stamp_only_costs_a_reading(installed):
    (installed.folder(MODEL) / STAMP).write_bytes(b"{oops")
    assert installed.state(MODEL) is ModelState.UNCHECKED
    assert installed.verify(MODEL, never) is ModelState.PRESENT


def test_a_model_that_changed_on_its_way_to_the_disk_is_not_installed(disk):
    space = disk.workspace(MODEL)
    space.open(never)
    for name, data in FILES.items():
        (space.ready / name).write_bytes(data)
    (space.ready / "config.json").write_bytes(b"[]")
    with pytest.raises(AppError) as caught:
        disk.install(space, never)
    assert caught.value.code == "models.wrong_content"
    assert disk.state(MODEL) is ModelState.PARTIAL
    assert [file.name for file in space.missing()] == ["config.json"]


def test_a_damaged_model_is_replaced_whole(installed):
    (installed.folder(MODEL) / "config.json").write_bytes(b"damage")
    (installed.folder(MODEL) / "stray").write_bytes(b"x")
    install(installed)
    assert installed.state(MODEL) is ModelState.PRESENT
    assert not (installed.folder(MODEL) / "stray").exists()


def test_a_stamp_that_cannot_be_written_lives_in_memory(disk, monkeypatch):
    write_model(disk.models_dir)

    def refuse(*_):
        raise OSError(30, "read-only")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert disk.verify(MODEL, never) is ModelState.PRESENT
    assert disk.state(MODEL) is ModelState.PRESENT
    assert ModelFolders(disk.models_dir).state(MODEL) is ModelState.UNCHECKED


def test_removing_takes_everything(installed):
    installed.workspace(MODEL).open(never)
    assert installed.size_on_disk(MODEL) > sum(map(len, FILES.values()))
    assert installed.remove(MODEL)
    assert installed.state(MODEL) is ModelState.MISSING
    assert not installed.remove(MODEL)
    assert [path for path in installed.models_dir.rglob("*") if path.is_file()] == []


def test_each_model_has_its_lock(disk):
    path = disk.lock_path(MODEL)
    assert path.parent.is_dir()
    assert path.is_relative_to(disk.models_dir)
