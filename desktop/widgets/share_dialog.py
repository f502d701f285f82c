"""Asks who something is for: only oneself, or one of one's groups. Knows neither groups nor what is shared."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme

MOST_ROWS = 7


@dataclass(frozen=True, slots=True)
class Home:
    """A place to share to. `scope` is "" for only oneself."""

    scope: str
    name: str


class ShareDialog(FormDialog):
    """Of `homes` one is chosen; `current` is where the thing is now."""

    def __init__(self, parent: QWidget, title: str, homes: Sequence[Home], current: str) -> None:
        super().__init__(parent, title, QCoreApplication.translate("ShareDialog", "Share"))
        self._current = current
        self.explain(
            self.tr(
                "Everybody in the group gets it, and members can change it. What you add to it later is shared too. "
                "“Only me” takes it back from the others."
            ),
            tone="muted",
        )
        self.choices: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for home in (Home("", self.tr("Only me")), *homes):
            button = QRadioButton(home.name.replace("&", "&&"))
            button.setChecked(home.scope == current)
            self._group.addButton(button)
            column.addWidget(button)
            self.choices[home.scope] = button
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        scroll.setMinimumHeight(min(len(self.choices), MOST_ROWS) * (theme().hit_target + Space.XS))
        self.content.addWidget(scroll, 1)
        self.action_button.clicked.connect(self.accept)
        self._group.buttonToggled.connect(lambda _button, _on: self._refresh())
        self._refresh()

    def chosen(self) -> str:
        """The scope that is marked now."""
        return next((scope for scope, button in self.choices.items() if button.isChecked()), self._current)

    async def ask(self) -> str | None:
        """Open and wait: the scope chosen, None when nothing is to change."""
        return await self.answer(self.chosen)

    def _refresh(self) -> None:
        self.action_button.setEnabled(self.chosen() != self._current)
        self.action_button.setText(self.tr("Share") if self.chosen() else self.tr("Only for me"))
