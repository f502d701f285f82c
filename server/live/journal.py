"""The journal in its own thread: batches of all games that are ready go into one commit. Knows no SQL, no rule."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar

from server.live.journal_store import Batch, GameRecord, JournalStore, Recovered, Timed
from shared.tasks import TaskScope

T = TypeVar("T")
EVERY_S = 0.01
"""Commits begin at least so far apart: what comes in between shares the next one. The first one never waits."""


class Journal:
    """Commits as soon as the disk is free, so a batch waits for one running commit, or 10 ms, and its own."""

    def __init__(self, store: JournalStore, executor: ThreadPoolExecutor, scope: TaskScope) -> None:
        self._store = store
        self._executor = executor
        self._scope = scope
        self._waiting: list[tuple[Batch, asyncio.Future[None]]] = []
        self._committing: asyncio.Task[None] | None = None
        self._begun_s = 0.0

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open or create. Raises `AppError` (`host.in_use`, `host.newer_journal`), `OSError`, `sqlite3.Error`."""
        executor = ThreadPoolExecutor(1, thread_name_prefix="journal")
        try:
            store = await asyncio.get_running_loop().run_in_executor(executor, JournalStore, path)
        except BaseException:
            executor.shutdown(wait=False)
            raise
        return cls(store, executor, TaskScope("journal"))

    @property
    def recovered(self) -> Recovered | None:
        """What happened to a damaged file at opening."""
        return self._store.recovered

    async def close(self) -> None:
        """Finish what is being committed and close the file."""
        if self._committing is not None:
            await asyncio.wait([self._committing])
        await self._run(self._store.close)
        self._executor.shutdown()
        await self._scope.close()

    async def commit(self, batch: Batch) -> None:
        """Return when the batch is on disk. Raises `sqlite3.Error` when it is not; nothing of it is then."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((batch, done))
        if self._committing is None or self._committing.done():
            self._committing = self._scope.spawn(self._commit_waiting(), name="commit")
        await done

    async def add_game(self, record: GameRecord) -> None:
        await self._run(lambda: self._store.add_game(record))

    async def remove_game(self, game_id: str) -> None:
        await self._run(lambda: self._store.remove_game(game_id))

    async def games(self) -> list[GameRecord]:
        """Every readable game."""
        return await self._run(self._store.games)

    async def unreadable(self) -> list[str]:
        """Ids of games that cannot be read."""
        return await self._run(self._store.unreadable)

    async def events(self, game_id: str) -> list[Timed]:
        """All events of a game. Raises `AppError("host.game_damaged")`."""
        return await self._run(lambda: self._store.events(game_id))

    async def seats(self, game_id: str) -> dict[bytes, str]:
        """Pid by token hash."""
        return await self._run(lambda: self._store.seats(game_id))

    async def setting(self, key: str) -> str:
        return await self._run(lambda: self._store.setting(key))

    async def keep_setting(self, key: str, value: str) -> None:
        await self._run(lambda: self._store.keep_setting(key, value))

    async def _commit_waiting(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            early_s = self._begun_s + EVERY_S - loop.time()
            if early_s > 0:
                await asyncio.sleep(early_s)
            self._begun_s = loop.time()
            together, self._waiting = self._waiting, []
            batches = [batch for batch, _ in together]
            error: Exception | None = None
            try:
                await self._run(lambda batches=batches: self._store.write(batches))
            except Exception as found:  # noqa: BLE001 - whoever waits for the commit gets it
                error = found
            for _, done in together:
                if done.done():
                    continue
                if error is None:
                    done.set_result(None)
                else:
                    done.set_exception(error)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)
