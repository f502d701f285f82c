"""A teacher's table without sockets: the real rules behind the link of a teacher window, and a service that records."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace

from desktop.quiz.host_service import HostedGame, PlayedGame, Report
from desktop.quiz.report import report_of
from desktop.runtime.changes import ChangeBus
from shared.errors import AppError
from shared.ids import GameId, QuizId, new_id
from shared.quiz import commands
from shared.quiz.commands import AnyAction, Counts, Done, Expect, Seat, Stage
from shared.quiz.messages import Deny, GameInfo, Gone, Snapshot, Welcome
from shared.quiz.quiz import GameOptions, Media, Quiz
from shared.quiz.results import GameResult
from tests.support.quiz_game import PIN, Room, game_quiz

URL = f"http://192.168.1.20:8420/?pin={PIN}"


class TableLink:
    """What `HostLink` is to a view model, over a `Room`."""

    def __init__(self, room: Room, on_change: Callable[[], None], urls: tuple[str, ...] = (URL,)) -> None:
        self.room = room
        self.on_change = on_change
        self.urls = urls
        self.reached = False
        self.connected = False
        self.refused: Deny | Gone | None = None
        self.trouble: AppError | None = None
        self.stage: Stage | None = None
        self.counts: Counts | None = None
        self.seats: dict[str, Seat] = {}
        self.welcome: Welcome | None = None
        self.disk = ""
        self.done: list[AnyAction] = []
        self.silent = False
        self.later_ms = 0

    def host_now_ms(self) -> int:
        return self.room.at + self.later_ms

    async def run(self) -> None:
        self.connect()
        await asyncio.Event().wait()

    def connect(self) -> None:
        options = self.room.setup.options
        info = GameInfo(
            "game", PIN, self.room.setup.quiz.title, teams=options.teams, pace=options.pace,
            deadline_ms=options.deadline_ms, own_order=options.own_order,
        )  # fmt: skip
        self.welcome = Welcome(1, "", "", 1, 1, self.room.at, "host", info, Snapshot("lobby"))
        self.connected = True
        self.hear()

    def lose(self) -> None:
        self.connected = False
        self.on_change()

    def hear(self) -> None:
        """Take what the game is now, as frames would bring it."""
        session = self.room.session
        found = session.stage(self.room.at, solutions=True)
        self.stage = replace(found, urls=self.urls, reached=self.reached, trouble=self.disk)
        self.counts = session.counts()
        self.seats = {seat.pid: seat for seat in session.roster()}
        self.on_change()

    async def command(self, action: AnyAction, *, guarded: bool = True) -> Done:
        if self.silent:
            raise AppError("quiz.host_gone")
        self.done.append(action)
        expect = None
        if guarded and self.stage is not None:
            shown = self.stage.shown
            expect = Expect(self.stage.phase, -1 if shown is None else shown.q)
        error = self.room.command(action, expect)
        await asyncio.sleep(0)
        self.hear()
        return Done("c", error)


@dataclass
class TableService:
    """Records what was hosted; `games_` are what runs."""

    room: Room
    games_: list[HostedGame] = field(default_factory=list)
    hosted: list[tuple[GameOptions, str]] = field(default_factory=list)
    links: list[TableLink] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    error: AppError | None = None
    options: GameOptions = field(default_factory=GameOptions)
    files: dict[str, Path] = field(default_factory=dict)
    saved_id: GameId = field(default_factory=lambda: GameId(new_id()))
    reports: dict[GameId, GameResult] = field(default_factory=dict)
    deleted: list[GameId] = field(default_factory=list)
    exported: list[Path] = field(default_factory=list)
    woken: int = 0

    async def running(self) -> tuple[HostedGame, ...]:
        return tuple(self.games_)

    async def wake(self) -> None:
        self.woken += 1

    def link(self, game: HostedGame, on_change: Callable[[], None]) -> TableLink:
        del game
        self.links.append(TableLink(self.room, on_change))
        return self.links[-1]

    async def quiz(self, quiz_id: QuizId) -> tuple[Quiz, GameOptions]:
        del quiz_id
        return self.room.setup.quiz, self.options

    async def host(self, quiz_id: QuizId, options: GameOptions, name: str) -> HostedGame:
        del quiz_id
        if self.error is not None:
            raise self.error
        self.hosted.append((options, name))
        self.room = Room(
            self.room.setup.quiz, **{name: getattr(options, name) for name in options.__struct_fields__}
        )
        return a_game(self.room)

    async def fetch(self, game_id: str) -> GameId | None:
        self.fetched.append(game_id)
        return self.saved_id if self.room.session.results().players else None

    async def result(self, game_id: str) -> GameResult:
        del game_id
        return self.room.session.results()

    def media_path(self, media: Media) -> Path | None:
        return self.files.get(media.sha)

    async def games(self, quiz_id: QuizId | None = None) -> list[PlayedGame]:
        if self.error is not None:
            raise self.error
        return [
            PlayedGame(
                id_, quiz_id, result.quiz.title, result.options.pace, result.started_ms, result.ended_ms,
                len(result.players), 0.5,
            )
            for id_, result in self.reports.items()
            if id_ not in self.deleted
        ]  # fmt: skip

    async def report(self, game_id: GameId) -> Report:
        if game_id not in self.reports or game_id in self.deleted:
            raise AppError("quiz.no_game")
        return report_of(self.reports[game_id])

    async def delete_game(self, game_id: GameId) -> None:
        self.deleted.append(game_id)

    async def restore_game(self, game_id: GameId) -> None:
        self.deleted.remove(game_id)

    async def export(self, game_id: GameId, target: Path, words: Callable[[str], str]) -> None:
        del game_id, words
        if self.error is not None:
            raise self.error
        self.exported.append(target)


def a_game(room: Room, game_id: str = "game") -> HostedGame:
    """The game of a room as the host lists it."""
    return HostedGame(
        game_id, room.setup.quiz.title, pin=PIN, host_token="t", screen_token="s", pace=room.setup.options.pace,
        urls=(URL,), phase=room.session.phase, players=len(room.session.roster()),
    )  # fmt: skip


class Table:
    """`room` is the game, `service` what pages talk to, `link` the newest connection."""

    def __init__(self, held: Quiz | None = None, **options: Any) -> None:
        self.room = Room(held or game_quiz(), **options)
        self.service = TableService(self.room)
        self.bus = ChangeBus()

    @property
    def link(self) -> TableLink:
        return self.service.links[-1]

    def services(self) -> Any:
        return SimpleNamespace(quiz_host=self.service, bus=self.bus)

    def run_game(self) -> HostedGame:
        """The host has this game now."""
        game = a_game(self.room)
        self.service.games_ = [game]
        return game

    def join(self, *names: str, **more: Any) -> None:
        self.room.join(*names, **more)
        self.hear()

    def answer(self, pid: str, value: Any, **more: Any) -> None:
        self.room.answer(pid, value, **more)
        self.hear()

    def opened(self) -> None:
        self.room.opened()
        self.hear()

    def until(self, phase: str) -> None:
        self.room.until(phase)
        self.hear()

    def do(self, action: AnyAction) -> None:
        self.room.command(action)
        self.hear()

    def hear(self) -> None:
        if self.service.links:
            self.link.hear()


NEXT = commands.Next()
