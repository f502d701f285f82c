"""SQL of the record of token use."""

from typing import Any

import aiosqlite

from desktop.ai.attempts import Attempt
from desktop.storage.transaction import Transaction
from shared.ai.records import AI_USAGE

_COLUMNS = (
    "at_ms, operation, provider, model, input_tokens, output_tokens, cached_tokens, cost_nano_usd,"
    " estimated, duration_ms, outcome"
)
_SUMS = """
    count(*) AS calls,
    coalesce(sum(input_tokens), 0) AS input_tokens,
    coalesce(sum(output_tokens), 0) AS output_tokens,
    coalesce(sum(cached_tokens), 0) AS cached_tokens,
    sum(cost_nano_usd) AS cost_nano_usd
"""


def add(tx: Transaction, attempt: Attempt) -> None:
    """Note one call."""
    use = attempt.use
    tx.add_event(
        AI_USAGE,
        at_ms=attempt.at_ms,
        operation=attempt.operation,
        provider=attempt.provider,
        model=attempt.model,
        input_tokens=use.input_tokens,
        output_tokens=use.output_tokens,
        cached_tokens=use.cached_tokens,
        cost_nano_usd=use.cost_nano_usd,
        estimated=use.estimated,
        duration_ms=attempt.duration_ms,
        outcome=attempt.outcome,
    )


async def calls(reader: aiosqlite.Connection, since_ms: int, limit: int) -> list[dict[str, Any]]:
    """Return the latest calls since a moment, newest first."""
    rows = await reader.execute_fetchall(
        f"SELECT {_COLUMNS} FROM ai_usage WHERE at_ms >= ? ORDER BY at_ms DESC, hlc DESC LIMIT ?",  # noqa: S608
        [since_ms, limit],
    )
    return [dict(row) for row in rows]


async def totals(reader: aiosqlite.Connection, since_ms: int) -> list[dict[str, Any]]:
    """Return sums per provider and model since a moment, the most used first."""
    rows = await reader.execute_fetchall(
        f"SELECT provider, model, {_SUMS} FROM ai_usage WHERE at_ms >= ?"  # noqa: S608 - a constant
        " GROUP BY provider, model ORDER BY sum(input_tokens + output_tokens) DESC, provider, model",
        [since_ms],
    )
    return [dict(row) for row in rows]
