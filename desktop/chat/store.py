"""SQL of chats, messages and kept answers."""

import uuid

import aiosqlite

from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.chat.records import CHAT, MESSAGE
from shared.ids import ChatId, MessageId

KEPT_ANSWERS = 500

_MESSAGE = (
    "m.id, m.chat_id, m.role, m.position, m.text, m.created_ms, m.state, m.mode, m.engine, m.citations, m.doubts,"
    " m.problem, m.follow_ups, m.rating"
)
_CHAT = """
    SELECT c.id, c.title, c.titled_by, c.material, c.created_ms,
        coalesce(max(m.created_ms), c.created_ms) AS updated_ms, count(m.id) AS messages
    FROM chat c LEFT JOIN message m ON m.chat_id = c.id AND m.deleted = 0
    WHERE c.deleted = 0
"""


async def chats(reader: aiosqlite.Connection, text: str) -> list[sqlite3.Row]:
    """Return chats, the one used last first; with `text`, those that have it in their title or a message."""
    found = ""
    parameters: list[str] = []
    if text:
        found = (
            " AND (c.title LIKE ? ESCAPE '!' OR EXISTS (SELECT 1 FROM message t"
            " WHERE t.chat_id = c.id AND t.deleted = 0 AND t.text LIKE ? ESCAPE '!'))"
        )
        parameters = [_containing(text)] * 2
    rows = await reader.execute_fetchall(
        f"{_CHAT}{found} GROUP BY c.id ORDER BY updated_ms DESC, c.id DESC", parameters
    )
    return list(rows)


async def chat(reader: aiosqlite.Connection, chat_id: ChatId) -> sqlite3.Row | None:
    """Return one chat unless it is deleted."""
    rows = list(await reader.execute_fetchall(f"{_CHAT} AND c.id = ? GROUP BY c.id", [chat_id.bytes]))
    return rows[0] if rows else None


async def messages(reader: aiosqlite.Connection, chat_id: ChatId) -> list[sqlite3.Row]:
    """Return the messages of a chat in order."""
    rows = await reader.execute_fetchall(
        f"SELECT {_MESSAGE} FROM message m WHERE m.chat_id = ? AND m.deleted = 0"  # noqa: S608 - constants
        " ORDER BY m.position, m.created_ms, m.id",
        [chat_id.bytes],
    )
    return list(rows)


async def message(reader: aiosqlite.Connection, message_id: MessageId) -> sqlite3.Row | None:
    """Return one message unless it, or its chat, is deleted."""
    rows = await reader.execute_fetchall(
        f"SELECT {_MESSAGE} FROM message m JOIN chat c ON c.id = m.chat_id"  # noqa: S608 - constants
        " WHERE m.id = ? AND m.deleted = 0 AND c.deleted = 0",
        [message_id.bytes],
    )
    return next(iter(rows), None)


async def questions_like(reader: aiosqlite.Connection, beginning: str, limit: int) -> list[str]:
    """Return questions asked before that begin so, the latest first, each once."""
    rows = await reader.execute_fetchall(
        "SELECT m.text FROM message m JOIN chat c ON c.id = m.chat_id AND c.deleted = 0"
        " WHERE m.role = 'user' AND m.deleted = 0 AND m.text LIKE ? ESCAPE '!'"
        " GROUP BY m.text ORDER BY max(m.created_ms) DESC LIMIT ?",
        [_escaped(beginning) + "%", limit],
    )
    return [row[0] for row in rows]


def insert_chat(tx: Transaction, chat_id: ChatId, title: str, titled_by: str, material: str) -> None:
    """Make a chat. `titled_by`: `question`, `engine` or `person`."""
    tx.insert(CHAT, chat_id, title=title, titled_by=titled_by, material=material, created_ms=tx.now_ms)


def name_chat(tx: Transaction, chat_id: ChatId, title: str, titled_by: str) -> None:
    """Give a chat a title found by the program, unless a person gave it one."""
    row = tx.execute("SELECT titled_by FROM chat WHERE id = ?", [chat_id.bytes]).fetchone()
    if row is not None and row[0] != "person" and title:
        tx.update(CHAT, chat_id, title=title, titled_by=titled_by)


def insert_message(
    tx: Transaction, chat_id: ChatId, message_id: MessageId, role: str, text: str, state: str
) -> None:
    """Add a message at the end of a chat."""
    tx.insert(
        MESSAGE,
        message_id,
        chat_id=chat_id.bytes,
        role=role,
        position=_next_position(tx, chat_id),
        text=text,
        created_ms=tx.now_ms,
        state=state,
    )


def _next_position(tx: Transaction, chat_id: ChatId) -> int:
    """Return the place after the last message, deleted ones counted."""
    row = tx.execute(
        "SELECT coalesce(max(position), 0) + 1 FROM message WHERE chat_id = ?", [chat_id.bytes]
    ).fetchone()
    return int(row[0])


def hide_from(tx: Transaction, chat_id: ChatId, position: int) -> list[MessageId]:
    """Delete the messages from a place on, so that they can be restored. Returns their ids."""
    rows = tx.execute(
        "SELECT id FROM message WHERE chat_id = ? AND deleted = 0 AND position >= ?",
        [chat_id.bytes, position],
    ).fetchall()
    hidden = [MessageId(uuid.UUID(bytes=row[0])) for row in rows]
    for one in hidden:
        tx.delete(MESSAGE, one)
    return hidden


async def kept_answer(reader: aiosqlite.Connection, key: bytes) -> str | None:
    """Return a kept reply."""
    rows = await reader.execute_fetchall("SELECT answer FROM kept_answer WHERE key = ?", [key])
    row = next(iter(rows), None)
    return None if row is None else row[0]


def keep_answer(tx: Transaction, key: bytes, answer: str) -> None:
    """Keep a reply; the ones not used for longest make room."""
    tx.execute(
        "INSERT INTO kept_answer (key, answer, used_ms) VALUES (?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET answer = excluded.answer, used_ms = excluded.used_ms",
        [key, answer, tx.now_ms],
    )
    tx.execute(
        "DELETE FROM kept_answer WHERE key IN (SELECT key FROM kept_answer ORDER BY used_ms DESC LIMIT -1 OFFSET ?)",
        [KEPT_ANSWERS],
    )


def touch_answer(tx: Transaction, key: bytes) -> None:
    """Note that a kept reply was used."""
    tx.execute("UPDATE kept_answer SET used_ms = ? WHERE key = ?", [tx.now_ms, key])


def forget_answers(tx: Transaction) -> None:
    """Drop every kept reply."""
    tx.execute("DELETE FROM kept_answer")


def _containing(text: str) -> str:
    return f"%{_escaped(text)}%"


def _escaped(text: str) -> str:
    for special in "!%_":
        text = text.replace(special, "!" + special)
    return text
