import os
import time

import pytest

from desktop.media.cleanup import GRACE_MS, STRAY_AGE_S, Cleanup
from desktop.media.service import ItemFilter
from desktop.storage.content import ContentStore
from shared.clock import SystemClock
from shared.errors import AppError
from tests.support.speech import tone, write_audio


@pytest.fixture
def cleanup(profile):
    content = ContentStore(profile.paths.media_dir, profile.paths.temporary_dir)
    return Cleanup(profile.database, content, profile.paths, SystemClock())


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def aged(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left over")
    past = time.time() - STRAY_AGE_S - 60
    os.utime(path, (past, past))
    return path


async def test_deleted_items_keep_their_files_for_a_while(profile, cleanup, tmp_path):
    kept, gone = await profile.added(
        write_audio(tmp_path / "a.wav", tone(300)), write_audio(tmp_path / "b.wav", tone(300, 500))
    )
    await profile.media.library.delete([gone])
    assert await cleanup.purge_deleted(GRACE_MS) == 0
    assert len(files(profile.paths.media_dir)) == 2
    assert await cleanup.purge_deleted(-1) == 1
    (left,) = files(profile.paths.media_dir)
    assert left == (await profile.media.item(kept)).media_path
    assert len(files(profile.paths.thumbnails_dir)) == 1
    with pytest.raises(AppError) as refused:
        await profile.media.library.restore([gone])
    assert refused.value.code == "media.purged"
    assert [item.id for item in await profile.media.library.items(ItemFilter())] == [kept]
    assert await cleanup.purge_deleted(-1) == 0


async def test_a_file_shared_with_a_live_item_stays(profile, cleanup, tmp_path):
    path = write_audio(tmp_path / "a.wav", tone(300))
    (first,) = await profile.added(path)
    await profile.media.library.delete([first])
    (second,) = await profile.added(path)
    assert await cleanup.purge_deleted(-1) == 0
    assert (await profile.media.item(second)).media_path.exists()


async def test_strays_go_and_everything_known_or_fresh_stays(profile, cleanup, tmp_path):
    (item_id,) = await profile.added(write_audio(tmp_path / "a.wav", tone(300)))
    item = await profile.media.item(item_id)
    past = time.time() - STRAY_AGE_S - 60
    for path in (item.media_path, item.thumbnail):
        os.utime(path, (past, past))
    media, thumbnails = profile.paths.media_dir, profile.paths.thumbnails_dir
    strays = [
        aged(media / "ab" / ("ab" * 32 + ".mp4")),
        aged(thumbnails / ("ab" * 32 + ".jpg")),
        aged(thumbnails / "half.jpg.part"),
        aged(profile.paths.temporary_dir / "copy.part"),
    ]
    fresh = media / "cd" / ("cd" * 32 + ".mp4")
    fresh.parent.mkdir()
    fresh.write_bytes(b"an import in another process")
    assert await cleanup.sweep() == len(strays)
    assert [path.exists() for path in (*strays, fresh, item.media_path, item.thumbnail)] == [
        *[False] * len(strays),
        True,
        True,
        True,
    ]


async def test_what_another_slice_needs_stays(profile, tmp_path):
    (item_id,) = await profile.added(write_audio(tmp_path / "a.wav", tone(300)))
    heard = (await profile.media.item(item_id)).media_path
    picture = aged(profile.paths.media_dir / "ab" / f"{'ab' * 32}.png")
    stray = aged(profile.paths.media_dir / "cd" / f"{'cd' * 32}.png")

    async def in_use():
        return {bytes.fromhex(picture.stem), bytes.fromhex(heard.stem)}

    profile.media.keep_content(in_use)
    await profile.media.cleanup.sweep()
    assert picture.exists()
    assert not stray.exists()
    await profile.media.library.delete([item_id])
    assert await profile.media.cleanup.purge_deleted(-1) == 1
    assert heard.exists()
