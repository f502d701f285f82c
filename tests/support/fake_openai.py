"""A local server that speaks the OpenAI chat-completions wire, as xAI and Ollama do, streaming included."""

from typing import Any

from tests.support.fake_provider import FakeProvider, Reply, server_sent

_STOPS = {"complete": "stop", "length": "length", "filtered": "content_filter"}


class FakeOpenAI(FakeProvider):
    """Base address: `url` with /v1."""

    models = ("gpt-fake-small", "gpt-fake-large")

    def model_list(self) -> dict[str, Any]:
        data = [{"id": name, "object": "model", "created": 1, "owned_by": "fake"} for name in self.models]
        return {"object": "list", "data": data}

    def opening(self, body: dict[str, Any], reply: Reply) -> list[bytes]:
        return [self._chunk(body, [self._choice({"role": "assistant", "content": ""})])]

    def piece(self, body: dict[str, Any], text: str) -> bytes:
        return self._chunk(body, [self._choice({"content": text})])

    def closing(self, body: dict[str, Any], reply: Reply) -> list[bytes]:
        if reply.stop is None:
            return []
        events = [self._chunk(body, [self._choice({}, _STOPS[reply.stop])])]
        if reply.usage and body.get("stream_options", {}).get("include_usage"):
            usage = {
                "prompt_tokens": reply.input_tokens,
                "completion_tokens": reply.output_tokens,
                "total_tokens": reply.input_tokens + reply.output_tokens,
                "prompt_tokens_details": {"cached_tokens": reply.cached_tokens},
                **reply.extra_usage,
            }
            events.append(self._chunk(body, [], usage))
        return [*events, server_sent("[DONE]")]

    def error_event(self, reply: Reply) -> bytes:
        return server_sent(reply.error or {})

    @staticmethod
    def _choice(delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
        return {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}

    @staticmethod
    def _chunk(
        body: dict[str, Any], choices: list[dict[str, Any]], usage: dict[str, Any] | None = None
    ) -> bytes:
        chunk = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": body["model"],
            "choices": choices,
            "usage": usage,
        }
        return server_sent(chunk)


def openai_error(
    message: str, *, kind: str = "invalid_request_error", code: str | None = None, param: str | None = None
) -> dict[str, Any]:
    """The error body of the wire."""
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
