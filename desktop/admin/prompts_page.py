"""Instructions of every use of AI: which text is in force, what counts below it, and editing it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.admin.catalog_view_model import PromptsViewModel
from desktop.admin.chooser_page import Chooser, Entry
from desktop.admin.form_page import EditForm
from desktop.admin.section_page import Section
from desktop.admin.words_page import context_text, source_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.disclosure import Disclosure
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_number
from desktop.widgets.label import Label
from desktop.widgets.page import Shell
from desktop.widgets.pill import Pill
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming
from shared.billing.messages import ListedPrompt

_MOST_CHARACTERS = 20_000
_LINES = 9
SOURCES = ("database", "environment", "default")
"""In the order in which they are asked: the first that has a text counts."""


class SourcesRow(QWidget):
    """The three places instructions can be in, the one in force marked."""

    def __init__(self) -> None:
        super().__init__()
        self.pills = {source: Pill("") for source in SOURCES}
        flow = FlowLayout(self, spacing=Space.S)
        for pill in self.pills.values():
            flow.addWidget(pill)

    def show_prompt(self, prompt: ListedPrompt) -> None:
        """Mark what is in force."""
        there = {
            "database": prompt.source == "database",
            "environment": prompt.environment is not None,
            "default": True,
        }
        for place, (source, pill) in enumerate(self.pills.items(), start=1):
            words = source_text(source)
            if source == prompt.source:
                pill.set_state(self.tr("{place}. {source}: in force").format(place=place, source=words), "ok")
            elif there[source]:
                pill.set_state(self.tr("{place}. {source}: waits below").format(place=place, source=words))
            else:
                pill.set_state(
                    self.tr("{place}. {source}: nothing").format(place=place, source=words),
                    "neutral",
                    "minus",
                )


class PromptForm(EditForm):
    """One use of AI."""

    def __init__(self, prompt: ListedPrompt) -> None:
        super().__init__(context_text(prompt.context))
        self.prompt = prompt
        self.sources = SourcesRow()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Instructions"))
        self.text.textChanged.connect(self._judge)
        self.length = Label("", TypeRole.SMALL, tone="muted")
        self.back_button = Button(self.tr("Take these back"), icon_name="backup-restore")
        self._below = Label("", wrap=True, selectable=True)
        card = Card()
        card.body.addWidget(self._below)
        self.below = Disclosure(self.tr("What counts when these are taken back"), card)
        self.head_buttons.addWidget(self.back_button)
        self.column.addWidget(self.sources)
        self.column.addWidget(self.text)
        self.column.addWidget(self.length, 0, Qt.AlignmentFlag.AlignTrailing)
        self.column.addWidget(self.below)
        self.discard_asked.connect(lambda: self.show_prompt(self.prompt, anew=True))
        theming().changed.connect(self._fit)
        self._fit()
        self.show_prompt(prompt, anew=True)

    def show_prompt(self, prompt: ListedPrompt, *, anew: bool = False) -> None:
        """Show what counts; what is being typed stays, unless it is to begin `anew`."""
        if prompt == self.prompt and not anew:
            return
        keep = self.dirty and not anew and self.text.toPlainText() != prompt.text
        self.prompt = prompt
        own = prompt.source == "database"
        self.say(
            self.tr(
                "Put before the program’s own words in every call that names this use. Other programs that name none "
                "never get them."
            )
        )
        self.sources.show_prompt(prompt)
        self.back_button.setVisible(own)
        self.below.setVisible(own)
        self._below.setText(prompt.environment if prompt.environment is not None else prompt.default)
        if not keep:
            self.text.setPlainText(prompt.text)
        self._judge()

    def _judge(self) -> None:
        text = self.text.toPlainText()
        words = self.tr("{count} of {most} characters")
        self.length.setText(
            words.format(count=format_number(len(text)), most=format_number(_MOST_CHARACTERS))
        )
        too_long = len(text) > _MOST_CHARACTERS
        self.length.set_tone("danger" if too_long else "muted")
        self.set_dirty(text != self.prompt.text, valid=not too_long)

    def _fit(self) -> None:
        self.text.setMinimumHeight(theme().px(22) * _LINES)


class PromptsSection(Section):
    """The list of uses and the form of one."""

    model: PromptsViewModel

    def __init__(self, view_model: PromptsViewModel, shell: Shell) -> None:
        super().__init__(view_model, shell)
        self.chooser = Chooser(self.tr("Instructions"), self._form)
        self.set_content(self.chooser)
        view_model.asked.connect(self._asked)

    def refresh(self) -> None:
        prompts = self.model.prompts
        for context, form in self.chooser.details().items():
            if isinstance(form, PromptForm) and context in prompts:
                form.show_prompt(prompts[context])
        self._list()

    def _list(self) -> None:
        entries: list[Entry] = []
        for context, prompt in self.model.prompts.items():
            form = self.chooser.detail(context)
            unsaved = isinstance(form, PromptForm) and form.dirty
            note = self.tr("Not saved") if unsaved else source_text(prompt.source)
            entries.append(Entry(context, context_text(context), note))
        self.chooser.set_entries(entries)

    def _form(self, context: str) -> QWidget:
        form = PromptForm(self.model.prompts[context])
        form.save_asked.connect(lambda: self.model.save(context, form.text.toPlainText()))
        form.discard_asked.connect(self._list)
        form.back_button.clicked.connect(lambda: self._take_back(form))
        return form

    def _take_back(self, form: PromptForm) -> None:
        form.text.setPlainText(form.prompt.text)
        self.model.save(form.prompt.context, None)

    def _asked(self) -> None:
        form = self.chooser.detail()
        if isinstance(form, PromptForm):
            form.set_asked(busy=self.model.busy, error=self.model.asked_error)
            form.back_button.setEnabled(not self.model.busy)
