"""What the Ask page offers around a conversation: where to ask, who answers, questions to begin with. QtCore only."""

import asyncio
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal

from desktop.ai.service import AiService
from desktop.chat.follow_ups import phrases_for
from desktop.chat.material import EVERYTHING, Scope
from desktop.chat.service import ChatService
from desktop.chat.texts import text
from desktop.media.service import CollectionView, ItemView, MediaService
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.ids import CollectionId, ItemId, parse_id
from shared.tasks import TaskScope

EXAMPLES = 3
_READ_SEGMENTS = 80
_FEWEST_CHARACTERS = 3
_MOST_PROPOSALS = 5


class EngineState(msgspec.Struct, frozen=True):
    """Who answers: a provider and its model, or nobody (`provider` empty) and perhaps why."""

    provider: str = ""
    model: str = ""
    problem: AppError | None = None


class ChoicesViewModel(ViewModel):
    """Each part has its own signal; all are loaded by `start` and follow the library and the settings."""

    material_changed = Signal()
    engine_changed = Signal()
    examples_changed = Signal()
    proposed = Signal(str, list)
    """A text being typed, and what it may become."""

    def __init__(
        self, chat: ChatService, media: MediaService, ai: AiService, scope: TaskScope, bus: ChangeBus
    ) -> None:
        super().__init__(scope, bus)
        self._chat = chat
        self._media = media
        self._ai = ai
        self.items: list[ItemView] = []
        self.collections: list[CollectionView] = []
        self.loaded = False
        self.engine = EngineState()
        self.examples: tuple[str, ...] = ()
        self._exemplified: tuple[ItemId, ...] = ()
        self._typed = ""
        self.watch(lambda _changes: self._reload_material(), "item", "collection", "job")
        self.watch(lambda _changes: self._reload_engine(), "setting")

    def start(self) -> None:
        self._reload_material()
        self._reload_engine()

    def refresh_engine(self) -> None:
        """Look again who answers: a key may have been given in Settings."""
        self._reload_engine()

    def propose(self, typed: str) -> None:
        """Find what a text being typed may become; `proposed` tells it."""
        self._typed = typed
        self.spawn_latest(self._propose, name="proposals")

    def _reload_material(self) -> None:
        self.spawn_latest(self._load_material, name="material")

    def _reload_engine(self) -> None:
        self.spawn_latest(self._load_engine, name="engine")

    async def _load_material(self) -> None:
        try:
            self.items = await self._media.items()
            self.collections = await self._media.library.collections()
        except AppError as error:
            self.failed.emit(error)
            return
        self.loaded = True
        self.material_changed.emit()
        await self._load_examples()

    async def _load_examples(self) -> None:
        """Questions about what recurs in the newest material: these have an answer there, also without AI."""
        newest = [one for one in self.items if one.state == "completed"][:EXAMPLES]
        ids = tuple(one.id for one in newest)
        if ids == self._exemplified:
            return
        examples: list[str] = []
        for item in newest:
            segments = await self._media.transcripts.segments(item.id)
            texts = [one.text for one in segments[:_READ_SEGMENTS]]
            phrases = await asyncio.to_thread(phrases_for, "", texts, EXAMPLES)
            examples += [text("ask_about", phrase=phrase) for phrase in phrases]
        self._exemplified = ids
        self.examples = tuple(dict.fromkeys(examples))[:EXAMPLES]
        self.examples_changed.emit()

    async def _load_engine(self) -> None:
        provider = self._ai.provider
        try:
            engine = await self._ai.engine()
        except AppError as error:
            self.engine = EngineState(problem=error)
        else:
            if provider is None:
                self.engine = EngineState()
            elif engine is None:
                self.engine = EngineState(problem=AppError("ai.key_missing", provider=provider.title))
            else:
                self.engine = EngineState(provider.title, engine.model)
        self.engine_changed.emit()

    async def _propose(self) -> None:
        typed = self._typed
        found: list[str] = []
        if len(typed.strip()) >= _FEWEST_CHARACTERS and "\n" not in typed:
            earlier = await self._chat.earlier_questions(typed, _MOST_PROPOSALS)
            found = [one for one in earlier if one.casefold() != typed.strip().casefold() and "\n" not in one]
            found += with_titles(typed, [one.title for one in self.items])
        self.proposed.emit(typed, list(dict.fromkeys(found))[:_MOST_PROPOSALS])


def with_titles(typed: str, titles: Sequence[str]) -> list[str]:
    """Complete the last word of a text to titles that have a word beginning so."""
    word = typed.rsplit(" ", maxsplit=1)[-1].lstrip("“«\"'¿(")
    if len(word) < _FEWEST_CHARACTERS:
        return []
    wanted = word.casefold()
    before = typed[: len(typed) - len(word)].rstrip('“«"')
    fitting = [one for one in titles if any(part.casefold().startswith(wanted) for part in one.split())]
    new = [title for title in fitting if title.casefold() not in typed.casefold()]
    return [before + text("quote", text=" ".join(title.split())) for title in new]


def scope_id(material: Scope) -> str:
    """Name of a scope for a picker: "", "item:…" or "collection:…"."""
    if material.item_id is not None:
        return f"item:{material.item_id}"
    return f"collection:{material.collection_id}" if material.collection_id is not None else ""


def scope_of(id_: str) -> Scope:
    """The scope of such a name."""
    kind, _, found = id_.partition(":")
    if kind == "item":
        return Scope(item_id=ItemId(parse_id(found)))
    return Scope(collection_id=CollectionId(parse_id(found))) if kind == "collection" else EVERYTHING
