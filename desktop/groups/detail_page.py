"""One group: what it shares, who is in it, open invitations; what each may do stands beside them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.groups.service import GroupDetail, GroupView, Invitation, MemberView, Role, SharedThing
from desktop.groups.words_page import may_change, role_text, roles_below
from desktop.widgets.action_card import ActionCard
from desktop.widgets.avatar import Avatar
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Card, Rule, ScrollColumn
from desktop.widgets.empty_state import Glyph
from desktop.widgets.formats import format_date
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.notice import Notice
from desktop.widgets.picker import Option, Picker
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme


class GroupDetailView(ScrollColumn):
    """Fires what a person asks for; changes nothing itself."""

    invite_asked = Signal()
    change_asked = Signal()
    leave_asked = Signal()
    delete_asked = Signal()
    remove_asked = Signal(object)
    role_asked = Signal(object, str)
    withdraw_asked = Signal(object)
    open_asked = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(characters=84, parent=parent)
        self._shown: tuple[GroupDetail | None, tuple[Invitation, ...]] = (None, ())
        self.name = ElidedLabel("", TypeRole.TITLE, semibold=True)
        self._role = Pill()
        self._description = Label("", tone="muted", wrap=True)
        self._locked = Notice("lock-clock", tone="warning")
        self.invite_button = Button(self.tr("Invite"), "primary", icon_name="account-plus-outline")
        self.invite_button.clicked.connect(self.invite_asked)
        self._make_menu()
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.name, 1)
        head.addWidget(self.invite_button)
        head.addWidget(self.more)
        self._shared, self._members, self._invitations = Card(), Card(), Card()
        self.body.addLayout(head)
        self.body.addWidget(self._role, 0, Qt.AlignmentFlag.AlignLeading)
        for widget in (self._description, self._locked, self._shared, self._members, self._invitations):
            self.body.addWidget(widget)

    def show_group(self, detail: GroupDetail, invitations: list[Invitation]) -> None:
        """Fill it; what is as before is left alone, so that focus and scroll stay."""
        if (detail, tuple(invitations)) == self._shown:
            return
        self._shown = (detail, tuple(invitations))
        group = detail.group
        self.name.set_full_text(group.name)
        self._role.set_state(role_text(group.role), "neutral", "account-outline")
        self._description.setText(group.description)
        self._description.setVisible(bool(group.description))
        words = self.tr(
            "This computer was offline for long, so this group can only be read here. Connect to the internet, or "
            "ask your teacher to connect."
        )
        self._locked.set_notice(words if group.locked else "")
        self.invite_button.setVisible(group.may_manage)
        self._change.setVisible(group.may_manage)
        self._leave.setVisible(group.role is not Role.OWNER)
        self._delete.setVisible(group.role is Role.OWNER)
        self._fill_shared(detail.shared, may_share=group.may_share)
        self._fill_members(group, detail.members)
        self._fill_invitations(invitations)

    def _make_menu(self) -> None:
        menu = QMenu(self)
        self._change = menu.addAction(self.tr("Rename and describe…"))
        self._change.triggered.connect(self.change_asked)
        self._leave = menu.addAction(self.tr("Leave the group…"))
        self._leave.triggered.connect(self.leave_asked)
        self._delete = menu.addAction(self.tr("Delete the group…"))
        self._delete.triggered.connect(self.delete_asked)
        self.more = IconButton("dots-vertical", self.tr("More for this group"), outlined=True)
        self.more.setMenu(menu)
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)

    def _fill_shared(self, shared: tuple[SharedThing, ...], *, may_share: bool) -> None:
        _empty(self._shared)
        self._shared.body.addWidget(Label(self.tr("Shared here"), TypeRole.LEAD, semibold=True))
        if not shared:
            words = self.tr("Nothing yet. What the group’s teachers and members share shows here.")
            share = self.tr(
                "Nothing yet. Choose “Share with a group…” in the menu of a quiz; for a collection, open “Edit "
                "collections” in your library and press the group sign beside it."
            )
            self._shared.body.addWidget(Label(share if may_share else words, tone="muted", wrap=True))
            return
        for thing in shared:
            row = SharedRow(thing)
            row.clicked.connect(lambda _checked=False, thing=thing: self.open_asked.emit(thing))
            self._shared.body.addWidget(row)
        words = self.tr(
            "Texts, transcripts and quizzes of these are on this computer and can be used offline. Recordings and "
            "documents come as each collection says."
        )
        self._shared.body.addWidget(Label(words, TypeRole.SMALL, tone="muted", wrap=True))

    def _fill_members(self, group: GroupView, members: tuple[MemberView, ...]) -> None:
        _empty(self._members)
        title = self.tr("People ({count})").format(count=len(members))
        self._members.body.addWidget(Label(title, TypeRole.LEAD, semibold=True))
        if not members:
            self._members.body.addWidget(Label(self.tr("They come with the next sync."), tone="muted"))
        for position, member in enumerate(members):
            if position:
                self._members.body.addWidget(Rule())
            row = MemberRow(group, member)
            row.remove_asked.connect(lambda member=member: self.remove_asked.emit(member))
            row.role_asked.connect(lambda role, member=member: self.role_asked.emit(member, role))
            self._members.body.addWidget(row)

    def _fill_invitations(self, invitations: list[Invitation]) -> None:
        _empty(self._invitations)
        self._invitations.setVisible(bool(invitations))
        self._invitations.body.addWidget(Label(self.tr("Open invitations"), TypeRole.LEAD, semibold=True))
        for invitation in invitations:
            row = InvitationRow(invitation)
            row.withdraw_asked.connect(lambda one=invitation: self.withdraw_asked.emit(one))
            self._invitations.body.addWidget(row)


class SharedRow(ActionCard):
    """A collection or a quiz; pressing it opens it."""

    def __init__(self, thing: SharedThing, *, parent: QWidget | None = None) -> None:
        super().__init__(thing.title, parent=parent)
        quiz = thing.kind == "quiz"
        count = self.tr("%n question(s)", "", thing.count) if quiz else self.tr("%n item(s)", "", thing.count)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(Glyph("clipboard-text-outline" if quiz else "folder-outline", pixels=22))
        row.addWidget(ElidedLabel(thing.title, semibold=True), 1)
        row.addWidget(Label(count, TypeRole.SMALL, tone="muted"))
        self.add(holder)


class MemberRow(QWidget):
    """Somebody, with the role and Remove where one may change them."""

    remove_asked = Signal()
    role_asked = Signal(str)

    def __init__(self, group: GroupView, member: MemberView, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.member = member
        name = self.tr("{name} (you)").format(name=member.name) if member.me else member.name
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(name, semibold=True))
        joined = self.tr("Since {date}").format(date=format_date(member.joined_ms))
        words.addWidget(Label(joined, TypeRole.SMALL, tone="muted"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(Avatar(member.name, pixels=36))
        row.addLayout(words, 1)
        if member.me or group.locked or not may_change(group.role, member.role):
            row.addWidget(Pill(role_text(member.role), "neutral", icon_name="account-outline"))
            return
        options = [Option(role, role_text(role)) for role in roles_below(group.role)]
        if group.role is Role.OWNER:
            options.insert(0, Option(Role.OWNER, self.tr("Owner: hand over…")))
        self.role = Picker(self.tr("Role of {name}").format(name=member.name), width=150)
        self.role.set_options(options, member.role)
        self.role.selected.connect(self._role_chosen)
        remove = IconButton("account-remove-outline", self.tr("Remove {name}").format(name=member.name))
        remove.clicked.connect(self.remove_asked)
        self.role.setMinimumWidth(theme().px(132))
        row.addWidget(self.role)
        row.addWidget(remove)

    def _role_chosen(self, role: str) -> None:
        # The server decides: until it has, what is so is shown.
        self.role.set_selected(self.member.role)
        if role != self.member.role:
            self.role_asked.emit(role)


class InvitationRow(QWidget):
    """An open invitation and Withdraw."""

    withdraw_asked = Signal()

    def __init__(self, invitation: Invitation, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        uses = self.tr("%n use(s) left", "", invitation.uses_left)
        until = self.tr("until {date}").format(date=format_date(invitation.expires_ms))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(invitation.email or self.tr("By link"), semibold=True))
        detail = " · ".join((role_text(invitation.role), uses, until))
        words.addWidget(ElidedLabel(detail, TypeRole.SMALL, tone="muted"))
        withdraw = Button(self.tr("Withdraw"))
        withdraw.clicked.connect(self.withdraw_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(Glyph("email-outline" if invitation.email else "link-variant", pixels=22))
        row.addLayout(words, 1)
        row.addWidget(withdraw, 0, Qt.AlignmentFlag.AlignVCenter)


def _empty(card: Card) -> None:
    while (entry := card.body.takeAt(0)) is not None:
        if (widget := entry.widget()) is not None:
            widget.hide()
            widget.deleteLater()
