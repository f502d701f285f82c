"""Asks for the account's password before an account elsewhere is linked, and stays until the server has taken it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.accounts.ways_view_model import WaysViewModel
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from desktop.widgets.password_field import PasswordField
from shared.accounts.foreign_messages import ForeignProven


class LinkDialog(FormDialog):
    """`proven` is who came back from the provider."""

    def __init__(
        self, parent: QWidget, view_model: WaysViewModel, proven: ForeignProven, provider: str
    ) -> None:
        title = QCoreApplication.translate("LinkDialog", "Link {provider}?").format(provider=provider)
        super().__init__(parent, title, QCoreApplication.translate("LinkDialog", "Link"))
        self._model, self._proven = view_model, proven
        self.password = PasswordField()
        who = proven.email or proven.name or provider
        words = self.tr(
            "Whoever can sign in at {provider} as {who} will then be able to sign in here. Type the password of your "
            "account here, so that nobody else links one."
        )
        self.explain(words.format(provider=provider, who=who))
        self.content.addWidget(FormField(self.tr("Your password"), self.password))
        self.action_button.clicked.connect(
            lambda: self._model.confirm_link(self._proven, self.password.text())
        )
        self.password.textChanged.connect(lambda _text: self._refresh())
        view_model.forget_error()
        view_model.changed.connect(self._refresh)
        view_model.done.connect(self._done)
        self._refresh()
        self.password.setFocus()

    def _refresh(self) -> None:
        self.action_button.setEnabled(bool(self.password.text()) and not self._model.busy)
        self.show_error(self._model.error)

    def _done(self, what: str) -> None:
        if what == "way_linked":
            self.accept()
