"""The budget of free use: what it has cost this month, how much it may, and what happens at the end of it."""

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.admin.catalog_view_model import BudgetViewModel
from desktop.admin.fields_page import AmountField, NumberField
from desktop.admin.form_page import EditForm
from desktop.admin.numbers import MICRO_PLACES
from desktop.admin.section_page import Section
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.formats import format_dollars, format_percent
from desktop.widgets.label import Label
from desktop.widgets.meter import Level, MeterBar
from desktop.widgets.page import Shell
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.theme import Space, TypeRole
from shared.billing.messages import BudgetChange, BudgetStatus
from shared.billing.status import level_of, percent_of

_LEVELS: dict[str, Level] = {"ok": "ok", "warning": "warning", "critical": "danger"}


class BudgetForm(EditForm):
    """`configured_asked`: have the configuration's budget again."""

    configured_asked = Signal()

    def __init__(self, budget: BudgetStatus) -> None:
        super().__init__(self.tr("Budget of free use"))
        self.budget = budget
        self.spent = Label("", TypeRole.DISPLAY, semibold=True)
        self.of = Label("", tone="muted", wrap=True)
        self.bar = MeterBar(self.tr("Used of the budget"))
        self.held = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.stopped = Label("", tone="danger", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.spent)
        head.addWidget(self.of, 1)
        card = Card()
        card.body.addLayout(head)
        for widget in (self.bar, self.held, self.stopped):
            card.body.addWidget(widget)
        self.column.addWidget(card)
        number = NumberField(self.tr("Budget of a month"), MICRO_PLACES)
        self.field = AmountField(number, "US$", may_be_unlimited=True)
        self.field.changed.connect(self._judge)
        self.configured_button = Button(self.tr("As configured"), icon_name="backup-restore")
        self.configured_button.clicked.connect(self.configured_asked)
        self.head_buttons.addWidget(self.configured_button)
        edit = Card()
        edit.body.addWidget(
            SettingRow(
                self.tr("Budget of a month"),
                self.tr(
                    "What all people on the free plan may cost together in a month of UTC, at the price that others "
                    "would pay. When it is used up, AI on the free plan stops until the month ends; those who pay "
                    "notice nothing."
                ),
                self.field,
            )
        )
        self.column.addWidget(edit)
        self.discard_asked.connect(lambda: self.show_budget(self.budget, anew=True))
        self.show_budget(budget, anew=True)

    def change(self) -> BudgetChange:
        """What was typed."""
        return BudgetChange(self.field.value())

    def show_budget(self, budget: BudgetStatus, *, anew: bool = False) -> None:
        """Show how it stands; what is being typed stays, unless it is to begin `anew`."""
        keep = self.dirty and not anew and self.field.value() != budget.budget_micros
        self.budget = budget
        limit = budget.budget_micros
        self.say("", self.tr("Entered here") if budget.edited else "", "info")
        self.configured_button.setVisible(budget.edited)
        self.spent.setText(format_dollars(budget.spent_micros))
        percent = percent_of(budget.spent_micros, limit)
        self.bar.setVisible(limit is not None)
        self.bar.set_share(percent / 100, _LEVELS[level_of(percent)])
        if limit is None:
            self.of.setText(self.tr("this month. Free use has no limit of its own."))
        else:
            words = self.tr("of {limit} this month ({percent}). A new month begins on {date}.")
            self.of.setText(
                words.format(
                    limit=format_dollars(limit),
                    percent=format_percent(percent / 100),
                    date=_day(budget.reset_date),
                )
            )
        self.held.setText(
            self.tr("{amount} reserved by calls that are running").format(
                amount=format_dollars(budget.held_micros)
            )
        )
        self.held.setVisible(budget.held_micros > 0)
        self.stopped.setText(
            self.tr(
                "It is used up: AI on the free plan has stopped. A larger budget starts it again at once."
            )
        )
        self.stopped.setVisible(budget.stopped)
        if not keep:
            self.field.show_value(limit)
        self._judge()

    def _judge(self) -> None:
        self.set_dirty(
            self.field.value() != self.budget.budget_micros or not self.field.valid(),
            valid=self.field.valid(),
        )


class BudgetSection(Section):
    """The form, once it is known how the budget stands."""

    model: BudgetViewModel

    def __init__(self, view_model: BudgetViewModel, shell: Shell) -> None:
        super().__init__(view_model, shell)
        self._holder = QWidget()
        self._row = QHBoxLayout(self._holder)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.form: BudgetForm | None = None
        self.set_content(self._holder)
        view_model.asked.connect(self._asked)

    def refresh(self) -> None:
        if self.form is None:
            form = self.form = BudgetForm(self.model.budget)
            form.save_asked.connect(lambda: self.model.save(form.change()))
            form.configured_asked.connect(self._as_configured)
            self._row.addWidget(form)
            return
        self.form.show_budget(self.model.budget)

    def _as_configured(self) -> None:
        if self.form is not None:
            self.form.show_budget(self.model.budget, anew=True)
        self.model.save(BudgetChange(as_configured=True))

    def _asked(self) -> None:
        if self.form is None:
            return
        self.form.set_asked(busy=self.model.busy, error=self.model.asked_error)
        self.form.configured_button.setEnabled(not self.model.busy)


def _day(text: str) -> str:
    """A day of UTC as it is, whatever the time is here."""
    return QLocale().toString(QDate.fromString(text, Qt.DateFormat.ISODate), QLocale.FormatType.ShortFormat)
