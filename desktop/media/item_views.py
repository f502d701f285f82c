"""What a person sees of items and collections, from their rows: put together, filtered, sorted. Reads no table."""

import uuid
from collections.abc import Callable

from desktop.media import job_store
from desktop.media.fetching import Fetching
from desktop.media.live_progress import LiveProgress
from desktop.media.states import JobState
from desktop.media.thumbnail_files import thumbnail_path
from desktop.media.views import CollectionView, ItemFilter, ItemView, Sort, overall_progress
from desktop.runtime.paths import ProfilePaths
from desktop.storage.content import ContentStore
from desktop.storage.driver import sqlite3
from shared.ids import CollectionId, ItemId

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


class ItemViews:
    """Knows where files lie and what runs at the moment, besides what a row says."""

    def __init__(
        self, content: ContentStore, paths: ProfilePaths, live: LiveProgress, fetching: Fetching
    ) -> None:
        self._content, self._paths, self._live, self._fetching = content, paths, live, fetching

    def item(self, row: "sqlite3.Row", labels: dict[bytes, list[str]]) -> ItemView:
        """Put an item together; `labels` are the tags by item."""
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


def collection_view(row: "sqlite3.Row", default: CollectionId, closed: str) -> CollectionView:
    """Put a collection together. `closed` is the code of why it may only be read, or empty."""
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
