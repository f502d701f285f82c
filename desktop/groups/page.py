"""The groups page: the list at the leading side, the chosen group beside it; in a narrow window one at a time."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.groups.detail_page import GroupDetailView
from desktop.groups.group_dialog import GroupDialog
from desktop.groups.invite_dialog import InviteDialog
from desktop.groups.join_dialog import JoinDialog
from desktop.groups.service import GroupView, Invitation, MemberView, Role, SharedThing
from desktop.groups.view_model import GroupsViewModel
from desktop.groups.words_page import done_text, role_text
from desktop.widgets.action_card import ActionCard
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Rule
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState, Glyph
from desktop.widgets.label import ElidedLabel
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming
from shared.clock import Clock

LIST_WIDTH = 280
NARROW = 760


class GroupsPage(Page):
    """Groups are shown with no connection too; what changes them needs one and says so."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        services = context.services
        self._clock: Clock = services.clock
        self.view_model = GroupsViewModel(services.groups, services.accounts, context.scope, services.bus)
        self.header = PageHeader(self.tr("Groups"))
        self._list_button = IconButton("arrow-left", self.tr("All groups"))
        self._list_button.clicked.connect(self._show_list)
        self.header.add_leading(self._list_button)
        self.join_button = Button(self.tr("Join with a link"), icon_name="link-variant")
        self.join_button.clicked.connect(lambda: JoinDialog(self, self.view_model).open())
        self.header.add_action(self.join_button)
        self.new_button = Button(self.tr("New group"), icon_name="plus")
        self.header.add_action(self.new_button)
        self.new_button.clicked.connect(lambda: GroupDialog(self, self.view_model).open())
        self.detail = GroupDetailView()
        self._rows: list[GroupRow] = []
        self._in_detail = False
        self._build()
        self._connect()
        self.view_model.reload()
        self._refresh()

    def open_target(self, *, group_id: Any = None, invitation: str = "", **_target: Any) -> None:
        if group_id is not None:
            self._choose(group_id)
        if invitation:
            JoinDialog(self, self.view_model, invitation).open()

    def activated(self) -> None:
        self.view_model.reload()
        self.view_model.load_invitations()

    async def aclose(self) -> None:
        self.view_model.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def rows(self) -> list["GroupRow"]:
        """The entries of the list."""
        return self._rows

    def state(self) -> str:
        """State of the page: "loading", "empty", "error" or "content"."""
        return self._stack.state()

    def _build(self) -> None:
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._column.setSpacing(Space.S)
        self._column.addStretch(1)
        self._list = QScrollArea()
        self._list.setWidgetResizable(True)
        self._list.setWidget(holder)
        self._list.setAccessibleName(self.tr("Groups"))
        self._rule = Rule(vertical=True)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        row.addWidget(self._rule)
        row.addWidget(self.detail, 1)
        self._empty = EmptyState("account-group-outline", "")
        self._empty.action.connect(self._empty_action)
        self._empty.second.connect(lambda: JoinDialog(self, self.view_model).open())
        self._stack = ContentStack(content, self._empty)
        self._stack.retry.connect(self.view_model.reload)
        self.body.addWidget(self.header)
        self.body.addWidget(self._stack, 1)
        theming().changed.connect(self._fit)

    def _connect(self) -> None:
        model, detail = self.view_model, self.detail
        model.changed.connect(self._refresh)
        model.done.connect(lambda what, name: self.shell.toast(done_text(what, name), tone="ok"))
        model.failed.connect(self.shell.report)
        detail.invite_asked.connect(self._invite)
        detail.change_asked.connect(self._change)
        detail.leave_asked.connect(lambda: self._spawn(self._leave(), "leave"))
        detail.delete_asked.connect(lambda: self._spawn(self._delete(), "delete"))
        detail.remove_asked.connect(lambda member: self._spawn(self._remove(member), "remove"))
        detail.role_asked.connect(lambda member, role: self._spawn(self._set_role(member, role), "role"))
        detail.withdraw_asked.connect(self._withdraw)
        detail.open_asked.connect(self._open_thing)

    def _refresh(self) -> None:
        model = self.view_model
        for button in (self.join_button, self.new_button):
            button.setVisible(model.known and bool(model.groups))
            button.setEnabled(model.signed_in)
        if model.error is not None:
            self._stack.show_error(model.error)
        elif not model.loaded:
            self._stack.show_loading()
        elif not model.groups:
            self._show_empty()
        else:
            self._show_rows()
            if model.detail is not None:
                self.detail.show_group(model.detail, model.invitations)
            self._stack.show_content()
        self._fit()

    def _show_empty(self) -> None:
        if self.view_model.signed_in:
            words = self.tr(
                "In a group you share collections and quizzes with a class or with people you learn with."
            )
            self._empty.set_sentence(words, self.tr("New group"), self.tr("Join with a link"))
        else:
            words = self.tr(
                "In a group you share collections and quizzes with a class or with people you learn with. Groups "
                "live on a server, so they need an account; everything else works without."
            )
            self._empty.set_sentence(words, self.tr("Sign in"))
        self._stack.show_empty()

    def _show_rows(self) -> None:
        groups = self.view_model.groups
        if [row.view for row in self._rows] != groups:
            focused = next((row.view.group_id for row in self._rows if row.hasFocus()), None)
            for row in self._rows:
                row.hide()
                row.deleteLater()
            self._rows = [GroupRow(group) for group in groups]
            for position, row in enumerate(self._rows):
                row.clicked.connect(lambda _checked=False, id_=row.view.group_id: self._choose(id_))
                self._column.insertWidget(position, row)
                if row.view.group_id == focused:
                    row.setFocus()
        for row in self._rows:
            row.set_highlighted(row.view.group_id == self.view_model.chosen)

    def _choose(self, group_id: Any) -> None:
        self._in_detail = True
        self.view_model.choose(group_id)
        self._fit()

    def _show_list(self) -> None:
        self._in_detail = False
        self._fit()
        if self._rows:
            self._rows[0].setFocus()

    def _fit(self) -> None:
        narrow = self.width() < theme().px(NARROW)
        content = self._stack.state() == "content"
        self._list.setVisible(not narrow or not self._in_detail)
        self.detail.setVisible(not narrow or self._in_detail)
        self._rule.setVisible(not narrow)
        self._list_button.setVisible(narrow and self._in_detail and content)
        if narrow:
            self._list.setMinimumWidth(0)
            self._list.setMaximumWidth(16_777_215)
        else:
            self._list.setFixedWidth(theme().px(LIST_WIDTH))

    # What a person asks for

    def _group(self) -> GroupView | None:
        detail = self.view_model.detail
        return detail.group if detail is not None else None

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self.context.scope.spawn(work, name=name)

    def _empty_action(self) -> None:
        if self.view_model.signed_in:
            GroupDialog(self, self.view_model).open()
        else:
            self.shell.open("account")

    def _invite(self) -> None:
        if (group := self._group()) is not None:
            InviteDialog(self, self.view_model, group, self._clock).open()

    def _change(self) -> None:
        if (group := self._group()) is not None:
            GroupDialog(self, self.view_model, group).open()

    def _withdraw(self, invitation: Invitation) -> None:
        if (group := self._group()) is not None:
            self.view_model.withdraw(group, invitation.invitation_id)

    def _open_thing(self, thing: SharedThing) -> None:
        if thing.kind == "quiz":
            self.shell.open("quizzes", quiz_id=thing.thing_id)
        else:
            self.shell.open("library", collection_id=thing.thing_id)

    async def _leave(self) -> None:
        group = self._group()
        if group is None:
            return
        title = self.tr("Leave “{name}”?").format(name=group.name)
        body = self.tr(
            "What the group shares goes from this computer. What you shared stays in the group. To come back you "
            "need an invitation."
        )
        if await ConfirmDialog(self, title, body, self.tr("Leave")).ask():
            self.view_model.leave(group)

    async def _delete(self) -> None:
        group = self._group()
        if group is None:
            return
        title = self.tr("Delete “{name}” for everybody?").format(name=group.name)
        body = self.tr(
            "What the group shares goes from everybody’s computers, also what you shared. Take back what you want "
            "to keep before. This cannot be undone."
        )
        if await ConfirmDialog(self, title, body, self.tr("Delete the group")).ask():
            self.view_model.delete(group)

    async def _remove(self, member: MemberView) -> None:
        group = self._group()
        if group is None:
            return
        title = self.tr("Remove {name} from the group?").format(name=member.name)
        body = self.tr("What the group shares goes from their computers the next time they connect.")
        if await ConfirmDialog(self, title, body, self.tr("Remove")).ask():
            self.view_model.remove(group, member.user_id, member.name)

    async def _set_role(self, member: MemberView, role: str) -> None:
        group = self._group()
        if group is None:
            return
        if role == Role.OWNER:
            title = self.tr("Hand the group over to {name}?").format(name=member.name)
            body = self.tr(
                "They can then do everything, and only they can hand it back. You become a manager."
            )
            if not await ConfirmDialog(self, title, body, self.tr("Hand over")).ask():
                return
        self.view_model.set_role(group, member.user_id, member.name, Role(role))


class GroupRow(ActionCard):
    """One group of the list."""

    def __init__(self, group: GroupView, *, parent: QWidget | None = None) -> None:
        super().__init__(group.name, parent=parent)
        self.view = group
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(ElidedLabel(group.name, semibold=True), 1)
        if group.locked:
            row.addWidget(Glyph("lock-clock", pixels=18, role="warning"))
        people = self.tr("%n person(s)", "", group.members)
        self.add(head)
        self.add(ElidedLabel(f"{role_text(group.role)} · {people}", TypeRole.SMALL, tone="muted"))
        if group.locked:
            self.setAccessibleDescription(self.tr("Can only be read"))


def create_page(context: PageContext) -> GroupsPage:
    """Make the page."""
    return GroupsPage(context)
