"""Asks for the password before the account is deleted, and says what stays."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.view_model import AccountViewModel
from desktop.widgets.button import Button
from desktop.widgets.form_field import FormField
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.password_field import PasswordField
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme


class DeleteDialog(QDialog):
    """Stays until the server has done it."""

    def __init__(self, parent: QWidget, view_model: AccountViewModel) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Delete your account?"))
        self._model = view_model
        self.password = PasswordField()
        self.error = InlineError()
        self.action_button = Button(self.tr("Delete my account"), "danger")
        self.action_button.setDefault(True)
        self.action_button.clicked.connect(lambda: self._model.delete_account(self.password.text()))
        self.password.textChanged.connect(lambda _text: self._refresh())
        self._lay_out()
        view_model.forget_asked()
        view_model.changed.connect(self._refresh)
        view_model.done.connect(self._done)
        self._refresh()
        self.password.setFocus()

    def _lay_out(self) -> None:
        cancel = Button(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.action_button)
        gone = self.tr(
            "The server erases your account, everything it keeps of your library, and your place in every group. "
            "This cannot be undone."
        )
        stays = self.tr(
            "What is on this computer stays here, as a library without an account. Save your data from the server "
            "first if another computer holds things this one does not."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(Label(self.windowTitle(), TypeRole.LEAD, semibold=True))
        for text in (gone, stays):
            label = Label(text, wrap=True)
            label.setMaximumWidth(theme().px(520))
            column.addWidget(label)
        column.addWidget(FormField(self.tr("Your password"), self.password))
        column.addWidget(self.error)
        column.addLayout(row)
        self.setMinimumWidth(theme().px(420))
        self.setAccessibleDescription(f"{gone} {stays}")

    def _refresh(self) -> None:
        self.action_button.setEnabled(bool(self.password.text()) and not self._model.asking)
        self.error.show_error(self._model.asked_error, can_retry=False)

    def _done(self, what: str) -> None:
        if what == "deleted":
            self.accept()
