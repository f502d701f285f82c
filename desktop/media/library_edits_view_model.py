"""What a person does to items and collections, each with its way back. QtCore only."""

from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Signal

from desktop.media.service import CollectionView, ItemDetails, ItemView, MediaService
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.content.files import FileChoice
from shared.errors import AppError
from shared.ids import CollectionId, ItemId
from shared.tasks import TaskScope

KEPT = 100
"""How many actions can be taken back."""

DoneKind = Literal[
    "deleted",
    "moved",
    "tagged",
    "renamed",
    "detailed",
    "collection_deleted",
    "retried",
    "cancelled",
    "shared",
    "taken_back",
    "files_chosen",
]


@dataclass(frozen=True)
class Done:
    """What was done to how many items; `title` names one item or a collection. `undo` takes it back."""

    kind: DoneKind
    count: int
    title: str = ""
    undo: Callable[[], Coroutine[Any, Any, None]] | None = None


class LibraryEdits(ViewModel):
    """`done(Done)` follows each action that deserves a word. Failures go to the window."""

    done = Signal(object)
    collection_added = Signal(object)

    def __init__(self, media: MediaService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._media = media
        self._library = media.library
        self._past: deque[Done] = deque(maxlen=KEPT)
        self.done.connect(self._remember)

    def undo(self, done: Done) -> None:
        """Take back what was done, once."""
        if done.undo is not None and done in self._past:
            self._past.remove(done)
            self.spawn(done.undo(), name="undo")

    def undo_last(self) -> None:
        """Take back what was done last and is not taken back yet."""
        if self._past:
            self.undo(self._past[-1])

    def _remember(self, done: Done) -> None:
        if done.undo is not None:
            self._past.append(done)

    def rename(self, item_id: ItemId, title: str) -> None:
        self.spawn(self._rename(item_id, title), name="rename")

    def delete(self, items: Sequence[ItemView]) -> None:
        self.spawn(self._delete(list(items)), name="delete")

    def move(self, items: Sequence[ItemView], collection_id: CollectionId, title: str) -> None:
        """Put items into a collection; `title` is its name."""
        self.spawn(self._move(list(items), collection_id, title), name="move")

    def move_to_new(self, items: Sequence[ItemView], title: str) -> None:
        """Make a collection of these items."""
        self.spawn(self._move_to_new(list(items), title), name="move")

    def change_tags(self, items: Sequence[ItemView], add: Sequence[str], remove: Sequence[str]) -> None:
        """Put tags on items and take others off."""
        self.spawn(self._change_tags(list(items), list(add), list(remove)), name="tags")

    def change_details(self, item: ItemView, details: ItemDetails) -> None:
        """Write what differs from the item."""
        self.spawn(self._change_details(item, details), name="details")

    def retry(self, items: Sequence[ItemView]) -> None:
        self.spawn(self._each(self._media.retry, items, "retried"), name="retry")

    def cancel(self, items: Sequence[ItemView]) -> None:
        self.spawn(self._each(self._media.cancel, items, "cancelled"), name="cancel")

    def transcribe_again(self, items: Sequence[ItemView]) -> None:
        self.spawn(self._each(self._media.transcribe_again, items, "retried"), name="again")

    def fetch(self, items: Sequence[ItemView]) -> None:
        """Have the files of these items brought here."""
        self.spawn(self._fetch(items), name="fetch")

    def choose_files(self, collection: CollectionView, choice: FileChoice | None) -> None:
        """Choose which files of a collection travel to and from this computer; None: as the settings say."""
        self.spawn(self._choose_files(collection, choice), name="files")

    @property
    def files_travel(self) -> bool:
        """Whether there is a server that files can go to."""
        return self._media.fetching.possible

    @property
    def usual_files(self) -> FileChoice:
        """What holds for a collection without a choice of its own."""
        return self._media.fetching.usual_choice()

    async def _fetch(self, items: Sequence[ItemView]) -> None:
        for item in items:
            await self._media.fetching.fetch(item.id)

    async def _choose_files(self, collection: CollectionView, choice: FileChoice | None) -> None:
        before = await self._media.fetching.choose(collection.id, choice)

        async def undo() -> None:
            await self._media.fetching.choose(collection.id, before)

        if before != choice:
            self.done.emit(Done("files_chosen", 1, collection.title, undo))

    def add_collection(self, title: str) -> None:
        self.spawn(self._add_collection(title), name="collection")

    def rename_collection(self, collection_id: CollectionId, title: str) -> None:
        self.spawn(self._library.rename_collection(collection_id, title), name="collection")

    def delete_collection(self, collection: CollectionView) -> None:
        self.spawn(self._delete_collection(collection), name="collection")

    def share_collection(self, collection: CollectionView, scope: str) -> None:
        """Give a collection and what is in it to a group's scope; "" takes it back."""
        self.spawn(self._share(collection, scope), name="share")

    async def _share(self, collection: CollectionView, scope: str) -> None:
        before = await self._media.share_collection(collection.id, scope or None)

        async def undo() -> None:
            await self._media.share_collection(collection.id, before)

        self.done.emit(Done("shared" if scope else "taken_back", 1, collection.title, undo))

    async def _rename(self, item_id: ItemId, title: str) -> None:
        before = await self._library.rename(item_id, title)

        async def undo() -> None:
            await self._library.rename(item_id, before)

        if before != title:
            self.done.emit(Done("renamed", 1, title, undo))

    async def _delete(self, items: list[ItemView]) -> None:
        gone = await self._library.delete([item.id for item in items])

        async def undo() -> None:
            await self._library.restore(gone)

        if gone:
            self.done.emit(Done("deleted", len(gone), _one_title(items), undo))

    async def _move(self, items: list[ItemView], collection_id: CollectionId, title: str) -> None:
        before = await self._library.move([item.id for item in items], collection_id)
        moved = {id_: home for id_, home in before.items() if home != collection_id}

        async def undo() -> None:
            for home in set(moved.values()):
                await self._library.move([id_ for id_, old in moved.items() if old == home], home)

        if moved:
            self.done.emit(Done("moved", len(moved), title, undo))

    async def _move_to_new(self, items: list[ItemView], title: str) -> None:
        await self._move(items, await self._library.add_collection(title), title)

    async def _change_tags(self, items: list[ItemView], add: list[str], remove: list[str]) -> None:
        dropped = {label.casefold() for label in remove}
        before: dict[ItemId, tuple[str, ...]] = {}
        for item in items:
            labels = [*(tag for tag in item.tags if tag.casefold() not in dropped), *add]
            if {label.casefold() for label in labels} != {tag.casefold() for tag in item.tags}:
                before[item.id] = await self._library.set_tags(item.id, labels)

        async def undo() -> None:
            for item_id, labels in before.items():
                await self._library.set_tags(item_id, labels)

        if before:
            self.done.emit(Done("tagged", len(before), _one_title(items), undo))

    async def _change_details(self, item: ItemView, details: ItemDetails) -> None:
        wanted = ItemDetails(
            None if details.title == item.title else details.title,
            None if details.description == item.description else details.description,
            None if details.tags == item.tags else details.tags,
            None if details.collection_id == item.collection_id else details.collection_id,
        )
        if wanted == ItemDetails():
            return
        before = await self._library.change(item.id, wanted)

        async def undo() -> None:
            await self._library.change(item.id, before)

        self.done.emit(Done("detailed", 1, details.title or item.title, undo))

    async def _each(
        self, act: Callable[[ItemId], Coroutine[Any, Any, None]], items: Sequence[ItemView], kind: DoneKind
    ) -> None:
        count = 0
        for item in items:
            try:
                await act(item.id)
            except AppError as error:
                # Deleted meanwhile: the others still want it.
                if error.code != "media.no_item":
                    raise
                continue
            count += 1
        self.done.emit(Done(kind, count, _one_title(items)))

    async def _add_collection(self, title: str) -> None:
        self.collection_added.emit(await self._library.add_collection(title))

    async def _delete_collection(self, collection: CollectionView) -> None:
        moved = await self._library.delete_collection(collection.id)

        async def undo() -> None:
            await self._library.restore_collection(collection.id, moved)

        self.done.emit(Done("collection_deleted", len(moved), collection.title, undo))


def _one_title(items: Sequence[ItemView]) -> str:
    return items[0].title if len(items) == 1 else ""
