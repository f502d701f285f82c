"""Asks for the old and a new password, and stays until the server has taken it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.entry import Draft, Purpose, problems, strength
from desktop.accounts.view_model import AccountViewModel
from desktop.accounts.words_page import problem_text, strength_text
from desktop.widgets.button import Button
from desktop.widgets.form_field import FormField
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.password_field import PasswordField, StrengthMeter
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme


class PasswordDialog(QDialog):
    """`about` is what a good new password is not made of: name and e-mail."""

    def __init__(
        self, parent: QWidget, view_model: AccountViewModel, about: tuple[str, ...], least_chars: int
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Change your password"))
        self._model, self._about, self._least = view_model, about, least_chars
        self.old, self.new = PasswordField(), PasswordField()
        self._old_line = FormField(self.tr("Password now"), self.old)
        self._new_line = FormField(self.tr("New password"), self.new)
        self.meter = StrengthMeter()
        self.error = InlineError()
        self.save = Button(self.tr("Change"), "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._submit)
        self._lay_out()
        self.new.textChanged.connect(lambda _text: self._judge())
        view_model.forget_asked()
        view_model.changed.connect(self._refresh)
        view_model.done.connect(self._done)
        self._judge()
        self.old.setFocus()

    def _lay_out(self) -> None:
        cancel = Button(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.save)
        words = self.tr("Every other device has to sign in again with the new one.")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(Label(self.windowTitle(), TypeRole.LEAD, semibold=True))
        column.addWidget(Label(words, tone="muted", wrap=True))
        for widget in (self._old_line, self._new_line, self.meter, self.error):
            column.addWidget(widget)
        column.addLayout(row)
        self.setMinimumWidth(theme().px(420))

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

    def _refresh(self) -> None:
        self.save.setEnabled(not self._model.asking)
        self.error.show_error(self._model.asked_error, can_retry=False)

    def _done(self, what: str) -> None:
        if what == "password_changed":
            self.accept()
