"""Models are known by their bytes: any names, any folders, any archive."""

import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models import importing
from desktop.models.background import StoppedError, UnreadableError
from desktop.models.importing import candidates, search
from tests.support.model_hub import FILES, OTHER_BUILD, catalogue, write_model, write_wheels

CATALOGUE = catalogue()


def never() -> bool:
    return False


def names(path: Path) -> set[str]:
    return {found.part.file for found in search([path], CATALOGUE, never).found}


def test_a_folder_as_the_hub_gives_it_is_found(tmp_path):
    write_model(tmp_path)
    findings = search([tmp_path], CATALOGUE, never)
    assert [model.name for model in findings.models()] == ["talk"]
    assert {found.part.file for found in findings.parts_of(findings.models()[0])} == set(FILES)
    assert findings.damaged == []


FOLDER_NAMES = st.text("abcé 0", min_size=1, max_size=5).map(lambda text: f"d{text}")
LAYOUT = st.fixed_dictionaries(
    {name: st.tuples(st.lists(FOLDER_NAMES, max_size=3), st.booleans()) for name in FILES}
)


@settings(deadline=None)
@given(LAYOUT)
def test_names_and_folders_do_not_matter(layout):
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, (folders, zipped)) in enumerate(layout.items()):
            place = Path(folder, *folders)
            place.mkdir(parents=True, exist_ok=True)
            if zipped:
                with zipfile.ZipFile(place / f"{number}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                    archive.writestr(f"in/{number}", FILES[name])
            else:
                (place / f"file {number}").write_bytes(FILES[name])
        assert names(Path(folder)) == set(FILES)


def test_a_single_file_is_found_under_any_name(tmp_path):
    path = tmp_path / "download (3).tmp"
    path.write_bytes(OTHER_BUILD)
    (found,) = search([path], CATALOGUE, never).found
    assert (found.part.file, found.part.whole) == ("model.bin", True)


def test_wheels_give_pieces(tmp_path):
    first, second = write_wheels(tmp_path)
    (piece,) = search([second], CATALOGUE, never).found
    assert (piece.part.file, piece.part.index) == ("model.bin", 1)
    assert names(first) == set(FILES)


def test_a_damaged_copy_is_told_from_no_model(tmp_path):
    write_model(tmp_path, {"model.bin": b"\0" * len(FILES["model.bin"])})
    findings = search([tmp_path], CATALOGUE, never)
    assert findings.found == []
    assert [model.name for model in findings.damaged] == ["talk"]


def test_a_small_file_of_equal_size_is_no_damage(tmp_path):
    (tmp_path / "note.json").write_bytes(b"x" * len(FILES["config.json"]))
    findings = search([tmp_path], CATALOGUE, never)
    assert (findings.found, findings.damaged) == ([], [])


def test_a_good_copy_beside_a_damaged_one_is_enough(tmp_path):
    write_model(tmp_path)
    (tmp_path / "old.bin").write_bytes(b"\0" * len(FILES["model.bin"]))
    findings = search([tmp_path], CATALOGUE, never)
    assert findings.damaged == []
    assert "model.bin" in {found.part.file for found in findings.found}


def test_a_cut_archive_is_passed_over(tmp_path):
    first, _ = write_wheels(tmp_path)
    first.write_bytes(first.read_bytes()[:-2000])
    assert names(tmp_path) == {"model.bin"}


def test_a_spoilt_member_counts_as_damaged(tmp_path):
    first, second = write_wheels(tmp_path)
    first.unlink()
    data = bytearray(second.read_bytes())
    data[5000] ^= 255
    second.write_bytes(data)
    findings = search([tmp_path], CATALOGUE, never)
    assert findings.found == []


def test_a_search_can_be_stopped(tmp_path):
    write_model(tmp_path)
    with pytest.raises(StoppedError):
        search([tmp_path], CATALOGUE, lambda: True)


def test_a_search_of_a_huge_folder_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "MAX_FILES", 3)
    for number in range(5):
        (tmp_path / str(number)).write_bytes(b"x")
    assert len(list(candidates(tmp_path))) == 3


def test_a_file_that_vanishes_or_may_not_be_read_is_passed_over(tmp_path):
    write_model(tmp_path)
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert names(tmp_path) == set(FILES)
    (found,) = [f for f in search([tmp_path], CATALOGUE, never).found if f.part.file == "config.json"]
    found.candidate.path.unlink()
    with pytest.raises(UnreadableError), found.candidate.open():
        pass


def test_nothing_is_found_in_nothing(tmp_path):
    assert search([tmp_path], CATALOGUE, never).models() == []
