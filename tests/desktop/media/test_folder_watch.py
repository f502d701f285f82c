import os

import pytest

from desktop.media.folder_watch import look
from desktop.media.service import ImportOutcome
from desktop.media.watch_store import Seen
from shared.errors import AppError
from tests.support.media_profile import record_changes
from tests.support.speech import tone, truncated, write_audio


@pytest.fixture
def folder(tmp_path):
    found = tmp_path / "course"
    found.mkdir()
    return found


async def watched(profile, *folders):
    """Choose the folders as the settings page does, and have them looked at for the first time."""
    await profile.settings.set("watched_folders", [str(one) for one in folders])
    assert await profile.media.watch.look_once() == []


async def looks(watch, times):
    return [result for _ in range(times) for result in await watch.look_once()]


async def test_a_new_file_is_imported_once_it_has_settled(profile, folder):
    watch = profile.media.watch
    await watched(profile, folder)
    seen = record_changes(profile.bus)
    write_audio(folder / "a.wav", tone(300))
    assert await looks(watch, 1) == []
    (result,) = await looks(watch, 1)
    assert result.outcome is ImportOutcome.ADDED
    assert await looks(watch, 3) == []
    assert watch.results == [result]
    assert any(change.touches("watch") for change in seen)


async def test_a_file_still_being_copied_is_left_alone(profile, folder, tmp_path):
    watch = profile.media.watch
    await watched(profile, folder)
    whole = write_audio(tmp_path / "whole.wav", tone(1_000))
    for part in (0.2, 0.4, 0.6, 0.8):
        truncated(whole, folder / "a.wav", part)
        assert await looks(watch, 1) == []
    truncated(whole, folder / "a.wav", 1.0)
    (result,) = await looks(watch, 2)
    assert (await profile.media.item(result.item_id)).size_bytes == whole.stat().st_size


async def test_files_that_were_there_stay_out(profile, folder):
    write_audio(folder / "old.wav", tone(300))
    await watched(profile, folder)
    assert await looks(profile.media.watch, 3) == []
    write_audio(folder / "new.wav", tone(400))
    assert [result.path.name for result in await looks(profile.media.watch, 2)] == ["new.wav"]


async def test_a_folder_chosen_again_begins_again(profile, folder):
    await watched(profile, folder)
    await watched(profile)
    write_audio(folder / "meanwhile.wav", tone(300))
    await watched(profile, folder)
    assert await looks(profile.media.watch, 3) == []


async def test_a_bad_file_is_reported_once_and_again_when_it_changes(profile, folder):
    watch = profile.media.watch
    await watched(profile, folder)
    bad = folder / "a.mp4"
    bad.write_text("not a film\n" * 30)
    (result,) = await looks(watch, 3)
    assert (result.outcome, result.error.code) == (ImportOutcome.FAILED, "media.wrong_content")
    bad.write_text("still not a film\n" * 30)
    os.utime(bad, (1, 1))
    assert len(await looks(watch, 3)) == 1


async def test_a_passing_trouble_is_tried_again(profile, folder, monkeypatch):
    watch = profile.media.watch
    await watched(profile, folder)
    write_audio(folder / "a.wav", tone(300))
    real = profile.media.workers.light

    async def dies(*_args):
        raise AppError("worker.died")

    monkeypatch.setattr(profile.media.workers, "light", dies)
    (failed,) = await looks(watch, 2)
    assert failed.outcome is ImportOutcome.FAILED
    monkeypatch.setattr(profile.media.workers, "light", real)
    (result,) = await looks(watch, 2)
    assert result.outcome is ImportOutcome.ADDED


async def test_a_deleted_item_does_not_come_back(profile, folder):
    watch = profile.media.watch
    await watched(profile, folder)
    write_audio(folder / "a.wav", tone(300))
    (result,) = await looks(watch, 2)
    await profile.media.library.delete([result.item_id])
    assert await looks(watch, 3) == []


async def test_a_folder_may_be_away(profile, folder, tmp_path):
    watch = profile.media.watch
    await watched(profile, folder)
    assert [(one.path, one.reachable) for one in watch.folders()] == [(folder, True)]
    folder.rename(tmp_path / "unplugged")
    assert [one.reachable for one in watch.folders()] == [False]
    assert await looks(watch, 2) == []
    write_audio(tmp_path / "unplugged" / "a.wav", tone(300))
    (tmp_path / "unplugged").rename(folder)
    assert [result.path.name for result in await looks(watch, 2)] == ["a.wav"]


def test_a_look_sees_sizes_and_skips_the_empty(folder):
    (folder / "empty.txt").touch()
    (folder / "a.txt").write_text("abc")
    state = (folder / "a.txt").stat()
    assert look([folder]) == {folder / "a.txt": Seen(3, state.st_mtime_ns)}
