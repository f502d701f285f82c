"""The browser while it is at a provider: opened, waited for in sight, and what it shows at the end."""

from PySide6.QtCore import QCoreApplication, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.browser_visit import Browser
from desktop.runtime.loopback import BackPage
from desktop.widgets.button import Button
from desktop.widgets.card import Rule
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import Label
from desktop.widgets.notice import Notice
from desktop.widgets.theme import Space, TypeRole
from shared.accounts.messages import SignInProvider


def open_page(url: str) -> bool:
    """Show a page in the person's browser. False: there is none."""
    return QDesktopServices.openUrl(QUrl(url))


def come_forward(widget: QWidget) -> None:
    """Bring the window of a widget back in front of the browser."""
    window = widget.window()
    window.raise_()
    window.activateWindow()


def browser() -> Browser:
    """The person's browser, with the words it shows when it has come back."""
    agreed = BackPage(
        QCoreApplication.translate("BrowserPage", "You can close this tab"),
        QCoreApplication.translate("BrowserPage", "Go on in Lantern: it knows now who you are."),
    )
    refused = BackPage(
        QCoreApplication.translate("BrowserPage", "That did not work"),
        QCoreApplication.translate("BrowserPage", "You can close this tab. Lantern says what to do now."),
    )
    return Browser(open_page, agreed, refused)


class BrowserNotice(Notice):
    """Says that the browser is waited for, and opens it again."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__("open-in-new", tone="accent", parent=parent)
        self._url = ""
        self.action.connect(lambda: open_page(self._url))

    def show_visit(self, visit: tuple[SignInProvider, str] | None) -> None:
        """Say where the browser is; None hides it."""
        self._url = visit[1] if visit is not None else ""
        if visit is None:
            self.set_notice("")
            return
        words = self.tr("Go on in your browser: {provider} asks who you are there. Lantern waits for you.")
        self.set_notice(words.format(provider=visit[0].name), self.tr("Open the browser again"))


class ProviderButtons(QWidget):
    """One button for each provider, under a line that says "or". `chosen(SignInProvider)`."""

    chosen = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[SignInProvider, ...] = ()
        self._by_id: dict[str, Button] = {}
        line = QHBoxLayout()
        line.setSpacing(Space.M)
        line.addWidget(Rule(), 1)
        line.addWidget(Label(self.tr("or"), TypeRole.SMALL, tone="muted"))
        line.addWidget(Rule(), 1)
        self._buttons = QWidget()
        self._row = FlowLayout(self._buttons, spacing=Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        column.addLayout(line)
        column.addWidget(self._buttons)
        self.hide()

    def show_providers(self, providers: tuple[SignInProvider, ...], *, enabled: bool) -> None:
        """Offer these; without any the line is hidden too."""
        if providers != self._shown:
            self._shown = providers
            self._row.clear()
            self._by_id = {provider.provider: self._button(provider) for provider in providers}
            for button in self._by_id.values():
                self._row.addWidget(button)
        self._buttons.setEnabled(enabled)
        self.setVisible(bool(providers))

    def button(self, provider_id: str) -> Button:
        """The button of a provider. KeyError when it is not offered."""
        return self._by_id[provider_id]

    def _button(self, provider: SignInProvider) -> Button:
        button = Button(self.tr("Continue with {provider}").format(provider=provider.name), icon_name="login")
        button.clicked.connect(lambda: self.chosen.emit(provider))
        return button
