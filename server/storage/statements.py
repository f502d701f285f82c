"""Statements on one asyncpg connection, sent from a thread to the loop that the connection lives on."""

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

Wait = Callable[[Callable[[], Coroutine[Any, Any, Any]]], Any]
"""Runs a coroutine on the loop and returns its result."""


class Statements:
    """Each call is one round trip; errors are asyncpg's own."""

    def __init__(self, connection: Any, wait: Wait) -> None:
        self._connection, self._wait = connection, wait

    def all(self, sql: str, *values: Any) -> list[Any]:
        """Return every row of a query."""
        return self._wait(lambda: self._connection.fetch(sql, *values))

    def do(self, sql: str, *values: Any) -> int:
        """Run a statement; returns how many rows it concerned."""
        status: str = self._wait(lambda: self._connection.execute(sql, *values))
        return int(status.rpartition(" ")[2])

    def pages(self, sql: str, *values: Any, size: int) -> Iterator[list[Any]]:
        """Yield the rows of a query, `size` at a time; the whole result is never in memory."""
        cursor = self._wait(lambda: self._open(sql, *values))
        while found := self._wait(lambda: cursor.fetch(size)):
            yield found

    async def _open(self, sql: str, *values: Any) -> Any:
        return await self._connection.cursor(sql, *values)
