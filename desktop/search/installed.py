"""Which embedders are on this computer, as search names them. Knows the models service, no files."""

from collections.abc import Sequence

from desktop.models.service import ModelsService
from desktop.search.embedders import EmbedderFiles
from shared.errors import AppError

DIMENSIONS = {"minilm": 384, "wordllama": 256}
"""The embedders search can use, best first, and the length of their vectors."""


class InstalledModels:
    """The embedders the models service holds."""

    def __init__(self, models: ModelsService) -> None:
        self._models = models

    async def installed_embedders(self) -> Sequence[EmbedderFiles]:
        """Return those whose files are here and sound, best first."""
        found: list[EmbedderFiles] = []
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
