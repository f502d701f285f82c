"""The account page's part for administrators: what they look after, and the way there."""

from PySide6.QtCore import Qt

from desktop.admin.access_view_model import AccessViewModel
from desktop.admin.service import AdminService, Reach
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.label import Label
from desktop.widgets.page import Page, PageContext
from desktop.widgets.theme import TypeRole

ADMIN_PAGE = "admin"


class AdminPart(Page):
    """Hidden for everybody else."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        admin: AdminService = context.services.admin
        bus = context.services.bus
        self.access = context.shell.shared(AccessViewModel, lambda scope: AccessViewModel(admin, scope, bus))
        self.title = Label("", TypeRole.LEAD, semibold=True, wrap=True)
        self.about = Label("", wrap=True)
        self.button = Button(self.tr("Administration"), icon_name="shield-account-outline")
        self.button.clicked.connect(lambda: self.shell.open(ADMIN_PAGE))
        card = Card()
        card.body.addWidget(self.title)
        card.body.addWidget(self.about)
        card.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(card)
        self.access.changed.connect(self._refresh)
        self._refresh()

    async def aclose(self) -> None:
        self.access.changed.disconnect(self._refresh)

    def _refresh(self) -> None:
        reach = self.access.reach
        self.setVisible(reach is not Reach.NOBODY)
        words = self.tr("You administer {place}")
        self.title.setText(words.format(place=self.access.place))
        self.about.setText(
            self.tr("Its people, plans, prices, models, payments and what happened.")
            if reach is Reach.SERVER
            else self.tr("Its people, and what happened.")
        )


def create_page(context: PageContext) -> AdminPart:
    """Make the part."""
    return AdminPart(context)
