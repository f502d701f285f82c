"""What the teacher's window knows of the games it hosts, and what a teacher can do to one. QtCore only."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QTimer, Signal

from desktop.quiz.host_link import HostLink
from desktop.quiz.host_service import HostedGame, HostService
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.ids import GameId, QuizId
from shared.quiz import commands
from shared.quiz.commands import AnyAction, Counts, Seat, Stage
from shared.quiz.quiz import GameOptions, Media, Quiz
from shared.tasks import TaskScope

Scene = Literal["loading", "games", "setup", "lobby", "question", "board", "podium", "assignment"]
DOUBLE_CLICK_MS = 300
"""The one big button rests so long after the game moved, so that a double click is one step."""
_SHOW_MS = 30
_MIXED = frozenset({"single", "multiple", "poll"})
_KEPT_PHASES = ("reveal", "podium", "ended")


@dataclass(frozen=True)
class Setup:
    """A quiz about to be hosted."""

    quiz_id: QuizId
    quiz: Quiz
    options: GameOptions


@dataclass(frozen=True)
class Told:
    """Something done that can be taken back. `kind` says what, `name` whom or what it was done to."""

    kind: str
    name: str
    undo: Callable[[], None]


class HostViewModel(ViewModel):
    """`changed` after anything shown of the game; `games_changed` when the list or the choice is another.

    `moved` when the game went to another phase or question; `told(Told)` offers an undo; `refused(code)` is a
    command that came too late or made no sense.
    """

    changed = Signal()
    games_changed = Signal()
    moved = Signal()
    told = Signal(object)
    refused = Signal(str)

    def __init__(self, service: HostService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._service = service
        self.games: tuple[HostedGame, ...] = ()
        self.loaded = False
        self.setup: Setup | None = None
        self.game: HostedGame | None = None
        self.link: HostLink | None = None
        self.saved_id: GameId | None = None
        self.hidden: dict[int, set[str]] = {}
        self._linked: asyncio.Task[None] | None = None
        self._at: tuple[str, int] | None = None
        self._moved_ms = 0
        self._prep_ms: float | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SHOW_MS)
        self._soon.timeout.connect(self.changed)

    # Which game

    def show_games(self, wanted: str = "") -> None:
        """Go on with the game `wanted`, or with the only one that runs, else list them. A set-up is given up."""
        self.setup = None
        self.spawn(self._show_games(wanted), name="games")

    def prepare(self, quiz_id: QuizId, *, self_paced: bool = False) -> None:
        """Show how this quiz may be hosted."""
        self.spawn(self._prepare(quiz_id, self_paced=self_paced), name="prepare")

    def host(self, setup: Setup, options: GameOptions, name: str) -> None:
        """Open a game; a self-paced one is handed out at once."""
        self.spawn(self._host(setup, options, name), name="host")

    def attach(self, game: HostedGame) -> None:
        """Show this game from now on, where it is."""
        self.detach()
        self.setup = None
        self.game = game
        self.saved_id = None
        self.hidden = {}
        self._at = None
        self.link = self._service.link(game, self._heard)
        if not self._scope.closed:
            self._linked = self._scope.spawn(self.link.run(), name="host link")
        self.games_changed.emit()
        self.changed.emit()

    def detach(self) -> None:
        """Show no game. It goes on, and phones are told that no teacher looks."""
        if self._linked is not None:
            self._linked.cancel()
        self._linked, self.link, self.game = None, None, None

    def leave(self) -> None:
        """Back to the list of games."""
        self.detach()
        self.show_games("-")

    def close(self) -> None:
        super().close()
        self._soon.stop()
        self.detach()

    # What is shown

    @property
    def stage(self) -> Stage | None:
        return None if self.link is None else self.link.stage

    @property
    def counts(self) -> Counts | None:
        """Of the question on stage; None before the first."""
        return None if self.link is None else self.link.counts

    @property
    def title(self) -> str:
        return "" if self.game is None else self.game.title

    @property
    def self_paced(self) -> bool:
        return self.game is not None and self.game.pace == "self"

    def scene(self) -> Scene:
        """What the page shows now."""
        if self.setup is not None:
            return "setup"
        if self.game is None:
            return "games" if self.loaded else "loading"
        stage = self.stage
        if stage is None:
            return "loading"
        if stage.phase in {"board", "podium", "ended"}:
            return "board" if stage.phase == "board" else "podium"
        if self.self_paced and stage.phase != "lobby":
            return "assignment"
        return "lobby" if stage.phase == "lobby" else "question"

    def trouble(self) -> Literal["", "connecting", "lost", "gone", "disk_full", "disk"]:
        """What a teacher must know before anything else."""
        if self.link is None:
            return ""
        if self.link.refused is not None:
            return "gone"
        if not self.link.connected:
            return "lost" if self.link.stage is not None else "connecting"
        return self.link.stage.trouble if self.link.stage is not None else ""

    def seats(self, *states: str) -> list[Seat]:
        """Players in these states (`in` when none is named), by name."""
        wanted = states or ("in",)
        held = [] if self.link is None else list(self.link.seats.values())
        return sorted(
            (seat for seat in held if seat.state in wanted), key=lambda seat: (seat.name.casefold(), seat.pid)
        )

    def stuck(self) -> frozenset[str]:
        """Who is connected and has not answered the open question."""
        return frozenset() if self.counts is None else frozenset(self.counts.stuck)

    def left_ms(self) -> float | None:
        """What is left of the answering time; None without a limit."""
        stage = self.stage
        if stage is None or self.link is None:
            return None
        if stage.paused or stage.close_at is None:
            return stage.left_ms
        return max(0.0, stage.close_at - self.link.host_now_ms())

    def opens_in_ms(self) -> float | None:
        """How long the question is still read; None when that is over."""
        stage = self.stage
        if stage is None or self.link is None or stage.phase != "prep":
            return None
        return stage.left_ms if stage.paused else max(0.0, stage.open_at - self.link.host_now_ms())

    def reading_ms(self) -> float | None:
        """How long the question is read in all."""
        return self._prep_ms

    @property
    def lettered(self) -> bool:
        """Whether an option has the same letter on every screen; not when each device mixes them."""
        stage, welcome = self.stage, None if self.link is None else self.link.welcome
        if stage is None or stage.shown is None or welcome is None:
            return True
        return not welcome.game.own_order or stage.shown.type not in _MIXED

    def media_path(self, media: Media) -> Path | None:
        return self._service.media_path(media)

    # What a teacher does to the game

    def press_next(self) -> None:
        """The one big button."""
        stage, link = self.stage, self.link
        if stage is None or link is None or not stage.next_step:
            return
        if link.host_now_ms() - self._moved_ms >= DOUBLE_CLICK_MS:
            self.do(commands.Next())

    def pause_or_resume(self) -> None:
        stage = self.stage
        if stage is not None:
            self.do(commands.Resume() if stage.paused else commands.Pause())

    def extend(self, seconds: int) -> None:
        self.do(commands.Extend(seconds * 1000))

    def lock_or_open(self) -> None:
        """Let nobody new in, or open again."""
        if self.stage is not None:
            self.do(commands.Lock(not self.stage.locked), guarded=False)

    def void(self, q: int, *, void: bool) -> None:
        """Take the points of a question back, or give them again."""
        name = str(q + 1)
        self.do(
            commands.Void(q, void), guarded=False, then=self._undone("void", name, commands.Void(q, not void))
        )

    def mark(self, q: int, text: str, *, right: bool) -> None:
        """Count a typed answer as right, or as wrong, for everyone who gave it."""
        back = commands.Remark(q, text, not right)
        then = self._undone("accepted" if right else "refused", text, back)
        self.do(commands.Remark(q, text, right), guarded=False, then=then)

    def hide(self, q: int, text: str, *, hidden: bool = True) -> None:
        """Hide a word of a cloud on all screens, or show it again."""

        def then() -> None:
            words = self.hidden.setdefault(q, set())
            (words.add if hidden else words.discard)(text)
            if hidden:
                self.told.emit(Told("hidden", text, lambda: self.hide(q, text, hidden=False)))
            self.changed.emit()

        self.do(commands.Hide(q, text, hidden), guarded=False, then=then)

    def allow_late(self, q: int, *, allow: bool) -> None:
        self.do(commands.AllowLate(q, allow), guarded=False)

    def approve(self, pid: str, *, yes: bool = True) -> None:
        self.do(commands.Approve(pid, yes), guarded=False)

    def rename(self, seat: Seat, name: str) -> None:
        then = self._undone("renamed", name, commands.Rename(seat.pid, seat.name))
        self.do(commands.Rename(seat.pid, name), guarded=False, then=then)

    def set_team(self, seat: Seat, team: str) -> None:
        then = self._undone("team", seat.name, commands.SetTeam(seat.pid, seat.team))
        self.do(commands.SetTeam(seat.pid, team), guarded=False, then=then)

    def kick(self, seat: Seat, *, ban: bool = False) -> None:
        """Take a player out; with `ban` for the whole game."""
        then = self._undone("banned" if ban else "kicked", seat.name, commands.Readmit(seat.pid))
        self.do(commands.Kick(seat.pid, ban), guarded=False, then=then)

    def readmit(self, pid: str) -> None:
        self.do(commands.Readmit(pid), guarded=False)

    def give_time(self, pid: str, factor: float) -> None:
        """Personal time: 1 to 3 times as long, 0 for no limit."""
        self.do(commands.ExtraTime(pid, factor), guarded=False)

    def do(self, action: AnyAction, *, guarded: bool = True, then: Callable[[], None] | None = None) -> None:
        """Send a command; `then` when the host has done it. An AppError goes to the window."""
        if self.link is not None:
            self.spawn(self._do(self.link, action, guarded=guarded, then=then), name="command")

    # Inside

    def _undone(self, kind: str, name: str, back: AnyAction) -> Callable[[], None]:
        return lambda: self.told.emit(Told(kind, name, lambda: self.do(back, guarded=False)))

    async def _do(
        self, link: HostLink, action: AnyAction, *, guarded: bool, then: Callable[[], None] | None
    ) -> None:
        done = await link.command(action, guarded=guarded)
        if done.error:
            self.refused.emit(done.error)
        elif then is not None:
            then()

    async def _show_games(self, wanted: str) -> None:
        self.games = await self._service.running()
        if not self.games and not self.loaded:
            # The host may have been killed with the computer: games that were open come back with it.
            await self._service.wake()
            self.games = await self._service.running()
        self.loaded = True
        found = next((game for game in self.games if game.game_id == wanted), None)
        if found is None and len(self.games) == 1 and wanted != "-":
            found = self.games[0]
        if found is not None and self.setup is None and self._is_news(found, wanted):
            self.attach(found)
            return
        self.games_changed.emit()

    def _is_news(self, found: HostedGame, wanted: str) -> bool:
        """Whether to show it: nothing is shown yet, or another game was asked for by name."""
        return self.game is None or (wanted == found.game_id != self.game.game_id)

    async def _prepare(self, quiz_id: QuizId, *, self_paced: bool) -> None:
        quiz, options = await self._service.quiz(quiz_id)
        self.detach()
        pace: Literal["live", "self"] = "self" if self_paced else "live"
        self.setup = Setup(quiz_id, quiz, msgspec.structs.replace(options, pace=pace))
        self.games_changed.emit()

    async def _host(self, setup: Setup, options: GameOptions, name: str) -> None:
        try:
            game = await self._service.host(setup.quiz_id, options, name)
        except AppError as error:
            self.failed.emit(error)
            return
        self.attach(game)
        if game.pace == "self":
            await self._first(lambda: self.stage is not None or self.game is not game)
            if self.game is game:
                self.do(commands.Next(), guarded=False)

    async def _first(self, condition: Callable[[], bool]) -> None:
        """Wait until the connection has told where the game stands."""
        arrived = asyncio.Event()

        def look() -> None:
            if condition():
                arrived.set()

        self.changed.connect(look)
        try:
            look()
            await arrived.wait()
        finally:
            self.changed.disconnect(look)

    def _heard(self) -> None:
        stage = self.stage
        at = None if stage is None else (stage.phase, -1 if stage.shown is None else stage.shown.q)
        if at != self._at and stage is not None and self.link is not None:
            self._at = at
            self._moved_ms = self.link.host_now_ms()
            if stage.phase == "prep":
                self._prep_ms = self.opens_in_ms()
            if stage.phase in _KEPT_PHASES or self.self_paced:
                self._keep()
            if stage.shown is not None and stage.shown.type == "word_cloud":
                self._load_hidden(stage.shown.q)
            self.moved.emit()
        if not self._soon.isActive():
            self._soon.start()

    def _keep(self) -> None:
        self.spawn_latest(self._fetch, name="fetch")

    async def _fetch(self) -> None:
        game = self.game
        if game is None:
            return
        try:
            saved_id = await self._service.fetch(game.game_id)
        except AppError:
            return  # the service asks again by itself
        if saved_id is not None and self.game is game:
            self.saved_id = saved_id
            self.changed.emit()

    def _load_hidden(self, q: int) -> None:
        if q not in self.hidden and self.game is not None:
            self.hidden[q] = set()
            self.spawn(self._take_hidden(self.game.game_id), name="hidden words")

    async def _take_hidden(self, game_id: str) -> None:
        try:
            result = await self._service.result(game_id)
        except AppError:
            return
        for q, word in result.hidden:
            self.hidden.setdefault(q, set()).add(word)
        self.changed.emit()
