"""Who embeds for search by meaning: provider, model, address, key, and how far the library has moved. QtCore only."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import Signal

from desktop.ai.service import EMBEDDING_OFFERS, PROVIDERS, AiService, KeyStatus, Place, Provider
from desktop.runtime.changes import ChangeBus
from desktop.search.service import IndexStatus, SearchService
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope

TOKENS_PER_PASSAGE = 240
"""A passage is cut to at most so many pieces of words."""
_NO_KEY = KeyStatus(None, keyring_available=True)


class MeaningViewModel(ViewModel):
    """`changed` fires for every part."""

    changed = Signal()

    def __init__(self, ai: AiService, search: SearchService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._ai = ai
        self._search = search
        self.key = _NO_KEY
        self.index: IndexStatus | None = None
        self.error: AppError | None = None
        self.watch(
            lambda _changes: self.reload(), "setting", "embedding", "meaning", "index", "passage", "model"
        )

    @property
    def provider(self) -> Provider | None:
        """The provider that embeds; None for this computer."""
        return self._ai.embeddings.provider

    @property
    def model(self) -> str:
        """The model's name as its provider knows it; empty when none is named."""
        return self._ai.embeddings.model_name

    @property
    def base_url(self) -> str:
        """The address a person chose; empty for the provider's own."""
        return self._ai.embeddings.base_url

    @property
    def lacks_key(self) -> bool:
        """Whether nothing can begin before a key is pasted."""
        return self.provider is not None and self.provider.needs_key and self.key.place is None

    @property
    def embedded(self) -> int:
        """How many passages the chosen provider has embedded."""
        if self.index is None:
            return 0
        chosen = self._ai.embeddings.model()
        if chosen is not None and self.index.embedder == chosen.name:
            return self.index.embedded
        return self.index.target_embedded if chosen and self.index.target == chosen.name else 0

    @property
    def passages(self) -> int:
        """How many passages the library has."""
        return self.index.passages if self.index else 0

    def providers(self) -> list[Provider]:
        """The providers that embed."""
        return [PROVIDERS[name] for name in EMBEDDING_OFFERS]

    def reload(self) -> None:
        """Look again at the key and the index."""
        self.spawn_latest(self._load, name="meaning")

    def choose_provider(self, name: str) -> None:
        """Have another embed, with its usual model and address; an empty name is this computer."""
        self.spawn(self._configure(name, "", ""), name="configure")

    def choose(self, *, model: str | None = None, base_url: str | None = None) -> None:
        """Change the model or the address of the chosen provider. A refused address is told in `error`."""
        if self.provider is None:
            return
        new_model = self.model if model is None else model
        new_url = self.base_url if base_url is None else base_url
        if (new_model, new_url) != (self.model, self.base_url):
            self.spawn(self._configure(self.provider.name, new_model, new_url), name="configure")

    def keep_key(self, key: str, place: Place) -> None:
        """Keep a key where the person chose."""
        if self.provider is not None:
            kept = self._ai.keep_key(self.provider.name, key, place, base_url=self.base_url)
            self.spawn(self._told(kept), name="keep")

    def forget_key(self) -> None:
        """Remove the kept key from this computer."""
        if self.provider is not None:
            gone = self._ai.forget_key(self.provider.name, base_url=self.base_url)
            self.spawn(self._told(gone), name="forget")

    async def _load(self) -> None:
        try:
            if self.provider is not None:
                self.key = await self._ai.key_status(self.provider.name, self.base_url)
            self.index = await self._search.status()
        except AppError as error:
            self.error = error
        self.changed.emit()

    async def _configure(self, name: str, model: str, base_url: str) -> None:
        await self._told(self._ai.embeddings.configure(name, model=model, base_url=base_url))

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what a person asked for; what goes wrong is in `error`."""
        self.error = None
        try:
            await work
        except AppError as error:
            self.error = error
        await self._load()
