"""The services of a profile: opened together, wired to each other, closed without a trace."""

import asyncio

from desktop.assembly import open_services
from desktop.runtime.changes import ChangeSet
from desktop.settings import store
from desktop.storage import daily_backup
from desktop.storage.backup import list_backups
from desktop.storage.sessions import others_running
from tests.support.waiting import until


async def test_a_document_passes_every_stage(paths, tmp_path):
    services = await open_services(paths)
    file = tmp_path / "notes.txt"
    file.write_text("Copper turns green because it reacts with air and water over many years.")
    [added] = await services.media.import_paths([file])
    assert added.item_id is not None
    changed = asyncio.Event()
    services.bus.subscribe(lambda _: changed.set())
    services.start_jobs(watch_folders=False)
    while (await services.media.item(added.item_id)).state != "completed":
        changed.clear()
        await asyncio.wait_for(changed.wait(), 20)
    assert (await services.search.status()).passages == 1
    await services.close()
    assert not others_running(paths.sessions_dir)


async def test_a_setting_another_process_changed_is_read_again(paths):
    services = await open_services(paths)
    await services.database.write(lambda tx: store.put(tx, "search_results", "9"))
    services.bus.publish(ChangeSet(everything=True))

    await until(lambda: services.settings.get("search_results") == 9)
    await services.close()


async def test_closing_leaves_no_process_behind(paths, tmp_path):
    services = await open_services(paths)
    (tmp_path / "notes.txt").write_text("Copper turns green.")
    await services.media.import_paths([tmp_path / "notes.txt"])
    assert services.media.workers.pids
    await services.close()
    assert not services.media.workers.pids


async def test_the_open_library_is_backed_up(paths, monkeypatch):
    monkeypatch.setattr(daily_backup, "FIRST_AFTER_S", 0.0)
    services = await open_services(paths)
    services.start_jobs(watch_folders=False)
    await until(lambda: bool(list_backups(paths)))
    await services.close()


async def test_files_that_had_no_room_travel_when_there_is_some(paths, monkeypatch):
    services = await open_services(paths)
    tried = asyncio.Event()

    async def try_again() -> None:
        tried.set()

    monkeypatch.setattr(services.transfers, "try_again", try_again)
    for call in services.billing._on_room:
        call()
    await asyncio.wait_for(tried.wait(), 5)
    await services.close()
