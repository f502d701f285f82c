"""The account page: signed out (the library is whole without), a mail to answer, or the person and their devices."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from desktop.accounts.browser_page import come_forward
from desktop.accounts.completing_page import CompletingForm
from desktop.accounts.delete_dialog import DeleteDialog
from desktop.accounts.devices_page import DevicesCard
from desktop.accounts.email_dialog import EmailDialog
from desktop.accounts.entry import Purpose
from desktop.accounts.entry_page import EntryForm
from desktop.accounts.password_dialog import PasswordDialog
from desktop.accounts.person_page import PersonCard
from desktop.accounts.service import AccountsService, Device
from desktop.accounts.view_model import AccountViewModel
from desktop.accounts.ways_page import WaysCard
from desktop.accounts.ways_view_model import WaysViewModel
from desktop.accounts.words_page import done_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.empty_state import Glyph
from desktop.widgets.file_dialog import save_dialog
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_bytes
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.notice import Notice
from desktop.widgets.page import Page, PageContext, make_page
from desktop.widgets.page_header import PageHeader
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.text_dialog import TextDialog
from desktop.widgets.theme import Space, TypeRole
from shared.accounts.messages import NAME_CHARS, PASSWORD_LEAST_CHARS
from shared.clock import Clock

_CHARACTERS = 84


class AccountPage(Page):
    """Sections of other slices (sync) stand between the person and the devices."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        accounts: AccountsService = context.services.accounts
        self._clock: Clock = context.services.clock
        self.view_model = AccountViewModel(accounts, context.scope, context.services.bus)
        self._parts = [make_page(spec.factory, context) for spec in context.sections]
        self.form = EntryForm(self.view_model)
        self.completing = CompletingForm(self.view_model)
        self.ways_model = WaysViewModel(accounts, context.scope, context.services.bus)
        self.ways = WaysCard(self.ways_model, context.scope)
        self._was_in = accounts.session is not None
        self.person = PersonCard()
        self.devices = DevicesCard()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self._refresh()

    def open_target(self, *, create: bool = False, **_target: Any) -> None:
        if self.view_model.session is None:
            self.form.choose(Purpose.SIGN_UP if create else Purpose.SIGN_IN)
            self.form.focus_first()

    def activated(self) -> None:
        self.view_model.reload()
        self.ways_model.reload()
        if self.state() == "out":
            self.form.look_for_server()
            self.form.focus_first()
        for part in self._parts:
            part.activated()

    def deactivated(self) -> None:
        self.form.forget_password()
        self.go_on.set_notice("")

    async def aclose(self) -> None:
        self.view_model.close()
        self.ways_model.close()
        for part in self._parts:
            await part.aclose()

    def state(self) -> str:
        """Return "out", "mail" or "in"."""
        return ("out", "mail", "in")[self._stack.currentIndex()]

    # Parts

    def _build(self) -> None:
        for column in (self._signed_out(), self._mail(), self._signed_in()):
            self._stack.addWidget(column)
        self.body.addWidget(PageHeader(self.tr("Account")))
        self.body.addWidget(self._stack, 1)

    def _signed_out(self) -> ScrollColumn:
        column = self._out_column = ScrollColumn(characters=_CHARACTERS)
        self._ended = InlineError()
        column.body.addWidget(self._ended)
        column.body.addWidget(
            Label(self.tr("Your library on all your computers"), TypeRole.TITLE, semibold=True, wrap=True)
        )
        column.body.addWidget(
            Label(
                self.tr(
                    "Everything works without an account. An account puts your library on your other computers, "
                    "and lets you share with groups."
                ),
                TypeRole.LEAD,
                tone="muted",
                wrap=True,
            )
        )
        column.body.addWidget(self.form)
        column.body.addWidget(self.completing)
        return column

    def _mail(self) -> ScrollColumn:
        column = ScrollColumn(characters=_CHARACTERS)
        column.body.addWidget(
            Glyph("email-outline", pixels=56, role="accent"), 0, Qt.AlignmentFlag.AlignLeading
        )
        column.body.addWidget(Label(self.tr("Look into your mail"), TypeRole.TITLE, semibold=True))
        self._mail_words = Label("", TypeRole.LEAD, wrap=True)
        column.body.addWidget(self._mail_words)
        column.body.addWidget(
            Label(
                self.tr("No mail? Look into your spam folder. Meanwhile everything goes on working here."),
                tone="muted",
                wrap=True,
            )
        )
        self.answered_button = Button(self.tr("I have opened the link: sign in"), "primary")
        self.answered_button.clicked.connect(self._answered)
        column.body.addWidget(self.answered_button, 0, Qt.AlignmentFlag.AlignLeading)
        return column

    def _signed_in(self) -> ScrollColumn:
        column = ScrollColumn(characters=_CHARACTERS)
        self.go_on = Notice("check-circle-outline", tone="ok")
        column.body.addWidget(self.go_on)
        column.body.addWidget(self.person)
        for part in self._parts:
            column.body.addWidget(part)
        column.body.addWidget(self.ways)
        column.body.addWidget(self.devices)
        column.body.addWidget(self._yours())
        column.body.addWidget(self._leaving())
        return column

    def _yours(self) -> Card:
        self.email_button = Button(self.tr("Change your e-mail"), icon_name="email-edit-outline")
        self.password_button = Button(self.tr("Change your password"), icon_name="lock-outline")
        self.export_button = Button(self.tr("Export my data"), icon_name="download-outline")
        self._export_row = ProgressRow(self.tr("Exporting your data"))
        self._export_row.set_actions(cancel=True, retry=False)
        card = _card(
            self.tr("E-mail, password and data"),
            "",
            self.email_button,
            self.password_button,
            self.export_button,
        )
        self._export_words = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        card.body.addWidget(self._export_words)
        card.body.addWidget(self._export_row)
        return card

    def _leaving(self) -> Card:
        self.out_button = Button(self.tr("Sign out"), icon_name="logout")
        self.everywhere_button = Button(self.tr("Sign out everywhere"))
        self.delete_button = Button(self.tr("Delete my account"), "danger")
        return _card(
            self.tr("Leaving"),
            self.tr("Whichever you choose, what is on this computer stays on this computer."),
            self.out_button,
            self.everywhere_button,
            self.delete_button,
        )

    # What happens

    def _connect(self) -> None:
        model = self.view_model
        model.changed.connect(self._refresh)
        model.done.connect(self._tell)
        model.failed.connect(self.shell.report)
        model.came_back.connect(lambda: come_forward(self))
        self.ways_model.changed.connect(self._refresh)
        self.ways_model.done.connect(self._tell)
        self.ways_model.came_back.connect(lambda: come_forward(self))
        self.ways_model.failed.connect(self.shell.report)
        self.ways.change_password.connect(self._change_password)
        self.form.error_shown.connect(lambda: QTimer.singleShot(0, self, self._reveal))
        self.go_on.action.connect(self.shell.back)
        self.person.rename_asked.connect(lambda: self._spawn(self._rename(), "rename"))
        self.person.mail_asked.connect(model.resend_verification)
        self.devices.retry.connect(model.reload)
        self.devices.rename_asked.connect(lambda device: self._spawn(self._rename_device(device), "device"))
        self.devices.revoke_asked.connect(lambda device: self._spawn(self._revoke_device(device), "device"))
        self.password_button.clicked.connect(self.ways.choose_password)
        self.email_button.clicked.connect(self._change_email)
        self.export_button.clicked.connect(self._choose_target)
        self._export_row.cancelled.connect(model.stop_export)
        self.out_button.clicked.connect(lambda: self._spawn(self._sign_out(), "sign out"))
        self.everywhere_button.clicked.connect(lambda: self._spawn(self._everywhere(), "everywhere"))
        self.delete_button.clicked.connect(lambda: DeleteDialog(self, model).open())

    def _spawn(self, work: Any, name: str) -> None:
        self.context.scope.spawn(work, name=name)

    def _refresh(self) -> None:
        model = self.view_model
        session = model.session
        completing = session is None and model.proven is not None
        if completing and self.form.isVisibleTo(self):
            QTimer.singleShot(0, self.completing, self.completing.focus_first)
        self.form.setVisible(not completing)
        self._stack.setCurrentIndex(2 if session is not None else 1 if model.confirm_email else 0)
        if session is None:
            if self._was_in:
                self.form.choose(Purpose.SIGN_IN)
                if model.last is None:
                    self.form.forget()
            self._was_in = False
            self._ended.show_error(model.ended, can_retry=False)
            words = self.tr("We sent a mail to {email}. Open the link in it, then come back and sign in.")
            self._mail_words.setText(words.format(email=model.confirm_email))
            return
        self._was_in = True
        self.ways.about(session.name, session.email)
        # The card of the ways to sign in has that button too.
        self.password_button.setVisible(self.ways.isHidden())
        self.person.show_person(session, model.key_place, server_mails=model.server_mails)
        self.devices.show_devices(model.devices, model.devices_error)
        self.export_button.setEnabled(not model.exporting)
        self._export_words.setText(self._export_text())
        self._export_row.setVisible(model.exporting)
        if model.exported is not None:
            have, total = model.exported
            self._export_row.set_progress(have / total if total else None, format_bytes(have))

    def _export_text(self) -> str:
        stored = self.view_model.stored_bytes
        if stored is None:
            return self.tr(
                "The export is one zip file with everything the server has of you, your files too."
            )
        words = self.tr(
            "The export is one zip file with everything the server has of you, your files too: about {size}."
        )
        return words.format(size=format_bytes(stored))

    def _reveal(self) -> None:
        """Bring what went wrong, and the button below it, into sight."""
        # While one waited the button was disabled, and the focus went on to another.
        self.form.submit_button.setFocus()
        for widget in (self.form.error, self.form.submit_button):
            self._out_column.ensureWidgetVisible(widget, 0, Space.XL)

    def _tell(self, what: str) -> None:
        if what == "signed_in":
            self.form.forget_password()
            if self.shell.can_go_back():
                self.go_on.set_notice(done_text(what), self.tr("Go on where you were"))
                return
        self.shell.toast(done_text(what), tone="ok")

    def _answered(self) -> None:
        self.form.choose(Purpose.SIGN_IN)
        self.view_model.back_to_sign_in()
        self.form.focus_first()

    def _about(self) -> tuple[str, ...]:
        session = self.view_model.session
        return (session.name, session.email) if session is not None else ()

    def _change_email(self) -> None:
        session = self.view_model.session
        if session is not None:
            EmailDialog(self, self.view_model, session.email).open()

    def _change_password(self) -> None:
        server = self.view_model.server
        least = server.info.password_least_chars if server is not None else PASSWORD_LEAST_CHARS
        PasswordDialog(self, self.view_model, self._about(), least).open()

    def _choose_target(self) -> None:
        today = datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC).astimezone().date()
        dialog = save_dialog(
            self,
            self.tr("Export my data"),
            f"lantern-account-{today.isoformat()}",
            "zip",
            self.tr("Zip file (*.zip)"),
        )
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.fileSelected.connect(lambda chosen: self.view_model.export_to(Path(chosen)))
        dialog.open()

    async def _rename(self) -> None:
        session = self.view_model.session
        if session is None:
            return
        hint = self.tr("As people in your groups will see it.")
        dialog = TextDialog(
            self,
            self.tr("Change your name"),
            self.tr("Your name"),
            self.tr("Save"),
            text=session.name,
            hint=hint,
            longest=NAME_CHARS,
        )
        name = await dialog.ask()
        if name and name != session.name:
            self.view_model.rename(name)

    async def _rename_device(self, device: Device) -> None:
        dialog = TextDialog(
            self,
            self.tr("Rename a device"),
            self.tr("Name"),
            self.tr("Rename"),
            text=device.name,
            longest=NAME_CHARS,
        )
        name = await dialog.ask()
        if name and name != device.name:
            self.view_model.rename_device(device.device_id, name)

    async def _revoke_device(self, device: Device) -> None:
        title = self.tr("Sign “{name}” out?").format(name=device.name)
        body = self.tr(
            "It can no longer sync. Everything on it stays there, also what your groups shared and what was not yet "
            "sent. If the device is lost, somebody may still read that."
        )
        if await ConfirmDialog(self, title, body, self.tr("Sign out")).ask():
            self.view_model.revoke_device(device.device_id)

    async def _sign_out(self) -> None:
        if await self._may_leave():
            self.view_model.sign_out()

    async def _may_leave(self) -> bool:
        """Ask before one leaves while the server does not have everything."""
        pending = await self.view_model.pending()
        if not pending:
            return True
        title = self.tr("Sign out before everything is sent?")
        body = self.tr(
            "%n change(s) made here have not reached the server. They stay on this computer, and are sent once you "
            "sign in here again.",
            "",
            pending,
        )
        return await ConfirmDialog(self, title, body, self.tr("Sign out")).ask()

    async def _everywhere(self) -> None:
        title = self.tr("Sign out on every device?")
        body = self.tr("Also here. Each device keeps what is on it and syncs again once you sign in there.")
        if await ConfirmDialog(self, title, body, self.tr("Sign out everywhere")).ask():
            self.view_model.sign_out_everywhere()


def _card(title: str, words: str, *buttons: Button) -> Card:
    card = Card()
    card.body.addWidget(Label(title, TypeRole.LEAD, semibold=True))
    if words:
        card.body.addWidget(Label(words, tone="muted", wrap=True))
    holder = QWidget()
    row = FlowLayout(holder, spacing=Space.S)
    for button in buttons:
        row.addWidget(button)
    card.body.addWidget(holder)
    return card


def create_page(context: PageContext) -> AccountPage:
    """Make the page."""
    return AccountPage(context)
