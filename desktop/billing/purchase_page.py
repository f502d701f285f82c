"""The purchase that is under way in the browser, and the thanks when it has come."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.billing.buying import Waiting
from desktop.billing.buying_service import Offer
from desktop.billing.buying_words_page import offer_name, price_text, provider_name, thanks_text
from desktop.widgets.announcer import announce
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.empty_state import Glyph
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.typing_dots import TypingDots


class PurchaseCard(Card):
    """Hidden while nothing is bought. `open_asked(url)`, `again_asked(Offer)`, `left` and `read` are its buttons."""

    open_asked = Signal(str)
    again_asked = Signal(object)
    left = Signal()
    read = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(raised=True, parent=parent)
        self._waiting: Waiting | None = None
        self._glyph = Glyph("basket-outline", pixels=24, role="info")
        self.title = Label("", TypeRole.LEAD, semibold=True, wrap=True)
        self._dots = TypingDots()
        self.text = Label("", wrap=True)
        self.open_button = Button(self.tr("Open the page again"), "primary", icon_name="open-in-new")
        self.again_button = Button(self.tr("Begin again"), "primary", icon_name="refresh")
        self.copy_button = Button(self.tr("Copy its address"), icon_name="content-copy")
        self.leave_button = Button(self.tr("Stop waiting"), "quiet")
        self.read_button = Button(self.tr("Close"))
        self.open_button.clicked.connect(lambda: self.open_asked.emit(self._url()))
        self.again_button.clicked.connect(self._begin_again)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._url()))
        self.leave_button.clicked.connect(self.left)
        self.read_button.clicked.connect(self.read)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.title, 1)
        head.addWidget(self._dots, 0, Qt.AlignmentFlag.AlignVCenter)
        self._buttons = QWidget()
        row = FlowLayout(self._buttons, spacing=Space.S)
        for button in (
            self.open_button,
            self.again_button,
            self.copy_button,
            self.leave_button,
            self.read_button,
        ):
            row.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addWidget(self._buttons)
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column, 1)
        self.body.addLayout(line)

    def show_purchase(
        self, waiting: Waiting | None, thanks: Offer | None, *, expired: bool, opened: bool
    ) -> None:
        """Show what is waited for, or thanks. `opened`: the browser took the page."""
        self._waiting = waiting
        self.setVisible(waiting is not None or thanks is not None)
        if waiting is not None:
            self._show_waiting(waiting, expired=expired, opened=opened)
        elif thanks is not None:
            self._glyph.set_icon("check-circle-outline", "ok")
            self.title.setText(thanks_text(thanks))
            self.text.setText(self.tr("What you paid and its bill are under “Payments” and “Invoices”."))
        page = waiting is not None and bool(waiting.url)
        self._dots.setVisible(waiting is not None and not expired)
        self.open_button.setVisible(page and not expired)
        self.copy_button.setVisible(page and not expired)
        self.again_button.setVisible(expired)
        self.leave_button.setVisible(waiting is not None)
        self.read_button.setVisible(waiting is None)
        said = f"{self.title.text()} {self.text.text()}" if not self.isHidden() else ""
        if said != self.accessibleName():
            self.setAccessibleName(said)
            announce(self, said)

    def _show_waiting(self, waiting: Waiting, *, expired: bool, opened: bool) -> None:
        provider = provider_name(waiting.price.provider)
        if expired:
            self._glyph.set_icon("clock-alert-outline", "warning")
            self.title.setText(self.tr("The page for paying has closed"))
            words = self.tr("{offer} was not paid in time, so nothing was charged.")
        elif not waiting.url:
            self._glyph.set_icon("basket-outline", "info")
            self.title.setText(self.tr("Waiting for your payment…"))
            words = self.tr(
                "{provider} charges {offer} to the card it knows. It counts as soon as that is done."
            )
        elif opened:
            self._glyph.set_icon("basket-outline", "info")
            self.title.setText(self.tr("Waiting for your payment…"))
            words = self.tr(
                "Pay for {offer} ({price}) at {provider} in your browser. You can go on working: this is noticed "
                "by itself."
            )
        else:
            self._glyph.set_icon("web-off", "warning")
            self.title.setText(self.tr("No browser opened"))
            words = self.tr(
                "Copy the address into a browser, on any device, and pay for {offer} ({price}) at {provider} there."
            )
        price = price_text(waiting.price)
        self.text.setText(words.format(offer=offer_name(waiting.offer), price=price, provider=provider))

    def _url(self) -> str:
        return self._waiting.url if self._waiting is not None else ""

    def _begin_again(self) -> None:
        if self._waiting is not None:
            self.again_asked.emit(self._waiting.offer)
