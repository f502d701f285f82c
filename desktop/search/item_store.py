"""SQL of what the index must know of items: what they are now, what they were indexed as, how they were used."""

import uuid
from collections.abc import Iterable

import aiosqlite
import msgspec

from desktop.search.ranking import Interest
from desktop.storage.transaction import Transaction
from shared.ids import CollectionId, ItemId


class ItemRow(msgspec.Struct, frozen=True):
    """What the index must know of an item. The last four say what it was indexed as; `source` is empty before that."""

    item_id: ItemId
    collection_id: CollectionId
    title: str
    collection_title: str
    source: bytes = b""
    tokenizer: str = ""
    indexed_heading: str = ""
    indexed_collection_id: CollectionId | None = None

    @property
    def heading(self) -> str:
        """What the full-text index reads before every passage."""
        return f"{self.collection_title} › {self.title}" if self.collection_title else self.title


async def interest(reader: aiosqlite.Connection) -> dict[bytes, Interest]:
    """Return how each item was used."""
    rows = await reader.execute_fetchall(
        "SELECT i.id, max(i.created_ms, coalesce(max(v.at_ms), 0)), count(v.id) FROM item i"
        " LEFT JOIN view v ON v.item_id = i.id AND v.deleted = 0 WHERE i.deleted = 0 GROUP BY i.id"
    )
    return {row[0]: Interest(row[1], row[2]) for row in rows}


async def item(reader: aiosqlite.Connection, item_id: ItemId) -> ItemRow | None:
    """Return what the index must know of an item; None when it is deleted or never was."""
    rows = list(await reader.execute_fetchall(f"{_ITEMS} AND i.id = ?", [item_id.bytes]))
    return _item(rows[0]) if rows else None


async def items(reader: aiosqlite.Connection) -> list[ItemRow]:
    """Return every item that is not deleted."""
    return [_item(row) for row in await reader.execute_fetchall(_ITEMS)]


async def indexed_items(reader: aiosqlite.Connection) -> set[ItemId]:
    """Return the items that have passages or were found empty, deleted ones too."""
    rows = await reader.execute_fetchall("SELECT item_id FROM search_item")
    return {ItemId(uuid.UUID(bytes=row[0])) for row in rows}


async def items_in(reader: aiosqlite.Connection, collections: Iterable[uuid.UUID]) -> set[ItemId]:
    """Return the items of some collections."""
    wanted = [one.bytes for one in collections]
    rows = await reader.execute_fetchall(
        f"SELECT id FROM item WHERE collection_id IN ({', '.join('?' * len(wanted))})",  # noqa: S608 - question marks
        wanted,
    )
    return {ItemId(uuid.UUID(bytes=row[0])) for row in rows}


_ITEMS = (
    "SELECT i.id, i.collection_id, i.title, coalesce(c.title, '') AS collection_title, s.source, s.tokenizer,"
    " s.heading, s.collection_id AS indexed_collection_id FROM item i"
    " LEFT JOIN collection c ON c.id = i.collection_id AND c.deleted = 0"
    " LEFT JOIN search_item s ON s.item_id = i.id WHERE i.deleted = 0"
)


def _item(row: aiosqlite.Row) -> ItemRow:
    home = row["indexed_collection_id"]
    return ItemRow(
        ItemId(uuid.UUID(bytes=row["id"])),
        CollectionId(uuid.UUID(bytes=row["collection_id"])),
        row["title"],
        row["collection_title"],
        row["source"] or b"",
        row["tokenizer"] or "",
        row["heading"] or "",
        None if home is None else CollectionId(uuid.UUID(bytes=home)),
    )


def note(tx: Transaction, row: ItemRow, source: bytes, tokenizer: str) -> None:
    """Write down what an item was indexed as."""
    tx.execute(
        "INSERT OR REPLACE INTO search_item (item_id, source, tokenizer, heading, collection_id)"
        " VALUES (?, ?, ?, ?, ?)",
        [row.item_id.bytes, source, tokenizer, row.heading, row.collection_id.bytes],
    )
    tx.changed("passage", row.item_id)
