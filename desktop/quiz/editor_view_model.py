"""State of the quiz editor: the quiz as it stands, its history, what is saved, what is wrong. QtCore only."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QTimer, Signal

from desktop.quiz.editing_history import History, State
from desktop.quiz.new_questions import copy_of, new_question, turned_into
from desktop.quiz.service import Imported, QuizService
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.widgets.base_view_model import ViewModel
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import QuizId
from shared.quiz.problems import Problem
from shared.quiz.questions import validate
from shared.quiz.quiz import Body, Media, Question, Quiz
from shared.tasks import TaskScope

SAVE_AFTER_MS = 400
SaveState = Literal["saved", "saving", "failed"]
_replace = msgspec.structs.replace


class EditorViewModel(ViewModel):
    """`loaded`: another quiz. `changed`: questions or words differ. `selected`: another question is current.

    `saving_changed` follows `save_state`. `gone`: the quiz was deleted elsewhere. `media_added(question id,
    place, Media)`; `read(Imported)`: a file was read. `added`: the current question is new.
    """

    loaded = Signal()
    changed = Signal()
    selected = Signal()
    saving_changed = Signal()
    gone = Signal()
    media_added = Signal(str, str, object)
    read = Signal(object)
    added = Signal()

    def __init__(self, quizzes: QuizService, scope: TaskScope, bus: ChangeBus, clock: Clock) -> None:
        super().__init__(scope, bus)
        self._service = quizzes
        self._clock = clock
        self._history = History()
        self._stored: Quiz | None = None
        self.quiz: Quiz | None = None
        self.quiz_id: QuizId | None = None
        self.current_id = ""
        self._fresh: set[str] = set()
        self.save_state: SaveState = "saved"
        self.save_error: AppError | None = None
        self.closed: AppError | None = None
        """Why the quiz may only be read: nothing that is asked changes it then."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)
        self.watch(self._other_change, "quiz", "question", "grant")

    # Reading

    def open(self, quiz_id: QuizId, question_id: str = "") -> None:
        """Show a quiz, at a question if one is named, else where it was left or at the first."""
        if quiz_id != self.quiz_id or self.quiz is None:
            self.spawn(self._open(quiz_id, question_id), name="open quiz")
        elif any(one.id == question_id for one in self.questions()):
            self._leave(question_id)  # who is sent here is told what is wrong, however new it is
            self.select(question_id)

    def reload(self) -> None:
        """Read the quiz again after a failure."""
        if self.quiz_id is not None:
            self.spawn(self._open(self.quiz_id), name="open quiz")

    def questions(self) -> tuple[Question, ...]:
        return self.quiz.questions if self.quiz is not None else ()

    def current(self) -> Question | None:
        return next((one for one in self.questions() if one.id == self.current_id), None)

    def row(self) -> int:
        """Place of the current question, -1 for none."""
        return next((at for at, one in enumerate(self.questions()) if one.id == self.current_id), -1)

    def problems_of(self, question: Question) -> tuple[Problem, ...]:
        """What is wrong with a question; nothing while it is new and a person has not gone on to another."""
        return () if question.id in self._fresh else validate(question)

    def topics(self) -> list[str]:
        """Topics in use, each once."""
        return sorted({one.topic for one in self.questions() if one.topic}, key=str.casefold)

    def media_path(self, media: Media) -> Path | None:
        return self._service.media_path(media)

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    # What a person does

    def select(self, question_id: str) -> None:
        """Look at another question."""
        if question_id != self.current_id:
            self._leave(self.current_id)
            self.current_id = question_id
            self.selected.emit()

    def set_words(self, **words: str) -> None:
        """Change title, description or language."""
        if self.quiz is not None:
            self._apply(_replace(self.quiz, **words), "+".join(words))

    def edit(self, question_id: str, field: str, value: Any, part: str = "") -> None:
        """Change one field of a question; edits of the same field and part in a row are one step back."""
        old = next((one for one in self.questions() if one.id == question_id), None)
        if old is None or self.quiz is None or getattr(old, field) == value:
            return
        new = _replace(old, **{field: value})
        questions = tuple(new if one.id == question_id else one for one in self.quiz.questions)
        self._apply(_replace(self.quiz, questions=questions), f"{question_id}:{field}:{part}")

    def turn_into(self, question_id: str, kind: type[Body]) -> None:
        """Make a question one of another kind, keeping what both can hold."""
        question = next((one for one in self.questions() if one.id == question_id), None)
        if question is not None:
            self._history.close_step()
            self.edit(question_id, "body", turned_into(question.body, kind))

    def add(self, kind: type[Body]) -> None:
        """Put an empty question after the current one."""
        question = new_question(kind)
        self._leave(self.current_id)
        self._fresh.add(question.id)
        self._insert([question], self.row() + 1 if self.row() >= 0 else len(self.questions()))
        self.added.emit()

    def duplicate(self) -> None:
        """Put a copy after the current question."""
        if (question := self.current()) is not None:
            self._insert([copy_of(question)], self.row() + 1)

    def take(self, imported: Imported) -> None:
        """Put questions read from a file at the end."""
        self.spawn(self._take(imported), name="import questions")

    def remove(self) -> None:
        """Take the current question out; undo brings it back."""
        row = self.row()
        if row < 0 or self.quiz is None:
            return
        questions = self.quiz.questions[:row] + self.quiz.questions[row + 1 :]
        near = questions[min(row, len(questions) - 1)].id if questions else ""
        self._apply(_replace(self.quiz, questions=questions), "", near)

    def move(self, row: int, to: int) -> None:
        """Put the question at `row` to the place `to` (counted without it)."""
        questions = list(self.questions())
        if self.quiz is None or not 0 <= row < len(questions):
            return
        moving = questions.pop(row)
        questions.insert(max(0, min(to, len(questions))), moving)
        if tuple(questions) != self.quiz.questions:
            self._apply(_replace(self.quiz, questions=tuple(questions)), "", moving.id)

    def undo(self) -> None:
        self._go(self._history.undo)

    def redo(self) -> None:
        self._go(self._history.redo)

    def add_media(self, question_id: str, place: str, path: Path) -> None:
        """Keep a file for a question; `media_added` follows with the same place."""
        self.spawn(self._add_media(question_id, place, path), name="add media")

    def read_file(self, path: Path) -> None:
        """Read questions from a file; `read` follows."""
        self.spawn(self._read(path), name="read questions")

    # Saving

    def save(self) -> None:
        """Write what is not written yet."""
        self._timer.stop()
        self.spawn_latest(self._save, name="save quiz")

    async def finish(self) -> None:
        """Write what is not written yet, before the page goes."""
        self._timer.stop()
        await self._save()

    def _apply(self, quiz: Quiz, key: str, current_id: str = "") -> None:
        if self.quiz is None or quiz == self.quiz or self.closed is not None:
            return
        self._history.push(State(self.quiz, self.current_id), key, self._clock.monotonic_ms())
        self._show(State(quiz, current_id or self.current_id))

    def _insert(self, new: list[Question], row: int) -> None:
        if self.quiz is not None and new:
            questions = (*self.quiz.questions[:row], *new, *self.quiz.questions[row:])
            self._apply(_replace(self.quiz, questions=questions), "", new[0].id)

    def _leave(self, question_id: str) -> None:
        if question_id in self._fresh:
            self._fresh.discard(question_id)
            self.changed.emit()

    def _go(self, step: Callable[[State], State | None]) -> None:
        if self.quiz is None:
            return
        state = step(State(self.quiz, self.current_id))
        if state is not None:
            self._show(state)

    def _show(self, state: State) -> None:
        old_id = self.current_id
        self.quiz = state.quiz
        ids = [one.id for one in state.quiz.questions]
        self.current_id = state.current_id if state.current_id in ids else (ids[0] if ids else "")
        self.changed.emit()
        if self.current_id != old_id:
            self.selected.emit()
        self._set_saving("saving")
        self._timer.start()

    def _set_saving(self, state: SaveState, error: AppError | None = None) -> None:
        self.save_state, self.save_error = state, error
        self.saving_changed.emit()

    async def _save(self) -> None:
        before, after = self._stored, self.quiz
        if before is None or after is None:
            return
        if before != after:
            try:
                await self._service.change(before, after)
            except AppError as error:
                self._set_saving("failed", error)
                if error.code == "quiz.not_found":
                    self.gone.emit()
                return
            self._stored = after
        if self.quiz == self._stored:
            self._set_saving("saved")
        else:
            self._timer.start()

    async def _open(self, quiz_id: QuizId, question_id: str = "") -> None:
        await self._save()
        try:
            quiz = await self._service.quiz(quiz_id)
            closed = await self._service.closed(quiz_id)
        except AppError as error:
            self.quiz_id = quiz_id
            self.failed.emit(error)
            return
        self._history.clear()
        self._fresh.clear()
        self.quiz_id, self.quiz, self._stored, self.closed = quiz_id, quiz, quiz, closed
        first = quiz.questions[0].id if quiz.questions else ""
        self.current_id = question_id if any(one.id == question_id for one in quiz.questions) else first
        self._set_saving("saved")
        self.loaded.emit()

    def _other_change(self, _changes: ChangeSet) -> None:
        if self.quiz_id is not None and self.quiz is not None:
            self.spawn_latest(self._refresh, name="refresh quiz")

    async def _refresh(self) -> None:
        """Take over what another window or device changed, unless something is not written here."""
        known = self.quiz
        if known is None or self.quiz_id is None or known != self._stored:
            return
        try:
            found = await self._service.quiz(self.quiz_id)
            closed = await self._service.closed(self.quiz_id)
        except AppError as error:
            if error.code == "quiz.not_found":
                self.gone.emit()
            return
        if self.quiz is not known or self._stored != known:
            return
        if found == known and str(closed) == str(self.closed):
            return
        self.closed = closed
        self._history.clear()
        self.quiz = self._stored = found
        if self.current() is None:
            self.current_id = found.questions[0].id if found.questions else ""
        self.loaded.emit()

    async def _add_media(self, question_id: str, place: str, path: Path) -> None:
        media = await self._service.add_media(path)
        self.media_added.emit(question_id, place, media)

    async def _read(self, path: Path) -> None:
        self.read.emit(await self._service.read_file(path))

    async def _take(self, imported: Imported) -> None:
        """Its media are kept first; then the questions come in as one step that can be taken back."""
        await self._service.keep_media(imported.questions, imported.media)
        self._insert([copy_of(one) for one in imported.questions], len(self.questions()))
