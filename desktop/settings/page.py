"""The settings page: sections at the leading side, each with its declared settings and what a slice brings."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.settings.controls_page import Control, control_for, is_wide, setting_words
from desktop.settings.view_model import SettingsViewModel
from desktop.widgets.card import Card, Rule, ScrollColumn
from desktop.widgets.label import Label
from desktop.widgets.page import Page, PageContext, SectionSpec, make_page
from desktop.widgets.page_header import PageHeader
from desktop.widgets.rail_button import RailButton
from desktop.widgets.setting_row import SettingRow
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming

SECTIONS_WIDTH = 160


class SettingsPage(Page):
    """Sections are made when they are first shown."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.view_model = SettingsViewModel(context.services.settings, context.scope, context.services.bus)
        self.view_model.failed.connect(self.shell.report)
        self.view_model.changed.connect(self._refresh)
        self._specs = {spec.id: spec for spec in context.sections}
        self._controls: dict[str, Control] = {}
        self._parts: list[Page] = []
        self._shown: dict[str, QWidget] = {}
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        self._list = QScrollArea()
        self._build()
        theming().changed.connect(self._restyle)
        if self._specs:
            self.show_section(next(iter(self._specs)))

    def open_target(self, *, section: str = "", **_target: Any) -> None:
        if section in self._specs:
            self.show_section(section)

    def page_state(self) -> dict[str, Any]:
        return {"section": self.section}

    def restore_state(self, state: dict[str, Any]) -> None:
        self.open_target(section=str(state.get("section", "")))

    async def aclose(self) -> None:
        self.view_model.close()
        for part in self._parts:
            await part.aclose()

    @property
    def section(self) -> str:
        """Id of the section shown."""
        return next((id_ for id_, button in self._buttons.items() if button.isChecked()), "")

    def show_section(self, id_: str) -> None:
        """Show a section, made if need be."""
        if id_ not in self._shown:
            self._shown[id_] = self._make(self._specs[id_])
            self._stack.addWidget(self._shown[id_])
        if any(button.hasFocus() for button in self._buttons.values()):
            self._buttons[id_].setFocus()
        self._buttons[id_].setChecked(True)
        self._list.ensureWidgetVisible(self._buttons[id_])
        self._stack.setCurrentWidget(self._shown[id_])

    def control(self, key: str) -> Control:
        """The control of a setting. KeyError until its section has been shown."""
        return self._controls[key]

    def _build(self) -> None:
        # At large text there may be more sections than room.
        self._list.setWidgetResizable(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QWidget()
        self._list.setWidget(buttons)
        column = QVBoxLayout(buttons)
        column.setContentsMargins(Space.L, Space.L, Space.S, Space.L)
        column.setSpacing(Space.XS)
        for spec in self._specs.values():
            button = RailButton(spec.title(), spec.icon_name, checkable=True)
            button.clicked.connect(lambda _checked=False, id_=spec.id: self.show_section(id_))
            self._group.addButton(button)
            self._buttons[spec.id] = button
            column.addWidget(button)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        row.addWidget(Rule(vertical=True))
        row.addWidget(self._stack, 1)
        self.body.addWidget(PageHeader(self.tr("Settings")))
        self.body.addLayout(row, 1)
        self._restyle()

    def _make(self, spec: SectionSpec) -> QWidget:
        column = ScrollColumn(centred=False)
        column.body.addWidget(Label(spec.title(), TypeRole.TITLE, semibold=True))
        if spec.factory:
            part = make_page(spec.factory, self.context)
            self._parts.append(part)
            column.body.addWidget(part)
        settings = [
            setting
            for group in spec.groups
            for setting in self.view_model.shown(group)
            if setting.key not in spec.own_keys
        ]
        if settings:
            card = Card()
            for position, setting in enumerate(settings):
                if position:
                    card.body.addWidget(Rule())
                control = control_for(setting)
                control.show_value(self.view_model.value(setting.key))
                control.edited.connect(lambda value, key=setting.key: self.view_model.change(key, value))
                self._controls[setting.key] = control
                row = SettingRow(
                    setting_words(setting.label), setting_words(setting.help), control, wide=is_wide(setting)
                )
                card.body.addWidget(row)
            column.body.addWidget(card)
        return column

    def _refresh(self) -> None:
        for key, control in self._controls.items():
            control.show_value(self.view_model.value(key))

    def _restyle(self) -> None:
        self._list.setFixedWidth(theme().px(SECTIONS_WIDTH))
        for button in self._buttons.values():
            button.set_wide(True, "")


def create_page(context: PageContext) -> SettingsPage:
    """Make the page."""
    return SettingsPage(context)
