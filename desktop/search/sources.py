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


class RemoteModel(Protocol):
    """An embedding model at a provider. `identity` covers all that shapes a vector; `note` is what search found out."""

    @property
    def name(self) -> str:
        """Provider and model, with a slash between."""
        ...

    @property
    def identity(self) -> bytes: ...
    @property
    def note(self) -> str: ...


class RemoteEmbedding(Protocol):
    """The part of the ai service that search reads; every method raises AppError `ai.…`."""

    def model(self) -> RemoteModel | None:
        """Return what the person chose; None for this computer."""
        ...

    async def keep_note(self, note: str) -> None:
        """Keep what search found out about the chosen model."""
        ...

    async def prepare(self) -> None:
        """Load what the first call would wait for; nothing is sent."""
        ...

    async def embed(self, texts: Sequence[str], *, limit_s: float | None = None) -> list[list[float]]:
        """Return a vector for each text; with `limit_s` within that time or not at all."""
        ...


class StageJob(Protocol):
    """The part of a media job that a stage reads."""

    @property
    def item_id(self) -> ItemId: ...
