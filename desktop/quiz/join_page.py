"""The page "Join a quiz": games on the network, the address, seats to go on with, and what was played."""

from typing import Any

from PySide6.QtWidgets import QStackedWidget

from desktop.quiz.join_found_page import AddressCard, FoundGames
from desktop.quiz.join_results_page import AttemptDetail, ResultsList
from desktop.quiz.join_seats_page import SeatList
from desktop.quiz.join_view_model import JoinViewModel
from desktop.quiz.play_service import Playing, PlayService
from desktop.quiz.play_views import AttemptView, SeatView
from desktop.runtime.discovery import FoundGame, FoundHost
from desktop.widgets.button import IconButton
from desktop.widgets.card import ScrollColumn
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.label import Label
from desktop.widgets.language import ui_language
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.theme import Space, TypeRole
from shared.errors import AppError


def create_page(context: PageContext) -> Page:
    """Factory for the window."""
    return JoinPage(context)


class JoinPage(Page):
    """Two views: the start, and one played game in detail."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        service: PlayService = context.services.quiz_play
        self.model = JoinViewModel(service, context.scope, context.services.bus)
        self._results_of = ""
        self._make()
        self._lay_out()
        self._connect()
        self._show_hosts()
        self.model.reload()

    def open_target(self, **target: Any) -> None:
        """`results_of`: the game whose questions are to be seen again; else the start."""
        self._results_of = target.get("results_of") or ""
        self._show_start()
        self._show()

    def activated(self) -> None:
        self.model.look()
        self.model.reload()

    def deactivated(self) -> None:
        self.model.look_away()

    async def aclose(self) -> None:
        await self.model.aclose()

    def _make(self) -> None:
        self.header = PageHeader(self.tr("Join a quiz"))
        self.back = IconButton("arrow-left", self.tr("Back"))
        self.header.add_leading(self.back)
        self.back.hide()
        self.seats = SeatList()
        self.found_title = Label(self.tr("In this network"), TypeRole.TITLE, semibold=True)
        self.found = FoundGames()
        self.address = AddressCard()
        self.results = ResultsList()
        self.start = ScrollColumn()
        self.detail = AttemptDetail()
        self.stack = QStackedWidget()

    def _lay_out(self) -> None:
        self.start.body.setSpacing(Space.XL)
        self.start.body.addWidget(self.seats)
        self.start.body.addWidget(self.found_title)
        self.start.body.addWidget(self.found)
        self.start.body.addWidget(self.address)
        self.start.body.addWidget(self.results)
        self.stack.addWidget(self.start)
        self.stack.addWidget(self.detail)
        self.body.addWidget(self.header)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        model = self.model
        model.changed.connect(self._show)
        model.hosts_changed.connect(self._show_hosts)
        model.joined.connect(self._go)
        model.failed.connect(self._show_failure)
        self.back.clicked.connect(lambda _on: self._show_start())
        self.found.wanted.connect(self._join_found)
        self.address.given.connect(lambda address, pin: model.join_at(address, pin, lang=ui_language()))
        self.seats.resumed.connect(self._resume)
        self.seats.given_up.connect(lambda seat: model.spawn(self._give_up(seat), name="give up"))
        self.results.opened.connect(self._open)
        self.detail.deleted.connect(self._delete)

    def _show(self) -> None:
        model = self.model
        self.seats.show_seats(model.seats, self.context.services.clock.now_ms())
        self.address.show_recent(model.recent)
        self.results.show_attempts(model.attempts)
        if self._results_of:
            wanted = next((one for one in model.attempts if one.game == self._results_of), None)
            if wanted is not None:
                self._results_of = ""
                self._open(wanted)

    def _show_hosts(self) -> None:
        hosts = self.model.hosts()
        self.found.show_hosts(hosts, searched_long=self.model.searched_long)
        self.address.set_prominent(prominent=self.model.searched_long and not hosts)

    def _join_found(self, host: FoundHost, game: FoundGame) -> None:
        """A game that tells its PIN is one click away; else only the PIN is asked for."""
        held = next((seat for seat in self.model.seats if seat.game == game.id), None)
        if held is not None:
            self._resume(held)
        elif host.pin and len(host.games) == 1:
            self.model.join_host(host, host.pin, lang=ui_language())
        else:
            self.address.ask_pin(host.url.rpartition("//")[2], game.title)

    def _go(self, playing: Playing) -> None:
        self.address.pin.clear()
        self.shell.open("quiz_play", playing=playing, last_name=self.model.last_name())

    def _resume(self, seat: SeatView) -> None:
        self.shell.open("quiz_play", game=seat.game)

    async def _give_up(self, seat: SeatView) -> None:
        """Answers that nobody has are gone with the seat: asked before, not undone after."""
        body = self.tr("You cannot go on with this game on this computer then.")
        if seat.saved.unsent:
            lost = self.tr("%n answer(s) that nobody has yet are lost.", "", len(seat.saved.unsent))
            body = f"{body} {lost}"
        title = self.tr("Give up “{title}”?").format(title=seat.title)
        if await ConfirmDialog(self, title, body, self.tr("Give up")).ask():
            self.model.give_up(seat)

    def _open(self, attempt: AttemptView) -> None:
        self.detail.show_attempt(attempt)
        self.stack.setCurrentWidget(self.detail)
        self.back.show()
        self.back.setFocus()
        self.header.set_title(self.tr("My results"))

    def _show_start(self) -> None:
        self.stack.setCurrentWidget(self.start)
        self.back.hide()
        self.header.set_title(self.tr("Join a quiz"))

    def _delete(self, attempt: AttemptView) -> None:
        def deleted() -> None:
            self._show_start()
            self.shell.toast(
                self.tr("Removed “{title}”").format(title=attempt.title),
                action_text=self.tr("Undo"),
                on_action=lambda: self.model.restore_attempt(attempt.id),
            )

        self.model.delete_attempt(attempt.id, deleted)

    def _show_failure(self, error: AppError) -> None:
        if error.code.startswith("quiz."):
            self.address.error.show_error(error, can_retry=False)
        else:
            self.shell.report(error)
