"""Hosting: games on the classroom host beside the window, their results in the library, reports. No Qt, no SQL."""

import asyncio
import uuid
from collections.abc import Callable
from pathlib import Path

import msgspec

from desktop.quiz import results_store as store
from desktop.quiz.host_api import HostApi, HostedGame
from desktop.quiz.host_link import HostLink
from desktop.quiz.host_process import HostProcess
from desktop.quiz.report import Report, report_of
from desktop.quiz.report_files import Words, answers_table, as_csv, as_xlsx, players_table, questions_table
from desktop.quiz.service import QuizService
from desktop.runtime.paths import disk_error
from desktop.storage.database import Database
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import GameId, QuizId
from shared.quiz.quiz import GameOptions
from shared.quiz.records import GAME

__all__ = ["HostLink", "HostService", "HostedGame", "PlayedGame", "Report"]


class PlayedGame(msgspec.Struct, frozen=True):
    """A hosted game in the list of reports. `share` is the mean mark, 0 to 1; None when nothing was marked."""

    id: GameId
    quiz_id: QuizId | None
    title: str
    pace: str
    started_ms: int
    ended_ms: int | None
    players: int
    share: float | None


class HostService:
    """The teacher's side of live quizzes of the open profile."""

    def __init__(self, database: Database, quizzes: QuizService, process: HostProcess, clock: Clock) -> None:
        self._database = database
        self._quizzes = quizzes
        self._process = process
        self._clock = clock

    # Games on the host

    async def host(self, quiz_id: QuizId, options: GameOptions, name: str) -> HostedGame:
        """Put a quiz on the host, starting the host when needed, and remember the options.

        Raises AppError: `quiz.not_found`, `quiz.no_questions`, `quiz.host_not_started`, `quiz.host_gone`, and
        what the host refuses.
        """
        quiz = await self._quizzes.quiz(quiz_id)
        if not quiz.questions:
            raise AppError("quiz.no_questions")
        data = await self._quizzes.quiz_file(quiz_id)
        await self._quizzes.set_options(quiz_id, options)
        api = HostApi(await self._process.ensure())
        return await api.create(data, options, name)

    async def running(self) -> tuple[HostedGame, ...]:
        """Return the games of the host if it runs; none otherwise. Never starts it."""
        address = await self._process.running()
        if address is None:
            return ()
        try:
            return await HostApi(address).games()
        except AppError:
            return ()

    def link(self, game: HostedGame, on_change: Callable[[], None]) -> HostLink:
        """Return a connection for a teacher window; the caller runs it in its own scope."""
        return HostLink(self._socket_url, game.host_token, self._clock, on_change)

    async def fetch(self, game_id: str) -> GameId:
        """Take a game's result as it stands into the library. Again is fine: only what changed is written."""
        result = await HostApi(await self._process.ensure()).result(game_id)
        quiz_id = _quiz_id(result.quiz.id)
        return await self._database.write(lambda tx: store.save(tx, result, quiz_id))

    async def close_game(self, game_id: str) -> GameId:
        """Take the result into the library, then let the host forget the game."""
        saved = await self.fetch(game_id)
        await HostApi(await self._process.ensure()).remove(game_id)
        return saved

    async def _socket_url(self) -> str:
        address = await self._process.ensure()
        return f"ws://127.0.0.1:{address.port}/ws"

    # Reports

    async def games(self, quiz_id: QuizId | None = None) -> list[PlayedGame]:
        """Return hosted games, the last one first."""
        async with self._database.reader() as reader:
            rows = await store.games(reader, quiz_id)
        return [
            PlayedGame(
                id=GameId(uuid.UUID(bytes=row["id"])),
                quiz_id=None if row["quiz_id"] is None else QuizId(uuid.UUID(bytes=row["quiz_id"])),
                title=row["title"],
                pace=row["pace"],
                started_ms=row["started_ms"],
                ended_ms=row["ended_ms"],
                players=row["players"],
                share=row["mean"],
            )
            for row in rows
        ]

    async def report(self, game_id: GameId) -> Report:
        """Return a game's report. Raises `AppError("quiz.no_game")`."""
        async with self._database.reader() as reader:
            result = await store.game(reader, game_id)
        if result is None:
            raise AppError("quiz.no_game")
        return await asyncio.to_thread(report_of, result)

    async def delete_game(self, game_id: GameId) -> None:
        """Delete a report; `restore_game` brings it back."""
        await self._database.write(lambda tx: tx.delete(GAME, game_id))

    async def restore_game(self, game_id: GameId) -> None:
        """Undo `delete_game`."""
        await self._database.write(lambda tx: tx.restore(GAME, game_id))

    async def export(self, game_id: GameId, target: Path, words: Words) -> None:
        """Write a report: `.xlsx` with all tables, or `.csv` files of players, questions and answers beside it.

        Raises AppError: `quiz.no_game`, `storage.disk_full`, `storage.read_only`.
        """
        report = await self.report(game_id)
        files = await asyncio.to_thread(_files, report, target, words)
        try:
            await asyncio.to_thread(_write, files)
        except OSError as cause:
            raise disk_error(cause, target.parent) from cause


def _files(report: Report, target: Path, words: Words) -> dict[Path, bytes]:
    if target.suffix.casefold() == ".xlsx":
        return {target: as_xlsx(report, words)}
    return {
        target: as_csv(players_table(report, words)),
        target.with_stem(f"{target.stem}-questions"): as_csv(questions_table(report, words)),
        target.with_stem(f"{target.stem}-answers"): as_csv(answers_table(report, words)),
    }


def _write(files: dict[Path, bytes]) -> None:
    for path, data in files.items():
        path.write_bytes(data)


def _quiz_id(text: str) -> QuizId | None:
    try:
        return QuizId(uuid.UUID(text))
    except ValueError:
        return None
