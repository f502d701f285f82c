"""The Anthropic Messages wire as an answer engine. Knows that API's events and counts, nothing of retries."""

from collections.abc import AsyncGenerator
from types import ModuleType
from typing import Any, Literal

from desktop.ai.engine import EngineEvent, EngineRequest, Finished, TextDelta, TokenUse
from desktop.ai.sdk_engine import SdkEngine

_REASONS: dict[str, Literal["length", "filtered"]] = {
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "filtered",
}


class AnthropicEngine(SdkEngine):
    """Claude, or any server that speaks the Messages API."""

    async def stream(self, request: EngineRequest) -> AsyncGenerator[EngineEvent]:
        """Yield the reply. Temperature is left out: the present API refuses it, whatever its value."""
        client = await self._connected()
        counts = _Counts()
        with self._our_errors():
            reply = await client.messages.create(
                model=self._model,
                max_tokens=request.max_tokens,
                system=request.system,
                messages=[{"role": turn.role, "content": turn.text} for turn in request.turns],
                stream=True,
                extra_headers=await self._headers(request.operation),
            )
            try:
                async for event in reply:
                    for ours in _translate(event, counts):
                        yield ours
            finally:
                await reply.close()

    @staticmethod
    def _sdk() -> ModuleType:
        import anthropic

        return anthropic

    def _make(self, sdk: ModuleType, **limits: Any) -> Any:
        return sdk.AsyncAnthropic(api_key=self._key, **limits)


class _Counts:
    """Input tokens as the first event states them: the last event often leaves them out."""

    def __init__(self) -> None:
        self.input_tokens = 0
        self.cached_tokens = 0


def _translate(event: Any, counts: _Counts) -> list[EngineEvent]:
    """Turn one wire event into ours. Thinking is not part of an answer's text."""
    if event.type == "content_block_delta":
        return [TextDelta(event.delta.text)] if event.delta.type == "text_delta" and event.delta.text else []
    if event.type == "message_start":
        return [_token_use(event.message.usage, counts)]
    if event.type == "message_delta":
        use = _token_use(event.usage, counts)
        stop = event.delta.stop_reason
        return [use] if stop is None else [use, Finished(_REASONS.get(stop, "complete"))]
    return []


def _token_use(usage: Any, counts: _Counts) -> TokenUse:
    """Read a usage block: cache counts are beside `input_tokens`, `output_tokens` is cumulative."""
    if usage.input_tokens is not None:
        counts.cached_tokens = usage.cache_read_input_tokens or 0
        written = usage.cache_creation_input_tokens or 0
        counts.input_tokens = usage.input_tokens + counts.cached_tokens + written
    return TokenUse(counts.input_tokens, usage.output_tokens, counts.cached_tokens)
