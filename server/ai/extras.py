"""Parts of a request whose price is not in the price list: they are refused, never given away. Pure."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from shared.errors import AppError

_TOOLS_OF_PROVIDER = ("web_search_", "web_fetch_", "code_execution_", "tool_search_")
"""Anthropic runs these itself and charges by the call; tools of the client, and those without a price, pass."""
_ANTHROPIC_ONLY = {
    "speed": ("standard",),
    "service_tier": ("auto", "standard_only"),
    "inference_geo": ("global",),
}
_TOOLS_OF_CLIENT = ("function", "custom")
"""What a client runs itself; others, such as xAI's search, a provider runs and charges."""
_OPENAI_ONLY = {"service_tier": ("auto", "default"), "store": (False,), "modalities": (["text"],)}


def check_anthropic(fields: Mapping[str, msgspec.Raw]) -> None:
    """Raise `AppError("ai.not_offered")` for what costs extra at Anthropic."""
    _check(fields, _ANTHROPIC_ONLY)
    for name in ("container", "mcp_servers"):
        if _value(fields, name):
            raise AppError("ai.not_offered", feature=name)
    for tool in _list(fields, "tools"):
        kind = tool.get("type")
        if isinstance(kind, str) and kind.startswith(_TOOLS_OF_PROVIDER):
            raise AppError("ai.not_offered", feature=kind[:100])


def check_openai(fields: Mapping[str, msgspec.Raw]) -> None:
    """Raise `AppError("ai.not_offered")` for what costs extra at OpenAI or keeps answers there."""
    _check(fields, _OPENAI_ONLY)
    for name in ("web_search_options", "audio", "search_parameters"):
        if _value(fields, name):
            raise AppError("ai.not_offered", feature=name)
    for tool in _list(fields, "tools"):
        kind = tool.get("type", "function")
        if kind not in _TOOLS_OF_CLIENT:
            raise AppError("ai.not_offered", feature=str(kind)[:100])


def _check(fields: Mapping[str, msgspec.Raw], allowed: Mapping[str, tuple[Any, ...]]) -> None:
    for name, values in allowed.items():
        value = _value(fields, name)
        if value is not None and value not in values:
            raise AppError("ai.not_offered", feature=name)


def _value(fields: Mapping[str, msgspec.Raw], name: str) -> Any:
    return msgspec.json.decode(fields[name]) if name in fields else None


def _list(fields: Mapping[str, msgspec.Raw], name: str) -> list[Mapping[str, Any]]:
    found = _value(fields, name)
    if not isinstance(found, list):
        return []
    every = cast("list[Any]", found)
    return [cast("Mapping[str, Any]", each) for each in every if isinstance(each, Mapping)]
