"""Gives somebody another role, or a plan for a while; stays until the server has done it."""

from PySide6.QtCore import QCoreApplication, QDateTime
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from desktop.admin.people_view_model import PeopleViewModel
from desktop.admin.service import Reach
from desktop.admin.words_page import role_text
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.label import Label
from desktop.widgets.picker import Option, Picker
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.theme import Space
from desktop.widgets.usage_words import plan_name
from shared.accounts.messages import PlanName, Role, User, UserChange
from shared.accounts.permissions import RANKS
from shared.plans import PLANS

_MONTH_DAYS = 30


class PersonDialog(FormDialog):
    """A plan is a super admin's to give."""

    def __init__(self, parent: QWidget, view_model: PeopleViewModel, user: User, now_ms: int) -> None:
        title = QCoreApplication.translate("PersonDialog", "Role and plan of {name}").format(
            name=user.name or user.email
        )
        super().__init__(parent, title, QCoreApplication.translate("PersonDialog", "Save"), width=520)
        self._model, self._user = view_model, user
        self._sent = False
        self._whole = view_model.admin.reach is Reach.SERVER
        self.role = Picker(self.tr("Role"))
        self.role.set_options([Option(each, role_text(each)) for each in self._roles()], user.role)
        self.plan = Picker(self.tr("Plan"))
        self.plan.set_options([Option(each, plan_name(each)) for each in PLANS], user.plan)
        self.until = SegmentedControl(
            self.tr("How long"),
            [Segment("open", self.tr("Without an end")), Segment("date", self.tr("Until"))],
        )
        self.day = QDateEdit(QDateTime.fromMSecsSinceEpoch(now_ms).date().addDays(_MONTH_DAYS))
        self.day.setCalendarPopup(True)
        self.day.setMinimumDate(QDateTime.fromMSecsSinceEpoch(now_ms).date().addDays(1))
        self.day.setAccessibleName(self.tr("The last day"))
        self._lay_out()
        for picker in (self.role, self.plan):
            picker.selected.connect(lambda _id: self._refresh())
        self.until.selected.connect(lambda _id: self._refresh())
        self.action_button.clicked.connect(self._submit)
        view_model.begin()
        view_model.asked.connect(self._refresh)
        self._refresh()

    def change(self) -> UserChange | None:
        """What was chosen; None when nothing is to change."""
        role: Role = self.role.current()  # pyright: ignore[reportAssignmentType]
        plan: PlanName = self.plan.current()  # pyright: ignore[reportAssignmentType]
        timed = self.until.current() == "date"
        gives = self._whole and (plan != self._user.plan or timed)
        if role == self._user.role and not gives:
            return None
        until_ms = self.day.date().addDays(1).startOfDay().toMSecsSinceEpoch() if timed else 0
        return UserChange(
            role=role if role != self._user.role else None,
            plan=plan if gives else None,
            plan_until_ms=until_ms if gives else 0,
        )

    def _roles(self) -> list[str]:
        """What may be given: nothing above one's own, and schools' administrators only within a school."""
        highest = RANKS.index("super_admin" if self._whole else "admin")
        found = [each for each in RANKS[: highest + 1] if each != "admin" or self._user.tenant_id is not None]
        return found if self._user.role in found else [*found, self._user.role]

    def _lay_out(self) -> None:
        self.content.addWidget(
            SettingRow(self.tr("Role"), self.tr("What they may do. It counts at once."), self.role)
        )
        holder = QWidget()
        column = QHBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.until)
        column.addWidget(self.day)
        column.addStretch(1)
        self._given = (
            SettingRow(self.tr("Plan"), self.tr("Given by you, besides what they buy."), self.plan),
            holder,
            Label(
                self.tr("What is used stays used. A smaller plan takes nothing that was bought."),
                tone="muted",
                wrap=True,
            ),
        )
        for widget in self._given:
            widget.setVisible(self._whole)
            self.content.addWidget(widget)

    def _submit(self) -> None:
        change = self.change()
        if change is not None:
            self._sent = True
            self._model.change(self._user, change, by_form=True)

    def _refresh(self) -> None:
        self.day.setVisible(self.until.current() == "date")
        self.action_button.setEnabled(self.change() is not None and not self._model.busy)
        self.show_error(self._model.asked_error)
        if self._sent and not self._model.busy:
            self._sent = False
            if self._model.asked_error is None:
                self.accept()
