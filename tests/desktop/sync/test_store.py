"""Sync's own state in the library file."""

from desktop.sync import store
from desktop.sync.store import Counts, Grant
from shared.errors import AppError
from shared.groups.records import GROUP
from shared.ids import new_id
from shared.media.records import COLLECTION
from sync.journal import ScopeState


async def read(database, query):
    async with database.reader() as reader:
        return await query(reader)


async def test_a_new_profile_is_nobodys(database):
    profile = await read(database, store.profile)
    assert profile.user_id == database.user_id
    assert not profile.adopted
    assert not profile.paused
    assert (profile.last_sync_ms, profile.problem) == (None, None)
    assert len({profile.database_id, profile.user_id, profile.device_id}) == 3


async def test_counts_of_what_waits(database):
    assert await read(database, store.counts) == Counts()
    assert not await read(database, store.unsent)
    made = new_id()

    def work(tx):
        tx.insert(COLLECTION, made, title="a", created_ms=1)
        tx.update(COLLECTION, made, title="b")
        tx.journal.refuse(("collection", made.bytes), tx.home, "revoked", b"", 1)

    before = await read(database, store.progress)
    await database.write(work)
    assert await read(database, store.counts) == Counts(1, 0, 1)
    assert await read(database, store.unsent)
    assert await read(database, store.progress) != before


async def test_cursors_of_scopes(database):
    await database.write(lambda tx: tx.journal.set_scope(ScopeState("a", 5, [(7, 9)], counted=True)))
    assert await read(database, store.cursors) == {"a": (5, [(7, 9)])}


async def test_grants_are_kept_with_the_names_of_groups(database):
    def work(tx):
        store.keep_grants(tx, "old", [Grant("group:gone", 7, 1)])
        store.keep_grants(tx, "document", [Grant("group:g", 7, 1 << 60), Grant("group:h", 1, 6)])
        tx.insert(GROUP, new_id(), scope="group:g", name="Physics", description="", created_ms=1)

    await database.write(work)
    assert await read(database, store.grants) == [
        Grant("group:g", 7, 1 << 60, "Physics"),
        Grant("group:h", 1, 6),
    ]
    assert (await read(database, store.profile)).grant_document == "document"


async def test_other_processes_learn_how_it_went(database):
    error = AppError("network.not_lantern", detail="html", status=302)

    def work(tx):
        store.ask(tx, 5)
        store.set_paused(tx, paused=True)
        store.note_tried(tx, 7, None)
        store.note_tried(tx, None, error)

    await database.write(work)
    profile = await read(database, store.profile)
    assert (profile.asked_ms, profile.paused, profile.last_sync_ms) == (5, True, 7)
    assert (profile.problem.code, profile.problem.detail, profile.problem.parameters) == (
        "network.not_lantern", "html", {"status": 302},
    )  # fmt: skip
    assert store.read_error('["of.tomorrow",{},""]') is None


async def test_machine_output_is_no_refused_edit(database):
    def work(tx):
        for kind, reason in (
            ("transcript", "event_exists"),
            ("transcript", "revoked"),
            ("view", "event_exists"),
        ):
            tx.journal.refuse((kind, new_id().bytes), "s", reason, b"", 1)
        store.forget_machine_refusals(tx)
        return [(one.kind, one.reason) for one in tx.journal.refused()]

    assert await database.write(work) == [("transcript", "revoked"), ("view", "event_exists")]


async def test_the_devices_own_number(database):
    stamp = await database.write(lambda tx: tx.journal.tick(1))
    assert await database.maintain(store.own_author) == stamp[1]
    assert await database.maintain(store.open_conflicts) == []
