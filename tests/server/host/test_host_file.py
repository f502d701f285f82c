from pathlib import Path

from server.host.host_file import HostFile, read_host_file, remove_host_file, write_host_file


def content(pid: int = 1) -> HostFile:
    return HostFile(pid, 8420, "owner", "id", "0", 5)


def test_what_is_written_is_read_and_for_nobody_else(tmp_path: Path):
    write_host_file(tmp_path, content())
    write_host_file(tmp_path, content(2))
    assert read_host_file(tmp_path) == content(2)
    assert (tmp_path / "host.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["host.json"]


def test_only_the_own_file_is_taken_away(tmp_path: Path):
    write_host_file(tmp_path, content(7))
    remove_host_file(tmp_path, 8)
    assert read_host_file(tmp_path) is not None
    remove_host_file(tmp_path, 7)
    remove_host_file(tmp_path, 7)
    assert read_host_file(tmp_path) is None


def test_a_broken_file_is_no_file(tmp_path: Path):
    (tmp_path / "host.json").write_text("{")
    assert read_host_file(tmp_path) is None
