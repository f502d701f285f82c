"""What to do when a device's file is a copy, or was set back: it takes another name, and nothing unsent is lost."""

import uuid

import msgspec

from sync.authority import decode_batch
from sync.journal import Journal
from sync.journal_batches import Entry
from sync.replica import Replica
from sync.row_store import RowStore
from sync.rows import Flag, Key
from sync.stamps import EVERY, decode_stamps, encode_stamps


def fork(journal: Journal, rows: RowStore, device: uuid.UUID) -> uuid.UUID:
    """Take a new name, and sign every unsent edit with it: the old name's operation numbers are another's too."""
    author = journal.rename(device)
    sending = journal.sending()
    ops = decode_batch(sending[1]).ops if sending else []
    for op in ops:
        if op.flags & Flag.CARRY:
            journal.carry(msgspec.msgpack.encode(op))
    keys = journal.all("SELECT DISTINCT kind, id FROM sync_outbox WHERE batch >= 0")
    replica = Replica(journal, rows, 0)
    found = rows.get(keys)
    for key in keys:
        entries = journal.entries(key)
        local = found.get(key)
        if local is not None and entries:
            _resign(journal, rows, replica, key, author)
        for entry in entries:
            journal.drop_entry(key, entry.batch)
        if local is not None and entries:
            first, last = entries[0], entries[-1]
            journal.put_entry(key, Entry(0, first.base, first.knew, last.seen or first.seen))
    journal.drop_sending()
    return device


def _resign(journal: Journal, rows: RowStore, replica: Replica, key: Key, author: int) -> None:
    local = rows.get([key])[key]
    names = replica.pending(local)
    stamps = decode_stamps(local.stamps)
    operation = journal.one("UPDATE sync_device SET operation = operation + 1 RETURNING operation")
    whole = journal.entries(key)[0].base is None
    for name in set(stamps) if whole else names:
        clock = (stamps.get(name) or stamps[EVERY])[0]
        stamps[name] = (clock, author, operation)
    local.stamps = encode_stamps(stamps)
    with journal.applying():
        rows.put([local])
