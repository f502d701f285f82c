"""The OpenAI chat-completions wire as an answer engine: OpenAI, xAI, local servers. Knows no retries."""

from collections.abc import AsyncGenerator
from types import ModuleType
from typing import Any, Literal

from desktop.ai.engine import EngineEvent, EngineRequest, Finished, TextDelta, TokenUse
from desktop.ai.sdk_engine import SdkEngine

# The SDK insists on a key; servers that want none ignore it.
NO_KEY = "none"
_TICKS_PER_NANO = 10  # xAI counts money in 10^-10 USD
_REASONS: dict[str, Literal["length", "filtered"]] = {"length": "length", "content_filter": "filtered"}


class OpenAIEngine(SdkEngine):
    """GPT, Grok, or any server that speaks chat completions."""

    async def stream(self, request: EngineRequest) -> AsyncGenerator[EngineEvent]:
        """Yield the reply; raises `AppError("ai.…")`."""
        client = await self._connected()
        with self._our_errors():
            reply = await self._create(client, self._body(request))
            try:
                async for chunk in reply:
                    for ours in _translate(chunk):
                        yield ours
            finally:
                await reply.close()

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
