"""The OpenAI wire, chat completions and embeddings: OpenAI, xAI, local servers. Knows no retries."""

from collections.abc import AsyncGenerator, Sequence
from types import ModuleType
from typing import Any, Literal

import msgspec

from desktop.ai.engine import (
    EngineEvent,
    EngineRequest,
    Finished,
    TextDelta,
    TokenUse,
    estimated_tokens,
)
from desktop.ai.sdk_engine import SdkEngine
from shared.errors import AppError

# The SDK insists on a key; servers that want none ignore it.
NO_KEY = "none"
_TICKS_PER_NANO = 10  # xAI counts money in 10^-10 USD
_REASONS: dict[str, Literal["length", "filtered"]] = {"length": "length", "content_filter": "filtered"}


class Embedded(msgspec.Struct, frozen=True):
    """One vector for each text, in their order and all of one length, and what they cost."""

    vectors: list[list[float]]
    use: TokenUse


class OpenAIEngine(SdkEngine):
    """GPT, Grok, or any server that speaks chat completions."""

    async def stream(self, request: EngineRequest) -> AsyncGenerator[EngineEvent]:
        """Yield the reply; raises `AppError("ai.…")`."""
        client = await self._connected()
        with self._our_errors():
            headers = await self._headers(request.operation)
            reply = await self._create(client, {**self._body(request), "extra_headers": headers})
            try:
                async for chunk in reply:
                    for ours in _translate(chunk):
                        yield ours
            finally:
                await reply.close()

    async def embed(self, texts: Sequence[str], dimension: int = 0) -> Embedded:
        """Turn texts into vectors of the length asked for, or the model's own. Raises `AppError("ai.…")`."""
        client = await self._connected()
        wanted = {"dimensions": dimension} if dimension else {}
        with self._our_errors():
            reply = await client.embeddings.create(model=self._model, input=list(texts), **wanted)
            found = {one.index: one.embedding for one in reply.data}
        vectors = [found.get(number, []) for number in range(len(texts))]
        lengths = {len(one) for one in vectors}
        if len(lengths) != 1 or not lengths <= ({dimension} if dimension else lengths - {0}):
            raise AppError("ai.provider_trouble", provider=self.called, detail="vectors of another form")
        if reply.usage is None:
            return Embedded(vectors, TokenUse(estimated_tokens("".join(texts)), 0, estimated=True))
        return Embedded(vectors, TokenUse(reply.usage.prompt_tokens or 0, 0))

    @staticmethod
    def _sdk() -> ModuleType:
        import openai

        return openai

    def _make(self, sdk: ModuleType, **limits: Any) -> Any:
        return sdk.AsyncOpenAI(api_key=self._key or NO_KEY, **limits)

    def _body(self, request: EngineRequest) -> dict[str, Any]:
        messages = [{"role": "system", "content": request.system}]
        messages += [{"role": turn.role, "content": turn.text} for turn in request.turns]
        # The providers' newer models refuse `max_tokens`; local servers know only that.
        limit = "max_tokens" if self.provider == "compatible" else "max_completion_tokens"
        body: dict[str, Any] = {
            "model": self._model,
            "messages": messages,
            "stream": True,
            "stream_options": {"include_usage": True},
            limit: request.max_tokens,
        }
        if request.temperature is not None:
            body["temperature"] = request.temperature
        return body

    async def _create(self, client: Any, body: dict[str, Any]) -> Any:
        """Send the request; a model that refuses a temperature is asked again without one."""
        try:
            return await client.chat.completions.create(**body)
        except self._sdk().BadRequestError as cause:
            if cause.param != "temperature" or "temperature" not in body:
                raise
        without = {key: value for key, value in body.items() if key != "temperature"}
        return await client.chat.completions.create(**without)


def _translate(chunk: Any) -> list[EngineEvent]:
    """Turn one chunk into ours. The chunk with the counts has no choices."""
    events: list[EngineEvent] = []
    if chunk.choices:
        choice = chunk.choices[0]
        if choice.delta is not None and choice.delta.content:
            events.append(TextDelta(choice.delta.content))
        if choice.finish_reason is not None:
            events.append(Finished(_REASONS.get(choice.finish_reason, "complete")))
    if chunk.usage is not None:
        events.append(_token_use(chunk.usage))
    return events


def _token_use(usage: Any) -> TokenUse:
    """Read the counts; cached tokens are part of the prompt's.

    xAI leaves reasoning out of `completion_tokens`, though it bills it and counts it in the total.
    """
    prompt = usage.prompt_tokens or 0
    output = max(usage.completion_tokens or 0, (usage.total_tokens or 0) - prompt)
    cached = usage.prompt_tokens_details.cached_tokens if usage.prompt_tokens_details is not None else None
    ticks = (usage.model_extra or {}).get("cost_in_usd_ticks")
    cost = -(-ticks // _TICKS_PER_NANO) if isinstance(ticks, int) and ticks >= 0 else None
    return TokenUse(prompt, output, cached or 0, cost)
