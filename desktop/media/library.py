"""Items, collections and tags as a person arranges them. Knows no job but its cancel and retry."""

import asyncio
import shutil
import uuid
from collections.abc import Iterable, Sequence

from desktop.media import store
from desktop.media.fetching import Fetching
from desktop.media.item_views import ItemViews, collection_view, fits, sorted_items
from desktop.media.live_progress import LiveProgress
from desktop.media.views import (
    CollectionView,
    ItemDetails,
    ItemFilter,
    ItemView,
    StorageUsed,
)
from desktop.runtime.paths import ProfilePaths
from desktop.storage.content import ContentStore
from desktop.storage.database import Database
from desktop.storage.driver import sqlite3
from desktop.storage.transaction import Transaction
from shared.errors import AppError
from shared.ids import CollectionId, ItemId, new_id
from shared.media.records import COLLECTION, CORRECTION, ITEM, TAG, default_collection_id

MOST_TITLE = 300
MOST_DESCRIPTION = 10_000
MOST_TAGS = 50
MOST_TAG = 60
SHARED_AT_ONCE = 100


class Library:
    """Reads and arranges the library."""

    def __init__(
        self,
        database: Database,
        content: ContentStore,
        paths: ProfilePaths,
        live: LiveProgress,
        fetching: Fetching,
        collection: str,
    ) -> None:
        self._database = database
        self._paths = paths
        self._views = ItemViews(content, paths, live, fetching)
        self._fetching = fetching
        self._collection_title = collection

    # Items

    async def items(self, filter_: ItemFilter) -> list[ItemView]:
        """Items that fit the filter, sorted as it says."""
        async with self._database.reader() as reader:
            rows = await store.item_rows(reader)
            labels = await store.tag_labels(reader)
        # Thousands of items take a tenth of a second, which the window would notice.
        return await asyncio.to_thread(self._arranged, rows, labels, filter_)

    def _arranged(
        self, rows: "list[sqlite3.Row]", labels: dict[bytes, list[str]], filter_: ItemFilter
    ) -> list[ItemView]:
        views = (self._views.item(row, labels) for row in rows)
        return sorted_items([view for view in views if fits(view, filter_)], filter_.sort)

    async def item(self, item_id: ItemId) -> ItemView:
        """One item. Raises `AppError("media.no_item")` also for a deleted one."""
        async with self._database.reader() as reader:
            rows = await store.item_rows(reader, [item_id])
            labels = await store.tag_labels(reader)
        if not rows or rows[0]["deleted"]:
            raise AppError("media.no_item")
        return self._views.item(rows[0], labels)

    async def closed(self, item_id: ItemId) -> AppError | None:
        """Return why an item and its text may only be read; None when they may be changed."""
        async with self._database.reader() as reader:
            home = await store.home_of(reader, item_id)
        why = (await self._database.closed([home])).get(home, "") if home else ""
        return AppError(why) if why else None

    async def items_by_id(self, ids: Sequence[ItemId]) -> dict[ItemId, ItemView]:
        """These items as far as they are live."""
        if not ids:
            return {}
        async with self._database.reader() as reader:
            rows = await store.item_rows(reader, ids)
            labels = await store.tag_labels(reader)
        found = [row for row in rows if not row["deleted"]]
        views = await asyncio.to_thread(lambda: [self._views.item(row, labels) for row in found])
        return {view.id: view for view in views}

    async def rename(self, item_id: ItemId, title: str) -> str:
        """Give an item another title; returns the one before. Raises `AppError("media.no_title")`."""
        return await self._replace(item_id, "title", _title(title))

    async def describe(self, item_id: ItemId, description: str) -> str:
        """Describe an item; returns the description before."""
        return await self._replace(item_id, "description", _description(description))

    async def set_tags(self, item_id: ItemId, labels: Iterable[str]) -> tuple[str, ...]:
        """Make these the item's tags; returns those before. Empty ones and repetitions are dropped."""
        wanted = _tags(labels)

        def write(tx: Transaction) -> tuple[str, ...]:
            self._live_item(tx, item_id)
            before = store.labels_of(tx, item_id)
            store.set_tags(tx, item_id, wanted)
            tx.changed("item", item_id)
            return before

        return await self._database.write(write)

    async def change(self, item_id: ItemId, details: ItemDetails) -> ItemDetails:
        """Change several things of an item at once; returns what they were before, for the undo.

        Raises AppError `media.no_item`, `media.no_title`, `media.too_many_tags`, `media.no_collection`.
        """
        title = None if details.title is None else _title(details.title)
        about = None if details.description is None else _description(details.description)
        tags = None if details.tags is None else _tags(details.tags)
        home = details.collection_id

        def write(tx: Transaction) -> ItemDetails:
            row, labels = self._live_item(tx, item_id), store.labels_of(tx, item_id)
            if home is not None:
                self._check_home(tx, home)
            wanted = {"title": title, "description": about}
            if given := {name: value for name, value in wanted.items() if value is not None}:
                tx.update(ITEM, item_id, **given)
            if home is not None:
                store.put_in_collection(tx, item_id, home)
            if tags is not None:
                store.set_tags(tx, item_id, tags)
            tx.changed("item", item_id)
            return ItemDetails(
                None if title is None else row["title"],
                None if about is None else row["description"],
                None if tags is None else labels,
                None if home is None else CollectionId(uuid.UUID(bytes=row["collection_id"])),
            )

        return await self._database.write(write)

    async def move(
        self, item_ids: Sequence[ItemId], collection_id: CollectionId
    ) -> dict[ItemId, CollectionId]:
        """Give items another home; returns their homes before."""

        def write(tx: Transaction) -> dict[ItemId, CollectionId]:
            self._check_home(tx, collection_id)
            before: dict[ItemId, CollectionId] = {}
            for item_id in item_ids:
                row = self._live_item(tx, item_id)
                before[item_id] = CollectionId(uuid.UUID(bytes=row["collection_id"]))
                store.put_in_collection(tx, item_id, collection_id)
            return before

        return await self._database.write(write)

    async def delete(self, item_ids: Sequence[ItemId]) -> list[ItemId]:
        """Delete items; `restore` undoes it until their files are purged. Returns those that were there."""

        def write(tx: Transaction) -> list[ItemId]:
            gone = [item_id for item_id in item_ids if tx.delete(ITEM, item_id)]
            for item_id in gone:
                store.note_deleted(tx, item_id)
            return gone

        return await self._database.write(write)

    async def restore(self, item_ids: Sequence[ItemId]) -> list[ItemId]:
        """Undo a deletion. Raises `AppError("media.purged")` when a file is gone for good."""

        def write(tx: Transaction) -> list[ItemId]:
            back: list[ItemId] = []
            for item_id in item_ids:
                row = store.item_state(tx, item_id)
                there = row is not None and store.media_file_known(tx, row["media_sha"])
                if row is None or not (there or self._fetching.possible):
                    raise AppError("media.purged")
                if store.live_item_of(tx, row["media_sha"]) is None and tx.restore(ITEM, item_id):
                    store.forget_deleted(tx, item_id)
                    back.append(item_id)
            return back

        return await self._database.write(write)

    async def opened(self, item_id: ItemId) -> None:
        """Note that somebody opened an item: ranking and the learner's history use it."""

        def write(tx: Transaction) -> None:
            self._live_item(tx, item_id)
            store.add_view(tx, item_id)

        await self._database.write(write)

    # Collections

    async def collections(self) -> list[CollectionView]:
        """All collections: the default one first, then by title."""
        async with self._database.reader() as reader:
            rows = await store.collection_rows(reader)
        default = default_collection_id(self._database.user_id)
        closed = await self._database.closed({row["scope"] for row in rows})
        views = [collection_view(row, default, closed.get(row["scope"], "")) for row in rows]
        if not any(view.is_default for view in views):
            views.append(CollectionView(default, self._collection_title, 0, 0, is_default=True))
        return sorted(views, key=lambda view: (not view.is_default, view.title.casefold(), view.created_ms))

    async def add_collection(self, title: str) -> CollectionId:
        """Make a collection. Raises `AppError("media.no_title")`."""
        wanted = _title(title)
        id_ = CollectionId(new_id())
        await self._database.write(lambda tx: store.add_collection(tx, id_, wanted))
        return id_

    async def rename_collection(self, collection_id: CollectionId, title: str) -> None:
        """Give a collection another title. Raises `AppError("media.no_title")`, `("media.no_collection")`."""
        wanted = _title(title)

        def write(tx: Transaction) -> None:
            self._check_home(tx, collection_id)
            tx.update(COLLECTION, collection_id, title=wanted)

        await self._database.write(write)

    async def delete_collection(self, collection_id: CollectionId) -> list[ItemId]:
        """Delete a collection; its items move to the default one. Returns them, for the undo.

        Raises AppError `media.default_collection`, `media.no_collection`, `media.collection_shared`: everybody
        would lose its items.
        """

        def write(tx: Transaction) -> list[ItemId]:
            if collection_id == default_collection_id(tx.user_id):
                raise AppError("media.default_collection")
            self._check_home(tx, collection_id)
            if tx.scope_of(COLLECTION, collection_id) != tx.home:
                raise AppError("media.collection_shared")
            default = store.ensure_default_collection(tx, self._collection_title)
            moved = store.items_in(tx, collection_id)
            for item_id in moved:
                store.put_in_collection(tx, item_id, default)
            tx.delete(COLLECTION, collection_id)
            return moved

        return await self._database.write(write)

    async def restore_collection(self, collection_id: CollectionId, item_ids: Sequence[ItemId]) -> None:
        """Undo `delete_collection`: bring it back with the items it had."""

        def write(tx: Transaction) -> None:
            tx.restore(COLLECTION, collection_id)
            for item_id in item_ids:
                store.put_in_collection(tx, item_id, collection_id)

        await self._database.write(write)

    async def share_collection(self, collection_id: CollectionId, scope: str | None) -> str:
        """Give a collection, with all that is in it, to a scope; None takes it back. Returns the scope before.

        A large one goes in slices, so that nothing else waits a second for the writer. The collection itself goes
        first: whatever ends the work half-way, `mend_scopes` brings the rest after it, and sharing it elsewhere
        meanwhile, as the undo does, ends this.

        Raises AppError `media.no_collection`, `media.default_not_shared`, `sync.scope_locked`, `sync.scope_read_only`.
        """

        def write(tx: Transaction) -> str:
            if collection_id == default_collection_id(tx.user_id):
                raise AppError("media.default_not_shared")
            self._check_home(tx, collection_id)
            before = tx.scope_of(COLLECTION, collection_id)
            for home in store.scopes_in(tx, collection_id):
                # What may not be moved is found before anything is.
                tx.check_may_write(home)
            tx.move(COLLECTION, collection_id, scope or tx.home)
            store.share_items(tx, collection_id, scope or tx.home, SHARED_AT_ONCE)
            return before

        def go_on(tx: Transaction) -> bool:
            wanted = scope or tx.home
            still = tx.scope_of(COLLECTION, collection_id) == wanted
            return still and store.share_items(tx, collection_id, wanted, SHARED_AT_ONCE)

        before = await self._database.write(write)
        while await self._database.write(go_on):
            pass
        return before

    async def mend_scopes(self) -> None:
        """Share what others or other devices put into a collection while it was shared or taken back."""

        def write(tx: Transaction) -> None:
            tx.follow(ITEM, COLLECTION, "collection_id")
            for record in (TAG, CORRECTION):
                tx.follow(record, ITEM, "item_id")

        await self._database.write(write)

    async def storage_used(self) -> StorageUsed:
        """What the library takes on the disk, and what is free there."""
        async with self._database.reader() as reader:
            live, deleted = await store.file_sizes(reader)
        return StorageUsed(live, deleted, shutil.disk_usage(self._paths.media_dir).free)

    # How

    async def _replace(self, item_id: ItemId, field: str, value: str) -> str:
        def write(tx: Transaction) -> str:
            before = str(self._live_item(tx, item_id)[field])
            tx.update(ITEM, item_id, **{field: value})
            return before

        return await self._database.write(write)

    def _check_home(self, tx: Transaction, collection_id: CollectionId) -> None:
        if collection_id == default_collection_id(tx.user_id):
            store.ensure_default_collection(tx, self._collection_title)
        elif not store.collection_exists(tx, collection_id):
            raise AppError("media.no_collection")

    @staticmethod
    def _live_item(tx: Transaction, item_id: ItemId) -> "sqlite3.Row":
        row = store.item_state(tx, item_id)
        if row is None or row["deleted"]:
            raise AppError("media.no_item")
        return row


def _title(text: str) -> str:
    wanted = _line(text, MOST_TITLE)
    if not wanted:
        raise AppError("media.no_title")
    return wanted


def _description(text: str) -> str:
    return text.strip()[:MOST_DESCRIPTION]


def _tags(labels: Iterable[str]) -> list[str]:
    """Without empty ones and repetitions. Raises `AppError("media.too_many_tags")`."""
    wanted: dict[str, str] = {}
    for label in labels:
        clean = _line(label, MOST_TAG)
        if clean:
            wanted.setdefault(clean.casefold(), clean)
    if len(wanted) > MOST_TAGS:
        raise AppError("media.too_many_tags", most=MOST_TAGS)
    return list(wanted.values())


def _line(text: str, most: int) -> str:
    return " ".join(text.split())[:most].rstrip()
