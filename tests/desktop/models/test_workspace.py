"""Parts become files however they arrive, and nothing unchecked does."""

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models.background import StoppedError
from desktop.models.catalogue import WheelSource
from desktop.models.parts import parts_of, pieces_of, whole
from desktop.models.workspace import Workspace, fits
from tests.support.model_hub import FILES, OTHER_BUILD, PIECES, catalogue, sha256

MODEL = catalogue().model("talk")
(WHEELS,) = [source for source in MODEL.sources if isinstance(source, WheelSource)]
HALVES = pieces_of(MODEL, WHEELS, "model.bin")
BYTES = {sha256(data): data for data in (*FILES.values(), *PIECES, OTHER_BUILD)}


def never() -> bool:
    return False


def opened(folder: Path) -> Workspace:
    space = Workspace(MODEL, folder)
    space.open(never)
    return space


@pytest.fixture
def space(tmp_path):
    return opened(tmp_path / "talk")


def part(name: str):
    return whole(name, MODEL.file(name).build())


def put(space: Workspace, wanted) -> bool:
    return space.copy_in(wanted, io.BytesIO(BYTES[wanted.sha256]), never)


def test_nothing_is_there_at_first(space):
    assert [file.name for file in space.missing()] == list(FILES)
    assert not any(space.has(wanted) for wanted in parts_of(MODEL))


def test_a_copied_file_is_ready(space):
    assert put(space, part("config.json"))
    assert space.has(part("config.json"))
    assert (space.ready / "config.json").read_bytes() == FILES["config.json"]
    assert "config.json" not in [file.name for file in space.missing()]


def test_wrong_bytes_are_not_taken(space):
    wanted = part("config.json")
    assert not space.copy_in(wanted, io.BytesIO(b"{}"), never)
    assert not space.copy_in(wanted, io.BytesIO(FILES["config.json"] + b" "), never)
    assert list(space.incoming.iterdir()) == []


def test_a_copy_that_is_stopped_leaves_nothing(space):
    with pytest.raises(StoppedError):
        space.copy_in(part("model.bin"), io.BytesIO(FILES["model.bin"]), lambda: True)
    assert list(space.incoming.iterdir()) == []


def test_a_download_is_taken_when_it_is_right(space):
    wanted = part("vocabulary.txt")
    path = space.download_path(wanted)
    path.write_bytes(FILES["vocabulary.txt"][:100])
    assert space.have_bytes(wanted) == 100
    path.write_bytes(FILES["vocabulary.txt"])
    assert space.take(wanted, path, never)
    assert space.have_bytes(wanted) == wanted.size_bytes
    assert not path.exists()


def test_a_wrong_download_is_thrown_away(space):
    wanted = part("vocabulary.txt")
    path = space.download_path(wanted)
    path.write_bytes(bytes(wanted.size_bytes))
    assert not space.take(wanted, path, never)
    assert space.have_bytes(wanted) == 0


def test_two_builds_are_never_downloaded_into_one_file(space):
    first, second = (whole("model.bin", build) for build in MODEL.file("model.bin").builds)
    assert space.download_path(first) != space.download_path(second)


@settings(deadline=None)
@given(order=st.permutations([*HALVES, part("config.json"), part("vocabulary.txt")]), reopened=st.booleans())
def test_parts_in_any_order_make_the_same_files(order, reopened):
    with tempfile.TemporaryDirectory() as folder:
        space = opened(Path(folder, "talk"))
        for wanted in order:
            if reopened:
                space = opened(Path(folder, "talk"))
            assert put(space, wanted)
            space.join_all(never)
        assert space.missing() == ()
        assert {path.name: path.read_bytes() for path in space.ready.iterdir()} == FILES


def test_pieces_are_joined_only_when_all_have_come(space):
    put(space, HALVES[1])
    assert not space.join(HALVES, never)
    put(space, HALVES[0])
    assert space.join(HALVES, never)
    assert space.join(HALVES, never)
    assert (space.ready / "model.bin").read_bytes() == FILES["model.bin"]
    assert list(space.incoming.iterdir()) == []


def test_what_a_crash_left_unsound_is_dropped(tmp_path):
    space = opened(tmp_path / "talk")
    put(space, part("config.json"))
    put(space, HALVES[0])
    (space.ready / "vocabulary.txt").write_bytes(b"half")
    (space.ready / "stranger").write_bytes(b"x")
    (space.incoming / f"{HALVES[1].sha256}.part").write_bytes(b"zeros")
    (space.incoming / f"{HALVES[1].sha256}.copy").write_bytes(b"half")
    again = opened(tmp_path / "talk")
    assert [path.name for path in again.ready.iterdir()] == ["config.json"]
    assert [path.stem for path in again.incoming.iterdir()] == [HALVES[0].sha256]


def test_the_beginning_of_a_download_outlives_a_crash(tmp_path):
    space = opened(tmp_path / "talk")
    space.download_path(part("model.bin")).write_bytes(b"begun")
    assert opened(tmp_path / "talk").have_bytes(part("model.bin")) == 5


def test_clearing_forgets_everything(space):
    put(space, part("config.json"))
    space.clear()
    assert not space.folder.exists()


@pytest.mark.parametrize("data", [FILES["model.bin"], OTHER_BUILD])
def test_a_file_fits_when_it_is_one_of_the_builds(tmp_path, data):
    path = tmp_path / "model.bin"
    path.write_bytes(data)
    assert fits(MODEL.file("model.bin"), path, never) == sha256(data)


def test_what_is_not_a_build_does_not_fit(tmp_path):
    path = tmp_path / "model.bin"
    assert fits(MODEL.file("model.bin"), path, never) == ""
    path.write_bytes(bytes(len(OTHER_BUILD)))
    assert fits(MODEL.file("model.bin"), path, never) == ""
    path.write_bytes(b"short")
    assert fits(MODEL.file("model.bin"), path, never) == ""
