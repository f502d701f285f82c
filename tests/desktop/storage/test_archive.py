"""A whole profile goes into one file and comes back; a damaged or foreign file changes nothing."""

import contextlib
import zipfile

import msgspec
import pytest

from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.storage import backup
from desktop.storage.archive import LIBRARY, MANIFEST, export_backup, import_backup
from desktop.storage.database import Database
from desktop.storage.driver import sqlite3
from shared.errors import AppError
from shared.ids import new_id
from shared.records import Record, constant, register

COLLECTION = Record("collection", "collection", (register("title"), constant("created_ms")))


async def fill(paths, clock, title):
    opened = await Database.open(paths, clock=clock, bus=ChangeBus())
    await opened.write(lambda tx: tx.insert(COLLECTION, new_id(), title=title, created_ms=1))
    await opened.close()


async def titles(paths, clock):
    opened = await Database.open(paths, clock=clock, bus=ChangeBus())
    async with opened.reader() as reader:
        rows = await reader.execute_fetchall("SELECT title FROM collection")
    await opened.close()
    return [row[0] for row in rows]


@pytest.fixture
async def exported(paths, clock, tmp_path):
    await fill(paths, clock, "Optics")
    media = paths.media_dir / "ab" / "abcd.mp3"
    media.parent.mkdir()
    media.write_bytes(b"sound" * 5_000)
    (paths.thumbnails_dir / "abcd.png").write_bytes(b"picture")
    target = tmp_path / "backup.lantern"
    export_backup(paths, target, made_ms=7)
    return target


async def test_everything_comes_back_in_another_place(exported, clock, tmp_path):
    other = ProfilePaths.of(tmp_path / "other", "Ana")
    seen = []
    manifest = import_backup(other, exported, on_progress=lambda done, total: seen.append((done, total)))
    assert await titles(other, clock) == ["Optics"]
    assert (other.media_dir / "ab" / "abcd.mp3").read_bytes() == b"sound" * 5_000
    assert (other.thumbnails_dir / "abcd.png").read_bytes() == b"picture"
    assert seen[-1][0] == seen[-1][1]
    assert manifest.made_ms == 7


async def test_the_library_it_replaces_is_kept(exported, paths, clock):
    await fill(paths, clock, "Newer work")
    import_backup(paths, exported)
    assert await titles(paths, clock) == ["Optics"]
    assert any("before-import" in path.name for path in paths.backups_dir.iterdir())


async def test_an_automatic_backup_comes_back(exported, paths, clock):
    import_backup(paths, exported)
    await fill(paths, clock, "Newer work")
    for _ in range(2):
        kept = backup.back_up(paths, "daily")
        import_backup(paths, exported)
        assert await titles(paths, clock) == ["Optics"]
        assert len(import_backup(paths, kept).entries) == 1
        assert await titles(paths, clock) == ["Optics", "Newer work"]
    assert any("before-import" in path.name for path in paths.backups_dir.iterdir())


async def test_the_oldest_automatic_backup_comes_back_too(exported, paths, clock, monkeypatch):
    kept = backup.back_up(paths, "daily").rename(paths.backups_dir / "library-20200101-000000-daily.db")
    monkeypatch.setattr(backup, "KEPT", 1)
    await fill(paths, clock, "Newer work")
    import_backup(paths, kept)
    assert await titles(paths, clock) == ["Optics"]


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("DROP TABLE item", "storage.backup_unreadable"),
        ("PRAGMA user_version = 0", "storage.backup_unreadable"),
        ("PRAGMA user_version = 9999", "storage.backup_newer"),
        ("", "storage.backup_unreadable"),
    ],
)
async def test_another_database_or_a_damaged_one_changes_nothing(exported, paths, clock, tmp_path, sql, code):
    other = tmp_path / "library-20260101-000000-daily.db"
    backup.copy_database(paths.database, other)
    if sql:
        with contextlib.closing(sqlite3.connect(other)) as changing:
            changing.execute("PRAGMA foreign_keys = OFF")
            changing.execute(sql)
            changing.commit()
    else:
        raw = other.read_bytes()
        other.write_bytes(raw[:8192] + b"\xff" * (len(raw) - 8192))
    await fill(paths, clock, "Newer work")
    with pytest.raises(AppError) as refused:
        import_backup(paths, other)
    assert refused.value.code == code
    assert await titles(paths, clock) == ["Optics", "Newer work"]


async def test_an_open_library_can_be_exported_but_not_replaced(exported, paths, clock, tmp_path):
    opened = await Database.open(paths, clock=clock, bus=ChangeBus())
    export_backup(paths, tmp_path / "second.lantern", made_ms=8)
    with pytest.raises(AppError) as caught:
        import_backup(paths, exported)
    await opened.close()
    assert caught.value.code == "storage.profile_in_use"


async def test_an_existing_file_is_not_overwritten(exported, paths):
    before = exported.read_bytes()
    with pytest.raises(AppError) as caught:
        export_backup(paths, exported, made_ms=9)
    assert caught.value.code == "storage.file_exists"
    assert exported.read_bytes() == before


@pytest.mark.parametrize("damage", ["cut", "flipped", "not_a_zip", "empty"])
async def test_a_damaged_backup_changes_nothing(exported, paths, clock, damage):
    raw = bytearray(exported.read_bytes())
    if damage == "cut":
        raw = raw[: len(raw) // 2]
    elif damage == "flipped":
        position = raw.index(b"soundsound") + 700
        raw[position] ^= 1
    else:
        raw = bytearray(b"hello" if damage == "not_a_zip" else b"")
    exported.write_bytes(raw)
    (paths.media_dir / "ab" / "abcd.mp3").unlink()
    with pytest.raises(AppError) as caught:
        import_backup(paths, exported)
    assert caught.value.code == "storage.backup_unreadable"
    assert await titles(paths, clock) == ["Optics"]
    assert list(paths.temporary_dir.iterdir()) == []


@pytest.mark.parametrize("name", ["../../outside", "media/../../../outside", "elsewhere/file", "/media/x"])
async def test_names_that_lead_outside_are_refused(exported, paths, clock, tmp_path, name):
    evil = tmp_path / "evil.lantern"
    with zipfile.ZipFile(exported) as good, zipfile.ZipFile(evil, "w") as bad:
        manifest = msgspec.json.decode(good.read(MANIFEST))
        manifest["entries"].append({"name": name, "size_bytes": 1, "sha256": "00"})
        bad.writestr(LIBRARY, good.read(LIBRARY))
        bad.writestr(name, b"x")
        bad.writestr(MANIFEST, msgspec.json.encode(manifest))
    with pytest.raises(AppError) as caught:
        import_backup(paths, evil)
    assert caught.value.code == "storage.backup_unreadable"


async def test_a_newer_backup_is_refused(exported, paths, tmp_path):
    newer = tmp_path / "newer.lantern"
    with zipfile.ZipFile(exported) as good, zipfile.ZipFile(newer, "w") as bad:
        manifest = msgspec.json.decode(good.read(MANIFEST))
        bad.writestr(LIBRARY, good.read(LIBRARY))
        bad.writestr(MANIFEST, msgspec.json.encode({**manifest, "schema": 10_000}))
    with pytest.raises(AppError) as caught:
        import_backup(paths, newer)
    assert caught.value.code == "storage.backup_newer"
