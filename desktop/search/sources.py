"""What search needs of others: the text of an item, and the embedders that are installed. Declarations only."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Protocol

from desktop.search.embedders import EmbedderFiles
from desktop.search.words import Segment
from shared.ids import ItemId


class TranscriptSource(Protocol):
    """The part of the media service that search reads."""

    async def segments(self, item_id: ItemId) -> Sequence[Segment]:
        """Return the effective text of an item; empty when there is none yet."""
        ...

    async def items_of_corrections(self, corrections: Iterable[uuid.UUID]) -> set[ItemId]:
        """Return the items whose text these corrections belong to."""
        ...


class InstalledEmbedders(Protocol):
    """The part of the models service that search reads."""

    async def installed_embedders(self) -> Sequence[EmbedderFiles]:
        """Return the embedders whose files are here and sound, best first."""
        ...

    async def doubt(self, name: str) -> None:
        """Check an embedder's files, for they could not be read; damaged ones are installed no more."""
        ...


class StageJob(Protocol):
    """The part of a media job that a stage reads."""

    @property
    def item_id(self) -> ItemId: ...
