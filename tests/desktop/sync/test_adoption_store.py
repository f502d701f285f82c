"""A library becomes an account's, and a library without an account again; work and ids follow the person."""

import pytest

from desktop.storage.typed_rows import TypedRowStore
from desktop.sync import adoption_store
from shared.accounts.records import PROFILE, profile_id
from shared.chat.records import CHAT
from shared.errors import AppError
from shared.ids import new_id
from shared.media.records import COLLECTION, ITEM, default_collection_id
from shared.settings.records import SETTING, setting_id
from sync.journal import Journal, ScopeState
from sync.outgoing import freeze
from sync.stamps import EVERY, encode_stamps
from tests.support.synced_libraries import GROUP


def rows(tx, sql, *parameters):
    return [tuple(row) for row in tx.execute(sql, parameters)]


def fill(tx):
    """What hangs on the person: a setting, the default collection with an item, a chat about it."""
    default = default_collection_id(tx.user_id)
    tx.insert(SETTING, setting_id(tx.user_id, "search_results"), key="search_results", value="7")
    tx.insert(COLLECTION, default, title="My library", created_ms=0)
    tx.insert(
        ITEM, new_id(), collection_id=default.bytes, title="a", kind="audio", media_sha=bytes(32), file_name="a",
        created_ms=1,
    )  # fmt: skip
    material = f'{{"kind":"collection","id":"{default}"}}'
    tx.insert(CHAT, new_id(), title="c", titled_by="person", material=material, created_ms=1)


def check_home(tx, user):
    default = default_collection_id(user)
    assert rows(tx, "SELECT id FROM setting") == [(setting_id(user, "search_results").bytes,)]
    assert rows(tx, "SELECT id FROM collection") == [(default.bytes,)]
    assert rows(tx, "SELECT collection_id FROM item") == [(default.bytes,)]
    assert str(default) in rows(tx, "SELECT material FROM chat")[0][0]
    for table in ("setting", "collection", "item", "chat", "sync_confirmed"):
        assert {scope for (scope,) in rows(tx, f"SELECT scope FROM {table}")} == {f"user:{user}"}
    queued = set(rows(tx, "SELECT kind, id FROM sync_outbox WHERE base IS NULL"))
    assert queued == {(kind, id_) for kind in ("setting", "collection", "item", "chat")
                      for (id_,) in rows(tx, f"SELECT id FROM {kind}")}  # fmt: skip
    assert set(rows(tx, "SELECT kind, id FROM sync_confirmed WHERE stamps IS NULL")) == queued


async def test_work_of_a_library_without_an_account_moves_to_the_account(database):
    user = new_id()

    def work(tx):
        fill(tx)
        stamps = rows(tx, "SELECT tags FROM item")
        adoption_store.adopt(tx, user)
        check_home(tx, user)
        assert rows(tx, "SELECT tags FROM item") == stamps
        freeze(Journal(tx.connection), TypedRowStore(tx.connection), tx.now_ms)
        assert not Journal(tx.connection).waiting(1)

    await database.write(work)
    assert database.user_id == user


async def test_sign_up_keeps_everything_as_it_is(database):
    def work(tx):
        fill(tx)
        before = rows(tx, "SELECT id, scope, tags FROM item")
        adoption_store.adopt(tx, tx.user_id)
        assert rows(tx, "SELECT id, scope, tags FROM item") == before

    await database.write(work)


async def test_a_second_account_is_refused_and_the_same_one_is_not(database):
    user = new_id()
    await database.write(lambda tx: adoption_store.adopt(tx, user))
    await database.write(lambda tx: adoption_store.adopt(tx, user))
    with pytest.raises(AppError) as caught:
        await database.write(lambda tx: adoption_store.adopt(tx, new_id()))
    assert caught.value.code == "sync.other_account"
    assert database.user_id == user


async def test_an_account_that_is_gone_leaves_the_work_and_takes_the_groups_things(database):
    user, shared = new_id(), new_id()

    def work(tx):
        adoption_store.adopt(tx, user)
        fill(tx)
        tx.insert(PROFILE, profile_id(user), name="Ada", language="en")
        tx.execute("INSERT INTO sync_grant VALUES (?, 7, ?)", [GROUP, 1 << 50])
        tx.insert(COLLECTION, shared, scope=GROUP, title="shared", created_ms=1)
        others = encode_stamps({EVERY: (1, 99, 1)})
        with tx.journal.applying():
            tx.execute("UPDATE collection SET tags = ? WHERE id = ?", [others, shared.bytes])
        tx.update(COLLECTION, shared, title="edited here, not sent")
        for scope in (GROUP, f"user:{user}"):
            tx.journal.set_scope(ScopeState(scope, 5, [], counted=True))
        device = tx.journal.device()
        adoption_store.release(tx)
        assert tx.journal.device() != device
        assert tx.journal.scopes() == {}
        assert rows(tx, "SELECT * FROM profile") == []
        assert [row[0] for row in rows(tx, "SELECT reason FROM sync_refused")] == ["revoked"]

    await database.write(work)
    assert database.user_id != user
    await database.write(lambda tx: check_home(tx, tx.user_id))
    await database.write(lambda tx: adoption_store.adopt(tx, user))
    await database.write(lambda tx: check_home(tx, user))
