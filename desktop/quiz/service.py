"""Quizzes as a person edits them: made, changed, copied, deleted and brought back, with their media. No Qt, no SQL."""

import asyncio
import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from desktop.quiz import store
from desktop.quiz.attachments import read_attachment, suffix_of
from desktop.quiz.exporting import Format, encoded
from desktop.quiz.importing import Imported, read_import
from desktop.quiz.rows import question_of
from desktop.quiz.sync_files import QuizFiles
from desktop.quiz.views import QuizSort, QuizSummary
from desktop.runtime.paths import ProfilePaths, disk_error
from desktop.storage.content import ContentStore
from desktop.storage.database import Database
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import QuizId, new_id
from shared.quiz.questions import media_of
from shared.quiz.quiz import GameOptions, Media, Question, Quiz
from shared.quiz.quiz_file import write_quiz_file
from shared.quiz.records import QUESTION, QUIZ

__all__ = ["Format", "Imported", "QuizService", "QuizSort", "QuizSummary"]

MOST_TITLE = 200
KEPT_DELETED_MS = 7 * 24 * 3_600_000
"""Media of what was deleted stays this long, so that an undo finds it."""


class QuizService:
    """Every quiz of the open profile."""

    def __init__(self, database: Database, paths: ProfilePaths, clock: Clock) -> None:
        self._database = database
        self._paths = paths
        self._clock = clock
        self._content = ContentStore(paths.media_dir, paths.temporary_dir)
        self.files = QuizFiles(database, self._content)
        self._held: set[str] = set()

    # Reading

    async def quizzes(self, search: str = "", sort: QuizSort = QuizSort.CHANGED) -> list[QuizSummary]:
        """Return quizzes; with `search`, those with these words in title, description, a question or a topic."""
        words = " ".join(search.split())
        async with self._database.reader() as reader:
            rows = await store.summaries(reader)
            found = await store.quizzes_with(reader, words) if words else None
        closed = await self._database.closed({row["scope"] for row in rows})
        shown = [_summary(row, closed) for row in rows if found is None or row["id"] in found]
        return sorted(shown, key=_ORDERS[sort])

    async def quiz(self, quiz_id: QuizId) -> Quiz:
        """Return a quiz with its questions. Raises `AppError("quiz.not_found")`."""
        async with self._database.reader() as reader:
            row = await store.quiz(reader, quiz_id)
            rows = await store.questions(reader, quiz_id) if row is not None else []
        if row is None:
            raise AppError("quiz.not_found")
        questions = [question for one in rows if (question := question_of(one)) is not None]
        return Quiz(str(quiz_id), row["title"], tuple(questions), row["description"], row["language"])

    async def closed(self, quiz_id: QuizId) -> AppError | None:
        """Return why a quiz may only be read; None when it may be changed."""
        async with self._database.reader() as reader:
            row = await store.quiz(reader, quiz_id)
        why = "" if row is None else (await self._database.closed([row["scope"]])).get(row["scope"], "")
        return AppError(why) if why else None

    async def options(self, quiz_id: QuizId) -> GameOptions:
        """Return how a quiz was last hosted. Raises `AppError("quiz.not_found")`."""
        async with self._database.reader() as reader:
            row = await store.quiz(reader, quiz_id)
        if row is None:
            raise AppError("quiz.not_found")
        return _options(row["options"])

    # Quizzes

    async def create(
        self,
        title: str,
        questions: Sequence[Question] = (),
        *,
        description: str = "",
        language: str = "",
        media: Mapping[str, bytes] | None = None,
    ) -> QuizId:
        """Make a quiz, with questions whose ids are given anew. `media` are bytes by hex hash, kept where used.

        Raises `AppError("quiz.title_empty")`.
        """
        title = checked_title(title)
        fresh = _with_new_ids(questions)
        await self.keep_media(fresh, media or {})
        quiz_id = QuizId(new_id())

        def write(tx: Transaction) -> None:
            store.insert_quiz(tx, quiz_id, title, description.strip(), language)
            _append(tx, quiz_id, fresh)

        await self._database.write(write)
        return quiz_id

    async def duplicate(self, quiz_id: QuizId, title: str) -> QuizId:
        """Copy a quiz under another title. Raises `AppError`: `quiz.not_found`, `quiz.title_empty`."""
        quiz = await self.quiz(quiz_id)
        return await self.create(title, quiz.questions, description=quiz.description, language=quiz.language)

    async def rename(self, quiz_id: QuizId, title: str) -> None:
        """Give a quiz another title. Raises `AppError("quiz.title_empty")`."""
        title = checked_title(title)
        await self._database.write(lambda tx: tx.update(QUIZ, quiz_id, title=title))

    async def delete(self, quiz_ids: Sequence[QuizId]) -> list[QuizId]:
        """Delete quizzes; `restore` brings them back. Returns those that were there. Games played stay."""
        return await self._database.write(lambda tx: [one for one in quiz_ids if tx.delete(QUIZ, one)])

    async def restore(self, quiz_ids: Sequence[QuizId]) -> None:
        """Undo `delete`."""
        await self._database.write(lambda tx: [tx.restore(QUIZ, one) for one in quiz_ids])

    async def share(self, quiz_id: QuizId, scope: str | None) -> str:
        """Give a quiz with its questions to a scope; None takes it back. Games and lists of classes stay private.

        Returns the scope before. Raises AppError `quiz.not_found`, `sync.scope_locked`, `sync.scope_read_only`.
        """

        def write(tx: Transaction) -> str:
            if not store.is_there(tx, quiz_id):
                raise AppError("quiz.not_found")
            before = tx.scope_of(QUIZ, quiz_id)
            remembered = store.options(tx, quiz_id)
            if scope is not None and (options := _options(remembered)).roster:
                kept = msgspec.json.encode(_without_names(options)).decode()
                tx.update(QUIZ, quiz_id, options=kept)
            store.share(tx, quiz_id, scope or tx.home)
            return before

        return await self._database.write(write)

    async def mend_scopes(self) -> None:
        """Share what other devices put into a quiz while it was shared or taken back."""
        await self._database.write(lambda tx: tx.follow(QUESTION, QUIZ, "quiz_id"))

    async def set_options(self, quiz_id: QuizId, options: GameOptions) -> None:
        """Remember how a quiz is hosted: nothing where it may only be read, and no list of a class in a group."""

        def write(tx: Transaction) -> None:
            home = tx.scope_of(QUIZ, quiz_id)
            kept = options if home == tx.home else _without_names(options)
            try:
                tx.check_may_write(home)
            except AppError:
                return  # whoever may read a quiz may host it
            tx.update(QUIZ, quiz_id, options=msgspec.json.encode(kept).decode())

        await self._database.write(write)

    # Questions

    async def change(self, before: Quiz, after: Quiz) -> None:
        """Write what differs between two states of a quiz: words, questions added, edited, moved or removed.

        One step of a person, or its undo. What another device changed elsewhere in the quiz stays.
        Raises `AppError("quiz.not_found")` when the quiz was deleted meanwhile.
        """
        quiz_id = QuizId(uuid.UUID(after.id))
        self._held |= {one.sha for quiz in (before, after) for one in _all_media(quiz.questions)}
        await self._database.write(lambda tx: _write_change(tx, quiz_id, before, after))

    async def add_questions(
        self, quiz_id: QuizId, questions: Sequence[Question], media: Mapping[str, bytes] | None = None
    ) -> list[str]:
        """Put questions at a quiz's end, with new ids, which are returned. Raises `AppError("quiz.not_found")`."""
        fresh = _with_new_ids(questions)
        await self.keep_media(fresh, media or {})

        def write(tx: Transaction) -> None:
            if not store.is_there(tx, quiz_id):
                raise AppError("quiz.not_found")
            _append(tx, quiz_id, fresh)

        await self._database.write(write)
        return [one.id for one in fresh]

    # Media

    async def add_media(self, path: Path) -> Media:
        """Keep a picture, sound or film for a question. Raises AppError as `read_attachment` and for a full disk."""
        data, mime = await asyncio.to_thread(read_attachment, path)
        return Media(await self._store(data, mime), mime)

    async def keep_media(self, questions: Sequence[Question], media: Mapping[str, bytes]) -> None:
        """Keep those of `media` (bytes by hex hash) that questions carry and that are not here yet."""
        for one in _all_media(questions):
            self._held.add(one.sha)
            if one.sha in media and self.media_path(one) is None:
                await self._store(media[one.sha], one.mime)

    def media_path(self, media: Media) -> Path | None:
        """Where a medium's bytes are; None when they are not in this library."""
        try:
            path = self._content.path_of(bytes.fromhex(media.sha), suffix_of(media.mime))
        except ValueError:
            return None
        return path if path.is_file() else None

    async def media_in_use(self) -> set[bytes]:
        """Hashes of content that must stay: of quizzes, of games played, and of what was being edited today."""
        after_ms = self._clock.now_ms() - KEPT_DELETED_MS
        async with self._database.reader() as reader:
            found = await store.media_in_use(reader, after_ms)
        return {bytes.fromhex(sha) for sha in found | self._held if _is_hash(sha)}

    # Files

    async def quiz_file(self, quiz_id: QuizId) -> bytes:
        """Return a quiz with its media as a `.lantern-quiz` file. Raises `AppError("quiz.not_found")`."""
        quiz = await self.quiz(quiz_id)
        return await asyncio.to_thread(lambda: write_quiz_file(quiz, self._media_bytes(quiz)))

    async def export(self, quiz_id: QuizId, target: Path, format_: Format) -> None:
        """Write a quiz to a file. Raises AppError: `quiz.not_found`, `storage.disk_full`, `storage.read_only`."""
        if format_ is Format.LANTERN:
            data = await self.quiz_file(quiz_id)
        else:
            data = await asyncio.to_thread(encoded, await self.quiz(quiz_id), format_)
        await asyncio.to_thread(write_file, target, data)

    async def read_file(self, path: Path) -> Imported:
        """Read questions from a file without keeping them; what could not be read is listed by row.

        Raises AppError when nothing of the file can be read at all.
        """
        return await asyncio.to_thread(read_import, path)

    async def take(self, imported: Imported, title: str) -> QuizId:
        """Make a quiz of what was read from a file."""
        return await self.create(
            title,
            imported.questions,
            description=imported.description,
            language=imported.language,
            media=imported.media,
        )

    def _media_bytes(self, quiz: Quiz) -> dict[str, bytes]:
        paths = {one.sha: self.media_path(one) for one in _all_media(quiz.questions)}
        return {sha: path.read_bytes() for sha, path in paths.items() if path is not None}

    async def _store(self, data: bytes, mime: str) -> str:
        sha = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
        self._held.add(sha)
        part = self._paths.temporary_dir / f"{uuid.uuid4().hex}.quiz"
        try:
            await asyncio.to_thread(write_file, part, data)
            await self._content.add_file(part, suffix=suffix_of(mime))
        finally:
            part.unlink(missing_ok=True)
        return sha


def checked_title(title: str) -> str:
    """Return a title in one line. Raises `AppError("quiz.title_empty")`."""
    title = " ".join(title.split())[:MOST_TITLE].rstrip()
    if not title:
        raise AppError("quiz.title_empty")
    return title


def _with_new_ids(questions: Sequence[Question]) -> tuple[Question, ...]:
    return tuple(msgspec.structs.replace(one, id=str(new_id())) for one in questions)


def _all_media(questions: Sequence[Question]) -> Iterator[Media]:
    return (media for question in questions for media in media_of(question))


def _append(tx: Transaction, quiz_id: QuizId, questions: Sequence[Question]) -> None:
    present = store.positions(tx, quiz_id)
    ranks = store.arrange(tx, [*present, *(one.id for one in questions)], present)
    for one in questions:
        store.put_question(tx, quiz_id, ranks[one.id], one)


def _write_change(tx: Transaction, quiz_id: QuizId, before: Quiz, after: Quiz) -> None:
    if not store.is_there(tx, quiz_id):
        raise AppError("quiz.not_found")
    words = {
        name: getattr(after, name)
        for name in ("title", "description", "language")
        if getattr(after, name) != getattr(before, name)
    }
    if words:
        tx.update(QUIZ, quiz_id, **words)
    old = {one.id: one for one in before.questions}
    new = {one.id: one for one in after.questions}
    for gone in old.keys() - new.keys():
        store.delete_question(tx, gone)
    present = store.positions(tx, quiz_id)
    ranks = {**present}
    if list(old) != list(new):
        ranks = store.arrange(tx, _merged(list(new), list(present)), present)
    for id_, question in new.items():
        if id_ not in present and id_ not in old:
            store.put_question(tx, quiz_id, ranks[id_], question)
        elif id_ in old and old[id_] != question:
            store.edit_question(tx, question)


def _merged(wanted: list[str], present: list[str]) -> list[str]:
    """The wanted order, with questions that only the library has (another device's) kept behind their neighbour."""
    result = list(wanted)
    for at, id_ in enumerate(present):
        if id_ not in result:
            place = result.index(present[at - 1]) + 1 if at else 0
            result.insert(place, id_)
    return result


def _summary(row: "sqlite3.Row", closed: Mapping[str, str]) -> QuizSummary:
    return QuizSummary(
        QuizId(uuid.UUID(bytes=row["id"])),
        row["title"],
        row["description"],
        row["language"],
        row["questions"],
        row["created_ms"],
        row["changed_ms"],
        row["played_ms"],
        row["games"],
        row["scope"],
        closed.get(row["scope"], ""),
        row["group_name"],
    )


_ORDERS = {
    QuizSort.CHANGED: lambda one: (-one.changed_ms, one.title.casefold()),
    QuizSort.PLAYED: lambda one: (-(one.played_ms or 0), -one.changed_ms),
    QuizSort.TITLE: lambda one: (one.title.casefold(), -one.changed_ms),
}


def _is_hash(sha: str) -> bool:
    try:
        return len(bytes.fromhex(sha)) == hashlib.sha256().digest_size
    except ValueError:
        return False


def write_file(target: Path, data: bytes) -> None:
    """Write whole or not at all; blocks. Raises AppError: `storage.disk_full`, `storage.read_only`."""
    part = target.with_name(target.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as cause:
        part.unlink(missing_ok=True)
        raise disk_error(cause, target.parent) from cause


def _options(text: str) -> GameOptions:
    """Read how a quiz was last hosted; what a newer version wrote otherwise is forgotten."""
    try:
        return msgspec.json.decode(text, type=GameOptions)
    except msgspec.MsgspecError:
        return GameOptions()


def _without_names(options: GameOptions) -> GameOptions:
    names = "free" if options.names == "roster" else options.names
    return msgspec.structs.replace(options, roster=(), names=names)
