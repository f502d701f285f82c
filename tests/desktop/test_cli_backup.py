"""`lantern export-backup` and `import-backup`."""

import json


def test_a_whole_library_moves_through_one_file(lantern, tmp_path):
    (tmp_path / "good.txt").write_text("Water boils at a hundred degrees at sea level.")
    lantern("import", tmp_path / "good.txt", "--wait")
    assert lantern("export-backup", tmp_path / "all.lantern").exit_code == 0
    assert lantern("export-backup", tmp_path / "all.lantern").exit_code == 1, "never overwritten"
    other = tmp_path / "other"
    assert lantern("import-backup", tmp_path / "all.lantern", data_dir=other).exit_code == 0
    hits = json.loads(lantern("search", "boiling water", "--json", data_dir=other).stdout)
    assert "hundred degrees" in hits[0]["text"]


def test_importing_a_damaged_backup_says_so_and_keeps_the_library(lantern, tmp_path):
    (tmp_path / "good.txt").write_text("Water boils at a hundred degrees at sea level.")
    lantern("import", tmp_path / "good.txt", "--wait")
    lantern("export-backup", tmp_path / "all.lantern")
    whole = (tmp_path / "all.lantern").read_bytes()
    (tmp_path / "cut.lantern").write_bytes(whole[: len(whole) // 2])
    done = lantern("import-backup", tmp_path / "cut.lantern")
    assert done.exit_code == 1
    assert "cut.lantern" in done.output
    assert len(json.loads(lantern("items", "--json").stdout)) == 1


def test_a_library_that_was_never_opened_can_be_exported(lantern, tmp_path):
    assert lantern("export-backup", tmp_path / "empty.lantern").exit_code == 0
    assert lantern("import-backup", tmp_path / "empty.lantern", data_dir=tmp_path / "other").exit_code == 0
