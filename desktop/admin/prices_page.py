"""Prices and margins of every model: what counts now, every version there was, what is put on top."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.admin.catalog_view_model import PricesViewModel
from desktop.admin.chooser_page import Chooser, Entry
from desktop.admin.margin_dialog import MarginDialog
from desktop.admin.numbers import PERCENT_PLACES, added_percent, shown
from desktop.admin.price_dialog import PriceDialog
from desktop.admin.rates_page import RatesTable, short_prices
from desktop.admin.section_page import Section
from desktop.admin.words_page import source_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card, Rule, ScrollColumn
from desktop.widgets.formats import format_moment
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.page import Shell
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.usage_words import plan_name
from shared.billing.messages import Margin, PriceEntry
from shared.clock import Clock
from shared.plans import PLANS

EVERY = "*"
"""The key of what counts for every model."""


def margin_text(margin_ppm: int) -> str:
    """A margin as people say it: "+50 %"."""
    added = added_percent(margin_ppm)
    sign = "+" if added >= 0 else "−"
    number = shown(abs(added), PERCENT_PLACES, QLocale().decimalPoint())
    return QCoreApplication.translate("AdminPrices", "{number} %").format(number=f"{sign}{number}")


def margin_source(model: str, plan: str, entry: Margin | None) -> str:
    """Where a margin that counts comes from."""
    if entry is None:
        return QCoreApplication.translate("AdminPrices", "from the configuration")
    if (entry.model, entry.plan) == (model, plan):
        return QCoreApplication.translate("AdminPrices", "set here")
    if entry.model:
        return QCoreApplication.translate("AdminPrices", "as for every plan of this model")
    if entry.plan:
        return QCoreApplication.translate("AdminPrices", "as for this plan with every model")
    return QCoreApplication.translate("AdminPrices", "as for everything")


class MarginsCard(Card):
    """The margins of a model, or of every one, plan by plan. `change_asked(plan)`: empty for every plan."""

    change_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, tuple[Label, Label]] = {}
        self.buttons: dict[str, Button] = {}
        self.body.addWidget(Label(self.tr("Margin"), TypeRole.LEAD, semibold=True))
        for plan in ("", *PLANS):
            self.body.addWidget(Rule())
            name = plan_name(plan) if plan else self.tr("Every plan")
            value, source = Label("", semibold=True), Label("", TypeRole.SMALL, tone="muted", wrap=True)
            change = Button(self.tr("Change…"))
            change.setAccessibleName(self.tr("Change the margin: {plan}").format(plan=name))
            change.clicked.connect(lambda _checked=False, plan=plan: self.change_asked.emit(plan))
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Label(name))
            words.addWidget(source)
            row = QHBoxLayout()
            row.setSpacing(Space.M)
            row.addLayout(words, 1)
            row.addWidget(value)
            row.addWidget(change)
            self.body.addLayout(row)
            self.rows[plan], self.buttons[plan] = (value, source), change

    def show_margins(self, model: str, margin: Callable[[str, str], tuple[int, Margin | None]]) -> None:
        """Show what counts, and where it comes from."""
        for plan, (value, source) in self.rows.items():
            margin_ppm, entry = margin(model, plan)
            value.setText(margin_text(margin_ppm))
            source.setText(margin_source(model, plan, entry))


class ModelPrices(ScrollColumn):
    """Prices of one model. `new_asked` for another version, `margin_asked(plan)`."""

    new_asked = Signal()
    margin_asked = Signal(str)

    def __init__(self, title: str, model: str) -> None:
        super().__init__(characters=84, centred=False)
        self._shown: tuple[PriceEntry, ...] | None = None
        self.model = model
        self.new_button = Button(self.tr("New prices…"), "primary", icon_name="plus")
        self.new_button.clicked.connect(self.new_asked)
        self.new_button.setVisible(model != EVERY)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(ElidedLabel(title, TypeRole.TITLE, semibold=True), 1)
        head.addWidget(self.new_button)
        self.body.addLayout(head)
        note = (
            self.tr("US dollars per million tokens, as the provider charges them.")
            if model != EVERY
            else self.tr("What is put on the cost where a model has no margin of its own.")
        )
        self.note = Label(note, tone="muted", wrap=True)
        self.body.addWidget(self.note)
        self.table = RatesTable()
        self.now = Card()
        self._since = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.now.body.addWidget(Label(self.tr("In force"), TypeRole.LEAD, semibold=True))
        self.now.body.addWidget(self._since)
        self.now.body.addWidget(self.table)
        self.unpriced = Label(
            self.tr("Without prices the model is refused: it is never given away."), tone="danger", wrap=True
        )
        self.margins = MarginsCard()
        self.margins.change_asked.connect(self.margin_asked)
        self.versions = Card()
        for widget in (self.unpriced, self.now, self.margins, self.versions):
            self.body.addWidget(widget)
        self.unpriced.hide()
        self.now.hide()
        self.versions.hide()

    def show_prices(self, now: PriceEntry | None, versions: tuple[PriceEntry, ...]) -> None:
        """Show what counts and what there is, the newest first."""
        self.now.setVisible(now is not None)
        self.unpriced.setVisible(now is None)
        if now is not None:
            self.table.show_prices(now.prices)
            self._since.setText(_version_text(now))
        if versions != self._shown:
            self._shown = versions
            self._fill(versions)

    def _fill(self, versions: tuple[PriceEntry, ...]) -> None:
        while (item := self.versions.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.versions.setVisible(bool(versions))
        self.versions.body.addWidget(Label(self.tr("Every version"), TypeRole.LEAD, semibold=True))
        for version in versions:
            self.versions.body.addWidget(Rule())
            self.versions.body.addWidget(VersionRow(version))


class VersionRow(QWidget):
    """One version: its prices, since when and from whom."""

    def __init__(self, version: PriceEntry) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(short_prices(version.prices), wrap=True))
        words.addWidget(Label(_version_text(version), TypeRole.SMALL, tone="muted", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addLayout(words, 1)
        if version.in_force:
            row.addWidget(Pill(self.tr("In force"), "ok"))


class PricesSection(Section):
    """The list of models, with what is for all of them first."""

    model: PricesViewModel

    def __init__(self, view_model: PricesViewModel, shell: Shell, clock: Clock) -> None:
        super().__init__(view_model, shell)
        self._clock = clock
        self._wanted = ""
        self.chooser = Chooser(self.tr("Prices"), self._detail)
        self.chooser.chosen.connect(self._chosen)
        self.set_content(self.chooser)

    def open_target(self, target: dict[str, object]) -> None:
        model = target.get("model")
        if isinstance(model, str):
            self._wanted = model
            if self.model.loaded:
                self._show_wanted()

    def refresh(self) -> None:
        model = self.model
        entries = [Entry(EVERY, self.tr("All models"), self.tr("Margins"))]
        for name, listed in model.models.items():
            price = model.in_force.get(name)
            subtitle = short_prices(price.prices) if price is not None else ""
            pills = () if price is not None else ((self.tr("No prices"), "danger"),)
            entries.append(Entry(name, listed.model.title or name, subtitle, pills))  # pyright: ignore[reportArgumentType]
        self.chooser.set_entries(entries)
        for name, detail in self.chooser.details().items():
            self._fill(name, detail)
        self._show_wanted()

    def _show_wanted(self) -> None:
        """Show what another part asked for, once it is known."""
        if self._wanted in self.model.models:
            self.chooser.choose(self._wanted)
            self._wanted = ""

    def _detail(self, name: str) -> QWidget:
        listed = self.model.models.get(name)
        title = (listed.model.title or name) if listed is not None else self.tr("All models")
        detail = ModelPrices(title, name)
        detail.new_asked.connect(lambda: self._enter(name))
        detail.margin_asked.connect(lambda plan: self._set_margin(name, plan))
        self._fill(name, detail)
        return detail

    def _fill(self, name: str, detail: QWidget) -> None:
        if not isinstance(detail, ModelPrices):
            return
        if name != EVERY:
            detail.show_prices(self.model.in_force.get(name), self.model.versions.get(name, ()))
        detail.margins.show_margins(_asked(name), self.model.margin)

    def _chosen(self, name: str) -> None:
        if name != EVERY:
            self.model.look_at(name)

    def _enter(self, name: str) -> None:
        now = self.model.in_force.get(name)
        prices = now.prices if now is not None else None
        PriceDialog(self, self.model, name, prices, self._clock.now_ms()).open()

    def _set_margin(self, name: str, plan: str) -> None:
        listed = self.model.models.get(name)
        model = (listed.model.title or name) if listed is not None else self.tr("All models")
        words = self.tr("Margin: {model}, {plan}")
        title = words.format(model=model, plan=plan_name(plan) if plan else self.tr("every plan"))
        now_ppm, _ = self.model.margin(_asked(name), plan)
        MarginDialog(self, self.model, Margin(model=_asked(name), plan=plan), title, now_ppm).open()


def _asked(name: str) -> str:
    """How the server calls what a key of the list means: every model is an empty name there."""
    return "" if name == EVERY else name


def _version_text(version: PriceEntry) -> str:
    words = QCoreApplication.translate("AdminPrices", "Version {number} · since {date} · {source}")
    return words.format(
        number=version.number,
        date=format_moment(version.valid_from_ms),
        source=source_text(version.origin),
    )
