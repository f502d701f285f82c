"""Invites to a group: who may come, how long; then the link and its code to scan."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from desktop.groups.service import GroupView, Role
from desktop.groups.view_model import GroupsViewModel
from desktop.groups.words_page import role_help, role_text, roles_below
from desktop.widgets.button import Button
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from desktop.widgets.formats import format_date
from desktop.widgets.label import Label
from desktop.widgets.notice import Notice
from desktop.widgets.qr_code import QrCode
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.theme import Space, TypeRole
from shared.clock import Clock

MOST_USES = 500
DEFAULT_DAYS = "14"


class InviteDialog(FormDialog):
    """First the choices, then what to hand on; the link is told this once."""

    def __init__(self, parent: QWidget, view_model: GroupsViewModel, group: GroupView, clock: Clock) -> None:
        title = QCoreApplication.translate("InviteDialog", "Invite to “{name}”").format(name=group.name)
        super().__init__(
            parent, title, QCoreApplication.translate("InviteDialog", "Make the link"), width=460
        )
        self._model, self._group, self._clock = view_model, group, clock
        self._stack = QStackedWidget()
        self._stack.addWidget(self._choices())
        self._stack.addWidget(self._result())
        self.content.addWidget(self._stack, 1)
        self.action_button.clicked.connect(self._submit)
        view_model.begin()
        view_model.asked.connect(self._refresh)
        self._refresh()

    def _choices(self) -> QWidget:
        roles = roles_below(self._group.role)
        self.role = SegmentedControl(self.tr("Role"), [Segment(role, role_text(role)) for role in roles])
        self.role.set_selected(Role.MEMBER if Role.MEMBER in roles else roles[0])
        self.role.selected.connect(lambda _id: self._refresh())
        self._role_help = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.uses = QSpinBox()
        self.uses.setRange(1, MOST_USES)
        self.uses.setValue(30)
        self.uses.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.days = SegmentedControl(
            self.tr("Good for"),
            [Segment(days, self.tr("%n day(s)", "", int(days))) for days in ("1", DEFAULT_DAYS, "60")],
        )
        self.days.set_selected(DEFAULT_DAYS)
        self.email = QLineEdit()
        self.email.setPlaceholderText("name@example.org")
        self.email.textChanged.connect(lambda _text: self._refresh())
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(Label(self.tr("They come in as"), semibold=True))
        column.addWidget(self.role, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._role_help)
        self._people = SettingRow(self.tr("How many people may use the link"), "", self.uses)
        column.addWidget(self._people)
        column.addWidget(Label(self.tr("The link works for"), semibold=True))
        column.addWidget(self.days, 0, Qt.AlignmentFlag.AlignLeading)
        hint = self.tr(
            "May stay empty. With it only this person can use the invitation; it is mailed if the server sends mails."
        )
        column.addWidget(FormField(self.tr("E-mail"), self.email, hint))
        return holder

    def _result(self) -> QWidget:
        self.qr = QrCode(self.tr("Code that opens the invitation"), pixels=220)
        self.link = QLineEdit()
        self.link.setReadOnly(True)
        self.copy_button = Button(self.tr("Copy the link"), "primary", icon_name="content-copy")
        self.copy_button.clicked.connect(self._copy)
        self._copied = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.misnamed = Notice("alert-circle-outline", tone="warning")
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.qr, 1)
        column.addWidget(FormField(self.tr("Invitation link"), self.link))
        column.addWidget(self._copied)
        column.addWidget(self.misnamed)
        column.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeading)
        return holder

    def _submit(self) -> None:
        email = self.email.text().strip()
        uses = 1 if email else self.uses.value()
        days = int(self.days.current())
        self._model.invite(self._group, Role(self.role.current()), uses, days, email, self._clock.now_ms())

    def _refresh(self) -> None:
        model = self._model
        self._role_help.setText(role_help(Role(self.role.current())))
        self._people.setVisible(not self.email.text().strip())
        self.action_button.setEnabled(not model.busy)
        self.show_error(model.asked_error)
        made = model.made
        if made is None:
            return
        self.link.setText(made.url)
        self.link.setCursorPosition(0)
        self.qr.set_text(made.url)
        until = self.tr("Works until {date}. Anyone who has it can join, so hand it only to those you mean.")
        if made.mailed:
            words = self.tr("Mailed to {email}. You can also hand it on yourself.").format(email=made.email)
        elif made.email:
            words = self.tr("This server sends no mails: hand the link on yourself. Only {email} can use it.")
            words = words.format(email=made.email)
        else:
            words = until.format(date=format_date(made.expires_ms))
        self._copied.setText(words)
        wrong = self.tr(
            "The link in the mail names {address}, which leads nowhere for others. Hand this one on yourself, and tell "
            "whoever runs the server to set its public address."
        )
        self.misnamed.set_notice(wrong.format(address=made.named) if made.named and made.mailed else "")
        self._stack.setCurrentIndex(1)
        self.action_button.hide()
        self.cancel_button.setText(self.tr("Done"))
        self.copy_button.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.link.text())
        self.copy_button.setText(self.tr("Copied"))
        self.copy_button.set_icon("check")
