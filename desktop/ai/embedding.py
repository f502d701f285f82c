"""Texts turned into vectors by a provider, for search by meaning: which one is chosen, with which key, at what cost.

Nothing is sent before a person chose it. Knows no passages and no index.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence

import msgspec

from desktop.ai.attempts import Attempt, RetryPolicy
from desktop.ai.engine import TokenUse, estimated_tokens
from desktop.ai.keys import KeyStore
from desktop.ai.openai_engine import OpenAIEngine
from desktop.ai.providers import EMBEDDING_OFFERS, PROVIDERS, Endpoint, Provider, endpoint
from desktop.settings.service import SettingsService
from shared.clock import Clock
from shared.errors import AppError

OPERATION = "embedding"
LONGEST_TEXT = 8_000
"""Characters of a text that are sent: OpenAI reads 8 191 tokens, and no script needs more than one token a sign."""


class EmbeddingModel(msgspec.Struct, frozen=True):
    """A chosen model. `identity` covers all that shapes a vector: address, name and the length asked for.

    `note` is what search wrote down of it, empty until then.
    """

    name: str
    identity: bytes
    note: str


class Embeddings:
    """The embedding model a person chose in Settings; its key is the one that answers use too."""

    def __init__(
        self,
        settings: SettingsService,
        keys: KeyStore,
        clock: Clock,
        record: Callable[[Attempt], None],
        changed: Callable[[], None],
        policy: RetryPolicy | None = None,
    ) -> None:
        self._settings = settings
        self._keys = keys
        self._clock = clock
        self._record = record
        self._changed = changed
        self._policy = policy or RetryPolicy()
        self._engine: OpenAIEngine | None = None
        self._made_for: tuple[str, ...] = ()
        self._retired: list[OpenAIEngine] = []

    @property
    def provider(self) -> Provider | None:
        """The provider that embeds; None for this computer."""
        name = self._settings.get("meaning_provider")
        return PROVIDERS[name] if name in EMBEDDING_OFFERS else None

    @property
    def model_name(self) -> str:
        """The model as its provider knows it; empty when none is chosen and there is no usual one."""
        provider = self.provider
        if provider is None:
            return ""
        return self._settings.get("meaning_model") or EMBEDDING_OFFERS[provider.name].model

    @property
    def base_url(self) -> str:
        """The address a person chose; empty for the provider's own."""
        return self._settings.get("meaning_base_url")

    def model(self) -> EmbeddingModel | None:
        """Return what is chosen; None for this computer, or while a model or a usable address is lacking."""
        provider, name = self.provider, self.model_name
        if provider is None or not name:
            return None
        try:
            at = endpoint(provider, self.base_url)
        except AppError:
            return None
        shape = f"{at.base_url} {name} {EMBEDDING_OFFERS[provider.name].dimension}"
        identity = hashlib.sha256(shape.encode()).digest()
        return EmbeddingModel(f"{provider.name}/{name}", identity, self._settings.get("meaning_note"))

    async def configure(self, provider: str, *, model: str = "", base_url: str = "") -> None:
        """Choose who embeds (empty: this computer), model and address. Empty model or address: the provider's own.

        Raises `AppError("ai.bad_address")` or `("ai.insecure_address")`, then nothing is changed.
        """
        if provider:
            endpoint(PROVIDERS[provider], base_url)
        await self._settings.set("meaning_base_url", base_url.strip())
        await self._settings.set("meaning_model", model.strip())
        await self._settings.set("meaning_provider", provider)
        self._changed()

    async def keep_note(self, note: str) -> None:
        """Keep what search found out about the chosen model."""
        await self._settings.set("meaning_note", note)
        self._changed()

    async def prepare(self) -> None:
        """Load what the first call would wait for; nothing is sent. Raises `AppError("ai.…")`."""
        await (await self._made()).prepare()

    async def embed(self, texts: Sequence[str], *, limit_s: float | None = None) -> list[list[float]]:
        """Return a vector for each text, of any length but all of one dimension; a blank text's is all zero.

        With `limit_s` there is one try within that time, else several patient ones. Every call is recorded.
        Raises `AppError("ai.…")`.
        """
        sent = [text[:LONGEST_TEXT] for text in texts if text.strip()]
        if not sent:
            raise ValueError("nothing to embed")
        provider = self.provider
        called = provider.called(self.base_url) if provider else ""
        whole_s = limit_s or 2 * self._policy.tries * (provider.read_timeout_s if provider else 0.0)
        try:
            async with asyncio.timeout(whole_s):
                vectors = await self._tried(sent, 1 if limit_s else self._policy.tries)
        except TimeoutError as cause:
            raise AppError("ai.timed_out", provider=called) from cause
        found = iter(vectors)
        return [next(found) if text.strip() else [0.0] * len(vectors[0]) for text in texts]

    async def close(self) -> None:
        """Close connections."""
        if self._engine is not None:
            self._retired.append(self._engine)
            self._engine = None
        while self._retired:
            await self._retired.pop().close()

    async def _tried(self, texts: Sequence[str], tries: int) -> list[list[float]]:
        policy = msgspec.structs.replace(self._policy, tries=tries)
        attempt = 1
        while True:
            try:
                return await self._once(await self._made(), texts)
            except AppError as error:
                wait_s = policy.wait_s(error, attempt)
                if wait_s is None:
                    raise
            attempt += 1
            await asyncio.sleep(wait_s)

    async def _once(self, engine: OpenAIEngine, texts: Sequence[str]) -> list[list[float]]:
        """One call; whatever ends it, its use is recorded."""
        at_ms, started_ms = self._clock.now_ms(), self._clock.monotonic_ms()
        # Hung up on: the provider has read the request and bills it.
        use = TokenUse(estimated_tokens("".join(texts)), 0, estimated=True)
        outcome = "cancelled"
        try:
            done = await engine.embed(texts, EMBEDDING_OFFERS[engine.provider].dimension)
            use, outcome = done.use, "complete"
        except AppError as error:
            use, outcome = TokenUse(0, 0), error.code
            raise
        finally:
            took_ms = self._clock.monotonic_ms() - started_ms
            self._record(Attempt(at_ms, OPERATION, engine.provider, engine.model, use, took_ms, outcome))
        return done.vectors

    async def _made(self) -> OpenAIEngine:
        """Return the engine, made anew when a setting or the key changed."""
        provider = self.provider
        if provider is None:
            raise AppError("ai.not_set_up")
        at = endpoint(provider, self.base_url)
        if not self.model_name:
            raise AppError("ai.model_missing", provider=provider.called(at.base_url))
        key = await self._key(provider, at)
        made_for = (provider.name, at.base_url, self.model_name, key or "")
        if self._engine is None or self._made_for != made_for:
            if self._engine is not None:
                # A call may still be on its way through it.
                self._retired.append(self._engine)
            self._engine = OpenAIEngine(provider, at.base_url, self.model_name, key)
            self._made_for = made_for
        return self._engine

    async def _key(self, provider: Provider, at: Endpoint) -> str | None:
        key = await self._keys.get(at.key_name)
        if key is None and provider.needs_key:
            raise AppError("ai.key_missing", provider=provider.title)
        return key
