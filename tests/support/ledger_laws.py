"""The laws of a ledger (usage-and-billing.md 5.10: 1, 2, 3, 4, 6, 9), checked on a database and on what memory says.

`await check_ledger(database, ledger)` after any scenario; `quiet` when no work is under way.
"""

import contextlib
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from server.billing import ledger_store
from server.billing.book import GRANTS, NO_HASH, Book
from server.billing.ledger import Ledger
from server.billing.loading import books_of
from server.billing.owned_desk import OwnedDesk
from server.billing.sqlite_ledger_store import SqliteLedgerStore
from server.billing.tables import ACCOUNT, ENTRY, HOLD, OWNER
from server.storage.database import Database
from shared.billing.usage import Usage
from shared.errors import AppError

Price = Callable[[Usage, int, int], Mapping[str, int]]
"""(usage, price version, margin in ppm) -> what each meter is charged, for law 6."""


async def check_ledger(
    database: Database, ledger: Ledger | None = None, *, quiet: bool = True, price: Price | None = None
) -> None:
    """Raise AssertionError for the first law that is broken."""
    if ledger is not None:
        # What was granted by looking at it is perhaps not written yet; a closed ledger has written everything.
        with contextlib.suppress(AppError):
            await ledger.also([])
    async with database.read() as tx:
        accounts = {row.id: row for row in (await tx.connection.execute(select(ACCOUNT))).all()}
        entries = (
            await tx.connection.execute(select(ENTRY).order_by(ENTRY.c.chain_id, ENTRY.c.number))
        ).all()
        holds = (await tx.connection.execute(select(HOLD))).all()
        owners = (await tx.connection.execute(select(OWNER))).all()
        for owner in owners:
            assert await ledger_store.broken_link(tx, owner.id) is None, "law 9: the chain is broken"
    _entries_replay(accounts, entries)
    _holds_add_up(accounts, holds, quiet=quiet)
    _ends_are_charged(accounts, entries, holds, price)
    _heads(owners, entries)
    if ledger is not None and isinstance(ledger._desk, OwnedDesk):
        await memory_is_the_tables(database, ledger)


def _entries_replay(accounts: Mapping[uuid.UUID, Any], entries: list[Any]) -> None:
    """Law 1, and of law 3: only a flagged overrun goes below a floor."""
    steps: dict[uuid.UUID, list[tuple[int, int, int, Any]]] = defaultdict(list)
    for entry in entries:
        assert entry.amount > 0
        steps[entry.src].append((entry.src_seq, entry.src_after, -entry.amount, entry))
        steps[entry.dst].append((entry.dst_seq, entry.dst_after, entry.amount, entry))
    for account_id, account in accounts.items():
        posted = 0
        moves = sorted(steps.pop(account_id, []), key=lambda step: step[0])
        limits_changed = any(step[3].kind in ("mint", "take_back") and not step[3].idem for step in moves)
        for number, (seq, after, amount, entry) in enumerate(moves, 1):
            posted += amount
            assert (seq, after) == (number, posted), "law 1: the values after do not replay"
            if account.kind in GRANTS and entry.kind == "use" and amount < 0 and not limits_changed:
                assert posted >= account.floor or "overrun" in entry.flags, "law 3: below the floor, untold"
        assert (account.posted, account.seq) == (posted, len(moves)), "law 1: posted is not its entries"
    assert not steps, "law 1: entries of accounts that do not exist"
    assert sum(account.posted for account in accounts.values()) == 0, "law 1: the sum is not zero"


def _holds_add_up(accounts: Mapping[uuid.UUID, Any], holds: list[Any], *, quiet: bool) -> None:
    """Law 2: what accounts hold is what open holds have."""
    held: Counter[uuid.UUID] = Counter()
    for hold in holds:
        assert hold.state in (0, 1, 2, 3)
        assert (hold.state == 0) == (hold.ended_ms == 0), (
            "law 2: a hold has an end exactly when it is not open"
        )
        if hold.state == 0:
            for _owner, account_id, part in json.loads(hold.alloc):
                held[uuid.UUID(account_id)] += part
    for account_id, account in accounts.items():
        assert account.held == held[account_id], "law 2: held is not the open holds"
        assert account.kind in GRANTS or account.held == 0
        assert account.closed_ms == 0 or (account.held == 0 and account.posted == 0), "closed with something"
    if quiet:
        left = [hold.id for hold in holds if hold.state == 0 and hold.kind == "ai"]
        assert not left, f"law 2: {len(left)} holds leaked"


def _ends_are_charged(
    accounts: Mapping[uuid.UUID, Any], entries: list[Any], holds: list[Any], price: Price | None
) -> None:
    """Laws 2 and 6: a settled hold has its entries, another has none; amounts are their price."""
    spent: Counter[tuple[uuid.UUID, uuid.UUID, str]] = Counter()
    for entry in entries:
        if entry.hold_id is not None:
            assert entry.kind == "use"
            spent[entry.hold_id, accounts[entry.src].owner_id, entry.meter] += entry.amount
    used: Counter[uuid.UUID] = Counter()
    for entry in entries:
        used[entry.src] += entry.amount if entry.kind == "use" else 0
        used[entry.dst] -= entry.amount if entry.kind == "level_down" else 0
    for account in accounts.values():
        if account.kind in GRANTS:
            assert account.used == used[account.id], "used is not what was charged"
    charged = {hold.id: json.loads(hold.charged or "{}") for hold in holds}
    by_hold: dict[uuid.UUID, dict[tuple[uuid.UUID, str], int]] = defaultdict(dict)
    for (hold_id, owner_id, meter), amount in spent.items():
        by_hold[hold_id][owner_id, meter] = amount
    for hold in holds:
        of_person = {meter: n for (owner, meter), n in by_hold[hold.id].items() if owner == hold.user_id}
        assert of_person == charged[hold.id], "law 2: a hold's end is not its entries"
        assert hold.state == 1 or not by_hold[hold.id], "law 2: charged without being settled"
        for (_owner, meter), amount in by_hold[hold.id].items():
            assert amount == charged[hold.id][meter], "a school or the budget paid something else"
        if price is not None and hold.state == 1 and hold.usage_json:
            usage = msgspec.json.decode(hold.usage_json, type=Usage)
            wanted = price(usage, hold.price_version, hold.margin_ppm)
            assert {meter: of_person.get(meter, 0) for meter in wanted} == dict(wanted), (
                "law 6: not its price"
            )


def _heads(owners: list[Any], entries: list[Any]) -> None:
    last = {entry.chain_id: entry for entry in entries}
    for owner in owners:
        entry = last.pop(owner.id, None)
        found = (entry.number, entry.hash) if entry else (0, NO_HASH)
        assert (owner.entries, owner.head) == found, "law 9: the head is not the last entry"
    assert not last


async def memory_is_the_tables(database: Database, ledger: Ledger) -> None:
    """Law 4: every book in memory is what the tables make of it. Nothing may wait to be written."""
    books: dict[uuid.UUID, Book] = ledger._desk._books
    wanted = {owner_id: book.whose for owner_id, book in books.items()}
    async with database.read() as tx:
        fresh = books_of(await SqliteLedgerStore().read(tx, wanted), wanted).books
    for owner_id, book in books.items():
        assert _plain(book) == _plain(fresh[owner_id]), "law 4: memory is not the tables"


def _plain(book: Book) -> Any:
    accounts = {
        account.id: [getattr(account, name) for name in account.__slots__]
        for account in book.accounts.values()
    }
    holds = {hold.id: (hold.parts, hold.boot, hold.created_ms) for hold in book.holds.values()}
    keys = {key: (known.hold_id, known.response) for key, known in book.keys.items()}
    return accounts, holds, keys, book.entries, book.head


async def check_fixed(database: Database) -> None:
    """Law 9: the database refuses to change or delete an entry."""
    statements = ["UPDATE ledger_entry SET amount = amount + 1", "DELETE FROM ledger_entry"]
    if database.dialect == "postgresql":
        statements.append("TRUNCATE ledger_entry")
    for statement in statements:
        with pytest.raises(DBAPIError, match="only grows"):
            async with database.write() as tx:
                await tx.connection.execute(text(statement))
