"""SQL of sections, passages and the full-text index. Knows no ranking and no vectors."""

import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import aiosqlite
import msgspec

from desktop.search import item_store
from desktop.search.chunking import Chunks, Span
from desktop.search.hits import Filters, Scope
from desktop.search.item_store import ItemRow
from desktop.search.pairs import opened
from desktop.search.ranking import LIST_LENGTH
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.ids import CollectionId, ItemId

_SPANS = msgspec.msgpack.Decoder(tuple[Span, ...])
_MOST_PLACES = 32
"""More items than this are looked up as rows, not spelled out as index terms."""


class PassageRow(msgspec.Struct, frozen=True):
    """A passage as stored, with its item's title. `path` is collection, title and section heading together."""

    id: int
    item_id: ItemId
    collection_id: CollectionId
    title: str
    heading: str
    path: str
    idx: int
    section: int
    sentence: int
    words: int
    text: str
    spans: tuple[Span, ...]


class Place(msgspec.Struct, frozen=True):
    """Where to look, worked out: these items, else this collection, else everything."""

    items: tuple[ItemId, ...] | None = None
    collection_id: CollectionId | None = None


def term_of(kind: str, id_: uuid.UUID) -> str:
    """An index term for an item ("i") or collection ("c"); it ends in a digit so that the stemmer leaves it alone."""
    return f"{kind}{id_.hex}0"


async def place(reader: aiosqlite.Connection, scope: Scope, filters: Filters) -> Place:
    """Work out a scope. Items are listed only where filters ask for it."""
    if not filters:
        items = None if scope.item_id is None else (scope.item_id,)
        return Place(items, scope.collection_id)
    parts, values = ["deleted = 0"], list[Any]()
    if scope.item_id is not None:
        parts.append("id = ?")
        values.append(scope.item_id.bytes)
    if scope.collection_id is not None:
        parts.append("collection_id = ?")
        values.append(scope.collection_id.bytes)
    if filters.kinds:
        parts.append("kind IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(filters.kinds))
    if filters.from_ms is not None:
        parts.append("created_ms >= ?")
        values.append(filters.from_ms)
    if filters.until_ms is not None:
        parts.append("created_ms <= ?")
        values.append(filters.until_ms)
    rows = await reader.execute_fetchall(f"SELECT id FROM item WHERE {' AND '.join(parts)}", values)  # noqa: S608
    found = {row[0] for row in rows}
    if filters.tags:
        found &= await _tagged(reader, filters.tags)
    return Place(tuple(ItemId(uuid.UUID(bytes=one)) for one in sorted(found)), scope.collection_id)


async def _tagged(reader: aiosqlite.Connection, tags: Iterable[str]) -> set[bytes]:
    wanted = {tag.casefold() for tag in tags}
    rows = await reader.execute_fetchall("SELECT item_id, label FROM tag WHERE deleted = 0")
    return {row[0] for row in rows if row[1].casefold() in wanted}


async def lexical(
    reader: aiosqlite.Connection, expression: str, where: Place, limit: int = LIST_LENGTH
) -> list[tuple[int, float]]:
    """Return (passage, BM25, higher is better), best first."""
    if not expression or where.items == ():
        return []
    condition, values = "", list[Any]()
    if where.items is not None and len(where.items) <= _MOST_PLACES:
        terms = " OR ".join(term_of("i", one) for one in where.items)
        expression = f"place : ({terms}) AND {{heading text}} : ({expression})"
    else:
        home = "" if where.collection_id is None else f"place : {term_of('c', where.collection_id)} AND "
        expression = f"{home}{{heading text}} : ({expression})"
    if where.items is not None and len(where.items) > _MOST_PLACES:
        # The plus keeps the planner from running the match once per row of the list.
        condition = f"AND +rowid IN (SELECT id FROM passage WHERE item_id IN ({_marks(where.items)}))"  # noqa: S608
        values = [one.bytes for one in where.items]
    rows = await reader.execute_fetchall(
        f"SELECT rowid, rank FROM passage_fts WHERE passage_fts MATCH ? {condition} ORDER BY rank LIMIT ?",  # noqa: S608
        [expression, *values, limit],
    )
    return [(row[0], -row[1]) for row in rows]


async def documents_with(reader: aiosqlite.Connection, word: str, most: int) -> int:
    """In how many passages a word (as typed, not stemmed) stands; counting stops at `most`."""
    rows = await reader.execute_fetchall(
        "SELECT count(*) FROM (SELECT 1 FROM passage_fts WHERE passage_fts MATCH ? LIMIT ?)",
        [f'{{heading text}} : "{word}"', most],
    )
    return next(iter(rows))[0]


async def items_of_passages(reader: aiosqlite.Connection, passages: Iterable[int]) -> dict[int, bytes]:
    """Return the item of each passage; passages of deleted items are left out."""
    rows = await reader.execute_fetchall(
        "SELECT p.id, p.item_id FROM passage p JOIN item i ON i.id = p.item_id"
        " WHERE i.deleted = 0 AND p.id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(passages))],
    )
    return {row[0]: row[1] for row in rows}


async def passages(reader: aiosqlite.Connection, ids: Sequence[int]) -> list[PassageRow]:
    """Return whole passages in the order asked; those that are gone are left out."""
    rows = await reader.execute_fetchall(
        f"{_SELECT} WHERE p.id IN (SELECT value FROM json_each(?))",  # noqa: S608 - fixed parts
        [json.dumps(ids)],
    )
    by_id = {row["id"]: _passage(row) for row in rows}
    return [by_id[one] for one in ids if one in by_id]


async def neighbours(
    reader: aiosqlite.Connection, item_id: ItemId, first: int, last: int
) -> list[PassageRow]:
    """Return an item's passages with first <= idx <= last, in order."""
    rows = await reader.execute_fetchall(
        f"{_SELECT} WHERE p.item_id = ? AND p.idx BETWEEN ? AND ? ORDER BY p.idx",
        [item_id.bytes, first, last],
    )
    return [_passage(row) for row in rows]


_SELECT = (
    "SELECT p.id, p.item_id, p.collection_id, i.title, coalesce(s.heading, '') AS heading,"
    " p.heading AS path, p.idx, p.section,"
    " p.sentence, p.words, p.text, p.spans FROM passage p JOIN item i ON i.id = p.item_id"
    " LEFT JOIN section s ON s.item_id = p.item_id AND s.idx = p.section"
)


def _passage(row: aiosqlite.Row) -> PassageRow:
    return PassageRow(
        row["id"],
        ItemId(uuid.UUID(bytes=row["item_id"])),
        CollectionId(uuid.UUID(bytes=row["collection_id"])),
        row["title"],
        row["heading"],
        row["path"],
        row["idx"],
        row["section"],
        row["sentence"],
        row["words"],
        row["text"],
        _SPANS.decode(row["spans"]),
    )


async def size_of(reader: aiosqlite.Connection, where: Place) -> int:
    """How many passages a place has."""
    condition, values = "", list[Any]()
    if where.items is not None:
        condition = f"WHERE item_id IN ({_marks(where.items)})"
        values = [one.bytes for one in where.items]
    elif where.collection_id is not None:
        condition, values = "WHERE collection_id = ?", [where.collection_id.bytes]
    rows = await reader.execute_fetchall(f"SELECT count(*) FROM passage {condition}", values)  # noqa: S608
    return next(iter(rows))[0]


async def counts(reader: aiosqlite.Connection) -> tuple[int, int]:
    """Return how many items and passages are indexed."""
    rows = await reader.execute_fetchall(
        "SELECT (SELECT count(*) FROM search_item), (SELECT count(*) FROM passage)"
    )
    first = next(iter(rows))
    return first[0], first[1]


def replace_chunks(
    tx: Transaction, row: ItemRow, source: bytes, tokenizer: str, chunks: Chunks, shas: list[bytes]
) -> None:
    """Make an item's sections and passages be exactly `chunks`; passages that stay the same keep their number."""
    kept = _kept(tx, row, chunks, shas)
    gone = [
        (one[0],)
        for one in tx.execute("SELECT id FROM passage WHERE item_id = ?", [row.item_id.bytes]).fetchall()
        if one[0] not in kept.values()
    ]
    tx.executemany("DELETE FROM passage WHERE id = ?", gone)
    values = _passage_values(row, chunks, shas)
    tx.executemany(
        "UPDATE passage SET item_id = ?, collection_id = ?, idx = ?, section = ?, sentence = ?, start_ms = ?,"
        " end_ms = ?, page = ?, words = ?, pieces = ?, text_sha = ?, heading = ?, heading_terms = ?, place = ?,"
        " text = ?, text_terms = ?, spans = ?"
        " WHERE id = ?",
        [(*values[idx], id_) for idx, id_ in kept.items()],
    )
    tx.executemany(
        "INSERT INTO passage (item_id, collection_id, idx, section, sentence, start_ms, end_ms, page, words, pieces,"
        " text_sha, heading, heading_terms, place, text, text_terms, spans)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [one for idx, one in enumerate(values) if idx not in kept],
    )
    _write_sections(tx, row.item_id, chunks)
    item_store.note(tx, row, source, tokenizer)


def move(tx: Transaction, row: ItemRow) -> None:
    """Give an item's passages its present title and home without cutting it again."""
    sections = dict(
        tx.execute("SELECT idx, heading FROM section WHERE item_id = ?", [row.item_id.bytes]).fetchall()
    )
    for idx, heading in sections.items():
        path = _heading(row, heading)
        tx.execute(
            "UPDATE passage SET collection_id = ?, heading = ?, heading_terms = ?, place = ?"
            " WHERE item_id = ? AND section = ?",
            [row.collection_id.bytes, path, opened(path), _place_terms(row), row.item_id.bytes, idx],
        )
    item_store.note(tx, row, row.source, row.tokenizer)


def remove(tx: Transaction, item_id: ItemId) -> bool:
    """Take an item out of the index. Its vectors stay until the next sweep, for an undo."""
    tx.execute("DELETE FROM passage WHERE item_id = ?", [item_id.bytes])
    tx.execute("DELETE FROM section WHERE item_id = ?", [item_id.bytes])
    gone = tx.execute("DELETE FROM search_item WHERE item_id = ?", [item_id.bytes]).rowcount > 0
    if gone:
        tx.changed("passage", item_id)
    return gone


def mend_full_text(tx: Transaction) -> bool:
    """Compare the full-text index with the passages; write it anew when it differs. Returns whether it did."""
    try:
        tx.execute("INSERT INTO passage_fts (passage_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError:
        tx.execute("INSERT INTO passage_fts (passage_fts) VALUES ('rebuild')")
        return True
    return False


def _kept(tx: Transaction, row: ItemRow, chunks: Chunks, shas: list[bytes]) -> dict[int, int]:
    """Which new passages (by index) are old ones (by id): the same text at the same moment."""
    old = {
        (one[1], one[2], one[3]): one[0]
        for one in tx.execute(
            "SELECT id, text_sha, start_ms, page FROM passage WHERE item_id = ? ORDER BY idx DESC",
            [row.item_id.bytes],
        ).fetchall()
    }
    kept: dict[int, int] = {}
    for idx, (one, sha) in enumerate(zip(chunks.passages, shas, strict=True)):
        id_ = old.pop((sha, one.start_ms, one.page), None)
        if id_ is not None:
            kept[idx] = id_
    return kept


def _passage_values(row: ItemRow, chunks: Chunks, shas: list[bytes]) -> list[tuple[Any, ...]]:
    paths = [_heading(row, one.heading) for one in chunks.sections]
    return [
        (
            row.item_id.bytes,
            row.collection_id.bytes,
            idx,
            one.section,
            one.sentence,
            one.start_ms,
            one.end_ms,
            one.page,
            one.words,
            one.pieces,
            sha,
            paths[one.section],
            opened(paths[one.section]),
            _place_terms(row),
            one.text,
            opened(one.text),
            msgspec.msgpack.encode(one.spans),
        )
        for idx, (one, sha) in enumerate(zip(chunks.passages, shas, strict=True))
    ]


def _write_sections(tx: Transaction, item_id: ItemId, chunks: Chunks) -> None:
    tx.execute("DELETE FROM section WHERE item_id = ?", [item_id.bytes])
    tx.executemany(
        "INSERT INTO section (item_id, idx, sentence, sentence_end, heading, start_ms, end_ms, page, words)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                item_id.bytes,
                idx,
                one.sentence,
                one.sentence_end,
                one.heading,
                one.start_ms,
                one.end_ms,
                one.page,
                one.words,
            )
            for idx, one in enumerate(chunks.sections)
        ],
    )


def _heading(row: ItemRow, section: str) -> str:
    return f"{row.heading} › {section}" if section else row.heading


def _place_terms(row: ItemRow) -> str:
    return f"{term_of('c', row.collection_id)} {term_of('i', row.item_id)}"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
