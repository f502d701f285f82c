"""Plans: what each allows and costs, edited beside what the program brings."""

from dataclasses import dataclass

from msgspec import structs
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.admin.catalog_view_model import PlansViewModel
from desktop.admin.chooser_page import Chooser, Entry
from desktop.admin.fields_page import AmountField, NumberField
from desktop.admin.form_page import EditForm
from desktop.admin.numbers import GIB, in_gib, of_gib
from desktop.admin.section_page import Section
from desktop.widgets.button import Button
from desktop.widgets.card import Card, Rule
from desktop.widgets.formats import format_number, format_price, format_room
from desktop.widgets.label import Label
from desktop.widgets.page import Shell
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.theme import TypeRole
from desktop.widgets.usage_words import plan_name
from shared.billing.messages import ListedPlan
from shared.plans import PLANS, Plan


@dataclass(frozen=True)
class Limit:
    """One line of the form. `unit`: "" (a count), "min", "gib" or "usd"."""

    field: str
    label: str
    unit: str = ""
    may_be_unlimited: bool = False


def _price_limits() -> tuple[Limit, ...]:
    return (
        Limit("monthly_cents", QCoreApplication.translate("AdminPlans", "Price of a month"), "usd"),
        Limit(
            "api_calls_per_minute", QCoreApplication.translate("AdminPlans", "Calls to the server a minute")
        ),
    )


def _ai_limits() -> tuple[Limit, ...]:
    return (
        Limit("ai_tokens_per_month", QCoreApplication.translate("AdminPlans", "AI tokens a month")),
        Limit(
            "ai_operations_per_day",
            QCoreApplication.translate("AdminPlans", "AI requests a day"),
            may_be_unlimited=True,
        ),
        Limit(
            "voice_minutes_per_month",
            QCoreApplication.translate("AdminPlans", "Speaking with AI a month"),
            "min",
        ),
        Limit(
            "transcription_minutes_per_month",
            QCoreApplication.translate("AdminPlans", "Transcription on the server a month"),
            "min",
        ),
    )


def _file_limits() -> tuple[Limit, ...]:
    return (
        Limit("storage_bytes", QCoreApplication.translate("AdminPlans", "Storage on the server"), "gib"),
        Limit("max_upload_bytes", QCoreApplication.translate("AdminPlans", "The largest file"), "gib"),
        Limit(
            "uploads_per_month",
            QCoreApplication.translate("AdminPlans", "Uploads a month"),
            may_be_unlimited=True,
        ),
        Limit(
            "resource_uploads_per_day",
            QCoreApplication.translate("AdminPlans", "Shared resources a day"),
            may_be_unlimited=True,
        ),
    )


def _room_limits() -> tuple[Limit, ...]:
    return (
        Limit("people_in_room", QCoreApplication.translate("AdminPlans", "People in a room")),
        Limit(
            "rooms_per_day", QCoreApplication.translate("AdminPlans", "Rooms a day"), may_be_unlimited=True
        ),
        Limit(
            "sessions_per_day",
            QCoreApplication.translate("AdminPlans", "Sessions a day"),
            may_be_unlimited=True,
        ),
        Limit(
            "matches_per_day",
            QCoreApplication.translate("AdminPlans", "Matches a day"),
            may_be_unlimited=True,
        ),
        Limit("skills", QCoreApplication.translate("AdminPlans", "Skills"), may_be_unlimited=True),
    )


def limit_text(limit: Limit, value: int | None) -> str:
    """An amount of a plan in words."""
    if value is None:
        return QCoreApplication.translate("AdminPlans", "no limit")
    if limit.unit == "usd":
        return format_price(value)
    if limit.unit == "gib":
        return format_room(value)
    words = QCoreApplication.translate("AdminPlans", "{minutes} min") if limit.unit == "min" else "{minutes}"
    return words.format(minutes=format_number(value))


def _number(limit: Limit) -> tuple[NumberField, str]:
    """The field of a limit and the unit beside it."""
    if limit.unit == "usd":
        return NumberField(limit.label, 2), "US$"
    if limit.unit == "gib":
        return NumberField(limit.label, 3, to_shown=in_gib, of_shown=of_gib), format_room(GIB).split()[1]
    unit = QCoreApplication.translate("AdminPlans", "min") if limit.unit == "min" else ""
    return NumberField(limit.label), unit


class PlanForm(EditForm):
    """One plan. `edited()` is the plan as it stands in the form; None when something in it is no amount."""

    def __init__(self, listed: ListedPlan) -> None:
        super().__init__(plan_name(listed.plan.name))
        self.listed = listed
        self.fields: dict[str, AmountField] = {}
        self._rows: dict[str, tuple[Limit, SettingRow]] = {}
        self.reset_button = Button(self.tr("As shipped"), icon_name="backup-restore")
        self.head_buttons.addWidget(self.reset_button)
        for title, limits in (
            (self.tr("Price and pace"), _price_limits()),
            (self.tr("AI"), _ai_limits()),
            (self.tr("Files"), _file_limits()),
            (self.tr("Rooms and people"), _room_limits()),
        ):
            self.column.addWidget(self._card(title, limits))
        self.permissions = QLineEdit()
        self.permissions.setMaxLength(2_000)
        self.permissions.textEdited.connect(lambda _text: self._judge())
        card = Card()
        card.body.addWidget(Label(self.tr("Permissions"), TypeRole.LEAD, semibold=True))
        card.body.addWidget(
            SettingRow(
                self.tr("What the plan permits besides the role"),
                self.tr("Such as content:premium; several with spaces between them."),
                self.permissions,
                wide=True,
            )
        )
        self.column.addWidget(card)
        self.discard_asked.connect(lambda: self.show_plan(self.listed, anew=True))
        self.show_plan(listed, anew=True)

    def show_plan(self, listed: ListedPlan, *, anew: bool = False) -> None:
        """Show the plan as it counts; what is being edited stays, unless it is to begin `anew`."""
        if listed == self.listed and not anew:
            return
        keep = self.dirty and not anew and self.edited() != listed.plan
        self.listed = listed
        plan = listed.plan
        self.say(
            self.tr("Changes count at once, for everybody who has the plan."),
            self.tr("Edited") if listed.edited else "",
            "info",
        )
        self.reset_button.setVisible(listed.edited)
        self._explain(plan)
        if not keep:
            for name, field in self.fields.items():
                field.show_value(getattr(plan, name))
            self.permissions.setText(" ".join(sorted(plan.permissions)))
        self._judge()

    def edited(self) -> Plan | None:
        if not all(field.valid() for field in self.fields.values()):
            return None
        values = {name: field.value() for name, field in self.fields.items()}
        permissions = frozenset(self.permissions.text().replace(",", " ").split())
        return structs.replace(self.listed.plan, **values, permissions=permissions)

    def _card(self, title: str, limits: tuple[Limit, ...]) -> Card:
        card = Card()
        card.body.addWidget(Label(title, TypeRole.LEAD, semibold=True))
        for limit in limits:
            number, unit = _number(limit)
            field = AmountField(number, unit, may_be_unlimited=limit.may_be_unlimited, aligned=True)
            field.changed.connect(self._judge)
            row = SettingRow(limit.label, "", field)
            self.fields[limit.field], self._rows[limit.field] = field, (limit, row)
            card.body.addWidget(Rule())
            card.body.addWidget(row)
        return card

    def _explain(self, plan: Plan) -> None:
        """Say beside what differs how the program brings it."""
        shipped = PLANS.get(plan.name)
        for name, (limit, row) in self._rows.items():
            value = getattr(shipped, name, None)
            differs = shipped is not None and value != getattr(plan, name)
            words = self.tr("As shipped: {amount}").format(amount=limit_text(limit, value)) if differs else ""
            row.set_help(words)

    def _judge(self) -> None:
        plan = self.edited()
        self.set_dirty(plan != self.listed.plan, valid=plan is not None)


class PlansSection(Section):
    """The list of plans and the form of one."""

    model: PlansViewModel

    def __init__(self, view_model: PlansViewModel, shell: Shell) -> None:
        super().__init__(view_model, shell)
        self.chooser = Chooser(self.tr("Plans"), self._form)
        self.set_content(self.chooser)
        view_model.asked.connect(self._asked)

    def refresh(self) -> None:
        plans = self.model.plans
        for name, form in self.chooser.details().items():
            if isinstance(form, PlanForm) and name in plans:
                form.show_plan(plans[name])
        self._list()

    def _list(self) -> None:
        entries: list[Entry] = []
        for name, listed in self.model.plans.items():
            form = self.chooser.detail(name)
            pills = [(self.tr("Edited"), "info")] if listed.edited else []
            if isinstance(form, PlanForm) and form.dirty:
                pills.append((self.tr("Not saved"), "warning"))
            price = self.tr("{price} a month").format(price=format_price(listed.plan.monthly_cents))
            entries.append(Entry(name, plan_name(name), price, tuple(pills)))  # pyright: ignore[reportArgumentType]
        self.chooser.set_entries(entries)

    def _form(self, name: str) -> QWidget:
        form = PlanForm(self.model.plans[name])
        form.save_asked.connect(lambda: self._save(form))
        form.discard_asked.connect(self._list)
        form.reset_button.clicked.connect(lambda: self.model.reset(name))
        return form

    def _save(self, form: PlanForm) -> None:
        plan = form.edited()
        if plan is not None:
            self.model.save(plan)

    def _asked(self) -> None:
        form = self.chooser.detail()
        if isinstance(form, PlanForm):
            form.set_asked(busy=self.model.busy, error=self.model.asked_error)
            form.reset_button.setEnabled(not self.model.busy)
