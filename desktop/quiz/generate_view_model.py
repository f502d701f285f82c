"""State of the page that makes questions from an item: what is wanted, drafts and their review. QtCore only."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Signal

from desktop.quiz.drafting import DRAFT_KINDS, MOST_DRAFTS, OFFLINE_KINDS
from desktop.quiz.generation_service import Began, Draft, FellBack, GenerationService, TryingAgain, Wanted
from desktop.quiz.service import QuizService, QuizSummary
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.ids import ItemId, QuizId
from shared.quiz.questions import validate
from shared.quiz.quiz import Media, Question
from shared.tasks import TaskScope

ItemChoice = tuple[ItemId, str, str]
"""Id, title and kind of an item."""


@dataclass
class Reviewed:
    """A draft with what a person made of it."""

    draft: Draft
    question: Question
    chosen: bool = True

    @property
    def id(self) -> str:
        return self.draft.question.id

    @property
    def edited(self) -> bool:
        return self.question != self.draft.question


@dataclass(frozen=True)
class Kept:
    """What was put where; `undo` takes it out again."""

    quiz_id: QuizId
    title: str
    count: int
    undo: Callable[[], Coroutine[Any, Any, None]]


class GenerateViewModel(ViewModel):
    """`listed`: items and quizzes to choose from. `changed`: what is wanted, or the state of making.

    `drafted(Reviewed)`: one more. `cleared`: the drafts went. `judged`: choices or edits. `kept(Kept)`.
    `media_added(question id, place, Media)`.
    """

    listed = Signal()
    changed = Signal()
    drafted = Signal(object)
    cleared = Signal()
    judged = Signal()
    kept = Signal(object)
    media_added = Signal(str, str, object)

    def __init__(
        self, generation: GenerationService, quizzes: QuizService, scope: TaskScope, bus: ChangeBus
    ) -> None:
        super().__init__(scope, bus)
        self._generation = generation
        self._quizzes = quizzes
        self._task: asyncio.Task[None] | None = None
        self.loaded = False
        self.items: list[ItemChoice] = []
        self.quizzes: list[QuizSummary] = []
        self.engine = ""
        self.item_id: ItemId | None = None
        self.count = Wanted().count
        self.kinds: frozenset[str] = frozenset(DRAFT_KINDS)
        self.offline = False
        self.drafts: list[Reviewed] = []
        self.made = False
        self.fallen_back: AppError | None = None
        self.trying_again: AppError | None = None
        self.error: AppError | None = None
        self.keeping = False
        self.watch(lambda _changes: self.reload(), "item", "job", "quiz", "setting", "embedding")

    # Reading

    def reload(self) -> None:
        self.spawn_latest(self._load, name="what to make questions of")

    @property
    def making(self) -> bool:
        return self._task is not None

    @property
    def uses_ai(self) -> bool:
        return bool(self.engine) and not self.offline

    @property
    def offered_kinds(self) -> tuple[str, ...]:
        """Kinds that can be made as things are."""
        return DRAFT_KINDS if self.uses_ai else OFFLINE_KINDS

    @property
    def title(self) -> str:
        """Title of the item chosen."""
        return next((title for id_, title, _ in self.items if id_ == self.item_id), "")

    def chosen(self) -> list[Reviewed]:
        return [one for one in self.drafts if one.chosen]

    def unfit(self) -> list[Reviewed]:
        """Chosen ones that cannot be played as they are."""
        return [
            one for one in self.chosen() if any(not problem.warning for problem in validate(one.question))
        ]

    def media_path(self, media: Media) -> Path | None:
        return self._quizzes.media_path(media)

    # What is wanted

    def choose_item(self, item_id: ItemId) -> None:
        """Make questions of another item; drafts of the one before go."""
        if item_id != self.item_id:
            self.cancel()
            self.item_id = item_id
            self._clear()
            self.changed.emit()

    def want(
        self, *, count: int | None = None, kinds: frozenset[str] | None = None, offline: bool | None = None
    ) -> None:
        """Say how many, of which kinds, and whether without AI."""
        self.count = self.count if count is None else max(1, min(MOST_DRAFTS, count))
        self.kinds = self.kinds if kinds is None else kinds
        self.offline = self.offline if offline is None else offline
        self.changed.emit()

    def make(self) -> None:
        """Make drafts; those a person edited stay."""
        kinds = tuple(kind for kind in self.offered_kinds if kind in self.kinds)
        if self.item_id is None or self.making or not kinds or self._scope.closed:
            return
        kept = [one for one in self.drafts if one.edited]
        self._clear()
        for one in kept:
            self._add(one)
        self._task = self._scope.spawn(
            self._make(self.item_id, Wanted(self.count, kinds)), name="make questions"
        )
        self.changed.emit()

    def cancel(self) -> None:
        """Stop making; drafts that are there stay."""
        if self._task is not None:
            self._task.cancel()

    # Review

    def choose(self, draft_id: str, *, chosen: bool) -> None:
        """Keep a draft or not."""
        self._draft(draft_id).chosen = chosen
        self.judged.emit()

    def choose_all(self, *, chosen: bool) -> None:
        for one in self.drafts:
            one.chosen = chosen
        self.judged.emit()

    def edit(self, draft_id: str, **values: Any) -> Question:
        """Change fields of a draft's question, which is returned as it now is."""
        one = self._draft(draft_id)
        one.question = msgspec.structs.replace(one.question, **values)
        self.judged.emit()
        return one.question

    def add_media(self, draft_id: str, place: str, path: Path) -> None:
        """Keep a file for a draft; `media_added` follows."""
        self.spawn(self._add_media(draft_id, place, path), name="add media")

    def keep(self, quiz_id: QuizId | None, title: str) -> None:
        """Put the chosen questions into a quiz, or into a new one called `title`."""
        if self.chosen() and not self.unfit() and not self.keeping:
            self.keeping = True
            self.judged.emit()
            self.spawn(self._keep(quiz_id, title), name="keep questions")

    # How

    def _draft(self, draft_id: str) -> Reviewed:
        return next(one for one in self.drafts if one.id == draft_id)

    def _add(self, one: Reviewed) -> None:
        self.drafts.append(one)
        self.drafted.emit(one)

    def _clear(self) -> None:
        self.drafts = []
        self.made = False
        self.error = self.fallen_back = self.trying_again = None
        self.cleared.emit()

    async def _load(self) -> None:
        try:
            items = await self._generation.items()
            self.quizzes = await self._quizzes.quizzes()
            self.engine = await self._generation.engine_name()
        except AppError as error:
            self.failed.emit(error)
            return
        self.items = [(one.id, one.title, one.kind) for one in items]
        if self.item_id is not None and self.item_id not in {id_ for id_, _, _ in self.items}:
            await self._name_item(self.item_id)
        self.loaded = True
        self.listed.emit()
        self.changed.emit()

    async def _name_item(self, item_id: ItemId) -> None:
        """An item without a text yet can be asked for too: then it is said why there are no questions."""
        try:
            item = await self._generation.item(item_id)
        except AppError:
            self.item_id = None
            return
        self.items.insert(0, (item.id, item.title, item.kind))

    async def _make(self, item_id: ItemId, wanted: Wanted) -> None:
        try:
            async with aclosing(self._generation.make(item_id, wanted, offline=self.offline)) as events:
                async for event in events:
                    self._take(event)
            self.made = True
        except AppError as error:
            self.error = error
        finally:
            self._task = None
            self.trying_again = None
            self.changed.emit()

    def _take(self, event: object) -> None:
        self.trying_again = None
        if isinstance(event, Draft):
            self._add(Reviewed(event, event.question))
            return
        if isinstance(event, FellBack):
            self.fallen_back = event.error
        elif isinstance(event, TryingAgain):
            self.trying_again = event.error
        if isinstance(event, Began | FellBack | TryingAgain):
            self.changed.emit()

    async def _add_media(self, draft_id: str, place: str, path: Path) -> None:
        media = await self._quizzes.add_media(path)
        self.media_added.emit(draft_id, place, media)

    async def _keep(self, quiz_id: QuizId | None, title: str) -> None:
        chosen = self.chosen()
        questions = [one.question for one in chosen]
        try:
            if quiz_id is None:
                new_id = await self._quizzes.create(title, questions)
                kept = Kept(new_id, title, len(chosen), lambda: self._take_away(new_id))
            else:
                ids = await self._quizzes.add_questions(quiz_id, questions)
                name = next((one.title for one in self.quizzes if one.id == quiz_id), "")
                kept = Kept(quiz_id, name, len(chosen), lambda: self._take_out(quiz_id, ids))
        finally:
            self.keeping = False
            self.judged.emit()
        self._clear()
        self.changed.emit()
        self.kept.emit(kept)

    async def _take_away(self, quiz_id: QuizId) -> None:
        await self._quizzes.delete([quiz_id])

    async def _take_out(self, quiz_id: QuizId, ids: list[str]) -> None:
        now = await self._quizzes.quiz(quiz_id)
        left = tuple(one for one in now.questions if one.id not in ids)
        await self._quizzes.change(now, msgspec.structs.replace(now, questions=left))

    def undo(self, kept: Kept) -> None:
        """Take out again what was kept."""
        self.spawn(kept.undo(), name="undo")
