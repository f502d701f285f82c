"""The index under kill -9, a killed worker, full disks and damaged tables: nothing is lost, doubled or half there."""

import asyncio
import contextlib
import os
import random
import signal
import sys
from pathlib import Path

import pytest

from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.search import store, vector_store
from desktop.search.hits import SearchQuery
from desktop.search.indexing import Indexer, model_of
from desktop.search.service import SearchService
from desktop.storage.database import Database, connect
from shared.clock import SystemClock
from shared.errors import AppError
from tests.support.disks import fill, small_disk
from tests.support.search_library import BIOLOGY, Job, Library, embedder_files, pages
from tests.support.waiting import until

pytestmark = pytest.mark.faults

PAGES = 220
MIB = 1024 * 1024

# Cuts and embeds one book in a process of its own, and says so after each batch.
STAGES = """
import asyncio, sys
from pathlib import Path
from desktop.runtime.changes import ChangeBus
from desktop.runtime.paths import ProfilePaths
from desktop.search.service import SearchService
from desktop.storage.database import Database
from shared.clock import SystemClock
from tests.faults.test_search_faults import book
from tests.support.search_library import Job, Library
async def main():
    database = await Database.open(ProfilePaths.of(Path(sys.argv[1])), clock=SystemClock(), bus=ChangeBus())
    library = Library(database, [sys.argv[2]])
    async with database.reader() as reader:
        rows = list(await reader.execute_fetchall("SELECT id FROM item"))
    service = SearchService(database, library, library, SystemClock())
    job = Job(__import__("uuid").UUID(bytes=rows[0][0]))
    library.texts[job.item_id] = book()
    await service.chunk_stage(job, lambda share: None)
    print("chunked", flush=True)
    await service.embed_stage(job, lambda share: print(share, flush=True))
    print("done", flush=True)
    await service.close(); await database.close()
asyncio.run(main())
"""


def book():
    """Pages that differ, each a passage."""
    return pages(*(f"Page {number} of the book. {BIOLOGY}" for number in range(PAGES)))


async def opened(folder: Path) -> Database:
    return await Database.open(ProfilePaths.of(folder), clock=SystemClock(), bus=ChangeBus())


async def check(folder: Path, name: str) -> int:
    """Whatever there is must be whole; returns how many passages have a vector."""
    with contextlib.closing(connect(ProfilePaths.of(folder).database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        connection.execute("INSERT INTO passage_fts (passage_fts, rank) VALUES ('integrity-check', 1)")
        count, different = connection.execute("SELECT count(*), count(DISTINCT idx) FROM passage").fetchone()
        assert count in {0, PAGES}
        assert count == different
    database = await opened(folder)
    try:
        model = model_of(embedder_files(name))
        async with database.reader() as reader:
            done = await vector_store.embedded(reader, model)
            for known, built in await vector_store.models(reader):
                assert not built or await vector_store.is_whole(reader, known)
    finally:
        await database.close()
    return done


async def test_kill_9_in_the_stages_loses_at_most_a_batch(tmp_path):
    """Kills at random batches; each start goes on where the last stood, and the end is as if there were none."""
    database = await opened(tmp_path)
    library = Library(database)
    await library.item("Book", [], await library.collection("Home"))
    await database.close()
    chance, before, finished = random.Random(4), 0, False
    for _ in range(20):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            STAGES,
            str(tmp_path),
            "minilm",
            stdout=asyncio.subprocess.PIPE,
            cwd=Path.cwd(),
        )
        assert process.stdout is not None
        for _ in range(chance.randint(1, 6)):
            line = (await process.stdout.readline()).strip()
            finished = finished or line == b"done"
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await process.wait()
        now = await check(tmp_path, "minilm")
        assert now >= before, "what was embedded stays embedded"
        before = now
        if finished:
            break
    assert finished
    assert before == PAGES


@pytest.fixture
async def library(tmp_path):
    database = await opened(tmp_path / "data")
    found = Library(database, ["minilm"])
    yield found
    await database.close()


async def test_a_killed_worker_is_told_and_the_next_try_goes_on(library):
    item_id = await library.item("Book", book(), await library.collection("Home"))
    indexer = Indexer(library.database, library, library)
    model = model_of(library.installed[0])
    try:
        await indexer.chunk_item(item_id)
        shares: list[float] = []

        def told(share: float) -> None:
            shares.append(share)
            if len(shares) == 3 and indexer.worker_pid is not None:
                os.kill(indexer.worker_pid, signal.SIGKILL)

        with pytest.raises(AppError) as caught:
            await indexer.embed(item_id, told)
        assert caught.value.code == "worker.died"
        assert caught.value.retryable
        async with library.database.reader() as reader:
            kept = await vector_store.embedded(reader, model)
        assert kept >= 3 * 16
        await indexer.embed(item_id, shares.append)
        async with library.database.reader() as reader:
            assert await vector_store.embedded(reader, model) == PAGES
            assert await vector_store.is_whole(reader, model)
    finally:
        await indexer.close()


async def test_cancelling_stops_soon_and_leaves_nothing_half(library):
    item_id = await library.item("Book", book(), await library.collection("Home"))
    indexer = Indexer(library.database, library, library)
    try:
        await indexer.chunk_item(item_id)
        shares: list[float] = []
        async with asyncio.TaskGroup() as group:
            work = group.create_task(indexer.embed(item_id, shares.append))
            await until(lambda: shares)
            begin = asyncio.get_running_loop().time()
            work.cancel()
            await asyncio.wait([work])
            assert asyncio.get_running_loop().time() - begin < 5.0
            assert shares[-1] < 0.9, "it went on to its end"
        async with library.database.reader() as reader:
            assert await vector_store.is_whole(reader, model_of(library.installed[0]))
    finally:
        await indexer.close()


async def test_a_full_disk_in_either_stage_is_told_and_the_rest_done_later(tmp_path):
    with small_disk(tmp_path / "disk", 16 * MIB) as disk:
        database = await opened(disk)
        library = Library(database, ["wordllama"])
        service = SearchService(database, library, library, SystemClock())
        try:
            item_id = await library.item("Book", book(), await library.collection("Home"))
            for stage in (service.chunk_stage, service.embed_stage):
                ballast = fill(disk)
                with pytest.raises(AppError) as caught:
                    await stage(Job(item_id), lambda _: None)
                assert caught.value.code == "storage.disk_full"
                ballast.unlink()
                await stage(Job(item_id), lambda _: None)
            assert [
                hit.title for hit in await service.search(SearchQuery("page 7 of the book", limit=1))
            ] == ["Book"]
            async with database.reader() as reader:
                assert await store.counts(reader) == (1, PAGES)
                assert await vector_store.embedded(reader, model_of(library.installed[0])) == PAGES
        finally:
            await service.close()
            await database.close()
        assert await check(disk, "wordllama") == PAGES


async def test_a_flipped_byte_in_the_vector_table_is_mended_at_the_next_start(library):
    item_id = await library.item("Book", book(), await library.collection("Home"))
    service = SearchService(library.database, library, library, SystemClock())
    try:
        await service.chunk_stage(Job(item_id), lambda _: None)
        await service.embed_stage(Job(item_id), lambda _: None)
        model = model_of(library.installed[0])
        table = f"{model.table}_vector_chunks00"
        await library.database.write(
            lambda tx: tx.execute(f"UPDATE {table} SET vectors = substr(vectors, 1, length(vectors) - 1)")
        )
        assert [hit.title for hit in await service.search(SearchQuery("where is photosynthesis"))]
        service.start()
        await service.keeper.settled()
        async with library.database.reader() as reader:
            assert await vector_store.is_whole(reader, model)
    finally:
        await service.close()
