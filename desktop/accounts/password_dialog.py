"""Asks for the old and a new password, and stays until the server has taken it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.accounts.entry import Draft, Purpose, problems, strength
from desktop.accounts.view_model import AccountViewModel
from desktop.accounts.words_page import problem_text, strength_text
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from desktop.widgets.password_field import PasswordField, StrengthMeter


class PasswordDialog(FormDialog):
    """`about` is what a good new password is not made of: name and e-mail."""

    def __init__(
        self, parent: QWidget, view_model: AccountViewModel, about: tuple[str, ...], least_chars: int
    ) -> None:
        title = QCoreApplication.translate("PasswordDialog", "Change your password")
        super().__init__(parent, title, QCoreApplication.translate("PasswordDialog", "Change"))
        self._model, self._about, self._least = view_model, about, least_chars
        self.old, self.new = PasswordField(), PasswordField()
        self._old_line = FormField(self.tr("Password now"), self.old)
        self._new_line = FormField(self.tr("New password"), self.new)
        self.meter = StrengthMeter()
        self._new_line.add_under_field(self.meter)
        self.explain(self.tr("Every other device has to sign in again with the new one."), tone="muted")
        self.content.addWidget(self._old_line)
        self.content.addWidget(self._new_line)
        self.action_button.clicked.connect(self._submit)
        self.new.textChanged.connect(lambda _text: self._judge())
        view_model.forget_asked()
        view_model.changed.connect(self._refresh)
        view_model.done.connect(self._done)
        self._judge()
        self.old.setFocus()

    def _judge(self) -> None:
        step = strength(self.new.text(), self._about, self._least)
        self.meter.set_step(step)
        self._new_line.set_problem("")
        self._new_line.set_hint(strength_text(step))

    def _submit(self) -> None:
        draft = Draft(Purpose.SIGN_UP, "-", "a@b", self.new.text(), "-")
        problem = problems(draft, self._least).get("password")
        self._old_line.set_problem("" if self.old.text() else self.tr("Type your password."))
        if not self.old.text():
            self.old.setFocus()
        elif problem is not None:
            self._new_line.set_problem(problem_text("password", problem, self._least))
            self.new.setFocus()
        else:
            self._model.change_password(self.old.text(), self.new.text())
        self.grow()

    def _refresh(self) -> None:
        self.action_button.setEnabled(not self._model.asking)
        self.show_error(self._model.asked_error)

    def _done(self, what: str) -> None:
        if what == "password_changed":
            self.accept()
