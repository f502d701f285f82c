"""State of the list of quizzes, and what is done to them, each with its way back. QtCore only."""

from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import Signal

from desktop.quiz.service import Format, Imported, QuizService, QuizSort, QuizSummary
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.ids import QuizId
from shared.quiz.quiz import Quiz
from shared.tasks import TaskScope

KEPT = 100
"""How many actions can be taken back."""

DoneKind = Literal["deleted", "renamed", "copied", "exported", "imported", "shared", "taken_back"]


@dataclass(frozen=True)
class Done:
    """What was done to how many quizzes; `title` names one. `undo` takes it back."""

    kind: DoneKind
    count: int
    title: str = ""
    undo: Callable[[], Coroutine[Any, Any, None]] | None = None


class QuizzesViewModel(ViewModel):
    """`changed`: `quizzes` are others. `made(QuizId)`: a new quiz to open. `read(Imported)`: a file was read.

    `done(Done)` follows what deserves a word. Failures of actions go to the window.
    """

    changed = Signal()
    made = Signal(object)
    read = Signal(object)
    done = Signal(object)
    printable = Signal(object)

    def __init__(self, quizzes: QuizService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._service = quizzes
        self._past: deque[Done] = deque(maxlen=KEPT)
        self.quizzes: list[QuizSummary] = []
        self.words = ""
        self.sort = QuizSort.CHANGED
        self.loaded = False
        self.watch(lambda _changes: self.reload(), "quiz", "question", "game", "grant")

    def reload(self) -> None:
        self.spawn_latest(self._load, name="quizzes")

    def find(self, words: str) -> None:
        """List only quizzes with these words."""
        if words != self.words:
            self.words = words
            self.reload()

    def order(self, sort: QuizSort) -> None:
        """List in another order."""
        if sort is not self.sort:
            self.sort = sort
            self.reload()

    def create(self, title: str) -> None:
        """Make an empty quiz and open it."""
        self.spawn(self._create(title), name="create quiz")

    def rename(self, quiz_id: QuizId, title: str) -> None:
        self.spawn(self._rename(quiz_id, title), name="rename quiz")

    def duplicate(self, quiz: QuizSummary, title: str) -> None:
        """Copy a quiz under another title."""
        self.spawn(self._duplicate(quiz, title), name="duplicate quiz")

    def delete(self, quizzes: Sequence[QuizSummary]) -> None:
        self.spawn(self._delete(list(quizzes)), name="delete quizzes")

    def share(self, quiz: QuizSummary, scope: str) -> None:
        """Give a quiz to a group's scope; "" takes it back."""
        self.spawn(self._share(quiz, scope), name="share quiz")

    def read_file(self, path: Path) -> None:
        """Read questions from a file; `read` follows."""
        self.spawn(self._read(path), name="read questions")

    def take(self, imported: Imported, title: str) -> None:
        """Make a quiz of what was read."""
        self.spawn(self._take(imported, title), name="import quiz")

    def export(self, quiz: QuizSummary, target: Path, format_: Format) -> None:
        """Write a quiz to a file."""
        self.spawn(self._export(quiz, target, format_), name="export quiz")

    def load_for_print(self, quiz_id: QuizId) -> None:
        """Read a whole quiz; `printable(Quiz)` follows."""
        self.spawn(self._load_whole(quiz_id), name="print quiz")

    def picture_path(self) -> Callable[..., Path | None]:
        """Return what finds the file of a medium."""
        return self._service.media_path

    def undo(self, done: Done) -> None:
        """Take back what was done, once."""
        if done.undo is not None and done in self._past:
            self._past.remove(done)
            self.spawn(done.undo(), name="undo")

    def undo_last(self) -> None:
        """Take back what was done last and is not taken back yet."""
        if self._past:
            self.undo(self._past[-1])

    def _tell(self, done: Done) -> None:
        if done.undo is not None:
            self._past.append(done)
        self.done.emit(done)

    async def _load(self) -> None:
        try:
            self.quizzes = await self._service.quizzes(self.words, self.sort)
        except AppError as error:
            self.failed.emit(error)
            return
        self.loaded = True
        self.changed.emit()

    async def _create(self, title: str) -> None:
        self.made.emit(await self._service.create(title))

    async def _rename(self, quiz_id: QuizId, title: str) -> None:
        before = (await self._service.quiz(quiz_id)).title
        await self._service.rename(quiz_id, title)

        async def undo() -> None:
            await self._service.rename(quiz_id, before)

        self._tell(Done("renamed", 1, title, undo))

    async def _duplicate(self, quiz: QuizSummary, title: str) -> None:
        copy_id = await self._service.duplicate(quiz.id, title)

        async def undo() -> None:
            await self._service.delete([copy_id])

        self._tell(Done("copied", 1, title, undo))

    async def _delete(self, quizzes: list[QuizSummary]) -> None:
        gone = await self._service.delete([one.id for one in quizzes])

        async def undo() -> None:
            await self._service.restore(gone)

        if gone:
            self._tell(Done("deleted", len(gone), quizzes[0].title if len(quizzes) == 1 else "", undo))

    async def _share(self, quiz: QuizSummary, scope: str) -> None:
        before = await self._service.share(quiz.id, scope or None)

        async def undo() -> None:
            await self._service.share(quiz.id, before)

        self._tell(Done("shared" if scope else "taken_back", 1, quiz.title, undo))

    async def _read(self, path: Path) -> None:
        self.read.emit(await self._service.read_file(path))

    async def _take(self, imported: Imported, title: str) -> None:
        quiz_id = await self._service.take(imported, title)

        async def undo() -> None:
            await self._service.delete([quiz_id])

        self._tell(Done("imported", len(imported.questions), title, undo))
        self.made.emit(quiz_id)

    async def _export(self, quiz: QuizSummary, target: Path, format_: Format) -> None:
        await self._service.export(quiz.id, target, format_)
        self._tell(Done("exported", 1, target.name))

    async def _load_whole(self, quiz_id: QuizId) -> None:
        quiz: Quiz = await self._service.quiz(quiz_id)
        self.printable.emit(quiz)
