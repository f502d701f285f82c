"""One open transaction of the server's database, and how the sync engine's plain code runs inside it."""

import logging
from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from sync.change_store import ChangeStore

T = TypeVar("T")
_LOG = logging.getLogger("lantern.storage")


class Runner(Protocol):
    """Runs a function off the loop, with a change store on the transaction's own connection."""

    async def run(self, connection: AsyncConnection, work: Callable[[ChangeStore], T], *, writing: bool) -> T:
        """Return what `work` returns; it has ended when this ends."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


class Transaction:
    """Made by `Database.read` and `Database.write`; ends with their block.

    `now_ms` is the time at which it began: everything written in it is of one moment.
    """

    def __init__(self, connection: AsyncConnection, now_ms: int, runner: Runner, *, writing: bool) -> None:
        self.connection = connection
        self.now_ms = now_ms
        self.failed = False
        self._runner, self._writing = runner, writing
        self._after: list[Callable[[], None]] = []

    def insert(self, table: Table) -> "postgresql.Insert | sqlite.Insert":
        """Return an INSERT that has `on_conflict_do_nothing` and `on_conflict_do_update` on either database."""
        if self.connection.dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)

    async def changes(self, work: Callable[[ChangeStore], T]) -> T:
        """Run code of the sync engine inside this transaction, off the loop; it must touch nothing of the loop.

        Raises what `work` raises. When the caller is cancelled it ends before the transaction is rolled back.
        """
        try:
            return await self._runner.run(self.connection, work, writing=self._writing)
        except BaseException:
            self.failed = True
            raise

    def after_commit(self, call: Callable[[], None]) -> None:
        """Have a function called once the transaction is committed; never when it is rolled back."""
        self._after.append(call)

    def committed(self) -> None:
        """Call what waited for the commit. One failing call hides no other."""
        for call in self._after:
            try:
                call()
            except Exception:  # noqa: BLE001 - the work is committed, whatever the call does
                _LOG.exception("a call after a commit failed")
