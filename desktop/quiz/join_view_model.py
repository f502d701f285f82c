"""What the join page shows: games on the network, seats to go on with, games that were played. QtCore only."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal

from desktop.quiz.addresses import clean_pin, parse_address
from desktop.quiz.play_service import Playing, PlayService
from desktop.quiz.play_views import AttemptView, SeatView
from desktop.runtime.changes import ChangeBus
from desktop.runtime.discovery import Discovery, FoundHost
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.ids import AttemptId
from shared.tasks import TaskScope

LONG_SEARCH_MS = 3_000
"""After so long without a find the address is what to offer: many networks carry no multicast."""
RECENT_HOSTS = 4


class JoinViewModel(ViewModel):
    """`changed`: seats or results; `hosts_changed`: what the network has; `joined(playing)`: go to the game."""

    changed = Signal()
    hosts_changed = Signal()
    joined = Signal(object)

    def __init__(self, service: PlayService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._service = service
        self.seats: list[SeatView] = []
        self.recent: list[SeatView] = []
        self.attempts: list[AttemptView] = []
        self.loaded = False
        self.busy = False
        self.searched_long = False
        self._discovery = Discovery(scope, self._found)
        self._patience = QTimer(self, singleShot=True, interval=LONG_SEARCH_MS)
        self._patience.timeout.connect(self._searched_long)
        self.watch(lambda _changes: self.reload(), "seat", "attempt")

    # The network

    def look(self) -> None:
        """Look for games while the page is seen."""
        self._discovery.start()
        if not self._patience.isActive() and not self.searched_long:
            self._patience.start()

    def look_away(self) -> None:
        """Stop looking: the page is not seen."""
        self._patience.stop()
        self.searched_long = False
        self.spawn(self._discovery.stop(), name="stop looking")

    def hosts(self) -> list[FoundHost]:
        return self._discovery.hosts()

    async def aclose(self) -> None:
        self.close()
        self._patience.stop()
        await self._discovery.stop()

    # Joining

    def join_at(self, address: str, pin: str, *, lang: str) -> None:
        """Join by what was typed. Fails with an AppError in `failed`."""
        self.spawn(self._join_at(address, pin, lang), name="join")

    def join_host(self, host: FoundHost, pin: str, *, lang: str) -> None:
        """Join a game that was found."""
        self.joined.emit(self._service.join(host.url, pin, host=host.name, lang=lang))

    def give_up(self, seat: SeatView) -> None:
        """Give a seat back, with answers that nobody has."""
        self.spawn(self._service.forget(seat.game), name="forget")

    def last_name(self) -> str:
        """The name used last, to be offered again."""
        return next((seat.name for seat in [*self.seats, *self.recent] if seat.name), "")

    # What was played

    def reload(self) -> None:
        self.spawn_latest(self._load, name="load")

    def delete_attempt(self, attempt_id: AttemptId, done: Callable[[], None]) -> None:
        self.spawn(self._delete(attempt_id, done), name="delete")

    def restore_attempt(self, attempt_id: AttemptId) -> None:
        self.spawn(self._service.restore_attempt(attempt_id), name="restore")

    # Inside

    async def _load(self) -> None:
        try:
            seats = await self._service.seats()
            self.attempts = await self._service.attempts()
        except AppError as error:
            self.failed.emit(error)
            return
        self.seats = [seat for seat in seats if seat.can_resume]
        by_url = {seat.url: seat for seat in reversed(seats)}
        self.recent = sorted(by_url.values(), key=lambda seat: -seat.used_ms)[:RECENT_HOSTS]
        self.loaded = True
        self.changed.emit()

    async def _join_at(self, address: str, pin: str, lang: str) -> None:
        self.busy = True
        try:
            url, told_pin = parse_address(address)
            health = await self._service.ask_host(url)
            playing: Playing = self._service.join(
                url, clean_pin(pin) or told_pin or pin.strip(), host=health.name, lang=lang
            )
        except AppError as error:
            self.failed.emit(error)
            return
        finally:
            self.busy = False
        self.joined.emit(playing)

    async def _delete(self, attempt_id: AttemptId, done: Callable[[], None]) -> None:
        await self._service.delete_attempt(attempt_id)
        done()

    def _found(self) -> None:
        hosts = self._discovery.hosts()
        if hosts:
            self._patience.stop()
            self.searched_long = False
        elif not self._patience.isActive():
            self._patience.start()
        # A seat whose host was found again goes on by itself; so do answers that wait.
        self.spawn(self._service.follow(hosts), name="follow")
        self.hosts_changed.emit()

    def _searched_long(self) -> None:
        self.searched_long = True
        self.hosts_changed.emit()
