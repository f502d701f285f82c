"""Items, collections and tags as a person arranges them. Knows no job but its cancel and retry."""

import asyncio
import shutil
import uuid
from collections.abc import Callable, Iterable, Sequence

from desktop.media import job_store, store
from desktop.media.fetching import Fetching
from desktop.media.live_progress import LiveProgress
from desktop.media.states import JobState
from desktop.media.thumbnail_files import thumbnail_path
from desktop.media.views import (
    CollectionView,
    ItemDetails,
    ItemFilter,
    ItemView,
    Sort,
    StorageUsed,
    overall_progress,
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

_STATE_ORDER = (
    JobState.FAILED,
    JobState.TRANSCRIBING,
    JobState.CHUNKING,
    JobState.EMBEDDING,
    JobState.PENDING,
    JobState.CANCELLED,
    JobState.AWAY,
    JobState.COMPLETED,
)


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
        self._content = content
        self._paths = paths
        self._live = live
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
        views = (self._view(row, labels) for row in rows)
        return sorted_items([view for view in views if fits(view, filter_)], filter_.sort)

    async def item(self, item_id: ItemId) -> ItemView:
        """One item. Raises `AppError("media.no_item")` also for a deleted one."""
        async with self._database.reader() as reader:
            rows = await store.item_rows(reader, [item_id])
            labels = await store.tag_labels(reader)
        if not rows or rows[0]["deleted"]:
            raise AppError("media.no_item")
        return self._view(rows[0], labels)

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
        views = await asyncio.to_thread(lambda: [self._view(row, labels) for row in found])
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
        views = [_collection(row, default, closed.get(row["scope"], "")) for row in rows]
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

        Raises AppError `media.no_collection`, `media.default_not_shared`, `sync.scope_locked`, `sync.scope_read_only`.
        """

        def write(tx: Transaction) -> str:
            if collection_id == default_collection_id(tx.user_id):
                raise AppError("media.default_not_shared")
            self._check_home(tx, collection_id)
            before = tx.scope_of(COLLECTION, collection_id)
            store.share_collection(tx, collection_id, scope or tx.home)
            return before

        return await self._database.write(write)

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

    def _view(self, row: "sqlite3.Row", labels: dict[bytes, list[str]]) -> ItemView:
        item_id = ItemId(uuid.UUID(bytes=row["id"]))
        suffix = row["suffix"] or ""
        state = JobState(row["state"] or JobState.AWAY)
        stage = JobState(row["stage"] or JobState.TRANSCRIBING)
        live = self._live.get(item_id)
        share = 1.0 if state is JobState.COMPLETED else _noted_share(row) if live is None else live
        error = job_store.stored_error(
            row["error_code"] or "", row["error_parameters"] or "{}", row["error_detail"] or ""
        )
        return ItemView(
            id=item_id,
            collection_id=CollectionId(uuid.UUID(bytes=row["collection_id"])),
            title=row["title"],
            description=row["description"],
            kind=row["kind"],
            file_name=row["file_name"],
            created_ms=row["created_ms"],
            media_sha=row["media_sha"],
            tags=tuple(labels.get(row["id"], ())),
            suffix=suffix,
            size_bytes=row["size_bytes"] or 0,
            duration_ms=row["duration_ms"],
            page_count=row["page_count"],
            has_video=bool(row["has_video"]),
            thumbnail=thumbnail_path(self._paths.thumbnails_dir, row["media_sha"], row["kind"])
            if row["thumbnail"]
            else None,
            media_path=self._content.path_of(row["media_sha"], suffix) if suffix and row["here"] else None,
            state=state,
            stage=stage,
            stage_progress=share,
            progress=overall_progress(state, stage, share),
            waiting=row["waiting"] or "",
            error=self._live.trouble(item_id) or error,
            notice=row["notice"] or "",
            language=row["language"] or "",
            model=row["model"] or "",
            next_try_ms=row["next_try_ms"] or 0,
            here=bool(row["here"]),
            fetching=None if row["here"] else self._fetching.share_of(row["media_sha"]),
        )


def _noted_share(row: "sqlite3.Row") -> float:
    """Share of the current stage as the library knows it: what a killed program had finished counts at once."""
    finished = (row["committed_ms"] or 0) / row["duration_ms"] if row["duration_ms"] else 0.0
    return max(row["progress"] or 0.0, min(1.0, finished))


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


def _collection(row: "sqlite3.Row", default: CollectionId, closed: str) -> CollectionView:
    id_ = CollectionId(uuid.UUID(bytes=row["id"]))
    return CollectionView(
        id_,
        row["title"],
        row["created_ms"],
        row["items"],
        id_ == default,
        row["scope"],
        closed,
        row["group_name"],
    )


def fits(item: ItemView, filter_: ItemFilter) -> bool:
    """Whether an item is in a filter. Every word of its text must occur somewhere; tags must all be there."""
    tags = {tag.casefold() for tag in item.tags}
    if filter_.collection_id is not None and item.collection_id != filter_.collection_id:
        return False
    if filter_.away and item.here:
        return False
    if filter_.kinds and item.kind not in filter_.kinds:
        return False
    if filter_.states and item.state not in filter_.states:
        return False
    if not {tag.casefold() for tag in filter_.tags} <= tags:
        return False
    text = "\n".join((item.title, item.description, item.file_name, *item.tags)).casefold()
    return all(word in text for word in filter_.text.casefold().split())


def sorted_items(items: list[ItemView], sort: Sort) -> list[ItemView]:
    """Put items in order; equals by title, then newest first, so that the order never jumps."""
    items = sorted(items, key=lambda item: (item.title.casefold(), -item.created_ms, item.id.int))
    keys: dict[Sort, Callable[[ItemView], int]] = {
        Sort.NEWEST: lambda item: -item.created_ms,
        Sort.OLDEST: lambda item: item.created_ms,
        Sort.LONGEST: lambda item: -(item.duration_ms or 0),
        Sort.STATE: lambda item: _STATE_ORDER.index(item.state),
    }
    return items if sort is Sort.TITLE else sorted(items, key=keys[sort])
