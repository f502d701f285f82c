"""What the play page shows of one game: which scene, how much time, which files. QtCore only."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QTimer, Signal

from desktop.quiz.play_link import own_time_ms
from desktop.quiz.play_service import Playing, PlayService
from desktop.runtime.changes import ChangeBus
from desktop.runtime.discovery import Discovery
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.quiz.messages import Shown
from shared.quiz.player_seat import PlayerSeat
from shared.quiz.quiz import Media
from shared.quiz.seat_stage import SeatStage
from shared.tasks import TaskScope

Scene = Literal[
    "none", "connecting", "approval", "refused", "gone", "lobby", "question", "board", "podium", "assignment"
]
SEARCH_AFTER_MS = 3_000
"""After so long without the host it is looked for on the network: it may have another address."""


class PlayViewModel(ViewModel):
    """`changed` after anything that is shown. One game at a time.

    `left(kept)` when the game was left, and whether one can come back.
    """

    changed = Signal()
    left = Signal(bool)

    def __init__(self, service: PlayService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._service = service
        self.playing: Playing | None = None
        self._unsubscribe: Callable[[], None] = lambda: None
        self._discovery = Discovery(scope, self._hosts_changed)
        self._moment = QTimer(self, singleShot=True)
        self._moment.timeout.connect(self._moment_came)
        self._search = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._search.timeout.connect(self._discovery.start)
        self._readied: set[int] = set()

    # Which game

    def show(self, playing: Playing) -> None:
        """Follow this game from now on."""
        self._unsubscribe()
        self.playing = playing
        self._unsubscribe = playing.subscribe(self._moved_on)
        self._readied.clear()
        self._moved_on()

    def open(self, game: str, *, lang: str, quietly: bool = False) -> None:
        """Go on with a seat. `quietly`: a seat that is gone is no error."""
        self.spawn(self._open(game, lang, quietly=quietly), name="open")

    def leave(self) -> None:
        """Stop playing this game; the seat stays."""
        playing, self.playing = self.playing, None
        if playing is not None:
            self._unsubscribe()
            self.spawn(self._leave(playing), name="leave")

    def close(self) -> None:
        super().close()
        self._unsubscribe()
        self._moment.stop()
        self._search.stop()

    async def aclose(self) -> None:
        """Let go of the network; the game goes on in the service."""
        self.close()
        await self._discovery.stop()

    # What to show

    @property
    def seat(self) -> PlayerSeat:
        """Raises RuntimeError without a game."""
        if self.playing is None:
            raise RuntimeError("no game is shown")
        return self.playing.link.seat

    @property
    def stage(self) -> SeatStage:
        return self.seat.stage

    def scene(self) -> Scene:
        """What the page shows now."""
        if self.playing is None:
            return "none"
        seat = self.seat
        ends: dict[str, Scene] = {"waiting": "approval", "refused": "refused", "gone": "gone"}
        if seat.link in ends:
            return ends[seat.link]
        if seat.assigned is not None:
            return "assignment"
        if seat.game is None or (seat.link != "in" and self._nothing_yet()):
            return "connecting"
        phases: dict[str, Scene] = {"lobby": "lobby", "board": "board", "podium": "podium", "ended": "podium"}
        return phases.get(seat.stage.phase, "question")

    def _nothing_yet(self) -> bool:
        """A seat that came back and was not told yet where the game stands."""
        return self.stage.phase == "lobby" and self.seat.epoch == 0

    def connection(self) -> Literal["", "lost", "teacher", "unsaved"]:
        """What is wrong while the game goes on: the connection, or the disk that keeps the answers."""
        if self.playing is None or self.scene() in {"none", "connecting", "refused", "gone"}:
            return ""
        if self.playing.unsaved is not None:
            return "unsaved"
        if self.seat.link != "in" and not self.playing.link.over:
            return "lost"
        return "teacher" if self.seat.host_lost_since is not None else ""

    def options_open(self) -> bool:
        """Whether the options may be seen: they are sent a moment before."""
        stage = self.stage
        return stage.view is not None and (stage.phase != "open" or self._until_open_ms() <= 0)

    def time_is_up(self) -> bool:
        return self.stage.phase == "open" and self.left_ms() == 0

    def can_answer(self) -> bool:
        return self.seat.can_answer(own_time_ms())

    def left_ms(self) -> float | None:
        """What is left of the answering time; None without a limit."""
        return None if self.playing is None else self.seat.remaining_ms(own_time_ms())

    # What the player does

    def answer(self, value: Any, *, q: int | None = None, sure: int = 0) -> None:
        if self.playing is None:
            return
        number = self.stage.q if q is None else q
        if number is not None:
            self.playing.keeper.chose(number, sure)
        self.playing.link.answer(value, q=q, sure=sure)

    def painted(self, q: int | None = None) -> None:
        """The options are on the screen."""
        if self.playing is not None:
            self.playing.link.painted(q)

    def finish(self) -> None:
        """Hand in an assignment."""
        if self.playing is not None:
            self.playing.link.finish()

    def retry(self, **wanted: str) -> None:
        """Ask for the seat again: with `name`, `team` or `pin`."""
        if self.playing is not None:
            self.playing.link.retry(**wanted)

    def play_here(self) -> None:
        """Take the seat back from the other device."""
        if self.playing is not None:
            self.seat.link = "off"
            self.playing.link.wake()

    def try_now(self) -> None:
        if self.playing is not None:
            self.playing.link.wake()

    def set_away(self, *, hidden: bool) -> None:
        """The page went out of sight, or came back."""
        if self.playing is not None:
            self.playing.link.away(hidden=hidden)

    # Media

    def fetch(self, media: Media, done: Callable[[Path | None], None]) -> None:
        """Call `done` with the file, or with None when it does not come."""
        if self.playing is not None:
            self.spawn(self._fetch(self.playing, media, done), name="media")

    def media_ready(self, shown: Shown) -> None:
        """All media of a question are loaded, or will not come: the host need not wait."""
        if self.playing is not None and shown.q not in self._readied:
            self._readied.add(shown.q)
            self.playing.link.ready(shown.q)

    # Inside

    async def _open(self, game: str, lang: str, *, quietly: bool) -> None:
        try:
            self.show(await self._service.resume(game, lang=lang))
        except AppError as error:
            if not quietly:
                self.failed.emit(error)
            self.changed.emit()

    async def _leave(self, playing: Playing) -> None:
        kept = bool(playing.game_id and playing.link.seat.token) and not playing.link.over
        await self._service.leave(playing)
        self.left.emit(kept)

    async def _fetch(self, playing: Playing, media: Media, done: Callable[[Path | None], None]) -> None:
        try:
            path = await self._service.media_file(playing, media)
        except AppError:
            path = None
        done(path)

    def _moved_on(self) -> None:
        self._follow_time()
        self._follow_link()
        self.changed.emit()

    def _follow_time(self) -> None:
        """Look again when the options open, and when the time is up."""
        self._moment.stop()
        if self.playing is None or self.stage.phase != "open":
            return
        wait = self._until_open_ms()
        left = self.left_ms()
        if wait <= 0 and left is not None and not self.stage.paused:
            wait = left
        if wait > 0:
            self._moment.start(int(wait) + 1)

    def _moment_came(self) -> None:
        self._follow_time()
        self.changed.emit()

    def _until_open_ms(self) -> float:
        return self.stage.open_at - self.seat.host_ms(own_time_ms())

    def _follow_link(self) -> None:
        if self.playing is not None and self.seat.link == "off" and self.seat.game is not None:
            if not self._search.isActive():
                self._search.start()
            return
        self._search.stop()
        if self._discovery.running:
            self.spawn(self._discovery.stop(), name="stop looking")

    def _hosts_changed(self) -> None:
        self.spawn(self._service.follow(self._discovery.hosts()), name="follow")
