"""What unsent edits replaced: kept from the first of them, and no longer than they are unsent."""

import msgspec
import pytest

from desktop.storage import replaced
from shared.ids import new_id
from shared.media.records import COLLECTION


@pytest.fixture
async def made(database):
    """A collection that the server has."""

    def work(tx):
        id_ = new_id()
        tx.insert(COLLECTION, id_, title="Optics", created_ms=1)
        tx.execute("DELETE FROM sync_outbox")
        tx.execute("DELETE FROM sync_confirmed")
        return id_

    return await database.write(work)


def kept(tx):
    rows = tx.execute("SELECT field, value FROM sync_base ORDER BY clock").fetchall()
    return [(row[0], msgspec.msgpack.decode(row[1])) for row in rows]


async def test_the_first_unsent_edit_keeps_what_it_replaced(database, made):
    def work(tx):
        for title in ("One", "Two", "Three"):
            tx.update(COLLECTION, made, title=title)
        tx.delete(COLLECTION, made)
        return kept(tx)

    assert await database.write(work) == [("title", "Optics")]


async def test_nothing_is_kept_of_what_no_server_has(database):
    def work(tx):
        id_ = new_id()
        tx.insert(COLLECTION, id_, title="Optics", created_ms=1)
        tx.update(COLLECTION, id_, title="Light")
        return kept(tx)

    assert await database.write(work) == []


async def test_an_edit_on_top_of_one_under_way_keeps_that_one(database, made):
    def work(tx):
        key = ("collection", made.bytes)
        tx.update(COLLECTION, made, title="Sent")
        tx.execute("INSERT INTO sync_sending (number, body) VALUES (7, x'')")
        tx.execute("UPDATE sync_outbox SET batch = 7")
        tx.update(COLLECTION, made, title="Later")
        newest = msgspec.msgpack.decode(replaced.replaced(tx.connection, key, "title", (0, 0)))
        lost = tx.execute("SELECT author, operation FROM sync_base ORDER BY clock DESC").fetchone()
        under = msgspec.msgpack.decode(replaced.replaced(tx.connection, key, "title", tuple(lost)))
        return kept(tx), newest, under

    assert await database.write(work) == ([("title", "Optics"), ("title", "Sent")], "Sent", "Optics")


async def test_it_goes_with_the_last_unsent_edit(database, made):
    def work(tx):
        tx.update(COLLECTION, made, title="Mine")
        replaced.forget_sent(tx.connection)
        before = kept(tx)
        tx.execute("UPDATE sync_outbox SET batch = -1")
        replaced.forget_sent(tx.connection)
        on_its_way = kept(tx)
        tx.execute("DELETE FROM sync_outbox")
        replaced.forget_sent(tx.connection)
        return before, on_its_way, kept(tx)

    assert await database.write(work) == ([("title", "Optics")], [("title", "Optics")], [])


async def test_what_was_never_kept_is_not_known(database, made):
    def work(tx):
        return replaced.replaced(tx.connection, ("collection", made.bytes), "title", (0, 0))

    assert await database.write(work) is None
