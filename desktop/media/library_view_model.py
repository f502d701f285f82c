"""What the Library page lists: all items, kept up to date by change sets, filtered and sorted. QtCore only."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QCollator, QLocale, Qt, QTimer, Signal

from desktop.media.item_views import fits, sorted_items
from desktop.media.service import (
    CollectionView,
    ItemFilter,
    ItemView,
    JobState,
    MediaService,
    Sort,
)
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.widgets.base_view_model import ViewModel
from shared.content.files import FileChoice
from shared.errors import AppError
from shared.ids import CollectionId, ItemId, parse_id
from shared.tasks import TaskScope

SETTLE_MS = 80
"""Changes of this long are read together: a running job tells of every percent, an import of every file."""

STATES: dict[str, frozenset[JobState]] = {
    "ready": frozenset({JobState.COMPLETED}),
    "working": frozenset({JobState.TRANSCRIBING, JobState.CHUNKING, JobState.EMBEDDING}),
    "waiting": frozenset({JobState.PENDING}),
    "failed": frozenset({JobState.FAILED}),
    "cancelled": frozenset({JobState.CANCELLED}),
}
"""States as a person chooses them."""
AWAY = "away"
"""One more choice: whatever its state, its file is not on this computer."""
WORKING = STATES["working"]
UNFINISHED = WORKING | STATES["waiting"]
TO_RETRY = STATES["failed"] | STATES["cancelled"]
_WAITS_FOR_MODEL = frozenset({"models.missing", "models.damaged"})
_ITEM_KINDS = ("item", "job")


class Query(msgspec.Struct, frozen=True):
    """What to list; empty fields do not limit. `collection_id` is the text of an id, `state` a key of `STATES`."""

    text: str = ""
    collection_id: str = ""
    kind: str = ""
    state: str = ""
    tag: str = ""
    sort: Sort = Sort.NEWEST

    @property
    def narrowed(self) -> bool:
        """Whether something may be hidden."""
        return bool(self.text or self.collection_id or self.kind or self.state or self.tag)


class LibraryViewModel(ViewModel):
    """`arranged` when `visible` has other items or another order, `updated(items)` when some only look different."""

    arranged = Signal()
    updated = Signal(list)
    choices_changed = Signal()

    def __init__(self, media: MediaService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._media = media
        self.query = Query()
        self.items: dict[ItemId, ItemView] = {}
        self.visible: list[ItemView] = []
        self._places: dict[ItemId, int] = {}
        self.loaded = False
        self.collections: list[CollectionView] = []
        self.file_choices: dict[CollectionId, FileChoice] = {}
        self.tags: list[str] = []
        self._all = True
        self._changed: set[ItemId] = set()
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self._read_changes)
        self.watch(self._heard, "item", "job", "tag", "collection", "media_file", "transfer", "grant")

    def start(self) -> None:
        """Read everything, also again after an error."""
        self._all = True
        self._read_changes()
        self.spawn_latest(self._load_choices, name="choices")

    def ask(self, **changes: Any) -> None:
        """Change the query; `arranged` follows at once."""
        query = msgspec.structs.replace(self.query, **changes)
        if query != self.query:
            self.query = query
            self._arrange()

    def clear_filters(self) -> None:
        """List everything, in the same order."""
        self.ask(text="", collection_id="", kind="", state="", tag="")

    def collection_id(self) -> CollectionId | None:
        """The collection that is listed; None for all."""
        return CollectionId(parse_id(self.query.collection_id)) if self.query.collection_id else None

    def collection(self, id_: CollectionId) -> CollectionView | None:
        return next((one for one in self.collections if one.id == id_), None)

    def closed(self, items: Sequence[ItemView]) -> str:
        """Return the error code of why some of these items may only be read; empty when all may be changed."""
        homes = {item.collection_id for item in items}
        return next((one.closed for one in self.collections if one.closed and one.id in homes), "")

    def count(self, states: frozenset[JobState]) -> int:
        return sum(item.state in states for item in self.items.values())

    def waiting_for_model(self) -> int:
        """How many items wait until there is a sound speech model."""
        return sum(item.waiting in _WAITS_FOR_MODEL for item in self.items.values())

    def state(self) -> dict[str, Any]:
        """What comes back on the next start, JSON-able. The search text does not."""
        return msgspec.to_builtins(msgspec.structs.replace(self.query, text=""))

    def restore(self, state: Any) -> None:
        """Take what `state` gave; what does not fit is dropped."""
        try:
            query = msgspec.convert(state, Query)
            if query.collection_id:
                parse_id(query.collection_id)
        except (msgspec.ValidationError, AppError):
            return
        self.query = query
        self._arrange()

    def close(self) -> None:
        self._timer.stop()
        super().close()

    def _heard(self, changes: ChangeSet) -> None:
        touched = [kind for kind in _ITEM_KINDS if changes.touches(kind)]
        if changes.everything or any(not changes.ids(kind) for kind in touched):
            self._all = True
        for kind in touched:
            self._changed |= {ItemId(id_) for id_ in changes.ids(kind)}
        if changes.touches("transfer"):
            coming = {id_ for id_, item in self.items.items() if item.fetching is not None}
            self._changed |= coming
            touched += ["item"] if coming else []
        if touched and not self._timer.isActive():
            self._timer.start()
        if changes.touches("item", "tag", "collection", "media_file", "grant"):
            self.spawn_latest(self._load_choices, name="choices")

    def _read_changes(self) -> None:
        self.spawn_latest(self._load, name="items")

    async def _load(self) -> None:
        whole, ids = self._all, list(self._changed)
        self._all, self._changed = False, set()
        try:
            if whole:
                found = {item.id: item for item in await self._media.items(ItemFilter())}
            else:
                found = await self._media.library.items_by_id(ids)
        except AppError as error:
            self._all = True
            self.failed.emit(error)
            return
        if whole:
            self.items, self.loaded = found, True
            self._note_tags()
            self._arrange()
        else:
            self._take(ids, found)

    def _take(self, ids: list[ItemId], found: dict[ItemId, ItemView]) -> None:
        before = {id_: self.items.get(id_) for id_ in ids}
        for id_ in ids:
            self.items.pop(id_, None)
        self.items |= found
        changed = [item for id_, item in found.items() if item != before[id_]]
        if any(_tags(before[id_]) != _tags(found.get(id_)) for id_ in ids):
            self._note_tags()
        if any(_place(before[id_]) != _place(found.get(id_)) for id_ in ids):
            self._arrange()
        elif changed:
            seen = [item for item in changed if item.id in self._places]
            for item in seen:
                self.visible[self._places[item.id]] = item
            self.updated.emit(seen)

    def _arrange(self) -> None:
        filter_ = self._filter()
        self.visible = arranged(
            [item for item in self.items.values() if fits(item, filter_)], self.query.sort
        )
        self._places = {item.id: at for at, item in enumerate(self.visible)}
        self.arranged.emit()

    def _filter(self) -> ItemFilter:
        query = self.query
        return ItemFilter(
            collection_id=self.collection_id(),
            kinds=frozenset({query.kind} if query.kind else ()),
            states=STATES.get(query.state, frozenset()),
            away=query.state == AWAY,
            tags=frozenset({query.tag} if query.tag else ()),
            text=query.text,
        )

    async def _load_choices(self) -> None:
        try:
            collections = await self._media.library.collections()
            self.file_choices = await self._media.fetching.choices()
        except AppError as error:
            self.failed.emit(error)
            return
        self.collections = collections
        if self.query.collection_id and self.query.collection_id not in {
            str(one.id) for one in self.collections
        }:
            # A collection that is no more must not hide everything.
            self.ask(collection_id="")
        self.choices_changed.emit()

    def _note_tags(self) -> None:
        tags = {tag for item in self.items.values() for tag in item.tags}
        if tags == set(self.tags):
            return
        self.tags = sorted(tags, key=_collator().sortKey)
        if self.query.tag and self.query.tag not in tags:
            self.query = msgspec.structs.replace(self.query, tag="")
        self.choices_changed.emit()


def arranged(items: list[ItemView], sort: Sort) -> list[ItemView]:
    """In order; titles as the language of the window sorts them, "Lecture 2" before "Lecture 10"."""
    if sort is not Sort.TITLE:
        return sorted_items(items, sort)
    key: Callable[[str], Any] = _collator().sortKey
    return sorted(sorted_items(items, Sort.NEWEST), key=lambda item: key(item.title))


def _collator() -> QCollator:
    collator = QCollator(QLocale())
    collator.setNumericMode(True)
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return collator


def _tags(item: ItemView | None) -> tuple[str, ...]:
    return () if item is None else item.tags


def _place(item: ItemView | None) -> Any:
    """All that filters and orders look at: while it is the same, an item stays where it is."""
    if item is None:
        return None
    return (
        item.collection_id,
        item.title,
        item.description,
        item.file_name,
        item.kind,
        item.state,
        item.tags,
        item.here,
        item.duration_ms,
        item.created_ms,
    )
