"""What a provider says that it counted, in one form for all of them. Knows no price and no wire beyond its usage."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

MOST_TOKENS = 1 << 40
"""A count beyond this is no count."""
_TICKS_PER_NANO = 10
_SERVER_TOOLS = ("web_search_requests", "web_fetch_requests", "code_execution_requests")


class Usage(msgspec.Struct, frozen=True, omit_defaults=True):
    """Tokens of one call, each counted in exactly one of the five classes that have a price of their own.

    `output` includes reasoning; `reasoning` says how much of it that was. `tool_uses` are calls of the provider's own
    tools, which are priced one by one and are no tokens.
    """

    input_uncached: int = 0
    cache_read: int = 0
    cache_write_5m: int = 0
    cache_write_1h: int = 0
    output: int = 0
    reasoning: int = 0
    tool_uses: int = 0

    @property
    def input_tokens(self) -> int:
        """The whole input, from caches or not."""
        return self.input_uncached + self.cache_read + self.cache_write_5m + self.cache_write_1h

    @property
    def tokens(self) -> int:
        """What counts on the meter `ai_tokens`."""
        return self.input_tokens + self.output


def from_anthropic(raw: object) -> Usage | None:
    """Read `usage` of a message, or what `merged` made of a stream's. None: it is no usage.

    Cache counts come in addition to `input_tokens`. What was written to a cache for an unsaid time counts as 5 minutes.
    """
    fields = _mapping(raw)
    if fields is None or "input_tokens" not in fields or "output_tokens" not in fields:
        return None
    written, parts = _count(fields, "cache_creation_input_tokens"), _part(fields, "cache_creation")
    for_1h = _count(parts, "ephemeral_1h_input_tokens")
    for_5m = max(_count(parts, "ephemeral_5m_input_tokens"), written - for_1h)
    tools = _part(fields, "server_tool_use")
    output = _count(fields, "output_tokens")
    return Usage(
        input_uncached=_count(fields, "input_tokens"),
        cache_read=_count(fields, "cache_read_input_tokens"),
        cache_write_5m=for_5m,
        cache_write_1h=for_1h,
        output=output,
        reasoning=min(output, _count(_part(fields, "output_tokens_details"), "reasoning_tokens")),
        tool_uses=sum(_count(tools, name) for name in _SERVER_TOOLS),
    )


def from_openai(raw: object) -> Usage | None:
    """Read `usage` of a completion, its last chunk, or an embedding. None: it is no usage.

    Cached tokens are among `prompt_tokens`, reasoning is within `completion_tokens`; embeddings have no completion.
    """
    fields = _mapping(raw)
    if fields is None or "prompt_tokens" not in fields:
        return None
    return _openai(fields, _count(fields, "completion_tokens"))


def from_xai(raw: object) -> Usage | None:
    """Read `usage` as xAI has it: reasoning comes in addition to `completion_tokens`, so the total says it."""
    fields = _mapping(raw)
    if fields is None or "prompt_tokens" not in fields:
        return None
    reasoning = _count(_part(fields, "completion_tokens_details"), "reasoning_tokens")
    told = _count(fields, "completion_tokens") + reasoning
    total = _count(fields, "total_tokens")
    return _openai(fields, total - _count(fields, "prompt_tokens") if total else told)


def stated_cost_nano(raw: object) -> int:
    """What the provider says that a call cost, in nano-USD rounded up; 0: unsaid. xAI counts 10^10 ticks a dollar."""
    fields = _mapping(raw)
    ticks = 0 if fields is None else fields.get("cost_in_usd_ticks")
    if not isinstance(ticks, int) or isinstance(ticks, bool) or not 0 < ticks < MOST_TOKENS * 1_000:
        return 0
    return -(-ticks // _TICKS_PER_NANO)


def merged(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known after the next usage of the same stream: counts are cumulative, so the later one holds.

    None says nothing. A count that shrank was wrong: what a provider has told is not taken back.
    """
    known = dict(earlier)
    for name, value in later.items():
        before = known.get(name)
        if value is None:
            continue
        if _mapping(before) is not None and _mapping(value) is not None:
            known[name] = merged(_part(known, name), _part(later, name))
        elif _is_count(value) and _is_count(before):
            known[name] = max(cast("int", value), cast("int", before))
        else:
            known[name] = value
    return known


def at_least(first: Usage, second: Usage) -> Usage:
    """Return the larger of each count: of two accounts of one call the one that leaves nothing out."""
    names = Usage.__struct_fields__
    return Usage(**{name: max(getattr(first, name), getattr(second, name)) for name in names})


def _openai(fields: Mapping[str, Any], output: int) -> Usage:
    prompt, details = _count(fields, "prompt_tokens"), _part(fields, "prompt_tokens_details")
    cached = min(prompt, _count(details, "cached_tokens"))
    written = min(prompt - cached, _count(details, "cache_write_tokens"))
    reasoning = _count(_part(fields, "completion_tokens_details"), "reasoning_tokens")
    output = max(0, output)
    return Usage(
        input_uncached=prompt - cached - written,
        cache_read=cached,
        cache_write_5m=written,
        output=output,
        reasoning=min(output, reasoning),
    )


def _mapping(raw: object) -> Mapping[str, Any] | None:
    return cast("Mapping[str, Any]", raw) if isinstance(raw, Mapping) else None


def _part(fields: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return _mapping(fields.get(name)) or {}


def _count(fields: Mapping[str, Any], name: str) -> int:
    value = fields.get(name)
    return cast("int", value) if _is_count(value) else 0


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_TOKENS
