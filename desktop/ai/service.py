"""Answer engines for every slice: which one is set up, its key, whether it works, what it used."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import Literal

import msgspec

from desktop.ai import store
from desktop.ai.account import NAME as ACCOUNT
from desktop.ai.account import AccountModels, Accounts, Offered
from desktop.ai.anthropic_engine import AnthropicEngine
from desktop.ai.attempts import Attempt, PersistentEngine, RetryPolicy
from desktop.ai.embedding import EmbeddingModel, Embeddings
from desktop.ai.engine import (
    AnswerEngine,
    EngineEvent,
    EngineRequest,
    Finished,
    TextDelta,
    TokenUse,
    TryingAgain,
    Turn,
)
from desktop.ai.keys import KeyStatus, KeyStore, Place
from desktop.ai.openai_engine import OpenAIEngine
from desktop.ai.providers import EMBEDDING_OFFERS, PROVIDERS, Endpoint, Provider, endpoint
from desktop.ai.sdk_engine import SdkEngine
from desktop.runtime.changes import ChangeSet
from desktop.runtime.paths import ProfilePaths
from desktop.settings.service import SettingsService
from desktop.storage.database import Database
from shared.clock import Clock
from shared.errors import AppError
from shared.tasks import TaskScope

__all__ = [
    "ACCOUNT",
    "EMBEDDING_OFFERS",
    "PROVIDERS",
    "AccountState",
    "AiService",
    "AnswerEngine",
    "EmbeddingModel",
    "Embeddings",
    "EngineEvent",
    "EngineRequest",
    "Finished",
    "KeyStatus",
    "Place",
    "Provider",
    "RetryPolicy",
    "TextDelta",
    "TokenUse",
    "TryingAgain",
    "Turn",
    "UsageCall",
    "UsageTotal",
]

AccountState = Literal["signed_out", "nothing_offered", "ready"]

_WIRES: dict[str, Callable[[Provider, str, str, str | None], SdkEngine]] = {
    "anthropic": AnthropicEngine,
    "openai": OpenAIEngine,
}


class UsageCall(msgspec.Struct, frozen=True):
    """One call that was made. `cost_nano_usd` is None where the provider did not state it."""

    at_ms: int
    operation: str
    provider: str
    model: str
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cost_nano_usd: int | None
    estimated: bool
    duration_ms: int
    outcome: str


class UsageTotal(msgspec.Struct, frozen=True):
    """What one model used since a moment."""

    provider: str
    model: str
    calls: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cost_nano_usd: int | None


class AiService:
    """The engine a person set up in Settings, made when it is first needed."""

    def __init__(
        self,
        paths: ProfilePaths,
        database: Database,
        settings: SettingsService,
        clock: Clock,
        accounts: Accounts | None = None,
        *,
        retries: RetryPolicy | None = None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._retries = retries
        self._keys = KeyStore(paths.root)
        self._scope = TaskScope("ai")
        self._recording: set[asyncio.Task[None]] = set()
        self.embeddings = Embeddings(
            settings, self._keys, clock, self._record, lambda: database.bus.announce("embedding"), retries
        )
        self._engine: SdkEngine | None = None
        self._retired: list[SdkEngine] = []
        self._made_for: tuple[str, ...] = ()
        self._account = AccountModels(accounts, clock)
        self._unsubscribe = database.bus.subscribe(self._changed)
        self._look()

    @property
    def provider(self) -> Provider | None:
        """Who writes answers; None for answers without AI.

        The account is the usual choice; it counts while somebody is signed in to a server that offers models.
        """
        chosen = self._settings.get("ai_provider")
        return None if chosen == ACCOUNT and not self._account.models else PROVIDERS.get(chosen)

    @property
    def chosen(self) -> Provider | None:
        """The choice in Settings, whether or not it can be used now; None for "No AI"."""
        return PROVIDERS.get(self._settings.get("ai_provider"))

    @property
    def account_state(self) -> AccountState:
        """Whether answers can come through the account, as far as it is known."""
        if self._account.who is None:
            return "signed_out"
        return "ready" if self._account.models else "nothing_offered"

    @property
    def model(self) -> str:
        """The model in use; empty when none is chosen and the provider has no usual one."""
        provider = self.provider
        if provider is None:
            return ""
        if provider.name == ACCOUNT:
            return self._offered().name
        return self._settings.get("ai_model") or provider.default_model

    @property
    def may_suggest(self) -> bool:
        """Whether the person lets AI name chats and suggest questions. Not from an account's daily allowance."""
        return self._settings.get("ai_extras") and self._settings.get("ai_provider") != ACCOUNT

    async def configure(self, provider: str, *, model: str = "", base_url: str = "") -> None:
        """Choose a provider (empty: none), model and address. Empty model or address: the provider's own.

        Raises `AppError("ai.bad_address")` or `("ai.insecure_address")`, then nothing is changed.
        """
        if provider:
            endpoint(PROVIDERS[provider], base_url)
        await self._settings.set("ai_base_url", base_url.strip())
        await self._settings.set("ai_model", model.strip())
        await self._settings.set("ai_provider", provider)

    async def key_status(self, provider: str, base_url: str = "") -> KeyStatus:
        """Say whether a key is kept for a provider (at an address), and where."""
        return await self._keys.status(endpoint(PROVIDERS[provider], base_url).key_name)

    async def keep_key(
        self, provider: str, key: str, place: Place = "keyring", *, base_url: str = ""
    ) -> None:
        """Keep a person's key. Raises `AppError("ai.no_keyring")`: ask for `session` or `file` then."""
        await self._keys.keep(endpoint(PROVIDERS[provider], base_url).key_name, key.strip(), place)
        self._database.bus.announce("embedding")

    async def forget_key(self, provider: str, *, base_url: str = "") -> None:
        """Remove a key from this computer."""
        await self._keys.forget(endpoint(PROVIDERS[provider], base_url).key_name)
        self._database.bus.announce("embedding")

    async def engine(self) -> AnswerEngine | None:
        """Return the engine to use; None when none is set up or its key is missing: answer without AI then.

        Every call made through it is recorded. Raises AppError for settings that cannot work
        (`ai.bad_address`, `ai.insecure_address`, `ai.model_missing`, `ai.keyring_failed`).
        """
        if self._settings.get("ai_provider") == ACCOUNT:
            await self._account.look()
        provider = self.provider
        if provider is None:
            return None
        try:
            made = await self._made(provider)
        except AppError as error:
            if error.code == "ai.key_missing":
                return None
            raise
        if not made.model:
            raise AppError("ai.model_missing", provider=made.called)
        return PersistentEngine(made, self._clock, self._record, self._retries)

    def request(
        self, operation: str, system: str, turns: tuple[Turn, ...], max_tokens: int | None = None
    ) -> EngineRequest:
        """Make a request within the person's own limits; `max_tokens` may only lower them."""
        longest = self._settings.get("ai_max_tokens")
        tokens = longest if max_tokens is None else min(max_tokens, longest)
        return EngineRequest(operation, system, turns, tokens, self._settings.get("ai_temperature"))

    async def models(self, provider: str = "", *, base_url: str = "") -> list[str]:
        """List models: of the chosen provider, or another with its kept key. Raises `AppError("ai.…")`."""
        if (provider or self._settings.get("ai_provider")) == ACCOUNT:
            await self._account.look()
            return [each.name for each in self._account.models]
        if not provider or (provider == self._settings.get("ai_provider") and not base_url):
            return await (await self._made(self._chosen())).models()
        other = PROVIDERS[provider]
        at = endpoint(other, base_url)
        engine = _WIRES[other.wire](other, at.base_url, "", await self._key(other, at))
        try:
            return await engine.models()
        finally:
            await engine.close()

    async def test_connection(self) -> str:
        """Have the chosen model say a word, for a few tokens; returns its name. Raises `AppError("ai.…")`.

        Without a model it is found out first whether anything answers at the address.
        """
        provider = self._chosen()
        made = await self._made(provider)
        if not made.model:
            await made.models()
            raise AppError("ai.model_missing", provider=made.called)
        engine = PersistentEngine(made, self._clock, self._record, RetryPolicy(tries=1))
        turns = (Turn("user", "Reply with the single word: ready"),)
        async with aclosing(
            engine.stream(self.request("test", "You test a connection.", turns, 256))
        ) as events:
            async for _ in events:
                pass
        return made.model

    async def usage(self, since_ms: int = 0, *, limit: int = 200) -> list[UsageCall]:
        """Return the calls since a moment, newest first."""
        async with self._database.reader() as reader:
            rows = await store.calls(reader, since_ms, limit)
        return msgspec.convert(rows, list[UsageCall], strict=False)

    async def usage_totals(self, since_ms: int = 0) -> list[UsageTotal]:
        """Return what each model used since a moment, the most used first."""
        async with self._database.reader() as reader:
            rows = await store.totals(reader, since_ms)
        return msgspec.convert(rows, list[UsageTotal])

    async def close(self) -> None:
        """Finish recording and close connections. Call before the library closes."""
        self._unsubscribe()
        await self.recorded()
        await self._scope.close()
        await self.embeddings.close()
        if self._engine is not None:
            self._retired.append(self._engine)
            self._engine = None
        while self._retired:
            await self._retired.pop().close()

    async def recorded(self) -> None:
        """Wait until every call made so far is in the library."""
        await asyncio.gather(*self._recording)

    def _changed(self, changes: ChangeSet) -> None:
        if changes.touches("account"):
            self._look()

    def _look(self) -> None:
        """Find out what the account's server offers, if somebody is signed in."""
        if self._settings.get("ai_provider") == ACCOUNT:
            self._scope.spawn(self._look_and_tell(), name="models of the account")

    async def _look_and_tell(self) -> None:
        if await self._account.look():
            self._database.bus.announce("setting")

    def _offered(self) -> Offered:
        """The model asked for in Settings as far as it is offered, else the recommended one."""
        wanted = self._settings.get("ai_model")
        models = self._account.models
        return next((each for each in models if each.name == wanted), models[0])

    def _chosen(self) -> Provider:
        provider = self.provider
        if provider is None:
            raise AppError("ai.not_set_up")
        return provider

    async def _made(self, provider: Provider) -> SdkEngine:
        """Return the chosen engine, made anew when a setting changed. Raises `AppError("ai.key_missing")`."""
        if provider.name == ACCOUNT:
            offered = self._offered()
            whose = (ACCOUNT, *map(str, self._account.who or ()), offered.wire, offered.name)
            return self._keep(whose, lambda: self._account.engine(offered))
        at = endpoint(provider, self._settings.get("ai_base_url"))
        key = await self._key(provider, at)
        model = self.model
        return self._keep(
            (provider.name, at.base_url, model, key or ""),
            lambda: _WIRES[provider.wire](provider, at.base_url, model, key),
        )

    def _keep(self, made_for: tuple[str, ...], make: Callable[[], SdkEngine]) -> SdkEngine:
        if self._engine is None or self._made_for != made_for:
            if self._engine is not None:
                # An answer may still be streaming through it.
                self._retired.append(self._engine)
            self._engine = make()
            self._made_for = made_for
        return self._engine

    async def _key(self, provider: Provider, at: Endpoint) -> str | None:
        key = await self._keys.get(at.key_name)
        if key is None and provider.needs_key:
            raise AppError("ai.key_missing", provider=provider.title)
        return key

    def _record(self, attempt: Attempt) -> None:
        task = self._scope.spawn(self._store(attempt), name="record use")
        self._recording.add(task)
        task.add_done_callback(self._recording.discard)

    async def _store(self, attempt: Attempt) -> None:
        await self._database.write(lambda tx: store.add(tx, attempt))
