"""State of the Search page: what is asked, what was found, what the index lacks. QtCore only."""

from typing import Any, Literal

import msgspec
from PySide6.QtCore import Signal

from desktop.media.service import CollectionView, ItemFilter, ItemView, MediaService
from desktop.runtime.changes import ChangeBus
from desktop.search.hits import Filters, IndexStatus, Scope, SearchHit, SearchQuery
from desktop.search.list_model import Row, rows_of
from desktop.search.service import SearchService
from desktop.widgets.base_view_model import ViewModel
from shared.clock import Clock, SystemClock
from shared.errors import AppError
from shared.ids import CollectionId, ItemId, parse_id
from shared.tasks import TaskScope

FIRST_HITS = 20
MORE_HITS = 60
_DAY_MS = 86_400_000
_CLOCK = SystemClock()
_FINAL = ("completed", "failed", "cancelled")

Period = Literal["any", "week", "month", "year"]
PERIOD_DAYS: dict[str, int] = {"week": 7, "month": 31, "year": 366}


class Request(msgspec.Struct, frozen=True):
    """What a person asked for. `kind` is "recording", "document" or empty; `tag` empty for any."""

    text: str = ""
    item_id: ItemId | None = None
    collection_id: CollectionId | None = None
    kind: str = ""
    tag: str = ""
    period: Period = "any"
    grouped: bool = False
    guess: bool = False
    limit: int = FIRST_HITS

    @property
    def narrowed(self) -> bool:
        """Whether a filter or a scope may be what hides results."""
        return bool(self.kind or self.tag or self.item_id or self.collection_id) or self.period != "any"


class SearchViewModel(ViewModel):
    """Set `ask(...)`; `results_changed` follows. Results of a request that is no longer wanted are not shown."""

    results_changed = Signal()
    choices_changed = Signal()
    status_changed = Signal()

    def __init__(
        self,
        search: SearchService,
        media: MediaService,
        scope: TaskScope,
        bus: ChangeBus,
        clock: Clock = _CLOCK,
    ) -> None:
        super().__init__(scope, bus)
        self._search = search
        self._media = media
        self._clock = clock
        self.request = Request()
        self.hits: list[SearchHit] = []
        self.answered: Request | None = None
        self.items: dict[ItemId, ItemView] = {}
        self.collections: list[CollectionView] = []
        self.tags: list[str] = []
        self.waiting_items = 0
        self.index: IndexStatus | None = None
        self.watch(lambda _changes: self._library_changed(), "item", "tag", "collection", "job", "model")
        self.watch(lambda _changes: self._index_changed(), "index", "passage", "correction")
        self.watch(lambda _changes: self._status_changed(), "meaning", "embedding")

    def start(self) -> None:
        """Load the choices and the state of the index."""
        self._library_changed()

    def ask(self, **changes: Any) -> bool:
        """Change the request. Returns whether it must be searched for: not when it is what is shown already."""
        fresh = {"guess": False, "limit": FIRST_HITS, **changes}
        self.request = msgspec.structs.replace(self.request, **fresh)
        if self.answered == self.request:
            return False
        self._run()
        return True

    def more(self) -> None:
        """Show more of the same."""
        self.ask(limit=MORE_HITS, guess=self.request.guess)

    def clear_filters(self) -> None:
        self.ask(item_id=None, collection_id=None, kind="", tag="", period="any")

    def rows(self) -> list[Row]:
        kinds = {id_: item.kind for id_, item in self.items.items()}
        return rows_of(self.hits, kinds, grouped=self.request.grouped)

    @property
    def has_more(self) -> bool:
        """Whether a longer list may hold more."""
        answered = self.answered
        return answered is not None and answered.limit < MORE_HITS and len(self.hits) >= answered.limit

    def warm_up(self) -> None:
        """Load what the first search would wait for, while a person still types."""
        self.spawn_latest(self._search.warm_up, name="warm up")

    def state(self) -> dict[str, Any]:
        """What comes back on the next start, JSON-able."""
        kept = msgspec.structs.replace(self.request, guess=False, limit=FIRST_HITS)
        return msgspec.to_builtins(kept)

    def restore(self, state: dict[str, Any]) -> None:
        """Take what `state` gave; what does not fit is dropped."""
        try:
            self.request = msgspec.convert(state, Request)
        except msgspec.ValidationError:
            return
        self._run()

    def set_scope(self, id_: str) -> None:
        """Look in what the scope picker calls `id_`: "", "item:…" or "collection:…"."""
        kind, _, text = id_.partition(":")
        item = ItemId(parse_id(text)) if kind == "item" else None
        collection = CollectionId(parse_id(text)) if kind == "collection" else None
        self.ask(item_id=item, collection_id=collection)

    def scope_id(self) -> str:
        """The scope picker's name of what is looked in."""
        if self.request.item_id is not None:
            return f"item:{self.request.item_id}"
        return f"collection:{self.request.collection_id}" if self.request.collection_id is not None else ""

    def _run(self) -> None:
        self.spawn_latest(self._find, name="search")

    async def _find(self) -> None:
        request = self.request
        try:
            hits = await self._search.search(self._query(request)) if request.text else []
        except AppError as error:
            self.failed.emit(error)
            return
        if request == self.request:
            self.hits, self.answered = hits, request
            self.results_changed.emit()

    def _query(self, request: Request) -> SearchQuery:
        days = PERIOD_DAYS.get(request.period)
        kinds = {"recording": ("audio", "video"), "document": ("document",)}.get(request.kind, ())
        filters = Filters(
            kinds=kinds,
            tags=(request.tag,) if request.tag else (),
            from_ms=None if days is None else self._clock.now_ms() - days * _DAY_MS,
        )
        scope = Scope(request.item_id, None if request.item_id else request.collection_id)
        return SearchQuery(request.text, scope, request.limit, filters, request.guess)

    def _library_changed(self) -> None:
        self.spawn_latest(self._load_choices, name="choices")
        self._index_changed()

    def _status_changed(self) -> None:
        self.spawn_latest(self._load_status, name="status")

    def _index_changed(self) -> None:
        self._status_changed()
        if self.request.text:
            self._run()

    async def _load_choices(self) -> None:
        try:
            items = await self._media.items(ItemFilter())
            self.collections = await self._media.library.collections()
        except AppError as error:
            self.failed.emit(error)
            return
        self.items = {item.id: item for item in items}
        self.tags = sorted({tag for item in items for tag in item.tags}, key=str.casefold)
        self.waiting_items = sum(item.state not in _FINAL for item in items)
        self._drop_what_is_gone()
        self.choices_changed.emit()
        self.status_changed.emit()

    def _drop_what_is_gone(self) -> None:
        """A scope or tag that was removed must not hide everything."""
        request = self.request
        gone: dict[str, Any] = {}
        if request.item_id is not None and request.item_id not in self.items:
            gone["item_id"] = None
        if request.collection_id is not None and all(c.id != request.collection_id for c in self.collections):
            gone["collection_id"] = None
        if request.tag and request.tag not in self.tags:
            gone["tag"] = ""
        if gone:
            self.ask(**gone)

    async def _load_status(self) -> None:
        try:
            self.index = await self._search.status()
        except AppError as error:
            self.failed.emit(error)
            return
        self.status_changed.emit()
