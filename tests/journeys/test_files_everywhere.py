"""Two computers of a person and one of somebody else, on the real server: files and texts where they belong."""

from contextlib import AsyncExitStack

import pytest

from desktop.media.service import JobState
from desktop.search.service import SearchQuery
from shared.errors import AppError
from tests.support.cloud_desktops import desktop, sign_in, sign_up, synced
from tests.support.documents import make_pdf
from tests.support.waiting import until


async def test_a_document_is_found_before_its_file_comes(tmp_path, cloud):
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(desktop(tmp_path / "first"))
        second = await stack.enter_async_context(desktop(tmp_path / "second"))
        stranger = await stack.enter_async_context(desktop(tmp_path / "stranger"))
        await sign_up(first, cloud.url)
        await sign_in(second, cloud.url)
        await sign_up(stranger, cloud.url, "ben@example.org", "Ben")
        paper = make_pdf(tmp_path / "Lamps.pdf", ["A lantern gives light to a whole room."])
        (result,) = await first.media.import_paths([paper])
        item_id = result.item_id
        first.start_jobs(watch_folders=False)
        await _finished(first, item_id)
        await synced(first)
        assert await first.transfers.run_once()
        await synced(second)
        assert (await second.media.item(item_id)).state is JobState.AWAY
        second.start_jobs(watch_folders=False)
        assert await second.transfers.run_once()
        item = await _finished(second, item_id)
        assert (item.here, item.page_count) == (False, 1)
        hits = await second.search.search(SearchQuery("lantern light"))
        assert {hit.item_id for hit in hits} == {item_id}
        await second.media.fetching.fetch(item_id)
        assert await second.transfers.run_once()
        assert (await second.media.item(item_id)).media_path.read_bytes() == paper.read_bytes()
        await synced(stranger)
        assert await stranger.media.items() == []
        with pytest.raises(AppError, match=r"media\.no_item"):
            await stranger.media.fetching.fetch(item_id)


async def _finished(services, item_id):
    done = {JobState.COMPLETED, JobState.FAILED}
    found = []

    def changed(_changes) -> None:
        found.append(1)

    leave = services.bus.subscribe(changed)
    try:
        while (item := await services.media.item(item_id)).state not in done:
            count = len(found)
            await until(lambda count=count: len(found) > count)
    finally:
        leave()
    assert item.state is JobState.COMPLETED, item.error
    return item
