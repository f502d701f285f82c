"""Links for the teacher's other devices: the game on another screen, and its remote control."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.label import Label
from desktop.widgets.notice import Notice
from desktop.widgets.qr_code import QrCode
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme

_QR = 232
_CARD_WIDTH = 288


class DeviceCard(Card):
    """One link: what it is for, its code, and a way to copy it. `copied` after that."""

    copied = Signal()

    def __init__(self, title: str, words: str, url: str) -> None:
        super().__init__(padding=Space.L)
        self.url = url
        self.qr = QrCode(title)
        side = theme().px(_QR)
        self.qr.setFixedSize(side, side)
        self.qr.set_text(url)
        self.copy = Button(self.tr("Copy the link"), icon_name="content-copy")
        self.copy.setAccessibleDescription(title)
        self.copy.clicked.connect(lambda _on: self._copy())
        self.body.addWidget(Label(title, TypeRole.LEAD, semibold=True, wrap=True))
        self.body.addWidget(Label(words, tone="muted", wrap=True))
        self.body.addStretch(1)
        self.body.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignCenter)
        self.setMinimumWidth(theme().px(_CARD_WIDTH))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.url)
        self.copied.emit()


class DevicesDialog(QDialog):
    """`copied` when a link went to the clipboard."""

    copied = Signal()

    def __init__(self, parent: QWidget | None, *, screen_url: str, remote_url: str) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Use other devices"))
        self.screen_card = DeviceCard(
            self.tr("Another screen"),
            self.tr("Shows what the projector shows, in the browser of a television or another computer."),
            screen_url,
        )
        self.remote_card = DeviceCard(
            self.tr("Remote control"),
            self.tr("Steers the game from your phone while you walk through the room."),
            remote_url,
        )
        cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        cards.setSpacing(Space.L)
        for card in (self.screen_card, self.remote_card):
            card.copied.connect(self.copied)
            cards.addWidget(card, 1)
        warning = Notice("alert-outline", tone="warning")
        warning.set_notice(
            self.tr("Whoever has the link of the remote control can steer this game: show it to nobody else.")
        )
        self.close_button = Button(self.tr("Close"))
        self.close_button.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addLayout(cards)
        column.addWidget(warning)
        column.addLayout(row)
