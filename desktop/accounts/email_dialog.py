"""Asks for another e-mail and the password, and stays until the server has taken it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.accounts.entry import Problem, looks_like_email
from desktop.accounts.view_model import AccountViewModel
from desktop.accounts.words_page import problem_text
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from desktop.widgets.password_field import PasswordField
from shared.accounts.messages import EMAIL_CHARS, PASSWORD_LEAST_CHARS


class EmailDialog(FormDialog):
    """`now` is the e-mail of today."""

    def __init__(self, parent: QWidget, view_model: AccountViewModel, now: str) -> None:
        title = QCoreApplication.translate("EmailDialog", "Change your e-mail")
        super().__init__(parent, title, QCoreApplication.translate("EmailDialog", "Change"))
        self._model, self._now = view_model, now
        self.email, self.password = QLineEdit(), PasswordField()
        self.email.setMaxLength(EMAIL_CHARS)
        self.email.setPlaceholderText("name@example.org")
        self._email_line = FormField(
            self.tr("New e-mail"), self.email, self.tr("Now: {email}").format(email=now)
        )
        self._password_line = FormField(self.tr("Your password"), self.password)
        if view_model.server_mails:
            words = self.tr(
                "We send a link to the new address. Until it is opened you sign in with the old one, which is told too."
            )
        else:
            words = self.tr("From then on you sign in with the new one, on every device.")
        self.explain(words, tone="muted")
        self.content.addWidget(self._email_line)
        self.content.addWidget(self._password_line)
        self.action_button.clicked.connect(self._submit)
        view_model.forget_asked()
        view_model.changed.connect(self._refresh)
        view_model.done.connect(self._done)
        self._refresh()
        self.email.setFocus()

    def _submit(self) -> None:
        email = self.email.text().strip()
        wrong = (
            ""
            if looks_like_email(email)
            else problem_text("email", Problem.NOT_AN_EMAIL, PASSWORD_LEAST_CHARS)
        )
        if email == self._now:
            wrong = self.tr("That is your e-mail already.")
        self._email_line.set_problem(wrong)
        missing = not self.password.text()
        self._password_line.set_problem(
            problem_text("password", Problem.MISSING, PASSWORD_LEAST_CHARS) if missing else ""
        )
        if wrong:
            self.email.setFocus()
        elif missing:
            self.password.setFocus()
        else:
            self._model.change_email(email, self.password.text())
        self.grow()

    def _refresh(self) -> None:
        self.action_button.setEnabled(not self._model.asking)
        self.show_error(self._model.asked_error)

    def _done(self, what: str) -> None:
        if what in ("email_asked", "email_changed"):
            self.accept()
