"""The form to sign in or to make an account: checks while one types, says errors in place, waits without freezing."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.accounts.browser_page import BrowserNotice, ProviderButtons, browser
from desktop.accounts.entry import Draft, Problem, Purpose, looks_like_email, problems, strength
from desktop.accounts.service import host_of
from desktop.accounts.view_model import AccountViewModel
from desktop.accounts.words_page import problem_text, strength_text
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.form_field import FormField
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.language import ui_language
from desktop.widgets.notice import Notice
from desktop.widgets.password_field import PasswordField, StrengthMeter
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space
from desktop.widgets.typing_dots import TypingDots
from shared.accounts.messages import EMAIL_CHARS, NAME_CHARS, PASSWORD_LEAST_CHARS
from shared.errors import AppError

SLOW_MS = 4_000
_UP = Purpose.SIGN_UP


class EntryForm(Card):
    """Enter submits. What was typed stays until it has worked. `error_shown`: there is something new to see."""

    error_shown = Signal()

    def __init__(self, view_model: AccountViewModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._model = view_model
        self._tried = self._invited = False
        self._told_error: AppError | None = None
        self.purpose = SegmentedControl(
            self.tr("What to do"),
            [Segment(Purpose.SIGN_IN, self.tr("Sign in")), Segment(_UP, self.tr("Create an account"))],
        )
        self.purpose.selected.connect(lambda _id: self._purpose_changed())
        self._make_fields()
        self.error = InlineError()
        self.error.action.connect(self._error_action)
        self.submit_button = Button("", "primary")
        self.submit_button.clicked.connect(self.submit)
        self.stop_button = Button(self.tr("Cancel"))
        self.stop_button.clicked.connect(view_model.stop)
        self.forgot_button = Button(self.tr("Forgot your password?"), "link")
        self.forgot_button.clicked.connect(self._forgot)
        self.providers = ProviderButtons()
        self.providers.chosen.connect(lambda provider: view_model.continue_with(provider, browser()))
        self.browser = BrowserNotice()
        self._dots = TypingDots()
        self._slow = Notice("timer-sand")
        self._slow_timer = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow_timer.timeout.connect(self._say_slow)
        self._lay_out()
        view_model.changed.connect(self.refresh)
        self._prefill()
        self._purpose_changed()

    def draft(self) -> Draft:
        """The form as it is typed."""
        return Draft(
            Purpose(self.purpose.current()),
            self.server.text(),
            self.email.text(),
            self.password.text(),
            self.name.text(),
            self.invitation.text(),
        )

    def submit(self) -> None:
        """Send it, or say what is missing and go there."""
        self._tried = True
        found = self._show_problems()
        if found:
            self._fields[next(iter(found))].field.setFocus()
        elif not self._model.busy:
            self.password.hide_again()
            self._model.enter(self.draft(), ui_language())

    def choose(self, purpose: Purpose) -> None:
        """Show the form for signing in or up."""
        self.purpose.set_selected(purpose)
        self._purpose_changed()

    def focus_first(self) -> None:
        """Put the cursor where typing should begin."""
        order = (self.server, self.name, self.email, self.password)
        empty = (field for field in order if field.isVisibleTo(self) and not field.text())
        next(empty, self.password).setFocus()

    def forget_password(self) -> None:
        """Nothing of a password stays in a form that is no longer shown."""
        self.password.clear()
        self._tried = False
        self._show_problems()

    def forget(self) -> None:
        """The account is no more: nothing of it stays in the form, and another may be made."""
        for field in self._fields.values():
            field.field.clear()
        self._invited = False
        self._model.forget_server()
        self.purpose.show()
        self.forget_password()
        self.refresh()

    def refresh(self) -> None:
        """Show what the view model says."""
        model = self._model
        busy = model.busy
        for field in self._fields.values():
            field.field.setEnabled(not busy)
        self.purpose.setEnabled(not busy)
        self.submit_button.setEnabled(not busy)
        self.stop_button.setVisible(busy)
        self._dots.setVisible(busy)
        at_provider = model.in_browser is not None
        self.browser.show_visit(model.in_browser)
        self.providers.show_providers(model.providers, enabled=not busy)
        if at_provider:
            self._slow_timer.stop()
            self._slow.set_notice("")
        elif busy and not self._slow_timer.isActive() and self._slow.isHidden():
            self._slow_timer.start()
        if not busy:
            self._slow_timer.stop()
            self._slow.set_notice("")
        self.error.show_error(model.error, can_retry=False, action_text=self._way_out())
        if model.error is not None and model.error is not self._told_error:
            self.error_shown.emit()
        self._told_error = model.error
        self._show_server()
        self._show_problems()

    # Parts

    def _make_fields(self) -> None:
        self.server = QLineEdit()
        self.server.setPlaceholderText("lantern.example.org")
        self.server.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.server.textEdited.connect(lambda _text: self._model.forget_server())
        self.server.editingFinished.connect(self.look_for_server)
        self.name = QLineEdit()
        self.name.setMaxLength(NAME_CHARS)
        self.email = QLineEdit()
        self.email.setMaxLength(EMAIL_CHARS)
        self.email.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.password = PasswordField()
        self.invitation = QLineEdit()
        self._fields = {
            "server": FormField(self.tr("Server address"), self.server),
            "name": FormField(
                self.tr("Your name"), self.name, self.tr("As people in your groups will see it.")
            ),
            "email": FormField(self.tr("E-mail"), self.email),
            "password": FormField(self.tr("Password"), self.password),
            "invitation": FormField(
                self.tr("Invitation"),
                self.invitation,
                self.tr(
                    "The code, or the end of the link, of an invitation to this server. "
                    "A link to a group goes under Groups, once you are signed in."
                ),
            ),
        }
        self.meter = StrengthMeter()
        self.invited_button = Button(self.tr("I have an invitation"), "link")
        self.invited_button.clicked.connect(self._open_invitation)
        for field in self._fields.values():
            field.field.returnPressed.connect(self.submit)
            field.field.textEdited.connect(lambda _text: self._edited())

    def _lay_out(self) -> None:
        self.body.setSpacing(Space.L)
        head = QHBoxLayout()
        head.addWidget(self.purpose)
        head.addStretch(1)
        self.body.addLayout(head)
        for key in ("server", "name", "email"):
            self.body.addWidget(self._fields[key])
        self._fields["password"].add_under_field(self.meter)
        for widget in (self._fields["password"], self._fields["invitation"]):
            self.body.addWidget(widget)
        self._plain = Notice("lock-open-alert-outline", tone="warning")
        self._keep = Label(
            self.tr(
                "What is in your library here becomes part of the account and goes to your other computers."
            ),
            tone="muted",
            wrap=True,
        )
        for widget in (self._plain, self._keep, self.error, self._slow, self.browser):
            self.body.addWidget(widget)
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=Space.M)
        self._dots.hide()
        for widget in (self.submit_button, self.stop_button, self.invited_button, self.forgot_button):
            row.addWidget(widget)
        foot = QHBoxLayout()
        foot.setSpacing(Space.M)
        foot.addWidget(buttons, 1)
        foot.addWidget(self._dots, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(foot)
        self.body.addWidget(self.providers)

    def _prefill(self) -> None:
        last = self._model.last
        if last is not None:
            self.server.setText(
                host_of(last.server_url) if last.server_url.startswith("https") else last.server_url
            )
            self.email.setText(last.email)
            # The library has an owner already: a second account could not have it.
            self.purpose.hide()

    def _purpose_changed(self) -> None:
        up = self.purpose.current() == _UP
        self._fields["name"].setVisible(up)
        self.meter.setVisible(up)
        self.forgot_button.setVisible(not up)
        self.submit_button.setText(self.tr("Create an account") if up else self.tr("Sign in"))
        self._tried = False
        self._model.clear_error()
        self.refresh()

    # While typing

    def _edited(self) -> None:
        self._model.clear_error()
        self._show_problems()

    def _show_problems(self) -> dict[str, Problem]:
        """Before the first try only what can be said without nagging: a password's strength."""
        draft, least = self.draft(), self._least_chars()
        found = problems(draft, least)
        for key, field in self._fields.items():
            shown = self._tried and key in found
            field.set_problem(problem_text(key, found[key], least) if shown else "")
        if "server" not in found:
            self._fields["server"].set_problem(self._server_problem())
        step = strength(draft.password, (draft.name, draft.email), least)
        self.meter.set_step(step)
        self._fields["password"].set_hint(strength_text(step) if draft.purpose is _UP else "")
        return found

    def look_for_server(self) -> None:
        """Ask who is at the address, unless that is known."""
        if self._model.server is None and not self._model.looking and self.server.text().strip():
            self._model.find_server(self.server.text())

    def _show_server(self) -> None:
        model, field = self._model, self._fields["server"]
        up = self.purpose.current() == _UP
        hint = self.tr("From your school or whoever runs the server.")
        if model.looking:
            hint = self.tr("Looking for the server…")
        elif model.server is not None:
            hint = self.tr("Found: {name}").format(name=model.server.info.name)
        field.set_hint(hint)
        info = model.server.info if model.server is not None else None
        mode = info.sign_up if info is not None else "open"
        asked = mode == "invited" or self._invited
        self._fields["invitation"].setVisible(up and asked and mode != "closed")
        self.invited_button.setVisible(up and not asked and mode == "open")
        self._keep.setVisible(up or model.last is None)
        plain = model.server is not None and model.server.plain
        self._plain.set_notice(
            self.tr(
                "This address does not use https. Anyone on the same network could read what you send, your "
                "password too. Use it only at home or to try things out."
            )
            if plain
            else ""
        )
        self.submit_button.setEnabled(not model.busy and not (up and mode == "closed"))

    def _server_problem(self) -> str:
        """What is wrong at the address, when somebody answered there or nobody did."""
        model = self._model
        if model.server_error is not None:
            words = error_text(model.server_error, ui_language())
            return f"{words.title} {words.action}"
        closed = model.server is not None and model.server.info.sign_up == "closed"
        if closed and self.purpose.current() == _UP:
            return self.tr("This server takes no new accounts. Ask whoever runs it, or sign in.")
        return ""

    def _open_invitation(self) -> None:
        self._invited = True
        self._show_server()
        self.invitation.setFocus()

    def _least_chars(self) -> int:
        server = self._model.server
        return server.info.password_least_chars if server is not None else PASSWORD_LEAST_CHARS

    def _say_slow(self) -> None:
        self._slow.set_notice(
            self.tr("The server takes its time. You can wait, or cancel and go on working; nothing is lost.")
        )

    # What an error leads to

    def _way_out(self) -> str:
        code = self._model.error.code if self._model.error is not None else ""
        return self.tr("Sign in instead") if code == "accounts.email_taken" else ""

    def _error_action(self) -> None:
        self.choose(Purpose.SIGN_IN)
        self.password.setFocus()

    def _forgot(self) -> None:
        email = self.email.text()
        if not self.server.text().strip() or not looks_like_email(email):
            self._tried = True
            self._show_problems()
            self._fields["password"].set_problem("")
            self.focus_first() if not self.server.text().strip() else self.email.setFocus()
            return
        self._model.forgot(self.server.text(), email)
