"""Schools: their names, whether they may use the server, what their people may use together."""

import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.admin.amounts_page import meter_field, meter_unit
from desktop.admin.chooser_page import Chooser, Entry
from desktop.admin.fields_page import AmountField
from desktop.admin.form_page import EditForm
from desktop.admin.invitations_dialog import InvitationsDialog
from desktop.admin.school_dialog import SchoolDialog
from desktop.admin.schools_view_model import InvitationsViewModel, SchoolsViewModel
from desktop.admin.section_page import Section
from desktop.runtime.changes import ChangeBus
from desktop.widgets.button import Button
from desktop.widgets.card import Card, Rule
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.formats import format_date
from desktop.widgets.label import Label
from desktop.widgets.page import Shell
from desktop.widgets.pill import Tone
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.theme import TypeRole
from desktop.widgets.usage_words import meter_title, period_text
from shared.accounts.messages import NAME_CHARS, Tenant
from shared.billing.messages import Cap
from shared.billing.meters import Meter
from shared.tasks import TaskScope


class SchoolForm(EditForm):
    """One school. `caps()` and `typed_name()` are as they stand in the form."""

    suspend_asked = Signal(bool)

    def __init__(self, school: Tenant, caps: tuple[Cap, ...] | None) -> None:
        super().__init__(school.name)
        self.school, self._caps = school, caps
        self.invite_button = Button(self.tr("Invite…"), icon_name="account-plus-outline")
        self.suspend_button = Button("")
        self.suspend_button.clicked.connect(lambda: self.suspend_asked.emit(not self.school.suspended))
        self.head_buttons.addWidget(self.invite_button)
        self.head_buttons.addWidget(self.suspend_button)
        self.name = QLineEdit()
        self.name.setMaxLength(NAME_CHARS)
        self.name.textEdited.connect(lambda _text: self._judge())
        card = Card()
        card.body.addWidget(SettingRow(self.tr("Name"), "", self.name))
        self.column.addWidget(card)
        self.fields: dict[Meter, tuple[AmountField, AmountField]] = {}
        self._overdrafts: dict[Meter, QWidget] = {}
        self.column.addWidget(self._limits())
        self.discard_asked.connect(lambda: self.show_school(self.school, self._caps, anew=True))
        self.show_school(school, caps, anew=True)

    def show_school(self, school: Tenant, caps: tuple[Cap, ...] | None, *, anew: bool = False) -> None:
        """Show the school as it is; what is being edited stays, unless it is to begin `anew`."""
        if (school, caps) == (self.school, self._caps) and not anew:
            return
        keep = self.dirty and not anew and (self.typed_name(), self.caps()) != (school.name, caps)
        self.school, self._caps = school, caps
        self.title.set_full_text(school.name)
        people = self.tr("%n person(s)", "", school.members)
        since = self.tr("since {date}").format(date=format_date(school.created_ms))
        self.say(f"{people} · {since}", self.tr("Suspended") if school.suspended else "", "danger")
        self.suspend_button.setText(self.tr("Let in again") if school.suspended else self.tr("Suspend"))
        self.suspend_button.set_icon(
            "account-check-outline" if school.suspended else "account-cancel-outline"
        )
        self._card.setVisible(caps is not None)
        if not keep:
            self._fill()
        self._judge()

    def typed_name(self) -> str:
        return " ".join(self.name.text().split())

    def caps(self) -> tuple[Cap, ...] | None:
        """What was typed; None while something is no amount."""
        found: list[Cap] = []
        for meter, (cap, overdraft) in self.fields.items():
            if not cap.valid() or (cap.value() is not None and not overdraft.valid()):
                return None
            amount = cap.value()
            if amount is not None:
                found.append(Cap(meter=meter, cap=amount, overdraft=overdraft.value() or 0))
        return tuple(found)

    def _limits(self) -> Card:
        card = self._card = Card()
        card.body.addWidget(Label(self.tr("What its people may use together"), TypeRole.LEAD, semibold=True))
        card.body.addWidget(
            Label(self.tr("Besides what each may by their plan. It counts at once."), tone="muted", wrap=True)
        )
        for meter in Meter:
            name = meter_title(meter)
            cap = AmountField(
                meter_field(meter, name), meter_unit(meter), may_be_unlimited=True, aligned=True
            )
            more = self.tr("{meter}: may be overdrawn by").format(meter=name)
            overdraft = AmountField(meter_field(meter, more), meter_unit(meter), aligned=True)
            for field in (cap, overdraft):
                field.changed.connect(self._judge)
            row = SettingRow(self.tr("May be overdrawn by"), "", overdraft)
            overdraft.number.setAccessibleName(more)
            self.fields[meter], self._overdrafts[meter] = (cap, overdraft), row
            card.body.addWidget(Rule())
            card.body.addWidget(SettingRow(f"{name}, {period_text(meter)}", "", cap))
            card.body.addWidget(row)
        return card

    def _fill(self) -> None:
        self.name.setText(self.school.name)
        self.name.setCursorPosition(0)
        caps = {each.meter: each for each in self._caps or ()}
        for meter, (cap, overdraft) in self.fields.items():
            found = caps.get(meter)
            cap.show_value(found.cap if found is not None else None)
            overdraft.show_value(found.overdraft if found is not None else 0)

    def _judge(self) -> None:
        for meter, (cap, _) in self.fields.items():
            self._overdrafts[meter].setVisible(not cap.unlimited.isChecked())
        if self._caps is None:
            self.set_dirty(self.typed_name() != self.school.name, valid=False)
            return
        caps, name = self.caps(), self.typed_name()
        order = [each for each in Meter for one in self._caps if one.meter is each]
        before = tuple(one for meter in order for one in self._caps if one.meter is meter)
        self.set_dirty((name, caps) != (self.school.name, before), valid=bool(name) and caps is not None)


class SchoolsSection(Section):
    """The list of schools and the form of one."""

    model: SchoolsViewModel

    def __init__(self, view_model: SchoolsViewModel, shell: Shell, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(view_model, shell)
        self._scope, self._bus = scope, bus
        self._begun: uuid.UUID | None = None
        self.new_button = Button(self.tr("New school…"), icon_name="plus")
        self.new_button.clicked.connect(self._begin_new)
        self.chooser = Chooser(self.tr("Schools"), self._form, head=(self.new_button,))
        self.chooser.chosen.connect(lambda key: view_model.look_at(uuid.UUID(key)))
        none = EmptyState(
            "school-outline",
            self.tr("Schools are looked after by administrators of their own. There is none yet."),
            self.tr("New school…"),
        )
        none.action.connect(self._begin_new)
        self.set_content(self.chooser, none)
        view_model.asked.connect(self._asked)

    def refresh(self) -> None:
        model = self.model
        for key, form in self.chooser.details().items():
            school = model.schools.get(uuid.UUID(key))
            if isinstance(form, SchoolForm) and school is not None:
                form.show_school(school, model.caps.get(school.tenant_id))
        self._list()
        if self._begun in model.schools:
            self.chooser.choose(str(self._begun))
            self._begun = None

    def is_empty(self) -> bool:
        return not self.model.schools

    def _list(self) -> None:
        entries: list[Entry] = []
        for school in self.model.schools.values():
            key = str(school.tenant_id)
            form = self.chooser.detail(key)
            pills: list[tuple[str, Tone]] = [(self.tr("Suspended"), "danger")] if school.suspended else []
            if isinstance(form, SchoolForm) and form.dirty:
                pills.append((self.tr("Not saved"), "warning"))
            people = self.tr("%n person(s)", "", school.members)
            entries.append(Entry(key, school.name, people, tuple(pills)))
        self.chooser.set_entries(entries)

    def _form(self, key: str) -> QWidget:
        tenant_id = uuid.UUID(key)
        form = SchoolForm(self.model.schools[tenant_id], self.model.caps.get(tenant_id))
        form.save_asked.connect(lambda: self._save(form))
        form.discard_asked.connect(self._list)
        form.suspend_asked.connect(lambda suspended: self.model.suspend(tenant_id, suspended=suspended))
        form.invite_button.clicked.connect(lambda: self._invite(form.school))
        return form

    def _save(self, form: SchoolForm) -> None:
        caps = form.caps()
        if caps is not None:
            self.model.save(form.school.tenant_id, form.typed_name(), caps)

    def _begin_new(self) -> None:
        dialog = SchoolDialog(self, self.model)
        dialog.accepted.connect(lambda: self._made(dialog.made, dialog.admin_email))
        dialog.open()

    def _made(self, tenant_id: uuid.UUID | None, admin_email: str) -> None:
        self._begun = tenant_id
        self.refresh()
        school = self.model.schools.get(tenant_id) if tenant_id is not None else None
        if school is not None and admin_email:
            self._invite(school).invite(admin_email, "admin")

    def _invite(self, school: Tenant) -> InvitationsDialog:
        model = InvitationsViewModel(self.model.admin, school.tenant_id, self._scope, self._bus)
        dialog = InvitationsDialog(self, model, school.name)
        dialog.finished.connect(lambda _result: model.close())
        dialog.open()
        return dialog

    def _asked(self) -> None:
        form = self.chooser.detail()
        if isinstance(form, SchoolForm):
            form.set_asked(busy=self.model.busy, error=self.model.asked_error)
            form.suspend_button.setEnabled(not self.model.busy)
