"""Asks for a first password; the browser then shows once more that it is the person who has the account."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.accounts.browser_page import BrowserNotice, browser
from desktop.accounts.entry import Draft, Purpose, problems, strength
from desktop.accounts.ways_view_model import WaysViewModel
from desktop.accounts.words_page import problem_text, strength_text
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from desktop.widgets.password_field import PasswordField, StrengthMeter
from shared.accounts.messages import PASSWORD_LEAST_CHARS, SignInProvider


class FirstPasswordDialog(FormDialog):
    """`about` is what a good password is not made of: name and e-mail."""

    def __init__(
        self, parent: QWidget, view_model: WaysViewModel, provider: SignInProvider, about: tuple[str, ...]
    ) -> None:
        title = QCoreApplication.translate("FirstPasswordDialog", "Choose a password")
        action = QCoreApplication.translate("FirstPasswordDialog", "Go on in the browser")
        super().__init__(parent, title, action)
        self._model, self._provider, self._about = view_model, provider, about
        self.password, self.meter, self.notice = PasswordField(), StrengthMeter(), BrowserNotice()
        self._line = FormField(self.tr("New password"), self.password)
        self._line.add_under_field(self.meter)
        words = self.tr(
            "So that nobody at your desk can do it, {provider} asks in your browser once more who you are."
        )
        self.explain(words.format(provider=provider.name), tone="muted")
        self.content.addWidget(self._line)
        self.content.addWidget(self.notice)
        self.action_button.clicked.connect(self._submit)
        self.password.textChanged.connect(lambda _text: self._judge())
        self.rejected.connect(view_model.stop)
        view_model.forget_error()
        view_model.changed.connect(self._refresh)
        view_model.done.connect(self._done)
        self._judge()
        self._refresh()
        self.password.setFocus()

    def _judge(self) -> None:
        step = strength(self.password.text(), self._about)
        self.meter.set_step(step)
        self._line.set_problem("")
        self._line.set_hint(strength_text(step))

    def _submit(self) -> None:
        draft = Draft(Purpose.SIGN_UP, "-", "a@b", self.password.text(), "-")
        problem = problems(draft).get("password")
        if problem is None:
            self._model.choose_password(self._provider, self.password.text(), browser())
            return
        self._line.set_problem(problem_text("password", problem, PASSWORD_LEAST_CHARS))
        self.password.setFocus()
        self.grow()

    def _refresh(self) -> None:
        self.action_button.setEnabled(not self._model.busy)
        self.password.setEnabled(not self._model.busy)
        self.notice.show_visit(self._model.in_browser)
        self.show_error(self._model.error)

    def _done(self, what: str) -> None:
        if what == "password_set":
            self.accept()
