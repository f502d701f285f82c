"""The books of a process that owns its file: brought into memory when used, dropped when many were used since."""

import asyncio
import uuid
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from server.billing.book import Book
from server.billing.desk import Standings, whose_are
from server.billing.loading import Whose, books_of
from server.billing.orders import Standing
from server.billing.periods import BUDGET
from server.billing.sqlite_ledger_store import SqliteLedgerStore
from server.storage.database import Database
from server.storage.transaction import Transaction

MOST = 5_000
"""How many books are kept, about; who comes back is read anew in a millisecond."""


class Copies(dict[uuid.UUID, Book]):
    """Books that may be changed without the originals seeing it; each is copied when it is first asked for."""

    def __init__(self, originals: Mapping[uuid.UUID, Book]) -> None:
        super().__init__()
        self._originals = originals

    def __missing__(self, key: uuid.UUID) -> Book:
        copy = self[key] = self._originals[key].copy()
        return copy


class OwnedBooks:
    """All decisions are made on `books`, which nobody else changes.

    `generation` counts what makes a reading that is under way too old to be used.
    """

    def __init__(self, database: Database, store: SqliteLedgerStore, standings: Standings) -> None:
        self._database, self._store, self._standings = database, store, standings
        self.books: dict[uuid.UUID, Book] = {}
        self.generation = 0
        self._wanted: dict[uuid.UUID, Whose] = {}
        self._loading = asyncio.Lock()

    def ready(self, user_id: uuid.UUID, tenant_id: uuid.UUID | None, steady_ms: int) -> Book | None:
        """Return a person's book if it and those of the schools it depends on are here and up to date."""
        user = self.books.get(user_id)
        if user is None or user.stale or not self.has(user, tenant_id):
            return None
        user.used_ms = steady_ms
        return user

    def has(self, user: Book, tenant_id: uuid.UUID | None) -> bool:
        """Whether the schools and the budget are here."""
        own = user.standing.tenant_id
        books = self.books
        return (tenant_id is None or tenant_id in books) and (own is None or own in books) and BUDGET in books

    async def fetch(self, user_id: uuid.UUID, tenant_id: uuid.UUID | None) -> None:
        """Bring books into memory; who asks meanwhile is served by the next reading, all together."""
        self._wanted[user_id] = "you"
        if tenant_id is not None:
            self._wanted[tenant_id] = "tenant"
        async with self._loading:
            wanted, self._wanted = self._wanted, {}
            if not wanted:
                return
            generation = self.generation
            async with self._database.read() as tx:
                fresh, standings = await self.gather(tx, wanted)
            if generation != self.generation:
                return
            for owner_id, book in fresh.items():
                self.books.setdefault(owner_id, book)
            for one, standing in standings.items():
                if (book := self.books.get(one)) is not None:
                    book.standing, book.stale = standing, False

    async def gather(
        self, tx: Transaction, wanted: Mapping[uuid.UUID, Whose]
    ) -> tuple[dict[uuid.UUID, Book], dict[uuid.UUID, Standing]]:
        """Read what is not in memory, with the schools of people and of their holds; and how people stand."""
        users = [owner_id for owner_id, whose in wanted.items() if whose == "you"]
        told: Mapping[uuid.UUID, Standing] = await self._standings(tx, users) if users else {}
        standings = {user_id: told.get(user_id, Standing()) for user_id in users}
        missing: dict[uuid.UUID, Whose] = {**wanted, BUDGET: "budget"}
        for standing in standings.values():
            if standing.tenant_id is not None:
                missing[standing.tenant_id] = "tenant"
        fresh: dict[uuid.UUID, Book] = {}
        while missing:
            missing = {
                one: whose for one, whose in missing.items() if one not in self.books and one not in fresh
            }
            if not missing:
                break
            loaded = books_of(await self._store.read(tx, missing), missing)
            fresh |= loaded.books
            missing = whose_are(loaded.missing)
        return fresh, standings

    def install(self, copies: Mapping[uuid.UUID, Book]) -> None:
        """Have books that were decided on count from now on."""
        self.generation += 1
        self.books |= copies

    def standing_changed(self, user_id: uuid.UUID | None) -> None:
        """Read the account (None: all) anew; what is being read now may be older."""
        self.generation += 1
        for book in self.books.values() if user_id is None else filter(None, [self.books.get(user_id)]):
            book.stale = True

    def clear(self) -> None:
        """Forget everything: it is to be read anew. What is being read now is forgotten too."""
        self.books.clear()
        self.generation += 1

    def sweep(self, busy: AbstractSet[uuid.UUID]) -> None:
        """Forget those who were away longest; `busy` are those of whom something is still to be written."""
        if len(self.books) <= MOST:
            return
        idle = [
            book
            for book in self.books.values()
            if book.whose == "you" and not book.holds and book.id not in busy
        ]
        idle.sort(key=lambda book: book.used_ms)
        for book in idle[: len(self.books) - MOST * 9 // 10]:
            del self.books[book.id]
        self.generation += 1
