"""A line over the page when an allowance is nearly or wholly used up: once in its period, and it can be put away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.billing.buying_view_model import BuyingViewModel
from desktop.billing.places import PLANS_PAGE, USAGE_PAGE
from desktop.billing.service import Prompt
from desktop.billing.usage_view_model import UsageViewModel
from desktop.billing.words_page import prompt_text
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Rule
from desktop.widgets.empty_state import Glyph
from desktop.widgets.label import Label
from desktop.widgets.page import Shell
from desktop.widgets.theme import Space

_LARGEST = "enterprise"


class UsagePrompt(QWidget):
    """Hidden while there is room enough, or once a person has read it."""

    def __init__(
        self,
        view_model: UsageViewModel,
        buying: BuyingViewModel,
        shell: Shell,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model, self._buying, self._shell = view_model, buying, shell
        self._prompt: Prompt | None = None
        self._glyph = Glyph("alert-outline", pixels=20, role="warning")
        self.words = Label("", wrap=True)
        self.plans_button = Button("")
        self.plans_button.clicked.connect(self._open_plans)
        self.usage_button = Button(self.tr("See usage"), "quiet")
        self.usage_button.clicked.connect(lambda: self._shell.open(USAGE_PAGE))
        self.away_button = IconButton("close", self.tr("I have read it"))
        self.away_button.clicked.connect(self._put_away)
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.S, Space.L, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        for button in (self.plans_button, self.usage_button, self.away_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Rule())
        view_model.changed.connect(self._refresh)
        buying.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        before, prompt = self._prompt, self._model.prompt
        self._prompt = prompt
        self.setVisible(prompt is not None)
        if prompt is None:
            return
        if before is None and not self._buying.known:
            # Whether more can be had is asked only when somebody may want it.
            self._buying.reload()
        self._glyph.set_icon(
            "alert-circle-outline" if prompt.full else "alert-outline", "danger" if prompt.full else "warning"
        )
        self.words.setText(prompt_text(prompt))
        more = self._buying.has_more_of(prompt.meter)
        self.plans_button.setText(self.tr("Get more") if more else self.tr("Compare plans"))
        self.plans_button.set_kind("primary" if more else "secondary")
        self.plans_button.setVisible(more or prompt.meter.plan != _LARGEST)

    def _open_plans(self) -> None:
        if self._prompt is not None and self._buying.has_more_of(self._prompt.meter):
            self._shell.open(PLANS_PAGE, meter=self._prompt.meter.meter.value)
        else:
            self._shell.open(PLANS_PAGE)

    def _put_away(self) -> None:
        if self._prompt is not None:
            self._model.put_away(self._prompt)
