"""Books made of the rows of either database. Knows their columns, no SQL."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from server.billing.batch import HOLD_COLUMNS
from server.billing.book import GRANTS, NO_HASH, OPEN, Account, Book, Ended, KnownKey, OpenHold, PastHold
from server.billing.orders import HoldRequest
from shared.billing.grants import in_spend_order
from shared.billing.meters import Meter

Rows = Sequence[Sequence[Any]]
STATE = HOLD_COLUMNS.index("state")
"""Where a hold's row says whether it is open."""
Whose = Literal["you", "tenant", "budget"]


@dataclass(slots=True)
class Raw:
    """Rows of some owners: owners, open accounts, holds to be ended, (user, kind, open holds), keys of calls."""

    owners: Rows = ()
    accounts: Rows = ()
    holds: Rows = ()
    running: Rows = ()
    keys: Rows = ()


@dataclass(slots=True)
class Loaded:
    """Books, and which owners their holds concern besides."""

    books: dict[uuid.UUID, Book] = field(default_factory=dict[uuid.UUID, Book])
    missing: set[uuid.UUID] = field(default_factory=set[uuid.UUID])


def as_id(value: Any) -> uuid.UUID:
    """An id as SQLite (16 bytes) or PostgreSQL gives it."""
    return uuid.UUID(bytes=value) if isinstance(value, bytes) else uuid.UUID(int=value.int)


def books_of(raw: Raw, wanted: Mapping[uuid.UUID, Whose]) -> Loaded:
    """Make a book for each owner that is wanted, whether it has rows or none."""
    loaded = Loaded({owner_id: Book(owner_id, whose) for owner_id, whose in wanted.items()})
    books = loaded.books
    for owner_id, whose, entries, head in raw.owners:
        key = as_id(owner_id)
        book = books.setdefault(key, Book(key, whose))
        book.whose, book.entries, book.head = whose, entries, bytes(head) or NO_HASH
    for row in raw.accounts:
        account = _account(row)
        book = books[account.owner_id]
        book.accounts[account.id] = account
        found = book.meter(account.meter)
        if account.kind in GRANTS:
            found.grants.append(account)
        else:
            found.others[account.kind] = account
            if account.kind == "source":
                found.newest_key = account.plan
    for book in books.values():
        for found in book.meters.values():
            found.grants = in_spend_order(found.grants)
    for row in raw.holds:
        held = open_hold(row)
        books[held.request.user_id].holds[held.id] = held
        loaded.missing.update(owner_id for owner_id, _, _ in held.parts if owner_id not in books)
    for user_id, kind, count in raw.running:
        books[as_id(user_id)].running[kind] = count
    for user_id, key, hold_id, sha256, response, at_ms, state in raw.keys:
        answer = None if response is None else bytes(response)
        known = KnownKey(as_id(hold_id), bytes(sha256), at_ms, answer, running=state == OPEN)
        books[as_id(user_id)].keys[key] = known
    return loaded


def _account(row: Sequence[Any]) -> Account:
    return Account(as_id(row[0]), as_id(row[1]), Meter(row[2]), *row[3:])


def request_of(row: Sequence[Any]) -> HoldRequest:
    """The request of a row of `HOLD_COLUMNS`; what only its key knows is left out."""
    _id, user_id, tenant_id, kind, amounts, _alloc, operation, _boot, idem, version, margin, deadline = row[
        :12
    ]
    return HoldRequest(
        user_id=as_id(user_id),
        tenant_id=None if tenant_id is None else as_id(tenant_id),
        kind=kind,
        amounts=msgspec.json.decode(amounts, type=tuple[tuple[Meter, int], ...]),
        operation=operation,
        idem=idem,
        price_version=version,
        margin_ppm=margin,
        deadline_ms=deadline,
    )


def open_hold(row: Sequence[Any]) -> OpenHold:
    """An open hold of a row of `HOLD_COLUMNS`."""
    parts = msgspec.json.decode(row[5], type=tuple[tuple[uuid.UUID, uuid.UUID, int], ...])
    return OpenHold(as_id(row[0]), request_of(row), parts, as_id(row[7]), row[12])


def past_hold(row: Sequence[Any]) -> PastHold:
    """An ended hold of a row of `HOLD_COLUMNS`."""
    state, ended_ms, charged, usage_json, cost, flags, reason = row[13:]
    return PastHold(
        request_of(row),
        Ended(
            state,
            ended_ms,
            msgspec.json.decode(charged, type=dict[str, int]) if charged else {},
            usage_json,
            cost,
            tuple(flags.split(",")) if flags else (),
            reason,
        ),
    )


def by_id(rows: Iterable[Sequence[Any]]) -> dict[uuid.UUID, Sequence[Any]]:
    """Rows by the id in their first column."""
    return {as_id(row[0]): row for row in rows}
