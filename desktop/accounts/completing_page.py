"""The last step for somebody who comes from elsewhere: a name for a new account, or the password of an old one."""

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.accounts.view_model import AccountViewModel
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.form_field import FormField
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.language import ui_language
from desktop.widgets.password_field import PasswordField
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.typing_dots import TypingDots
from shared.accounts.foreign_messages import ForeignProven
from shared.accounts.messages import NAME_CHARS


class CompletingForm(Card):
    """Shown while `view_model.proven` needs something. Enter submits."""

    def __init__(self, view_model: AccountViewModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._model = view_model
        self._shown: ForeignProven | None = None
        self._title = Label("", TypeRole.LEAD, semibold=True, wrap=True)
        self._words = Label("", wrap=True)
        self.name, self.invitation, self.password = QLineEdit(), QLineEdit(), PasswordField()
        self.name.setMaxLength(NAME_CHARS)
        self._name_line = FormField(
            self.tr("Your name"), self.name, self.tr("As people in your groups will see it.")
        )
        self._invitation_line = FormField(
            self.tr("Invitation"),
            self.invitation,
            self.tr("The code, or the end of the link, of an invitation to this server."),
        )
        self._password_line = FormField(self.tr("Password"), self.password)
        self._keep = Label("", tone="muted", wrap=True)
        self.error = InlineError()
        self.submit_button, self.back_button = Button("", "primary"), Button(self.tr("Back"))
        self.forgot_button = Button(self.tr("Forgot your password?"), "link")
        self._dots = TypingDots()
        self._lay_out()
        self.submit_button.clicked.connect(self.submit)
        self.back_button.clicked.connect(self._back)
        self.forgot_button.clicked.connect(self._forgot)
        for field in (self.name, self.invitation, self.password):
            field.returnPressed.connect(self.submit)
            field.textEdited.connect(lambda _text: self._edited())
        view_model.changed.connect(self.refresh)
        self.refresh()

    def submit(self) -> None:
        """Send it, or say what is missing and go there."""
        proven = self._model.proven
        if proven is None or self._model.busy:
            return
        line = self._name_line if proven.needs == "account" else self._password_line
        missing = self.tr("Type your name.") if proven.needs == "account" else self.tr("Type your password.")
        empty = not line.field.text().strip()
        line.set_problem(missing if empty else "")
        if empty:
            line.field.setFocus()
            return
        self.password.hide_again()
        self._model.complete(
            language=ui_language(),
            name=self.name.text().strip(),
            invitation=self.invitation.text().strip(),
            password=self.password.text(),
        )

    def refresh(self) -> None:
        """Show what the view model says."""
        proven, busy = self._model.proven, self._model.busy
        self.setVisible(proven is not None)
        if proven is None:
            self._shown = None
            self.password.clear()
            return
        if proven is not self._shown:
            self._begin(proven)
        for field in (self.name, self.invitation, self.password):
            field.setEnabled(not busy)
        self.submit_button.setEnabled(not busy)
        self._dots.setVisible(busy)
        self.error.show_error(self._model.error, can_retry=False)

    def focus_first(self) -> None:
        """Put the cursor where typing goes on."""
        account = self._shown is not None and self._shown.needs == "account"
        (self.name if account else self.password).setFocus()

    def _begin(self, proven: ForeignProven) -> None:
        self._shown = proven
        new = proven.needs == "account"
        provider = self._model.provider_name()
        self.name.setText(proven.name)
        self.password.clear()
        self.invitation.clear()
        for line in (self._name_line, self._invitation_line, self._password_line):
            line.set_problem("")
        info = self._model.server.info if self._model.server is not None else None
        self._name_line.setVisible(new)
        self._invitation_line.setVisible(new and info is not None and info.sign_up == "invited")
        self._password_line.setVisible(not new)
        self.forgot_button.setVisible(not new)
        self._title.setText(self.tr("Create your account") if new else self.tr("You have an account here"))
        self._words.setText(self._explained(new=new).format(provider=provider, email=proven.email))
        keep = self.tr(
            "What is in your library here becomes part of the account and goes to your other computers."
        )
        other = self.tr(
            "Do you have an account with another e-mail? Go back and sign in with its password first."
        )
        self._keep.setText(f"{keep} {other}" if new else "")
        self._keep.setVisible(new)
        self.submit_button.setText(self.tr("Create my account") if new else self.tr("Link and sign in"))

    def _explained(self, *, new: bool) -> str:
        if new:
            return self.tr(
                "{provider} says that you are {email}. There is no account with that e-mail here yet."
            )
        return self.tr(
            "{provider} says that you are {email}. Type the password of that account once, so that nobody else gets "
            "in; from then on {provider} signs you in."
        )

    def _lay_out(self) -> None:
        self.body.setSpacing(Space.L)
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=Space.M)
        for button in (self.submit_button, self.back_button, self.forgot_button, self._dots):
            row.addWidget(button)
        self._dots.hide()
        parts = (self._title, self._words, self._name_line, self._invitation_line, self._password_line)
        for widget in (*parts, self._keep, self.error, buttons):
            self.body.addWidget(widget)

    def _edited(self) -> None:
        self._model.clear_error()
        for line in (self._name_line, self._password_line):
            line.set_problem("")

    def _back(self) -> None:
        if self._model.busy:
            self._model.stop()
        else:
            self._model.forget_proven()

    def _forgot(self) -> None:
        proven, server = self._model.proven, self._model.server
        if proven is not None and server is not None:
            self._model.forgot(server.url, proven.email)
