"""The card of the ways to sign in: the password, the accounts elsewhere, and those that may still be linked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.browser_page import BrowserNotice, browser
from desktop.accounts.first_password_dialog import FirstPasswordDialog
from desktop.accounts.link_dialog import LinkDialog
from desktop.accounts.ways_view_model import WaysViewModel
from desktop.accounts.words_page import way_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card, Rule
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.empty_state import Glyph
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.typing_dots import TypingDots
from shared.accounts.foreign_messages import ForeignProven, Way, Ways
from shared.accounts.messages import SignInProvider
from shared.tasks import TaskScope


class WaysCard(Card):
    """Hidden where there is nothing but the password. `change_password`: an account that has one wants another."""

    change_password = Signal()

    def __init__(self, view_model: WaysViewModel, scope: TaskScope, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._model, self._scope = view_model, scope
        self._shown: tuple[Ways | None, tuple[SignInProvider, ...]] = (None, ())
        self._about: tuple[str, ...] = ()
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._links = QWidget()
        self._link_row = FlowLayout(self._links, spacing=Space.S)
        self.notice = BrowserNotice()
        self.stop_button = Button(self.tr("Cancel"))
        self.stop_button.clicked.connect(view_model.stop)
        self._dots = TypingDots()
        waiting = QHBoxLayout()
        waiting.setSpacing(Space.M)
        waiting.addWidget(self.notice, 1)
        waiting.addWidget(self._dots)
        waiting.addWidget(self.stop_button)
        self.error = InlineError()
        self.body.setSpacing(Space.M)
        self.body.addWidget(Label(self.tr("Ways to sign in"), TypeRole.LEAD, semibold=True))
        self.body.addWidget(self._rows)
        self.body.addWidget(self._links)
        self.body.addLayout(waiting)
        self.body.addWidget(self.error)
        view_model.changed.connect(self.refresh)
        view_model.password_wanted.connect(self._ask_password)
        self.refresh()

    def about(self, *texts: str) -> None:
        """What a good password is not made of: name and e-mail."""
        self._about = texts

    def refresh(self) -> None:
        """Show what the view model says."""
        model = self._model
        ways = model.ways
        self.setVisible(ways is not None and bool(model.offered or ways.ways))
        if ways is not None and (ways, model.offered) != self._shown:
            self._shown = (ways, model.offered)
            self._fill(ways)
        # A dialog that is open says itself what is under way and what went wrong.
        own = model.in_browser if not self._dialogs() else None
        self.notice.show_visit(own)
        self._dots.setVisible(own is not None)
        self.stop_button.setVisible(own is not None)
        self.error.show_error(None if self._dialogs() else model.error, can_retry=False)
        for button in (*self._rows.findChildren(Button), *self._links.findChildren(Button)):
            button.setEnabled(not model.busy)

    def button(self, name: str) -> Button:
        """A button by what it does: "password", "link <provider>", "unlink <provider>". KeyError when there is none."""
        return {each.objectName(): each for each in self.findChildren(Button) if not each.isHidden()}[name]

    def choose_password(self) -> None:
        """Change the password, or choose a first one."""
        provers = self._model.provers
        if self._model.has_password or not provers:
            self.change_password.emit()
        else:
            FirstPasswordDialog(self, self._model, provers[0], self._about).open()

    def _dialogs(self) -> bool:
        return any(
            each.isVisible()
            for each in self.findChildren(FirstPasswordDialog) + self.findChildren(LinkDialog)
        )

    def _fill(self, ways: Ways) -> None:
        while (entry := self._column.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._column.addWidget(self._password_row(ways))
        for way in ways.ways:
            self._column.addWidget(Rule())
            self._column.addWidget(self._way_row(way, ways))
        self._link_row.clear()
        # Linking asks the password.
        linkable = self._model.linkable if ways.password else ()
        for provider in linkable:
            self._link_row.addWidget(self._link_button(provider))
        self._links.setVisible(bool(linkable))

    def _password_row(self, ways: Ways) -> QWidget:
        told = (
            self.tr("Together with your e-mail.")
            if ways.password
            else self.tr(
                "None yet. Changing your e-mail, linking more accounts and deleting yours are asked with it."
            )
        )
        button = Button(self.tr("Change…") if ways.password else self.tr("Choose a password…"))
        button.setObjectName("password")
        button.clicked.connect(self.choose_password)
        return _row("form-textbox-password", self.tr("Password"), told, button)

    def _way_row(self, way: Way, ways: Ways) -> QWidget:
        button = Button(self.tr("Unlink…"))
        button.setObjectName(f"unlink {way.provider}")
        button.setAccessibleName(self.tr("Unlink {provider}").format(provider=way.provider_name))
        button.clicked.connect(lambda: self._scope.spawn(self._unlink(way), name="unlink"))
        last = not ways.password and len([each for each in ways.ways if each.offered]) < 2
        button.setVisible(not last)
        told = way_text(way.email, way.used_ms, offered=way.offered)
        return _row("link-variant" if way.offered else "link-variant-off", way.provider_name, told, button)

    def _link_button(self, provider: SignInProvider) -> Button:
        words = self.tr("Link {provider}").format(provider=provider.name)
        button = Button(words, icon_name="link-variant")
        button.setObjectName(f"link {provider.provider}")
        button.clicked.connect(lambda: self._model.link(provider, browser()))
        return button

    def _ask_password(self, proven: ForeignProven) -> None:
        names = {each.provider: each.name for each in self._model.offered}
        LinkDialog(self, self._model, proven, names.get(proven.provider, proven.provider)).open()

    async def _unlink(self, way: Way) -> None:
        title = self.tr("Unlink {provider}?").format(provider=way.provider_name)
        body = self.tr(
            "You can no longer sign in with it. Your account and all that is in it stay as they are, and nothing "
            "changes at {provider}."
        ).format(provider=way.provider_name)
        if await ConfirmDialog(self, title, body, self.tr("Unlink")).ask():
            self._model.unlink(way.way_id)


def _row(icon_name: str, title: str, told: str, button: Button) -> QWidget:
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(ElidedLabel(title, semibold=True))
    words.addWidget(Label(told, TypeRole.SMALL, tone="muted", wrap=True))
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.M)
    row.addWidget(Glyph(icon_name, pixels=24))
    row.addLayout(words, 1)
    row.addWidget(button)
    return holder
