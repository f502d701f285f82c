"""Books of a process that owns its file."""

import uuid

import pytest

from server.billing import owned_books
from server.billing.book import Book
from server.billing.orders import Standing
from server.billing.owned_books import Copies, OwnedBooks
from server.billing.periods import BUDGET
from server.billing.sqlite_ledger_store import SqliteLedgerStore
from server.storage.database import Database
from tests.support.ledger_stage import TENANT, USER, Books, People


@pytest.fixture
async def owned(sqlite_url, clock):
    database = await Database.open(sqlite_url, clock)
    people = People()
    found = OwnedBooks(database, SqliteLedgerStore(), people)
    found.people = people
    yield found
    await database.close()


async def test_a_person_comes_with_the_school_and_the_budget(owned):
    owned.people.standing[USER] = Standing("pro", 0, TENANT)
    assert owned.ready(USER, None, 1) is None
    await owned.fetch(USER, None)
    assert set(owned.books) == {USER, TENANT, BUDGET}
    assert owned.ready(USER, None, 1).standing.plan == "pro"
    assert owned.ready(USER, uuid.UUID(int=5), 1) is None


async def test_a_changed_account_is_read_anew(owned):
    await owned.fetch(USER, None)
    owned.people.standing[USER] = Standing("pro")
    owned.standing_changed(USER)
    assert owned.ready(USER, None, 1) is None
    await owned.fetch(USER, None)
    assert owned.ready(USER, None, 1).standing.plan == "pro"
    owned.standing_changed(None)
    assert owned.ready(USER, None, 1) is None


async def test_a_reading_that_a_change_overtook_is_not_used(owned):
    async def slow(tx, ids):
        found = dict(await owned.people(tx, ids))
        owned.standing_changed(USER)
        return found

    owned._standings = slow
    await owned.fetch(USER, None)
    assert owned.ready(USER, None, 1) is None


async def test_who_has_been_away_is_forgotten_unless_something_is_open(owned, monkeypatch):
    monkeypatch.setattr(owned_books, "MOST", 4)
    away, busy, holding, here, new = ids = [uuid.UUID(int=number) for number in range(1, 6)]
    for number, one in enumerate(ids):
        owned.books[one] = Book(one, "you", used_ms=number)
    owned.books[TENANT] = Book(TENANT, "tenant")
    owned.books[holding].holds[away] = Books().hold(1)
    owned.sweep({busy})
    assert set(owned.books) == {busy, holding, TENANT}
    owned.sweep(set())
    assert {here, new} & set(owned.books) == set()


def test_copies_are_made_when_they_are_asked_for():
    originals = {USER: Book(USER, "you"), TENANT: Book(TENANT, "tenant")}
    copies = Copies(originals)
    assert copies[USER] is copies[USER] is not originals[USER]
    assert set(copies) == {USER}


async def test_everything_is_forgotten_and_installed_anew(owned):
    await owned.fetch(USER, None)
    owned.clear()
    assert owned.books == {}
    owned.install({USER: Book(USER, "you")})
    assert set(owned.books) == {USER}
    assert not owned.has(owned.books[USER], None)
