import hashlib
import io
import tarfile

import pytest
import zstandard

from server.backup.archive import CONTENT, ContentFile, Manifest, digest_of, opened, spooled, written
from shared.errors import AppError

LISTED = [ContentFile(hashlib.sha256(b"abc").hexdigest(), 3), ContentFile("cd" * 32, 0)]


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "copy"
    path.write_bytes(bytes(range(256)) * 5_000)
    return path


def manifest_of(database, **more):
    given = {
        "made_ms": 1, "version": "1", "dialect": "sqlite", "revision": "0001", "database_sha256": digest_of(database),
        "database_bytes": database.stat().st_size, "content_files": 2, "content_bytes": 3, "with_content": True,
    }  # fmt: skip
    return Manifest(**{**given, **more})


@pytest.fixture
def archive(tmp_path, database):
    path = tmp_path / "backup.tar.zst"
    with written(path) as writing:
        writing.begin(manifest_of(database), database, LISTED)
        writing.file(f"{CONTENT}{LISTED[0].sha256}", io.BytesIO(b"abc"), 3)
    return path


def test_what_was_written_is_read(archive, database, tmp_path):
    with opened(archive) as reading:
        assert reading.manifest == manifest_of(database)
        reading.database(tmp_path / "out")
        assert reading.listed() == LISTED
        assert [(name, file.read()) for name, file in reading.content()] == [(LISTED[0].sha256, b"abc")]
    assert digest_of(tmp_path / "out") == digest_of(database)
    assert archive.stat().st_mode & 0o077 == 0


def test_an_archive_gets_its_name_when_it_is_whole(tmp_path, database):
    path = tmp_path / "broken.tar.zst"

    def fail():
        with written(path) as writing:
            writing.begin(manifest_of(database), database, LISTED)
            raise OSError(28, "full")

    with pytest.raises(AppError, match="backup_place"):
        fail()
    assert list(tmp_path.glob("broken*")) == []


def test_nothing_is_written_over(archive):
    before = archive.read_bytes()
    with pytest.raises(AppError, match="file_exists"), written(archive):
        pass
    assert archive.read_bytes() == before


def read_whole(path, out):
    with opened(path) as reading:
        reading.database(out)
        reading.listed()
        for _, file in reading.content():
            file.read()


@pytest.mark.parametrize("kept", [0, 1, 10, 100, -1_000, -4, -1])
def test_a_cut_archive_is_told(archive, tmp_path, kept):
    archive.write_bytes(archive.read_bytes()[:kept])
    with pytest.raises(AppError, match="backup_unreadable"):
        read_whole(archive, tmp_path / "out")


def checked(path, out):
    with opened(path) as reading:
        reading.database(out)
        reading.check()


def test_an_archive_is_whole_or_not_wherever_it_is_cut(archive, tmp_path):
    raw = archive.read_bytes()
    checked(archive, tmp_path / "out")
    for kept in {*range(0, len(raw), max(1, len(raw) // 40)), len(raw) - 1}:
        archive.write_bytes(raw[:kept])
        with pytest.raises(AppError, match="backup_unreadable"):
            checked(archive, tmp_path / "out")


def test_an_archive_that_ends_between_two_of_its_parts_is_told(archive, tmp_path):
    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(archive.read_bytes())) as unpacked:
        tar = unpacked.read()
    with tarfile.open(fileobj=io.BytesIO(tar)) as whole:
        last = whole.getmembers()[-1]
    for kept in (last.offset, last.offset + 100):
        archive.write_bytes(zstandard.compress(tar[:kept]))
        with pytest.raises(AppError, match="backup_unreadable"):
            checked(archive, tmp_path / "out")


def test_a_file_that_is_not_what_it_is_called_is_told(tmp_path, database):
    path, other = tmp_path / "odd.tar.zst", b"other"
    with written(path) as writing:
        writing.begin(manifest_of(database), database, LISTED)
        writing.file(f"{CONTENT}{LISTED[0].sha256}", io.BytesIO(other), len(other))
    with pytest.raises(AppError, match="backup_unreadable"):
        checked(path, tmp_path / "out")


@pytest.mark.parametrize(
    "data", [b"no archive", zstandard.compress(b"no tar"), zstandard.compress(bytes(20_480))]
)
def test_other_files_are_told(tmp_path, data):
    path = tmp_path / "other"
    path.write_bytes(data)
    with pytest.raises(AppError, match="backup_unreadable"):
        read_whole(path, tmp_path / "out")
    with pytest.raises(AppError, match="backup_unreadable"):
        read_whole(tmp_path / "missing", tmp_path / "out")


@pytest.mark.parametrize("change", [{"format": 2}, {"database_sha256": "00"}])
def test_a_manifest_that_does_not_fit_is_told(tmp_path, database, change):
    path = tmp_path / "odd.tar.zst"
    with written(path) as writing:
        writing.begin(manifest_of(database, **change), database, LISTED)
    with pytest.raises(AppError, match="backup_unreadable"):
        read_whole(path, tmp_path / "out")


def test_a_file_on_its_way_has_a_place():
    with spooled() as passing:
        passing.write(b"abc")
        passing.seek(0)
        assert passing.read() == b"abc"
