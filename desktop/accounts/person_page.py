"""The signed-in person's card: name, e-mail and whether it is confirmed, school, server."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.service import SignedIn, host_of, is_plain
from desktop.runtime.secrets import Place
from desktop.widgets.avatar import Avatar
from desktop.widgets.button import IconButton
from desktop.widgets.card import Card
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import ElidedLabel
from desktop.widgets.notice import Notice
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space, TypeRole


class PersonCard(Card):
    """`rename_asked` and `mail_asked` fire from its buttons."""

    rename_asked = Signal()
    mail_asked = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._avatar = Avatar(pixels=56)
        self.name = ElidedLabel("", TypeRole.LEAD, semibold=True)
        self.email = ElidedLabel("", tone="muted")
        self._server = ElidedLabel("", TypeRole.SMALL, tone="muted")
        self.rename_button = IconButton("pencil-outline", self.tr("Change your name"))
        self.rename_button.clicked.connect(self.rename_asked)
        self.verified, self.school = Pill(), Pill()
        self._unconfirmed = Notice("email-alert-outline", tone="warning")
        self._unconfirmed.action.connect(self.mail_asked)
        self._plain = Notice("lock-open-alert-outline", tone="warning")
        self._file = Notice("key-alert-outline")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.email)
        words.addWidget(self._server)
        head = QHBoxLayout()
        head.setSpacing(Space.L)
        head.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self.rename_button, 0, Qt.AlignmentFlag.AlignTop)
        pills = QWidget()
        row = FlowLayout(pills, spacing=Space.S)
        for pill in (self.verified, self.school):
            row.addWidget(pill)
        self.body.setSpacing(Space.M)
        self.body.addLayout(head)
        self.body.addWidget(pills)
        for notice in (self._unconfirmed, self._plain, self._file):
            self.body.addWidget(notice)

    def show_person(self, person: SignedIn, key_place: Place | None, *, server_mails: bool) -> None:
        """Fill the card. Where the server sends no mails nobody is asked to answer one."""
        self._avatar.set_name(person.name)
        self.name.set_full_text(person.name)
        self.email.set_full_text(person.email)
        server = self.tr("{name} · {address}").format(
            name=person.server_name, address=host_of(person.server_url)
        )
        self._server.set_full_text(server)
        self.school.set_state(person.tenant_name, "neutral", "school-outline")
        self.school.setVisible(bool(person.tenant_name))
        if person.email_verified:
            self.verified.set_state(self.tr("E-mail confirmed"), "ok")
        else:
            self.verified.set_state(self.tr("E-mail not confirmed"), "warning")
        self.verified.setVisible(person.email_verified or server_mails)
        self._unconfirmed.set_notice(
            ""
            if person.email_verified or not server_mails
            else self.tr(
                "Open the link in the mail we sent, so that you can get a new password when you need one."
            ),
            self.tr("Send it again"),
        )
        self._plain.set_notice(
            self.tr("The connection to this server is not encrypted. Others on the network could read it.")
            if is_plain(person.server_url)
            else ""
        )
        self._file.set_notice(
            self.tr(
                "This computer has no key store that Lantern can use. Your sign-in is kept in a file that only "
                "your user account may read."
            )
            if key_place == "file"
            else ""
        )
