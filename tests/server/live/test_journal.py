import asyncio
import sqlite3
from pathlib import Path

import pytest

from server.live.journal import EVERY_S, Journal
from tests.server.live.test_journal_store import batch, record


async def test_batches_that_are_ready_share_a_commit(tmp_path: Path):
    journal = await Journal.open(tmp_path / "j.sqlite3")
    await journal.add_game(record())
    commits: list[int] = []
    write = journal._store.write
    journal._store.write = lambda batches: (commits.append(len(batches)), write(batches))[1]
    await asyncio.gather(*(journal.commit(batch("g1", f"p{number}")) for number in range(50)))
    assert sum(commits) == 50
    assert len(commits) <= 2
    assert len(await journal.events("g1")) == 50
    await journal.close()


async def test_a_lone_batch_does_not_wait_and_the_next_waits_a_moment(tmp_path: Path):
    journal = await Journal.open(tmp_path / "j.sqlite3")
    await journal.add_game(record())
    loop = asyncio.get_running_loop()
    await journal.commit(batch("g1", "a"))
    begun = journal._begun_s
    await journal.commit(batch("g1", "b"))
    assert journal._begun_s - begun >= EVERY_S * 0.9
    assert loop.time() > begun
    await journal.close()


async def test_a_failure_reaches_everyone_who_waits_and_the_next_may_succeed(tmp_path: Path):
    journal = await Journal.open(tmp_path / "j.sqlite3")
    await journal.add_game(record())
    write = journal._store.write

    def full(batches: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    journal._store.write = full
    answers = await asyncio.gather(
        journal.commit(batch("g1", "a")), journal.commit(batch("g1", "b")), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [sqlite3.OperationalError] * 2
    journal._store.write = write
    await journal.commit(batch("g1", "c"))
    assert len(await journal.events("g1")) == 1
    await journal.close()


async def test_one_who_stops_waiting_does_not_hold_up_the_others(tmp_path: Path):
    journal = await Journal.open(tmp_path / "j.sqlite3")
    await journal.add_game(record())
    impatient = asyncio.ensure_future(journal.commit(batch("g1", "a")))
    patient = asyncio.ensure_future(journal.commit(batch("g1", "b")))
    await asyncio.sleep(0)
    impatient.cancel()
    await patient
    with pytest.raises(asyncio.CancelledError):
        await impatient
    await journal.close()


async def test_closing_waits_for_what_is_being_committed(tmp_path: Path):
    journal = await Journal.open(tmp_path / "j.sqlite3")
    await journal.add_game(record())
    running = asyncio.ensure_future(journal.commit(batch("g1", "a")))
    await asyncio.sleep(0)
    await journal.close()
    await running
    again = await Journal.open(tmp_path / "j.sqlite3")
    assert len(await again.events("g1")) == 1
    assert [found.setup.game_id for found in await again.games()] == ["g1"]
    assert await again.unreadable() == []
    await again.keep_setting("a", "b")
    assert await again.setting("a") == "b"
    assert await again.seats("g1") == {b"a": "a"}
    await again.remove_game("g1")
    assert await again.games() == []
    assert again.recovered is None
    await again.close()
