"""Whose edits the open conflicts keep: asked of the server once, and remembered for the time without it."""

import contextlib

from desktop.storage.database import Database
from desktop.sync import store
from desktop.sync.line import Line
from shared.errors import AppError
from sync.stamps import author_of


class AuthorNames:
    """`learn` after every round: it asks only about numbers that nobody asked about since the program began."""

    def __init__(self, database: Database, line: Line) -> None:
        self._database, self._line = database, line
        self._asked: set[tuple[str, int]] = set()

    async def learn(self) -> None:
        """Ask whose devices these are. What fails here is tried with the next start: a conflict shows without it."""
        async with self._database.reader() as reader:
            unknown = await store.unknown_authors(reader)
        new = {
            scope for scope, numbers in unknown.items() for one in numbers if (scope, one) not in self._asked
        }
        if not new:
            return
        self._asked |= {(scope, one) for scope in new for one in unknown[scope]}
        with contextlib.suppress(AppError):
            devices = {author_of(one.device_id): one.name for one in (await self._line.devices()).devices}
            for scope in sorted(new):
                told = [
                    (int(one.number, 16), one.user_id) for one in (await self._line.authors(scope)).authors
                ]
                named = [(number, user_id, devices.get(number, "")) for number, user_id in told]
                await self._database.write(lambda tx, named=named: store.keep_authors(tx, named))
