"""People: found by name or e-mail, one of them beside the list."""

import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.admin.chooser_page import Chooser, Entry
from desktop.admin.invitations_dialog import InvitationsDialog
from desktop.admin.people_view_model import PeopleViewModel, PersonViewModel
from desktop.admin.person_dialog import PersonDialog
from desktop.admin.person_page import PersonPane
from desktop.admin.schools_view_model import SERVER, InvitationsViewModel
from desktop.admin.section_page import Section
from desktop.admin.service import Reach
from desktop.admin.words_page import done_text, role_text
from desktop.runtime.changes import ChangeBus
from desktop.widgets.button import Button
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.label import Label
from desktop.widgets.page import Shell
from desktop.widgets.pill import Tone
from desktop.widgets.search_field import SearchField
from desktop.widgets.usage_words import plan_name
from shared.accounts.messages import User, UserChange
from shared.clock import Clock
from shared.tasks import TaskScope

_MOST_KEPT = 4
"""So many people's ledgers are kept as they were left."""


class PeopleSection(Section):
    """`audit_asked(user_id)`: what somebody did and suffered is to be shown."""

    model: PeopleViewModel
    audit_asked = Signal(object)

    def __init__(
        self, view_model: PeopleViewModel, shell: Shell, scope: TaskScope, bus: ChangeBus, clock: Clock
    ) -> None:
        super().__init__(view_model, shell)
        self._scope, self._bus, self._clock = scope, bus, clock
        self._wanted = ""
        self._panes: dict[str, PersonViewModel] = {}
        self.search = SearchField(self.tr("Name or e-mail"))
        self.invite_button = Button(self.tr("Invite…"), icon_name="account-plus-outline")
        self.invite_button.clicked.connect(self._invite)
        self.nobody = Label(self.tr("Nobody found."), tone="muted")
        self.more_button = Button(self.tr("Show more people"))
        self.chooser = Chooser(
            self.tr("People"),
            self._pane,
            head=(self.invite_button, self.search, self.nobody),
            foot=self.more_button,
        )
        self.nobody.hide()
        self.set_content(self.chooser)
        self.search.settled.connect(view_model.find)
        self.search.submitted.connect(view_model.find)
        self.more_button.clicked.connect(view_model.read_more)
        self.chooser.chosen.connect(self._chosen)

    def open_target(self, target: dict[str, object]) -> None:
        person = target.get("person")
        if not isinstance(person, uuid.UUID):
            return
        if person in self.model.people:
            self.chooser.choose(str(person))
            return
        # The list is read in pages: an id finds its person on any of them.
        self._wanted = str(person)
        self.search.setText(self._wanted)
        self.model.find(self._wanted)

    def close_models(self) -> None:
        super().close_models()
        for each in self._panes.values():
            each.close()

    def refresh(self) -> None:
        people = self.model.people
        self.chooser.set_entries([self._entry(user) for user in people.values()])
        self.nobody.setVisible(not people)
        self.more_button.setVisible(self.model.more)
        self.more_button.setEnabled(not self.model.reading)
        if self._wanted in {str(user_id) for user_id in people}:
            self.chooser.choose(self._wanted)
            self._wanted = ""
        for key, pane in self.chooser.details().items():
            user = people.get(uuid.UUID(key))
            if isinstance(pane, PersonPane) and user is not None:
                pane.show_user(user)

    def _entry(self, user: User) -> Entry:
        pills: tuple[tuple[str, Tone], ...] = ((self.tr("Suspended"), "danger"),) if user.suspended else ()
        words = f"{role_text(user.role)} · {plan_name(user.plan)}"
        return Entry(str(user.user_id), user.name or user.email, words, pills)

    def _pane(self, key: str) -> QWidget:
        user = self.model.people[uuid.UUID(key)]
        view_model = PersonViewModel(self.model.admin, user.user_id, self._scope, self._bus)
        view_model.done.connect(lambda what, _undo: self.shell.toast(done_text(what), tone="ok"))
        view_model.failed.connect(self.shell.report)
        view_model.saved.connect(self._say_saved)
        self._panes[key] = view_model
        pane = PersonPane(view_model, user)
        pane.head.change_asked.connect(lambda: self._change(key))
        pane.head.suspend_asked.connect(lambda suspended: self._suspend(key, suspended=suspended))
        pane.head.remove_asked.connect(lambda: self._scope.spawn(self._remove(key), name="remove"))
        pane.head.audit_asked.connect(lambda: self.audit_asked.emit(user.user_id))
        return pane

    def _chosen(self, key: str) -> None:
        """Forget whose ledger was looked at longest ago."""
        if key in self._panes:
            self._panes[key] = self._panes.pop(key)
        while len(self._panes) > _MOST_KEPT:
            oldest = next(iter(self._panes))
            self._panes.pop(oldest).close()
            self.chooser.forget(oldest)

    def _change(self, key: str) -> None:
        user = self.model.people[uuid.UUID(key)]
        PersonDialog(self, self.model, user, self._clock.now_ms()).open()

    def _suspend(self, key: str, *, suspended: bool) -> None:
        self.model.change(self.model.people[uuid.UUID(key)], UserChange(suspended=suspended))

    async def _remove(self, key: str) -> None:
        user = self.model.people[uuid.UUID(key)]
        title = self.tr("Take {name} out of the school?").format(name=user.name or user.email)
        body = self.tr("The account and its library stay. To come back they need an invitation.")
        if await ConfirmDialog(self, title, body, self.tr("Take out")).ask():
            self.model.remove(user)

    def _invite(self) -> None:
        """To the server itself, or to the school of who administers one."""
        admin = self.model.admin
        where = SERVER if admin.reach is Reach.SERVER else None
        model = InvitationsViewModel(admin, where, self._scope, self._bus)
        dialog = InvitationsDialog(self, model, admin.place)
        dialog.finished.connect(lambda _result: model.close())
        dialog.open()

    def _say_saved(self, path: object) -> None:
        name = getattr(path, "name", "")
        self.shell.toast(self.tr("The ledger is saved in {name}.").format(name=name), tone="ok")
