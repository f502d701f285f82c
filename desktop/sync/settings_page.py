"""Settings, Sync: with whom this library syncs, and the way to the account. The choices stand below it."""

from PySide6.QtCore import Qt

from desktop.accounts.service import AccountsService, host_of
from desktop.runtime.changes import ChangeBus, ChangeSet
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.label import Label
from desktop.widgets.page import Page, PageContext


class SyncSettings(Page):
    """One card: the server's name and address, or that there is none."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._accounts: AccountsService = context.services.accounts
        bus: ChangeBus = context.services.bus
        self.server = Label("", semibold=True, wrap=True)
        self._words = Label("", tone="muted", wrap=True)
        self.account_button = Button("", icon_name="account-circle-outline")
        self.account_button.clicked.connect(lambda: self.shell.open("account"))
        card = Card()
        for widget in (self.server, self._words):
            card.body.addWidget(widget)
        card.body.addWidget(self.account_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(card)
        self._unsubscribe = bus.subscribe(self._changed)
        self._refresh()

    async def aclose(self) -> None:
        self._unsubscribe()

    def _changed(self, changes: ChangeSet) -> None:
        if changes.touches("account"):
            self._refresh()

    def _refresh(self) -> None:
        session = self._accounts.session
        if session is None:
            self.server.setText(self.tr("This library does not sync"))
            self._words.setText(self.tr("It is on this computer only. Everything works without an account."))
            self.account_button.setText(self.tr("Sign in or make an account"))
            return
        address = host_of(session.server_url)
        self.server.setText(self.tr("{name} · {address}").format(name=session.server_name, address=address))
        self._words.setText(self.tr("Signed in as {email}.").format(email=session.email))
        self.account_button.setText(self.tr("Account and devices"))


def create_page(context: PageContext) -> SyncSettings:
    """Make the section."""
    return SyncSettings(context)
