"""Models the gateway offers: who answers, other names, what stands in, for whom; edited over what is shipped."""

from collections.abc import Sequence
from typing import get_args

import msgspec
from msgspec import structs
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.admin.catalog_view_model import ModelsViewModel
from desktop.admin.chooser_page import Chooser, Entry
from desktop.admin.fields_page import AmountField, NumberField
from desktop.admin.form_page import EditForm
from desktop.admin.section_page import Section
from desktop.admin.words_page import model_kind_text, plans_text, upstream_text
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Card, Rule
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import ElidedLabel
from desktop.widgets.page import Shell
from desktop.widgets.picker import Option, Picker
from desktop.widgets.pill import Tone
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.text_dialog import TextDialog
from desktop.widgets.theme import Space
from desktop.widgets.usage_words import plan_name
from shared.billing.messages import AiModel, ListedModel, ModelKind, ModelName, Upstream
from shared.plans import PLANS

_NAME_CHARS = 100
_MOST_FALLBACKS = 5
_MOST_OUTPUT = 1_000_000


class FallbackList(QWidget):
    """What is asked in order when a model does not answer. `changed`; moved by buttons, so the keyboard does it too."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self._others: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self.picker = Picker(self.tr("Add a model that stands in"))
        self.picker.selected.connect(self._add)

    def show_names(self, names: Sequence[str], others: dict[str, str]) -> None:
        """Show these; `others` are the models that may stand in, with their titles."""
        self.names, self._others = list(names), others
        self._fill()

    def _fill(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.picker:
                widget.hide()
                widget.deleteLater()
        for place, name in enumerate(self.names):
            self._column.addWidget(self._row(place, name))
        free = [name for name in self._others if name not in self.names]
        options = [Option("", self.tr("Add a model…")), *(Option(name, self._others[name]) for name in free)]
        self.picker.set_options(options, "")
        self.picker.setVisible(bool(free) and len(self.names) < _MOST_FALLBACKS)
        self._column.addWidget(self.picker)

    def _row(self, place: int, name: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.XS)
        title = self._others.get(name, name)
        line.addWidget(ElidedLabel(f"{place + 1}. {title}"), 1)
        up = IconButton("arrow-up", self.tr("Ask {name} earlier").format(name=title))
        up.setEnabled(place > 0)
        up.clicked.connect(lambda: self._move(place))
        gone = IconButton("close", self.tr("Do not ask {name}").format(name=title))
        gone.clicked.connect(lambda: self._drop(name))
        line.addWidget(up)
        line.addWidget(gone)
        return row

    def _add(self, name: str) -> None:
        if name:
            self._set([*self.names, name])

    def _drop(self, name: str) -> None:
        self._set([each for each in self.names if each != name])

    def _move(self, place: int) -> None:
        names = self.names.copy()
        names[place - 1], names[place] = names[place], names[place - 1]
        self._set(names)

    def _set(self, names: list[str]) -> None:
        self.names = names
        self._fill()
        self.changed.emit()


class ModelForm(EditForm):
    """One model. `edited()` is as it stands in the form; `prices_asked` leads to its prices."""

    prices_asked = Signal()

    def __init__(self, listed: ListedModel, others: dict[str, str]) -> None:
        super().__init__(listed.model.title or listed.model.model)
        self.listed, self._others = listed, others
        self.prices_button = Button(self.tr("Prices"), icon_name="cash")
        self.prices_button.clicked.connect(self.prices_asked)
        self.reset_button = Button("", icon_name="backup-restore")
        self.head_buttons.addWidget(self.prices_button)
        self.head_buttons.addWidget(self.reset_button)
        self.enabled = QCheckBox(self.tr("Offered to people"))
        self.name, self.upstream_name, self.aliases = QLineEdit(), QLineEdit(), QLineEdit()
        for field in (self.name, self.upstream_name):
            field.setMaxLength(_NAME_CHARS)
        self.upstream, self.kind = Picker(self.tr("Who answers")), Picker(self.tr("What it does"))
        self.output = AmountField(NumberField(self.tr("Longest reply")))
        self.fallbacks = FallbackList()
        self.plans: dict[str, QCheckBox] = {plan: QCheckBox(plan_name(plan)) for plan in PLANS}
        self.column.addWidget(self._provider_card())
        self.column.addWidget(self._use_card())
        self._connect()
        self.show_model(listed, others, anew=True)

    def show_model(self, listed: ListedModel, others: dict[str, str], *, anew: bool = False) -> None:
        """Show the model as it counts; what is being edited stays, unless it is to begin `anew`."""
        if (listed, others) == (self.listed, self._others) and not anew:
            return
        keep = self.dirty and not anew and self.edited() != listed.model
        self.listed, self._others = listed, others
        self.title.set_full_text(listed.model.title or listed.model.model)
        words, tone = state_of(listed)
        self.say(
            self.tr("People and programs ask for it as {name}.").format(name=listed.model.model), words, tone
        )
        self.reset_button.setVisible(listed.edited)
        self.reset_button.setText(self.tr("Drop the edits"))
        if not keep:
            self._fill(listed.model)
        self._judge()

    def edited(self) -> AiModel | None:
        output = self.output.value()
        if output is None or not 1 <= output <= _MOST_OUTPUT:
            return None
        upstream: Upstream = self.upstream.current()  # pyright: ignore[reportAssignmentType]
        kind: ModelKind = self.kind.current()  # pyright: ignore[reportAssignmentType]
        ticked = tuple(plan for plan, box in self.plans.items() if box.isChecked())
        return structs.replace(
            self.listed.model,
            title=" ".join(self.name.text().split()),
            upstream=upstream,
            wire="anthropic" if upstream == "anthropic" else "openai",
            kind=kind,
            upstream_model=self.upstream_name.text().strip(),
            aliases=tuple(dict.fromkeys(self.aliases.text().replace(",", " ").split())),
            fallbacks=tuple(self.fallbacks.names),
            plans=() if len(ticked) == len(self.plans) else ticked,
            output_tokens=output,
            enabled=self.enabled.isChecked(),
        )

    def _provider_card(self) -> Card:
        card = Card()
        for position, row in enumerate(
            (
                SettingRow(self.tr("Title"), "", self.name),
                SettingRow(
                    self.tr("Who answers"),
                    self.tr("Whose key and address stand in the server’s configuration."),
                    self.upstream,
                ),
                SettingRow(
                    self.tr("Its name there"),
                    self.tr("Empty where it is the same."),
                    self.upstream_name,
                ),
                SettingRow(self.tr("What it does"), "", self.kind),
                SettingRow(
                    self.tr("Longest reply"), self.tr("In tokens; a plan may allow less."), self.output
                ),
            )
        ):
            if position:
                card.body.addWidget(Rule())
            card.body.addWidget(row)
        return card

    def _use_card(self) -> Card:
        card = Card()
        boxes = QWidget()
        flow = FlowLayout(boxes, spacing=Space.L)
        for box in self.plans.values():
            flow.addWidget(box)
        card.body.addWidget(self.enabled)
        for row in (
            SettingRow(
                self.tr("Other names"),
                self.tr("Programs may ask for it by these too; several with spaces between them."),
                self.aliases,
                wide=True,
            ),
            SettingRow(self.tr("For whom"), self.tr("Nobody ticked means every plan."), boxes, wide=True),
            SettingRow(
                self.tr("What stands in"),
                self.tr(
                    "Asked in this order when it does not answer, before anything was sent to the person."
                ),
                self.fallbacks,
                wide=True,
            ),
        ):
            card.body.addWidget(Rule())
            card.body.addWidget(row)
        return card

    def _connect(self) -> None:
        for field in (self.name, self.upstream_name, self.aliases):
            field.textEdited.connect(lambda _text: self._judge())
        for picker in (self.upstream, self.kind):
            picker.selected.connect(lambda _id: self._judge())
        for box in (self.enabled, *self.plans.values()):
            box.clicked.connect(lambda _checked: self._judge())
        self.output.changed.connect(self._judge)
        self.fallbacks.changed.connect(self._judge)
        self.discard_asked.connect(lambda: self.show_model(self.listed, self._others, anew=True))

    def _fill(self, model: AiModel) -> None:
        self.name.setText(model.title)
        self.upstream_name.setText(model.upstream_model)
        self.aliases.setText(" ".join(model.aliases))
        for field in (self.name, self.upstream_name, self.aliases):
            field.setCursorPosition(0)
        upstreams = [Option(name, upstream_text(name)) for name in get_args(Upstream)]
        self.upstream.set_options(upstreams, model.upstream)
        self.kind.set_options(
            [Option(name, model_kind_text(name)) for name in get_args(ModelKind)], model.kind
        )
        self.output.show_value(model.output_tokens)
        self.enabled.setChecked(model.enabled)
        for plan, box in self.plans.items():
            box.setChecked(plan in model.plans)
        self.fallbacks.show_names(model.fallbacks, self._others)

    def _judge(self) -> None:
        model = self.edited()
        self.set_dirty(model != self.listed.model, valid=model is not None)


def state_of(listed: ListedModel) -> tuple[str, Tone]:
    """The state of a model in a word or two, and its tone."""
    if not listed.model.enabled:
        return QCoreApplication.translate("AdminModels", "Off"), "neutral"
    if not listed.price_version:
        return QCoreApplication.translate("AdminModels", "No prices"), "danger"
    if not listed.reachable:
        return QCoreApplication.translate("AdminModels", "No key"), "warning"
    return QCoreApplication.translate("AdminModels", "Offered"), "ok"


class ModelsSection(Section):
    """The list of models and the form of one."""

    model: ModelsViewModel
    prices_asked = Signal(str)

    def __init__(self, view_model: ModelsViewModel, shell: Shell) -> None:
        super().__init__(view_model, shell)
        self.new_button = Button(self.tr("New model…"), icon_name="plus")
        self.new_button.clicked.connect(self._begin_new)
        self.chooser = Chooser(self.tr("Models"), self._form, head=(self.new_button,))
        self._begun = ""
        self.set_content(self.chooser)
        view_model.asked.connect(self._asked)

    def refresh(self) -> None:
        for name, form in list(self.chooser.details().items()):
            if name not in self.model.models:
                self.chooser.forget(name)
            elif isinstance(form, ModelForm):
                form.show_model(self.model.models[name], self._others(name))
        self._list()
        if self._begun in self.model.models:
            self.chooser.choose(self._begun)
            self._begun = ""

    def _list(self) -> None:
        entries: list[Entry] = []
        for name, listed in self.model.models.items():
            form = self.chooser.detail(name)
            words, tone = state_of(listed)
            pills: list[tuple[str, Tone]] = [(words, tone)] if words and tone != "ok" else []
            if listed.edited:
                pills.append((self.tr("Edited"), "info"))
            if isinstance(form, ModelForm) and form.dirty:
                pills.append((self.tr("Not saved"), "warning"))
            about = f"{upstream_text(listed.model.upstream)} · {plans_text(listed.model.plans)}"
            entries.append(Entry(name, listed.model.title or name, about, tuple(pills)))
        self.chooser.set_entries(entries)

    def _form(self, name: str) -> QWidget:
        form = ModelForm(self.model.models[name], self._others(name))
        form.save_asked.connect(lambda: self._save(form))
        form.discard_asked.connect(self._list)
        form.reset_button.clicked.connect(lambda: self.model.reset(name))
        form.prices_asked.connect(lambda: self.prices_asked.emit(name))
        return form

    def _others(self, name: str) -> dict[str, str]:
        models = self.model.models
        kind = models[name].model.kind
        return {
            each: listed.model.title or each
            for each, listed in models.items()
            if each != name and listed.model.kind == kind
        }

    def _save(self, form: ModelForm) -> None:
        model = form.edited()
        if model is not None:
            self.model.save(model)

    def _begin_new(self) -> None:
        dialog = TextDialog(
            self,
            self.tr("New model"),
            self.tr("Name"),
            self.tr("Add the model"),
            hint=self.tr(
                "As programs ask for it, such as llama-4-70b. It is off until you have said who answers and entered "
                "its prices."
            ),
            longest=_NAME_CHARS,
            check=self._wrong_name,
        )
        dialog.accepted.connect(lambda: self._add(dialog.text()))
        dialog.open()

    def _wrong_name(self, name: str) -> str:
        try:
            msgspec.convert(name, ModelName)
        except msgspec.ValidationError:
            return self.tr(
                "Use only letters without accents, digits and . _ : / @ + - and no spaces. Begin with a letter or a "
                "digit."
            )
        return ""

    def _add(self, name: str) -> None:
        if name in self.model.models:
            self.chooser.choose(name)
            return
        self._begun = name
        self.model.save(AiModel(model=name, upstream="custom", wire="openai", enabled=False))

    def _asked(self) -> None:
        form = self.chooser.detail()
        if isinstance(form, ModelForm):
            form.set_asked(busy=self.model.busy, error=self.model.asked_error)
            form.reset_button.setEnabled(not self.model.busy)
