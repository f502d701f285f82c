"""Files that are elsewhere: fetched when a person wants them, and what is chosen for collections. Knows no server."""

import asyncio
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from desktop.media import away_store, store
from desktop.runtime.changes import ChangeBus
from desktop.settings.service import SettingsService
from desktop.storage.content import ContentStore
from desktop.storage.database import Database
from shared.content.files import FileChoice
from shared.errors import AppError
from shared.ids import CollectionId, ItemId


class Fetcher(Protocol):
    """What brings files here: the transfers of the sync slice."""

    @property
    def possible(self) -> bool:
        """Whether there is a server to fetch from."""
        ...

    @property
    def metered(self) -> bool:
        """Whether the line costs by the byte."""
        ...

    def share_of(self, sha256: bytes) -> float | None:
        """How much of a wanted file has come, 0..1; None when nobody waits for it."""
        ...

    async def ask(self, hashes: Sequence[bytes]) -> None:
        """Fetch these before everything else."""
        ...

    async def stop_asking(self, sha256: bytes) -> None:
        """Nobody waits for it any more."""
        ...

    async def trouble_of(self, sha256: bytes) -> AppError | None:
        """Why a file has not come yet."""
        ...


class Fetching:
    """Without a fetcher (nobody can sign in) nothing is elsewhere."""

    def __init__(
        self, database: Database, content: ContentStore, settings: SettingsService, bus: ChangeBus
    ) -> None:
        self._database = database
        self._content = content
        self._settings = settings
        self._bus = bus
        self._fetcher: Fetcher | None = None

    def use(self, fetcher: Fetcher) -> None:
        """Fetch through this; called once, when the services are joined."""
        self._fetcher = fetcher

    @property
    def possible(self) -> bool:
        """Whether there is a server to fetch from."""
        return self._fetcher is not None and self._fetcher.possible

    def share_of(self, media_sha: bytes) -> float | None:
        """How much of a file has come that somebody waits for."""
        return None if self._fetcher is None else self._fetcher.share_of(media_sha)

    async def fetch(self, item_id: ItemId) -> bool:
        """Have an item's file brought here; it comes in the background. True when it is here already.

        Raises AppError `media.no_item`, and `media.nothing_to_fetch` when nobody is signed in.
        """
        sha, path = await self._file_of(item_id)
        if path is not None and await asyncio.to_thread(path.exists):
            return True
        if path is not None:
            await self._database.write(lambda tx: away_store.note_away(tx, sha))
        if self._fetcher is None or not self._fetcher.possible:
            raise AppError("media.nothing_to_fetch" if path is None else "media.file_lost")
        await self._fetcher.ask([sha])
        self._bus.announce("item", [item_id])
        return False

    async def opened(self, item_id: ItemId) -> None:
        """Somebody looks at an item: fetch its file where that was chosen and the line does not cost by the byte."""
        async with self._database.reader() as reader:
            rows = await store.item_rows(reader, [item_id])
            chosen = await away_store.choices(reader)
        if not rows or rows[0]["here"] or self._fetcher is None or not self._fetcher.possible:
            return
        choice = chosen.get(CollectionId(uuid.UUID(bytes=rows[0]["collection_id"])))
        if (choice or self.usual_choice()) != FileChoice.NEVER and not self._fetcher.metered:
            await self.fetch(item_id)

    async def stop(self, item_id: ItemId) -> None:
        """Stop waiting for an item's file; what came of it stays for the next time."""
        sha, _ = await self._file_of(item_id)
        if self._fetcher is not None:
            await self._fetcher.stop_asking(sha)
            self._bus.announce("item", [item_id])

    async def trouble(self, item_id: ItemId) -> AppError | None:
        """Why a file that somebody waits for has not come yet."""
        sha, _ = await self._file_of(item_id)
        return None if self._fetcher is None else await self._fetcher.trouble_of(sha)

    async def _file_of(self, item_id: ItemId) -> tuple[bytes, Path | None]:
        async with self._database.reader() as reader:
            rows = await store.item_rows(reader, [item_id])
        if not rows or rows[0]["deleted"]:
            raise AppError("media.no_item")
        row = rows[0]
        here = row["here"] and row["suffix"]
        return row["media_sha"], self._content.path_of(row["media_sha"], row["suffix"]) if here else None

    # Collections

    def usual_choice(self) -> FileChoice:
        """What holds for collections without a choice of their own."""
        return FileChoice(str(self._settings.get("sync_files")))

    async def choices(self) -> dict[CollectionId, FileChoice]:
        """What was chosen for collections on this computer."""
        async with self._database.reader() as reader:
            found = await away_store.choices(reader)
        return {collection_id: FileChoice(choice) for collection_id, choice in found.items()}

    async def choose(self, collection_id: CollectionId, choice: FileChoice | None) -> FileChoice | None:
        """Choose for a collection on this computer; None: as the setting says. Returns the choice before."""
        before = (await self.choices()).get(collection_id)
        text = None if choice is None else choice.value
        await self._database.write(lambda tx: away_store.put_choice(tx, collection_id, text))
        return before
