"""The lobby in the teacher's window: how to come in, large, and whether phones can reach this computer."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.host_view_model import HostViewModel
from desktop.quiz.host_words_page import address_words, pin_words
from desktop.widgets.button import Button
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.disclosure import Disclosure
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.pill import Pill
from desktop.widgets.qr_code import QrCode
from desktop.widgets.quiz_text import QuizText
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

_WIDTH = 110
_QR = 260
_NARROW = 520
"""Below this width (at 100 % text) address and PIN stand under the code."""
_PIN_FACTOR = 2.2


class Entrance(QWidget):
    """QR code, address and PIN. `copied` after the link went to the clipboard."""

    copied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.url = ""
        self.qr = QrCode(self.tr("Code that opens the quiz on a phone"), pixels=_QR)
        self.address = QuizText("", TypeRole.DISPLAY, semibold=True)
        self.pin = QuizText("", TypeRole.DISPLAY, semibold=True)
        self.pin.enlarge(_PIN_FACTOR)
        self.copy = Button(self.tr("Copy the link"), icon_name="content-copy")
        self.copy.clicked.connect(lambda _on: self._copy())
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addStretch(1)
        words.addWidget(
            Label(self.tr("Scan the code, or open in any browser"), TypeRole.LEAD, tone="muted", wrap=True)
        )
        words.addWidget(self.address)
        words.addSpacing(Space.M)
        words.addWidget(Label(self.tr("and type the PIN"), TypeRole.LEAD, tone="muted"))
        words.addWidget(self.pin)
        words.addSpacing(Space.M)
        words.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeading)
        words.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.XL)
        self._row.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignCenter)
        self._row.addLayout(words, 1)
        self._restyle()
        theming().changed.connect(self._restyle)

    def show_entrance(self, url: str, pin: str) -> None:
        """Show how to come in; `url` carries the PIN."""
        self.url = url
        self.qr.set_text(url)
        self.address.set_text(address_words(url))
        self.pin.set_text(pin_words(pin))
        self.pin.setAccessibleName(self.tr("PIN {pin}").format(pin=" ".join(pin)))
        self.copy.setEnabled(bool(url))

    def minimumSizeHint(self) -> QSize:
        # As narrow as the code: what stands beside it goes below.
        return QSize(theme().px(_QR), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().px(_NARROW)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.url)
        self.copied.emit()

    def _restyle(self) -> None:
        side = theme().px(_QR)
        self.qr.setFixedSize(side, side)


class ReachCard(Card):
    """Whether a device of the room has reached this computer, and what to do when none can."""

    def __init__(self) -> None:
        super().__init__()
        self.state = Pill()
        self.words = Label("", wrap=True)
        self.help = Disclosure(self.tr("A phone cannot open the page?"), self._help())
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.help)

    def show_reach(self, url: str, *, reached: bool) -> None:
        """`url` is any address of the host; empty when the computer has no network."""
        if reached:
            self.state.set_state(self.tr("Reachable"), "ok")
            self.words.setText(self.tr("Devices of this room reach this computer."))
        elif not url or url.startswith("http://127."):
            self.state.set_state(self.tr("No network"), "warning")
            self.words.setText(
                self.tr(
                    "This computer is in no network, so phones cannot come in. Turn on Wi-Fi or a hotspot."
                )
            )
        else:
            self.state.set_state(self.tr("Not checked yet"), "info")
            self.words.setText(
                self.tr("Scan the code with one phone: as soon as it comes in, everybody else can, too.")
            )
        self.help.setVisible(not reached)

    def _help(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.M)
        for title, text in (
            (
                self.tr("Another Wi-Fi"),
                self.tr("Phone and computer must be in the same network. Mobile data must not take over: the Wi-Fi "
                        "needs no internet for this."),
            ),
            (
                self.tr("The firewall"),
                self.tr("The first time, your system may ask whether Lantern may be reached from the network. Allow "
                        "it for private networks."),
            ),
            (
                self.tr("A guest network that keeps devices apart"),
                self.tr("Many schools do that. Turn on the hotspot of this computer or of a phone, connect everybody "
                        "to it, and this page shows the new address by itself."),
            ),
        ):  # fmt: skip
            column.addWidget(Label(title, semibold=True, wrap=True))
            column.addWidget(Label(text, tone="muted", wrap=True))
        return content


class LobbyPane(ScrollColumn):
    """How to come in, how many are here, and the state of the network."""

    copied = Signal()

    def __init__(self, model: HostViewModel) -> None:
        super().__init__(characters=_WIDTH)
        self._model = model
        self.entrance = Entrance()
        self.entrance.copied.connect(self.copied)
        self.here = Label("", TypeRole.TITLE, semibold=True, wrap=True)
        self.more = Label("", tone="muted", wrap=True)
        self.reach = ReachCard()
        card = Card(padding=Space.XL)
        card.body.addWidget(self.entrance)
        self.body.addWidget(card)
        self.body.addWidget(self.here)
        self.body.addWidget(self.more)
        self.body.addWidget(self.reach)

    def show_lobby(self) -> None:
        """Bring it up to the model."""
        stage, game = self._model.stage, self._model.game
        if stage is None or game is None:
            return
        url = next(iter(stage.urls or game.urls), "")
        self.entrance.show_entrance(url, game.pin)
        self.reach.show_reach(url, reached=stage.reached)
        seats = self._model.seats()
        here = len(seats)
        self.here.setText(
            self.tr("%n player(s) here", "", here)
            if here
            else self.tr("Nobody is here yet. Names appear as they come.")
        )
        parts: list[str] = []
        if stage.locked:
            parts.append(self.tr("The door is closed: nobody new comes in."))
        # Counted from the seats: a stage is told again when the game moves, not when a phone comes in.
        offline = sum(not seat.connected for seat in seats)
        if offline:
            parts.append(
                self.tr("{count} of them not connected now; their places are kept.").format(
                    count=format_number(offline)
                )
            )
        self.more.setText(" ".join(parts))
        self.more.setVisible(bool(parts))
