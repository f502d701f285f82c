"""The content store: the same bytes once, and no trace of a copy that did not finish."""

import asyncio
import hashlib

import pytest

from desktop.storage.content import ContentStore
from shared.errors import AppError


@pytest.fixture
def store(paths):
    return ContentStore(paths.media_dir, paths.temporary_dir)


def leftovers(paths):
    return list(paths.temporary_dir.iterdir())


async def test_a_file_is_named_by_its_content_and_stored_once(store, paths, tmp_path):
    source = tmp_path / "Lección 1 🎓.MP3"
    source.write_bytes(b"sound" * 1_000)
    seen = []
    stored = await store.add_file(source, on_progress=lambda done, total: seen.append((done, total)))
    assert stored.sha256 == hashlib.sha256(b"sound" * 1_000).digest()
    assert stored.path == store.path_of(stored.sha256, ".mp3")
    assert stored.path.read_bytes() == source.read_bytes()
    assert seen == [(5_000, 5_000)]
    again = await store.add_file(source)
    assert again.existed
    assert store.used_bytes() == 5_000
    assert leftovers(paths) == []


async def test_a_missing_file_says_so(store, tmp_path):
    with pytest.raises(AppError) as caught:
        await store.add_file(tmp_path / "gone.mp3")
    assert caught.value.code == "storage.file_missing"


async def test_too_little_room_is_noticed_before_copying(paths, tmp_path):
    store = ContentStore(paths.media_dir, paths.temporary_dir, reserve_bytes=1 << 60)
    source = tmp_path / "a.mp3"
    source.write_bytes(b"x")
    with pytest.raises(AppError) as caught:
        await store.add_file(source)
    assert caught.value.code == "storage.disk_full"
    assert leftovers(paths) == []


async def test_a_cancelled_copy_leaves_nothing(store, paths, tmp_path):
    source = tmp_path / "long.wav"
    with source.open("wb") as writing:
        writing.truncate(64 * 1024 * 1024)
    started = asyncio.Event()
    copying = asyncio.get_running_loop().create_task(
        store.add_file(source, on_progress=lambda done, total: started.set())
    )
    await started.wait()
    copying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await copying
    assert leftovers(paths) == []


async def test_a_crash_mid_copy_is_swept_at_the_next_start(store, paths):
    (paths.temporary_dir / "abc.part").write_bytes(b"half")
    assert store.sweep() == 1
    assert leftovers(paths) == []


async def test_removing_twice_is_fine(store, tmp_path):
    source = tmp_path / "a.txt"
    source.write_bytes(b"x")
    stored = await store.add_file(source)
    store.remove(stored.sha256, ".txt")
    store.remove(stored.sha256, ".txt")
    assert store.used_bytes() == 0


async def test_a_checked_file_is_moved_in_whole(paths):
    store = ContentStore(paths.media_dir, paths.temporary_dir)
    part = paths.temporary_dir / "a.part"
    part.write_bytes(b"abc")
    digest = hashlib.sha256(b"abc").digest()
    first = await store.take_in(part, digest, ".txt")
    assert (first.path.read_bytes(), first.size_bytes, first.existed) == (b"abc", 3, False)
    assert not part.exists()
    part.write_bytes(b"abc")
    assert (await store.take_in(part, digest, ".txt")).existed
    with pytest.raises(AppError, match=r"storage\.file_missing"):
        await store.take_in(part, digest, ".txt")
