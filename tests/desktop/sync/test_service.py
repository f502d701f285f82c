"""The sync service against the real server: adoption, both directions, states in words, decisions of a person."""

import asyncio
import contextlib
import json

import msgspec
import pytest

from desktop.storage.jobs_lock import JobsLock
from desktop.sync.service import MediaProgress, Pace, SyncState
from shared.ai.records import AI_USAGE
from shared.errors import AppError
from shared.ids import new_id
from shared.media.records import COLLECTION
from shared.quiz.records import ATTEMPT, GAME, GAME_ANSWER, GAME_PLAYER
from tests.support.synced_devices import device
from tests.support.waiting import until


async def add(one, title="Optics"):
    id_ = new_id()
    await one.database.write(lambda tx: tx.insert(COLLECTION, id_, title=title, created_ms=1))
    return id_


async def titles(one):
    return sorted(row[0] for row in await one.rows("SELECT title FROM collection WHERE deleted = 0"))


async def test_work_without_an_account_goes_along_and_meets_other_work(cloud, tmp_path):
    async with device(tmp_path / "a") as one, device(tmp_path / "b") as other:
        await add(one)
        await add(other, "Light")
        assert one.sync.status.state is SyncState.OFF
        invented = one.sync.user_id
        await one.sign_up(cloud.url)
        assert one.sync.user_id == invented
        status = await one.sync.sync_now()
        assert (status.state, status.pending, status.problem) == (SyncState.IDLE, 0, None)
        assert status.last_sync_ms is not None
        await other.sign_in(cloud.url)
        assert other.sync.user_id == invented
        await other.sync.sync_now()
        await one.sync.sync_now()
        assert await titles(one) == await titles(other) == ["Light", "Optics"]


GAMES = {
    GAME: {
        "quiz_id": new_id().bytes, "title": "Óptica", "pace": "live", "started_ms": 5, "ended_ms": 9,
        "quiz_json": '{"questions":[]}', "options_json": '{"lobby":true}', "state_json": '{"void":[2]}',
    },
    GAME_PLAYER: {
        "game_id": new_id().bytes, "player": "p1", "name": "Zoë", "team": "red", "total": 1_700, "rank": 2,
        "state": "kicked", "facts_json": '{"away":3}',
    },
    GAME_ANSWER: {
        "game_id": new_id().bytes, "player": "p1", "question": 3, "answer_json": "[1]", "text": "a lens",
        "fraction": 0.375, "points": 850, "elapsed_ms": 4_100, "clamped_ms": -12, "late": 1, "sure": 1, "at_ms": 7,
    },
    ATTEMPT: {
        "game": "K7Q", "title": "Óptica", "host": "Ben", "pace": "own", "name": "Zoë", "started_ms": 5,
        "total": 900, "rank": 1, "players": 31, "finished": 1, "questions_json": '[{"q":1}]',
    },
}  # fmt: skip
USE = {
    "at_ms": 11, "operation": "chat", "provider": "openai", "model": "m", "input_tokens": 1_200,
    "output_tokens": 80, "cached_tokens": 1_000, "cost_nano_usd": None, "estimated": 1, "duration_ms": 2_300,
    "outcome": "ok",
}  # fmt: skip
CHANGED = {GAME: "state_json", GAME_PLAYER: "name", GAME_ANSWER: "text", ATTEMPT: "questions_json"}


async def whole(one, record):
    fields = ", ".join(field.name for field in record.fields)
    return await one.rows(f"SELECT id, scope, deleted, hlc, tags, {fields} FROM {record.table}")


@pytest.mark.parametrize("record", GAMES, ids=lambda record: record.kind)
async def test_games_and_what_was_done_in_them_come_along(cloud, tmp_path, record):
    values = GAMES[record]
    assert {field.name for field in record.fields} == set(values)
    async with device(tmp_path / "a") as one, device(tmp_path / "b") as other:
        await one.sign_up(cloud.url)
        await other.sign_in(cloud.url)
        made = new_id()
        await one.database.write(lambda tx: tx.insert(record, made, **values))
        await one.sync.sync_now()
        await other.sync.sync_now()
        ((id_, _, deleted, _, _, *came),) = await whole(other, record)
        assert (id_, deleted, dict(zip(values, came, strict=True))) == (made.bytes, 0, values)
        assert await whole(other, record) == await whole(one, record)
        await other.database.write(lambda tx: tx.update(record, made, **{CHANGED[record]: "[7]"}))
        await other.sync.sync_now()
        await one.sync.sync_now()
        assert await one.rows(f"SELECT {CHANGED[record]} FROM {record.table}") == [("[7]",)]
        assert await whole(other, record) == await whole(one, record)
        await one.database.write(lambda tx: tx.delete(record, made))
        await one.sync.sync_now()
        await other.sync.sync_now()
        assert [row[2] for row in await whole(other, record)] == [1]


async def test_the_use_of_ai_is_known_on_all_computers(cloud, tmp_path):
    assert {field.name for field in AI_USAGE.fields} == set(USE)
    async with device(tmp_path / "a") as one, device(tmp_path / "b") as other:
        await one.sign_up(cloud.url)
        await other.sign_in(cloud.url)
        await one.database.write(lambda tx: tx.add_event(AI_USAGE, **USE))
        await other.database.write(lambda tx: tx.add_event(AI_USAGE, **{**USE, "cost_nano_usd": 95}))
        for each in (one, other, one):
            await each.sync.sync_now()
        found = sorted(await whole(one, AI_USAGE))
        assert found == sorted(await whole(other, AI_USAGE))
        costs = [dict(zip(USE, row[5:], strict=True))["cost_nano_usd"] for row in found]
        assert sorted(costs, key=bool) == [None, 95]


async def test_changes_go_by_themselves_and_come_at_a_poke(cloud, tmp_path):
    async with device(tmp_path / "a") as one, device(tmp_path / "b") as other:
        await one.sign_up(cloud.url)
        await other.sign_in(cloud.url)
        one.start()
        other.start()
        await until(lambda: other.sync.status.state is SyncState.IDLE and one.sync.status.last_sync_ms)
        for number in range(3):
            await add(one, f"Lesson {number}")
            await until(lambda number=number: len(arrived(other)) > number)


def arrived(one):
    """Collections that other devices made."""
    return {
        id_ for change in one.changes if change.received and change.touches("collection")
        for id_ in change.ids("collection")
    }  # fmt: skip


async def test_a_conflict_is_shown_restored_and_settled_everywhere(cloud, tmp_path):
    async with device(tmp_path / "a") as one, device(tmp_path / "b") as other:
        await one.sign_up(cloud.url)
        await other.sign_in(cloud.url)
        made = await add(one)
        await one.sync.sync_now()
        await other.sync.sync_now()
        await one.database.write(lambda tx: tx.update(COLLECTION, made, title="Mine"))
        await other.database.write(lambda tx: tx.update(COLLECTION, made, title="Theirs"))
        for each in (one, other, one):
            status = await each.sync.sync_now()
        assert status.conflicts == 1
        (conflict,) = await one.sync.conflicts()
        assert (conflict.kind, conflict.thing_id, conflict.field) == ("collection", made, "title")
        assert {conflict.lost, conflict.standing} == {"Mine", "Theirs"}
        assert conflict.mine == (conflict.lost == "Mine")
        await one.sync.count_as_decided(frozenset({conflict.id}))
        assert one.sync.status.conflicts == 0
        await one.sync.count_as_decided(frozenset())
        assert one.sync.status.conflicts == 1
        await one.sync.restore(conflict.id)
        for each in (one, other):
            await each.sync.sync_now()
            assert await titles(each) == [conflict.lost]
            assert await each.sync.conflicts() == []
        with pytest.raises(AppError, match="conflict_gone"):
            await other.sync.restore(conflict.id)


async def test_a_server_out_of_reach_is_no_problem_of_the_person(cloud, tmp_path):
    async with device(tmp_path / "a") as one:
        await one.sign_up(cloud.url)
        await one.sync.sync_now()
        await add(one)
        await cloud.listener.drain()
        status = await one.sync.sync_now()
        assert status.state is SyncState.OFFLINE
        assert status.pending == 1
        assert status.problem is not None


async def test_a_server_that_restarts_is_found_again_by_itself(cloud_process, tmp_path):
    slow = Pace(poll_s=0.2, first_retry_s=60.0, most_retry_s=60.0)
    async with device(tmp_path / "a", pace=slow) as one:
        back = []
        one.sync.when_back(lambda: back.append(1))
        await one.sign_up(cloud_process.url)
        one.start()
        await until(lambda: one.sync.status.state is SyncState.IDLE)
        await cloud_process.stop()
        await until(lambda: one.sync.status.state is SyncState.OFFLINE)
        assert not back
        await cloud_process.start()
        # The next try would be a minute away: the live line, or a window that comes up, is sooner.
        one.sync.attend(visible=True)
        await until(lambda: one.sync.status.state is SyncState.IDLE)
        assert back == [1]


async def test_pausing_holds_everything_but_what_is_asked_for(cloud, tmp_path):
    async with device(tmp_path / "a") as one:
        await one.sign_up(cloud.url)
        one.start()
        await until(lambda: one.sync.status.state is SyncState.IDLE)
        await one.sync.pause(paused=True)
        assert one.sync.status.state is SyncState.PAUSED
        await add(one)
        await until(lambda: one.sync.status.pending)
        await one.sync.sync_now()
        assert (one.sync.status.state, one.sync.status.pending) == (SyncState.PAUSED, 0)
        await one.sync.pause(paused=False)
        await until(lambda: one.sync.status.state is SyncState.IDLE)


async def test_a_process_without_the_jobs_knows_by_itself_that_nobody_is_signed_in(tmp_path):
    async with device(tmp_path / "a") as command:
        lock = JobsLock(command.database.paths.jobs_lock)
        assert lock.try_acquire()
        try:
            async with asyncio.timeout(10):
                status = await command.sync.sync_now()
        finally:
            lock.release()
        assert (status.state, status.problem) == (SyncState.OFF, None)


async def test_digests_are_computed_anew_once_a_week(cloud, tmp_path):
    async with device(tmp_path / "a", idle_s=0) as one:
        await one.sign_up(cloud.url)
        await add(one)
        await one.sync.sync_now()
        ((checked_ms,),) = await one.rows("SELECT checked_ms FROM sync_profile")
        assert checked_ms
        await one.database.write(lambda tx: tx.execute("UPDATE sync_bucket SET digests = zeroblob(4096)"))
        await one.sync.sync_now()
        assert await one.rows("SELECT checked_ms FROM sync_profile") == [(checked_ms,)]
        await one.database.write(lambda tx: tx.execute("UPDATE sync_bucket SET digests = randomblob(4096)"))
        await one.database.write(lambda tx: tx.execute("UPDATE sync_profile SET checked_ms = 0"))
        await one.sync.sync_now()
        assert (await one.sync.sync_now()).state is SyncState.IDLE
        assert await titles(one) == ["Optics"]


async def test_refused_edits_are_listed_exported_and_let_go(tmp_path):
    async with device(tmp_path / "a") as one:
        made = await add(one)
        await one.database.write(lambda tx: refuse(tx, made))
        (edit,) = await one.sync.refused()
        assert (edit.kind, edit.thing_id, edit.title, edit.reason, edit.text) == (
            "collection", made, "Optics", "not_granted", "Optics",
        )  # fmt: skip
        target = tmp_path / "edits.json"
        assert await one.sync.export_refused(target) == 1
        assert json.loads(target.read_text())[0]["fields"] == {"created_ms": 1, "title": "Optics"}
        with pytest.raises(AppError, match="storage"):
            await one.sync.export_refused(tmp_path / "nowhere" / "edits.json")
        await one.sync.count_as_decided(frozenset({edit.no}))
        assert one.sync.status.refused == 0
        await one.sync.let_go(edit.no)
        assert await one.sync.refused() == []
        await until(lambda: any(change.touches("refused") for change in one.changes))


def refuse(tx, made):
    row = tx.execute("SELECT tags FROM collection WHERE id = ?", [made.bytes]).fetchone()
    fields = {"title": "Optics", "created_ms": 1}
    from_op = ["collection", made.bytes, "user:a", 0, row[0], msgspec.msgpack.encode(fields)]
    tx.journal.refuse(("collection", made.bytes), "user:a", "not_granted", msgspec.msgpack.encode(from_op), 5)


async def test_files_beside_the_rows_are_shown(tmp_path):
    async with device(tmp_path / "a") as one:
        one.sync.show_media(MediaProgress(1, 2, 300))
        assert one.sync.status.media == MediaProgress(1, 2, 300)
        assert one.changes[-1].touches("sync_status")


async def test_files_wait_while_rows_are_exchanged(cloud, tmp_path):
    async with device(tmp_path / "a") as one:
        held, seen = [], []

        @contextlib.asynccontextmanager
        async def hold():
            held.append(True)
            yield
            held.pop()

        exchange = one.sync._rounds._server.exchange

        async def watched(body):
            seen.append(list(held))
            return await exchange(body)

        one.sync._rounds._server.exchange = watched
        one.sync.hold_meanwhile(hold)
        await one.sign_up(cloud.url)
        await one.sync.sync_now()
        assert seen == [[True]] * len(seen) != []
        assert held == []
