"""What decisions changed since the last commit: rows to be written together, and the chain of entries. Knows no SQL."""

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any

import msgspec

from server.billing.book import Account, Book, Ended, KnownKey, OpenHold
from server.billing.orders import HoldRequest

Row = tuple[Any, ...]
_ENCODER = msgspec.msgpack.Encoder()
ENTRY_COLUMNS = (
    *("chain_id", "number", "owner_id", "kind", "meter", "src", "dst", "amount"),
    *("src_seq", "src_after", "dst_seq", "dst_after", "idem", "hold_id", "operation"),
    *("price_version", "margin_ppm", "usage_json", "provider_cost_nano", "flags", "reason", "actor", "at_ms"),
    *("prev_hash", "hash"),
)
"""Columns of an entry in the order of its row; all but the last are what is hashed."""


@dataclass(slots=True)
class Frozen:
    """Rows of a batch as they were at one moment; ids are `uuid.UUID`."""

    owners: list[Row]
    accounts: list[Row]
    entries: list[Row]
    holds: list[Row]
    ends: list[Row]
    keys: list[Row]


@dataclass(slots=True)
class Origin:
    """Why an entry is made."""

    kind: str
    at_ms: int
    request: HoldRequest | None = None
    hold_id: uuid.UUID | None = None
    usage_json: str = ""
    provider_cost_nano: int = 0
    flags: tuple[str, ...] = ()
    idem: str | None = None
    reason: str = ""
    actor: uuid.UUID | None = None


def entry_hash(row: Row) -> bytes:
    """SHA-256 of all columns before the hash, the previous entry's hash among them."""
    return hashlib.sha256(_ENCODER.encode(row)).digest()


@dataclass(slots=True)
class Batch:
    """Collects; `freeze` is called when it is written. Accounts and owners are written as they are then."""

    owners: dict[uuid.UUID, Book] = field(default_factory=dict[uuid.UUID, Book])
    accounts: dict[uuid.UUID, Account] = field(default_factory=dict[uuid.UUID, Account])
    entries: list[Row] = field(default_factory=list[Row])
    holds: dict[uuid.UUID, OpenHold] = field(default_factory=dict[uuid.UUID, OpenHold])
    ends: dict[uuid.UUID, Ended] = field(default_factory=dict[uuid.UUID, Ended])
    keys: dict[tuple[uuid.UUID, str], KnownKey] = field(default_factory=dict[tuple[uuid.UUID, str], KnownKey])
    changed: set[uuid.UUID] = field(default_factory=set[uuid.UUID])
    ops: int = 0

    def __bool__(self) -> bool:
        return bool(self.ops or self.entries or self.accounts or self.ends)

    def post(self, chain: Book, src: Account, dst: Account, amount: int, why: Origin) -> None:
        """Move `amount`, which is above zero, and chain the entry."""
        src.posted -= amount
        src.seq += 1
        dst.posted += amount
        dst.seq += 1
        chain.entries += 1
        request = why.request
        # The counter account is of the same owner as the grant.
        row = (
            *(chain.id, chain.entries, src.owner_id, why.kind, src.meter.value, src.id, dst.id, amount),
            *(src.seq, src.posted, dst.seq, dst.posted, why.idem, why.hold_id),
            *((request.operation, request.price_version, request.margin_ppm) if request else ("", 0, 0)),
            *(why.usage_json, why.provider_cost_nano, ",".join(why.flags), why.reason, why.actor, why.at_ms),
            chain.head,
        )
        chain.head = entry_hash(row)
        self.entries.append((*row, chain.head))
        self.owners[chain.id] = chain
        self.accounts[src.id] = src
        self.accounts[dst.id] = dst

    def freeze(self) -> Frozen:
        """Make the rows; what is decided later is of the next batch."""
        return Frozen(
            owners=[(book.id, book.whose, book.entries, book.head) for book in self.owners.values()],
            accounts=[_account_row(account) for account in self.accounts.values()],
            entries=self.entries,
            holds=[_hold_row(hold, self.ends.get(hold.id)) for hold in self.holds.values()],
            ends=[(*ended_row(end), key) for key, end in self.ends.items() if key not in self.holds],
            keys=[
                (user, key, known.hold_id, known.request_sha256, known.response, known.at_ms)
                for (user, key), known in self.keys.items()
            ],
        )


ACCOUNT_COLUMNS = (
    *("id", "owner_id", "meter", "kind", "period_key", "plan", "allowance", "posted", "held", "used", "seq"),
    *("floor", "expires_ms", "closed_ms"),
)
OWNER_COLUMNS = ("id", "whose", "entries", "head")
END_COLUMNS = ("state", "ended_ms", "charged", "usage_json", "provider_cost_nano", "flags", "reason")
HOLD_COLUMNS = (
    *("id", "user_id", "tenant_id", "kind", "amounts", "alloc", "operation", "owner_boot", "idem"),
    *("price_version", "margin_ppm", "deadline_ms", "created_ms"),
    *END_COLUMNS,
)
KEY_COLUMNS = ("user_id", "key", "hold_id", "request_sha256", "response", "at_ms")
_JSON = msgspec.json.Encoder()
_OPEN_ROW: Row = (0, 0, "", "", 0, "", "")


def _account_row(account: Account) -> Row:
    return (
        *(account.id, account.owner_id, account.meter.value, account.kind, account.period_key, account.plan),
        *(account.allowance, account.posted, account.held, account.used, account.seq, account.floor),
        *(account.expires_ms, account.closed_ms),
    )


def _hold_row(hold: OpenHold, ended: Ended | None) -> Row:
    request = hold.request
    return (
        *(hold.id, request.user_id, request.tenant_id, request.kind),
        *(_JSON.encode(request.amounts).decode(), _JSON.encode(hold.parts).decode()),
        *(request.operation, hold.boot, request.idem, request.price_version, request.margin_ppm),
        *(request.deadline_ms, hold.created_ms),
        *(ended_row(ended) if ended else _OPEN_ROW),
    )


def ended_row(ended: Ended) -> Row:
    """The columns of `END_COLUMNS`."""
    return (
        *(ended.state, ended.ended_ms, _JSON.encode(ended.charged).decode(), ended.usage_json),
        *(ended.provider_cost_nano, ",".join(ended.flags), ended.reason),
    )
