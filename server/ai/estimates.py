"""How much a request will count, before the provider says it: a guess that is seldom too small. Pure."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from shared.errors import AppError

_BYTES_PER_TOKEN = 3
_IMAGE_TOKENS = 2_000
_DOCUMENT_BYTES_PER_TOKEN = 25
_DOCUMENT_TOKENS = 3_000
_SHORTEST_DOCUMENT = 1_000
"""What is shorter is no document but its address."""
_DOCUMENT_ELSEWHERE_TOKENS = 10_000
_AUDIO_BYTES_PER_TOKEN = 1_000
_TOOLS_TOKENS = 500
"""What a provider writes around a list of tools."""
_MEDIA = (b"image", b"document", b'"file"', b"input_audio", b"base64")
_IMAGES = frozenset({"image", "image_url", "input_image"})
_DOCUMENTS = frozenset({"document", "file", "input_file"})


def input_tokens(raw: bytes) -> int:
    """Estimate what a request counts as input: text by its bytes, images, documents and sound by what they are."""
    tools = _TOOLS_TOKENS if b'"tools"' in raw else 0
    if not any(word in raw for word in _MEDIA):
        return tools + text_tokens(len(raw))
    try:
        found: Any = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError) as cause:
        raise AppError("ai.bad_request", reason="the body is not JSON") from cause
    text_bytes, media_tokens = 0, 0
    waiting: list[Any] = [found]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            text_bytes += len(node.encode("utf-8", "surrogatepass")) + 3
        elif isinstance(node, list):
            waiting += cast("list[Any]", node)
        elif isinstance(node, Mapping):
            part = cast("Mapping[str, Any]", node)
            media = _media_tokens(part)
            if media is None:
                text_bytes += sum(len(name) + 4 for name in part)
                waiting += part.values()
            else:
                media_tokens += media
        else:
            text_bytes += 8
    return tools + media_tokens + text_tokens(text_bytes)


def text_tokens(size_bytes: int) -> int:
    """Estimate the tokens of so many bytes of text."""
    return -(-size_bytes // _BYTES_PER_TOKEN)


def _media_tokens(part: Mapping[str, Any]) -> int | None:
    """What a part of a message counts that is no text; None: look into it."""
    kind = part.get("type")
    if kind in _IMAGES:
        return _IMAGE_TOKENS
    if kind == "input_audio":
        return 100 + _longest(part) // _AUDIO_BYTES_PER_TOKEN
    return _document_tokens(part) if kind in _DOCUMENTS else None


def _document_tokens(part: Mapping[str, Any]) -> int | None:
    source = part.get("source")
    if isinstance(source, Mapping) and cast("Mapping[str, Any]", source).get("type") in ("text", "content"):
        return None
    size = _longest(part)
    if size < _SHORTEST_DOCUMENT:
        return _DOCUMENT_ELSEWHERE_TOKENS
    return max(_DOCUMENT_TOKENS, size * 3 // 4 // _DOCUMENT_BYTES_PER_TOKEN)


def _longest(part: Mapping[str, Any]) -> int:
    """The length of the longest text in a part: what is encoded in it."""
    longest, waiting = 0, [cast("Any", part)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            longest = max(longest, len(node))
        elif isinstance(node, Mapping):
            waiting += cast("Mapping[str, Any]", node).values()
        elif isinstance(node, list):
            waiting += cast("list[Any]", node)
    return longest
