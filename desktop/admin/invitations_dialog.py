"""Invites people by mail, gives the link to pass on, and lists the invitations that are open."""

from typing import get_args

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.admin.schools_view_model import SERVER, InvitationsViewModel
from desktop.admin.words_page import role_text
from desktop.widgets.button import Button
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from desktop.widgets.formats import format_date
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.picker import Option, Picker
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.accounts.messages import EMAIL_CHARS, TenantInvitation, TenantRole

_WIDTH = 540
_LIST_HEIGHT = 150


class InvitationsDialog(FormDialog):
    """`place` is the school's or the server's name. It stays open: often several people are invited."""

    def __init__(self, parent: QWidget, view_model: InvitationsViewModel, place: str) -> None:
        title = QCoreApplication.translate("InvitationsDialog", "Invite to {place}").format(place=place)
        invite = QCoreApplication.translate("InvitationsDialog", "Invite")
        super().__init__(parent, title, invite, width=_WIDTH)
        self._model = view_model
        self._sent = False
        self.cancel_button.setText(self.tr("Close"))
        self.email = QLineEdit()
        self.email.setMaxLength(EMAIL_CHARS)
        hint = self.tr("Where the server sends mail, the link goes there; otherwise pass it on yourself.")
        self.content.addWidget(FormField(self.tr("E-mail"), self.email, hint))
        roles = [role for role in get_args(TenantRole) if role != "admin" or view_model.tenant_id != SERVER]
        self.role = Picker(self.tr("Role"))
        self.role.set_options([Option(role, role_text(role)) for role in roles], "learner")
        self.content.addWidget(SettingRow(self.tr("Role"), "", self.role))
        self.content.addWidget(self._link())
        self.heading = Label(self.tr("Open invitations"), semibold=True)
        self.content.addWidget(self.heading)
        self.content.addWidget(self._list(), 1)
        self.email.textChanged.connect(lambda _text: self._refresh())
        self.action_button.clicked.connect(self._submit)
        self.copy_button.clicked.connect(self._copy)
        view_model.begin()
        view_model.asked.connect(self._refresh)
        view_model.changed.connect(self._refresh)
        view_model.reload()
        self._refresh()
        self.email.setFocus()

    def invite(self, email: str, role: TenantRole) -> None:
        """Invite somebody who was named before the dialog opened."""
        self.email.setText(email)
        self.role.set_selected(role)
        self._submit()

    def rows(self) -> list["InvitationRow"]:
        """The open invitations that are shown."""
        return self._rows

    def _link(self) -> QWidget:
        self.made = QWidget()
        self.url = ElidedLabel("")
        self.copy_button = Button(self.tr("Copy the link"), icon_name="content-copy")
        row = QHBoxLayout(self.made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self.url, 1)
        row.addWidget(self.copy_button)
        return self.made

    def _list(self) -> QScrollArea:
        self._rows: list[InvitationRow] = []
        self._shown: list[TenantInvitation] = []
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, Space.M, 0)
        self._column.setSpacing(Space.S)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(holder)
        self._scroll.setMinimumHeight(theme().px(_LIST_HEIGHT))
        return self._scroll

    def _submit(self) -> None:
        role: TenantRole = self.role.current()  # pyright: ignore[reportAssignmentType]
        self._sent = True
        self._model.invite(self.email.text().strip(), role)

    def _copy(self) -> None:
        if self._model.made is not None:
            QGuiApplication.clipboard().setText(self._model.made.url)
            self.copy_button.setText(self.tr("Copied"))

    def _refresh(self) -> None:
        model = self._model
        if self._sent and not model.busy:
            self._sent = False
            if model.asked_error is None:
                self.email.clear()
                self.copy_button.setText(self.tr("Copy the link"))
        self.action_button.setEnabled("@" in self.email.text() and not model.busy)
        self.made.setVisible(model.made is not None and bool(model.made.url))
        if model.made is not None:
            words = self.tr("For {email}: {url}")
            self.url.set_full_text(words.format(email=model.made.email, url=model.made.url))
        self._fill(model.invitations)
        self.show_error(model.asked_error or model.error)

    def _fill(self, invitations: list[TenantInvitation]) -> None:
        self.heading.setVisible(bool(invitations))
        self._scroll.setVisible(bool(invitations))
        if invitations == self._shown:
            return
        self._shown = list(invitations)
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [InvitationRow(each) for each in invitations]
        for place, row in enumerate(self._rows):
            row.button.clicked.connect(lambda _checked=False, one=row.invitation: self._model.withdraw(one))
            self._column.insertWidget(place, row)


class InvitationRow(QWidget):
    """An open invitation and Withdraw."""

    def __init__(self, invitation: TenantInvitation) -> None:
        super().__init__()
        self.invitation = invitation
        until = self.tr("until {date}").format(date=format_date(invitation.expires_ms))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(invitation.email))
        about = f"{role_text(invitation.role)} · {until}"
        words.addWidget(ElidedLabel(about, TypeRole.SMALL, tone="muted"))
        self.button = Button(self.tr("Withdraw"))
        self.button.setAccessibleName(self.tr("Withdraw: {email}").format(email=invitation.email))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
