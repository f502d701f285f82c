"""Asks for the password before the account is deleted, and says what stays."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.accounts.view_model import AccountViewModel
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from desktop.widgets.password_field import PasswordField


class DeleteDialog(FormDialog):
    """Stays until the server has done it."""

    def __init__(self, parent: QWidget, view_model: AccountViewModel) -> None:
        title = QCoreApplication.translate("DeleteDialog", "Delete your account?")
        action = QCoreApplication.translate("DeleteDialog", "Delete my account")
        super().__init__(parent, title, action, danger=True, width=480)
        self._model = view_model
        self.password = PasswordField()
        self.explain(
            self.tr(
                "The server erases your account, everything it keeps of your library, and your place in every "
                "group. This cannot be undone."
            ),
            self.tr(
                "What is on this computer stays here, as a library without an account. Save your data from the "
                "server first if another computer holds things this one does not."
            ),
        )
        self.content.addWidget(FormField(self.tr("Your password"), self.password))
        self.action_button.clicked.connect(lambda: self._model.delete_account(self.password.text()))
        self.password.textChanged.connect(lambda _text: self._refresh())
        view_model.forget_asked()
        view_model.changed.connect(self._refresh)
        view_model.done.connect(self._done)
        self._refresh()
        self.password.setFocus()

    def _refresh(self) -> None:
        self.action_button.setEnabled(bool(self.password.text()) and not self._model.asking)
        self.show_error(self._model.asked_error)

    def _done(self, what: str) -> None:
        if what == "deleted":
            self.accept()
