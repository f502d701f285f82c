"""A local server that speaks the Anthropic Messages wire (API of 2026-10-21), streaming included."""

from typing import Any

from tests.support.fake_provider import FakeProvider, Reply, server_sent

_STOPS = {"complete": "end_turn", "length": "max_tokens", "filtered": "refusal"}


class FakeAnthropic(FakeProvider):
    """Base address: `url`, without /v1."""

    models = ("claude-fake-small", "claude-fake-large")

    def model_list(self) -> dict[str, Any]:
        data = [
            {"type": "model", "id": name, "display_name": name, "created_at": "2026-01-01T00:00:00Z"}
            for name in self.models
        ]
        return {"data": data, "has_more": False, "first_id": data[0]["id"], "last_id": data[-1]["id"]}

    def opening(self, body: dict[str, Any], reply: Reply) -> list[bytes]:
        message = {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": body["model"],
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {
                "input_tokens": reply.input_tokens,
                "cache_creation_input_tokens": 0,
                "cache_read_input_tokens": reply.cached_tokens,
                # A placeholder, as the real API sends it.
                "output_tokens": 1,
            },
        }
        return [
            server_sent({"type": "message_start", "message": message}, "message_start"),
            # The real API thinks first: what is thought is not part of the answer.
            self._event(
                "content_block_start",
                index=0,
                content_block={"type": "thinking", "thinking": "", "signature": ""},
            ),
            self._event("content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": "Hmm."}),
            self._event("content_block_stop", index=0),
            self._event("content_block_start", index=1, content_block={"type": "text", "text": ""}),
            self._event("ping"),
        ]

    def piece(self, body: dict[str, Any], text: str) -> bytes:
        return self._event("content_block_delta", index=1, delta={"type": "text_delta", "text": text})

    def closing(self, body: dict[str, Any], reply: Reply) -> list[bytes]:
        if reply.stop is None:
            return []
        return [
            self._event("content_block_stop", index=1),
            self._event(
                "message_delta",
                delta={"stop_reason": _STOPS[reply.stop], "stop_sequence": None},
                usage={"output_tokens": reply.output_tokens},
            ),
            self._event("message_stop"),
        ]

    def error_event(self, reply: Reply) -> bytes:
        return server_sent(reply.error or {}, "error")

    @staticmethod
    def _event(kind: str, **fields: Any) -> bytes:
        return server_sent({"type": kind, **fields}, kind)


def anthropic_error(kind: str, message: str = "no") -> dict[str, Any]:
    """The error body of the wire."""
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}
