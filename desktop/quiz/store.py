"""SQL of quizzes and their questions."""

import uuid
from collections.abc import Sequence

import aiosqlite

from desktop.quiz.rows import values_of
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.clock import COUNTER_BITS
from shared.ids import QuestionId, QuizId
from shared.quiz.quiz import Question
from shared.quiz.records import QUESTION, QUIZ
from sync.order_keys import rearranged

_SUMMARY = """
    SELECT q.id, q.title, q.description, q.language, q.created_ms, q.scope,
      coalesce((SELECT g.name FROM study_group g WHERE g.scope = q.scope AND g.deleted = 0), '') AS group_name,
        (SELECT count(*) FROM question n WHERE n.quiz_id = q.id AND n.deleted = 0) AS questions,
        max(q.hlc, coalesce((SELECT max(n.hlc) FROM question n WHERE n.quiz_id = q.id), 0)) >> ?
            AS changed_ms,
        (SELECT max(g.started_ms) FROM game g WHERE g.quiz_id = q.id AND g.deleted = 0) AS played_ms,
        (SELECT count(*) FROM game g WHERE g.quiz_id = q.id AND g.deleted = 0) AS games
    FROM quiz q WHERE q.deleted = 0
"""
_QUESTION = "n.id, n.position, n.text, n.body_json, n.media_json, n.timing_json, n.explanation, n.topic, n.source_json"
_LIVE_QUESTION = "question t JOIN quiz q ON q.id = t.quiz_id AND (q.deleted = 0 OR q.hlc >> :bits >= :after)"
_MEDIA = (
    (_LIVE_QUESTION, "media_json"),
    (_LIVE_QUESTION, "body_json"),
    ("game t", "quiz_json"),
)


async def summaries(reader: aiosqlite.Connection) -> list[sqlite3.Row]:
    """Return every quiz that is not deleted."""
    return list(await reader.execute_fetchall(_SUMMARY, [COUNTER_BITS]))


async def quiz(reader: aiosqlite.Connection, quiz_id: QuizId) -> sqlite3.Row | None:
    """Return a quiz's own columns unless it is deleted."""
    rows = await reader.execute_fetchall(
        "SELECT id, title, description, language, options, scope FROM quiz WHERE id = ? AND deleted = 0",
        [quiz_id.bytes],
    )
    return next(iter(rows), None)


async def questions(reader: aiosqlite.Connection, quiz_id: QuizId) -> list[sqlite3.Row]:
    """Return a quiz's questions in order."""
    rows = await reader.execute_fetchall(
        f"SELECT {_QUESTION} FROM question n WHERE n.quiz_id = ? AND n.deleted = 0"  # noqa: S608 - constants
        " ORDER BY n.position, n.id",
        [quiz_id.bytes],
    )
    return list(rows)


async def quizzes_with(reader: aiosqlite.Connection, words: str) -> set[bytes]:
    """Return ids of quizzes with these words in title, description or a question."""
    like = f"%{_escaped(words)}%"
    rows = await reader.execute_fetchall(
        "SELECT id FROM quiz WHERE title LIKE ? ESCAPE '!' OR description LIKE ? ESCAPE '!'"
        " UNION SELECT quiz_id FROM question"
        " WHERE deleted = 0 AND (text LIKE ? ESCAPE '!' OR topic LIKE ? ESCAPE '!')",
        [like] * 4,
    )
    return {row[0] for row in rows}


async def media_in_use(reader: aiosqlite.Connection, deleted_after_ms: int) -> set[str]:
    """Return the hex hashes of all media of quizzes and of games played, deleted ones for a while."""
    found: set[str] = set()
    for tables, column in _MEDIA:
        rows = await reader.execute_fetchall(
            f"SELECT DISTINCT part.value FROM {tables}, json_tree(t.{column}) part"  # noqa: S608 - constants
            f" WHERE part.key = 'sha' AND json_valid(t.{column}) AND (t.deleted = 0 OR t.hlc >> :bits >= :after)",
            {"bits": COUNTER_BITS, "after": deleted_after_ms},
        )
        found.update(str(row[0]) for row in rows)
    return found


async def media_of_questions(reader: aiosqlite.Connection) -> list[tuple[str, list[str]]]:
    """Return the scope and the JSON of each living question that shows something."""
    rows = await reader.execute_fetchall(
        "SELECT t.scope, t.media_json, t.body_json FROM question t JOIN quiz q ON q.id = t.quiz_id AND q.deleted = 0"
        " WHERE t.deleted = 0 AND (t.media_json LIKE '%\"sha\"%' OR t.body_json LIKE '%\"sha\"%')"
    )
    return [(row[0], [text for text in row[1:] if text]) for row in rows]


def insert_quiz(tx: Transaction, quiz_id: QuizId, title: str, description: str, language: str) -> None:
    """Make a quiz without questions."""
    tx.insert(QUIZ, quiz_id, title=title, description=description, language=language, created_ms=tx.now_ms)


def put_question(tx: Transaction, quiz_id: QuizId, position: str, question: Question) -> None:
    """Write a question: a new one, a changed one, or one that comes back."""
    values = {"position": position, **values_of(question)}
    id_ = uuid.UUID(question.id)
    if not exists(tx, QuestionId(id_)):
        tx.insert(QUESTION, id_, scope=tx.scope_of(QUIZ, quiz_id), quiz_id=quiz_id.bytes, **values)
        return
    tx.restore(QUESTION, id_)
    tx.update(QUESTION, id_, **values)


def options(tx: Transaction, quiz_id: QuizId) -> str:
    """Return how a quiz was last hosted, as JSON; of one that is there."""
    return str(tx.execute("SELECT options FROM quiz WHERE id = ?", [quiz_id.bytes]).fetchone()[0])


def share(tx: Transaction, quiz_id: QuizId, scope: str) -> None:
    """Give a quiz and its questions another scope, deleted ones too: they may come back."""
    tx.move(QUIZ, quiz_id, scope)
    rows = tx.execute(
        "SELECT id FROM question WHERE quiz_id = ? AND scope <> ?", [quiz_id.bytes, scope]
    ).fetchall()
    for row in rows:
        tx.move(QUESTION, uuid.UUID(bytes=row[0]), scope)


def edit_question(tx: Transaction, question: Question) -> None:
    """Write what differs of a question that is there."""
    tx.update(QUESTION, uuid.UUID(question.id), **values_of(question))


def delete_question(tx: Transaction, question_id: str) -> None:
    """Delete a question, so that it can come back."""
    tx.delete(QUESTION, uuid.UUID(question_id))


def exists(tx: Transaction, question_id: QuestionId) -> bool:
    """Whether a question has a row, deleted or not."""
    return tx.execute("SELECT 1 FROM question WHERE id = ?", [question_id.bytes]).fetchone() is not None


def is_there(tx: Transaction, quiz_id: QuizId) -> bool:
    """Whether a quiz exists and is not deleted."""
    return (
        tx.execute("SELECT 1 FROM quiz WHERE id = ? AND deleted = 0", [quiz_id.bytes]).fetchone() is not None
    )


def positions(tx: Transaction, quiz_id: QuizId) -> dict[str, str]:
    """Return the rank of each question, in order, by id."""
    rows = tx.execute(
        "SELECT id, position FROM question WHERE quiz_id = ? AND deleted = 0 ORDER BY position, id",
        [quiz_id.bytes],
    ).fetchall()
    return {str(uuid.UUID(bytes=row[0])): row[1] for row in rows}


def arrange(tx: Transaction, ordered: Sequence[str], present: dict[str, str]) -> dict[str, str]:
    """Give questions ranks in this order and return them; only rows whose rank changes are written."""
    ranks = rearranged([present.get(id_, "") for id_ in ordered])
    wanted = dict(zip(ordered, ranks, strict=True))
    for id_, rank in wanted.items():
        if id_ in present and present[id_] != rank:
            tx.update(QUESTION, uuid.UUID(id_), position=rank)
    return wanted


def _escaped(text: str) -> str:
    for special in "!%_":
        text = text.replace(special, "!" + special)
    return text
