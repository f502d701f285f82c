"""Which embedders search may use: the chosen one at a provider, and those on this computer. Knows no files."""

from collections.abc import Sequence

from desktop.models.service import ModelsService
from desktop.search.embedders import EmbedderFiles
from desktop.search.remote import remote_files
from desktop.search.sources import RemoteEmbedding
from shared.errors import AppError

DIMENSIONS = {"minilm": 384, "wordllama": 256}
"""The embedders search can use, best first, and the length of their vectors."""


class InstalledModels:
    """The embedders the models service holds, after the provider's if the person chose one."""

    def __init__(self, models: ModelsService, remote: RemoteEmbedding | None = None) -> None:
        self._models = models
        self._remote = remote

    async def installed_embedders(self) -> Sequence[EmbedderFiles]:
        """Return the chosen one at a provider, then those whose files are here and sound, best first."""
        chosen = remote_files(self._remote)
        found = [] if chosen is None else [chosen]
        for name, dimension in DIMENSIONS.items():
            try:
                folder = await self._models.require(name)
                found.append(EmbedderFiles(name, folder, dimension, await self._models.identity(name)))
            except AppError as error:
                if not error.code.startswith("models."):
                    raise
        return found

    async def doubt(self, name: str) -> None:
        """Read a model whole; its state changes when it is damaged, and listeners are told."""
        await self._models.verify(name)
