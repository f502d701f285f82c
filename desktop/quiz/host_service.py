"""Hosting: games on the classroom host beside the window, their results in the library, reports. No Qt, no SQL."""

import asyncio
import hashlib
import logging
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from desktop.quiz import results_store as store
from desktop.quiz.host_api import HostApi, HostedGame
from desktop.quiz.host_link import HostLink
from desktop.quiz.host_process import HostProcess
from desktop.quiz.open_games import OpenGames
from desktop.quiz.report import Report, report_of
from desktop.quiz.report_files import Words, answers_table, as_csv, as_xlsx, players_table, questions_table
from desktop.quiz.service import QuizService, write_file
from desktop.runtime.paths import disk_error
from desktop.storage.database import Database
from shared.clock import Clock
from shared.errors import AppError
from shared.ids import GameId, QuizId
from shared.quiz.quiz import GameOptions, Media, Quiz
from shared.quiz.records import GAME
from shared.quiz.results import GameResult
from shared.tasks import TaskScope

KEEP_EVERY_S = 20.0
"""How often results are looked for."""
_LOG = logging.getLogger("lantern.quiz")

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
        self._open = OpenGames(process.folder)
        self._scope = TaskScope("quiz host")
        self._fetched: dict[str, str] = {}

    def start(self) -> None:
        """Take results into the library as games end, also of those that ended while nobody looked."""
        self._scope.spawn(self._keep(), name="results")

    async def close(self) -> None:
        """Stop looking. The host and its games go on."""
        await self._scope.close()
        self._process.release()

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
        game = await api.create(data, options, name)
        try:
            await self._open.add(game.game_id, game.pace)
        except OSError as cause:
            raise disk_error(cause, self._process.folder) from cause
        return game

    async def running(self) -> tuple[HostedGame, ...]:
        """Return the games that go on, the last one first, if the host runs; none otherwise. Never starts it."""
        games = await self._known() or ()
        going_on = [game for game in games if game.state == "running"]
        return tuple(sorted(going_on, key=lambda game: -game.created_ms))

    async def wake(self) -> None:
        """Start the host again when it ended in the middle of games. Raises `quiz.host_not_started`."""
        if await self._open.all():
            await self._process.ensure()

    def link(self, game: HostedGame, on_change: Callable[[], None]) -> HostLink:
        """Return a connection for a teacher window; the caller runs it in its own scope."""
        return HostLink(self._socket_url, game.host_token, self._clock, on_change)

    async def result(self, game_id: str) -> GameResult:
        """Return everything of a game as it stands on the host."""
        return await HostApi(await self._process.ensure()).result(game_id)

    async def fetch(self, game_id: str) -> GameId | None:
        """Take a game's result as it stands into the library. Again is fine: only what changed is written.

        None for a game in which nothing was asked or nobody was: there is nothing to report.
        """
        result = await self.result(game_id)
        if not _is_worth_keeping(result):
            return None
        quiz_id = _quiz_id(result.quiz.id)
        return await self._database.write(lambda tx: store.save(tx, result, quiz_id))

    async def keep_results(self) -> None:
        """Fetch what ended, and what moved on in self-paced games; these keep the host running.

        Raises AppError: `quiz.host_not_started`, `quiz.host_gone`, and what the library refuses.
        """
        expected = await self._open.all()
        if not expected:
            return
        if "self" in expected.values():
            await self._process.ensure()
        games = await self._known()
        if games is None:
            return
        by_id = {game.game_id: game for game in games}
        for game_id in expected:
            game = by_id.get(game_id)
            if game is not None and game.state == "running" and game.pace != "self":
                continue
            if game is not None and game.state != "damaged":
                await self._fetch_news(game)
            if game is None or game.state != "running":
                await self._open.drop(game_id)

    async def _fetch_news(self, game: HostedGame) -> None:
        try:
            result = await self.result(game.game_id)
        except AppError as error:
            if error.code in {"host.no_game", "host.game_damaged"}:
                return
            raise
        if not _is_worth_keeping(result):
            return
        digest = hashlib.sha256(msgspec.json.encode(result)).hexdigest()
        if self._fetched.get(game.game_id) == digest:
            return
        await self._database.write(lambda tx: store.save(tx, result, _quiz_id(result.quiz.id)))
        self._fetched[game.game_id] = digest

    async def _keep(self) -> None:
        with suppress(AppError):
            await self.wake()
        while True:
            try:
                await self.keep_results()
            except AppError as error:
                _LOG.warning("results of hosted games are not fetched: %s", error.code)
            await asyncio.sleep(KEEP_EVERY_S)

    async def _known(self) -> tuple[HostedGame, ...] | None:
        """All games of the host, ended ones included; None when it does not answer."""
        address = await self._process.running()
        if address is None:
            return None
        try:
            return await HostApi(address).games()
        except AppError:
            return None

    async def _socket_url(self) -> str:
        address = await self._process.ensure()
        return f"ws://127.0.0.1:{address.port}/ws"

    # Quizzes, for the windows of a game

    async def quiz(self, quiz_id: QuizId) -> tuple[Quiz, GameOptions]:
        """Return a quiz and how it was last hosted. Raises `AppError("quiz.not_found")`."""
        return await self._quizzes.quiz(quiz_id), await self._quizzes.options(quiz_id)

    def media_path(self, media: Media) -> Path | None:
        """Where a question's picture, sound or film is on this computer; None when it is not."""
        return self._quizzes.media_path(media)

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
        """Write a report: `.xlsx` with all tables, or `.csv` of players, with questions and answers beside it.

        Only `target` replaces a file; those beside it take a name that is free.

        Raises AppError: `quiz.no_game`, `storage.disk_full`, `storage.read_only`.
        """
        report = await self.report(game_id)
        files = await asyncio.to_thread(_files, report, target, words)
        for path, data in files.items():
            await asyncio.to_thread(write_file, path, data)


def _is_worth_keeping(result: GameResult) -> bool:
    return bool(result.asked and result.players)


def _files(report: Report, target: Path, words: Words) -> dict[Path, bytes]:
    if target.suffix.casefold() == ".xlsx":
        return {target: as_xlsx(report, words)}
    return {
        target: as_csv(players_table(report, words)),
        _beside(target, "questions"): as_csv(questions_table(report, words)),
        _beside(target, "answers"): as_csv(answers_table(report, words)),
    }


def _beside(target: Path, part: str) -> Path:
    """Return a free name next to `target`: nobody was asked about another file."""
    names = (f"{target.stem}-{part}", *(f"{target.stem}-{part}-{number}" for number in range(2, 1_000)))
    paths = (target.with_stem(name) for name in names)
    return next(path for path in paths if not path.exists())


def _quiz_id(text: str) -> QuizId | None:
    try:
        return QuizId(uuid.UUID(text))
    except ValueError:
        return None
