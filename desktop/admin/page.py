"""Administration: its parts at the leading side, for those who administer the server or a school."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.admin.access_view_model import AccessViewModel
from desktop.admin.audit_page import AuditSection
from desktop.admin.audit_view_model import AuditViewModel
from desktop.admin.budget_page import BudgetSection
from desktop.admin.catalog_view_model import (
    BudgetViewModel,
    ModelsViewModel,
    PlansViewModel,
    PricesViewModel,
    PromptsViewModel,
)
from desktop.admin.events_page import EventsSection
from desktop.admin.events_view_model import EventsViewModel
from desktop.admin.models_page import ModelsSection
from desktop.admin.people_page import PeopleSection
from desktop.admin.people_view_model import PeopleViewModel
from desktop.admin.plans_page import PlansSection
from desktop.admin.prices_page import PricesSection
from desktop.admin.prompts_page import PromptsSection
from desktop.admin.schools_page import SchoolsSection
from desktop.admin.schools_view_model import SchoolsViewModel
from desktop.admin.section_page import Section
from desktop.admin.service import AdminService, Reach
from desktop.runtime.changes import ChangeBus
from desktop.widgets.card import Rule
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.picker import Option, Picker
from desktop.widgets.rail_button import RailButton
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme, theming
from shared.clock import Clock

SECTIONS_WIDTH = 168
NARROW = 640


@dataclass(frozen=True)
class Part:
    """A part of the page; `everywhere`: a school's administrator has it too."""

    id: str
    title: str
    icon_name: str
    make: Callable[[], Section]
    everywhere: bool = False


class AdminPage(Page):
    """Parts are made when they are first shown. `part` opens one; further targets are the part's own."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        admin: AdminService = context.services.admin
        bus: ChangeBus = context.services.bus
        self._clock: Clock = context.services.clock
        self._given = (admin, context.scope, bus)
        self.access = context.shell.shared(AccessViewModel, lambda scope: AccessViewModel(admin, scope, bus))
        self._parts = {part.id: part for part in self._all_parts()}
        self._shown: dict[str, Section] = {}
        self._buttons: dict[str, RailButton] = {}
        self._active = False
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        self._list = QScrollArea()
        self._build()
        theming().changed.connect(self._restyle)
        self.access.changed.connect(self._refresh)
        self._wanted = next(iter(self._parts))
        self._refresh()

    def open_target(self, *, part: str = "", **target: Any) -> None:
        if part in self._parts and self._may(part):
            self.show_part(part)
            self._shown[part].open_target(target)

    def activated(self) -> None:
        self._active = True
        if (section := self.section()) is not None:
            section.shown()

    def deactivated(self) -> None:
        self._active = False

    def page_state(self) -> dict[str, Any]:
        return {"part": self._wanted}

    def restore_state(self, state: dict[str, Any]) -> None:
        if state.get("part") in self._parts:
            self._wanted = state["part"]
            self._refresh()

    async def aclose(self) -> None:
        self.access.changed.disconnect(self._refresh)
        for section in self._shown.values():
            section.close_models()

    def section(self) -> Section | None:
        """The part that is shown; None for who administers nothing."""
        return self._shown.get(self._wanted) if self.state() == "open" else None

    def state(self) -> str:
        """Return "open", or "closed" for who administers nothing."""
        return "open" if self._outer.currentIndex() else "closed"

    def part_ids(self) -> list[str]:
        """The parts that can be chosen now."""
        return [id_ for id_ in self._buttons if self._may(id_)]

    def show_part(self, id_: str) -> None:
        """Show a part, made if need be."""
        self._wanted = id_
        if id_ not in self._shown:
            self._shown[id_] = self._parts[id_].make()
            self._stack.addWidget(self._shown[id_])
        if any(button.hasFocus() for button in self._buttons.values()):
            self._buttons[id_].setFocus()
        self._buttons[id_].setChecked(True)
        self.picker.set_selected(id_)
        self._list.ensureWidgetVisible(self._buttons[id_])
        self._stack.setCurrentWidget(self._shown[id_])
        if self._active:
            self._shown[id_].shown()

    def _all_parts(self) -> tuple[Part, ...]:
        given, shell = self._given, self.shell
        return (
            Part(
                "plans",
                self.tr("Plans"),
                "view-column-outline",
                lambda: PlansSection(PlansViewModel(*given), shell),
            ),
            Part("prices", self.tr("Prices"), "cash-multiple", self._prices),
            Part("models", self.tr("Models"), "robot-outline", self._models),
            Part(
                "prompts",
                self.tr("Instructions"),
                "text-box-edit-outline",
                lambda: PromptsSection(PromptsViewModel(*given), shell),
            ),
            Part(
                "budget",
                self.tr("Budget"),
                "piggy-bank-outline",
                lambda: BudgetSection(BudgetViewModel(*given), shell),
            ),
            Part("schools", self.tr("Schools"), "school-outline", self._schools),
            Part("events", self.tr("Payments"), "webhook", self._events),
            Part("people", self.tr("People"), "account-multiple-outline", self._people, everywhere=True),
            Part(
                "audit",
                self.tr("Audit log"),
                "clipboard-text-clock-outline",
                lambda: AuditSection(AuditViewModel(*given), shell),
                everywhere=True,
            ),
        )

    def _prices(self) -> Section:
        return PricesSection(PricesViewModel(*self._given), self.shell, self._clock)

    def _models(self) -> Section:
        section = ModelsSection(ModelsViewModel(*self._given), self.shell)
        section.prices_asked.connect(lambda model: self.open_target(part="prices", model=model))
        return section

    def _events(self) -> Section:
        section = EventsSection(EventsViewModel(*self._given), self.shell)
        section.person_asked.connect(lambda user_id: self.open_target(part="people", person=user_id))
        return section

    def _schools(self) -> Section:
        _, scope, bus = self._given
        return SchoolsSection(SchoolsViewModel(*self._given), self.shell, scope, bus)

    def _people(self) -> Section:
        _, scope, bus = self._given
        section = PeopleSection(PeopleViewModel(*self._given), self.shell, scope, bus, self._clock)
        section.audit_asked.connect(lambda user_id: self.open_target(part="audit", person=user_id))
        return section

    def _build(self) -> None:
        self._list.setWidgetResizable(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QWidget()
        self._list.setWidget(buttons)
        column = QVBoxLayout(buttons)
        column.setContentsMargins(Space.L, Space.L, Space.S, Space.L)
        column.setSpacing(Space.XS)
        for part in self._parts.values():
            button = RailButton(part.title, part.icon_name, checkable=True)
            button.clicked.connect(lambda _checked=False, id_=part.id: self.show_part(id_))
            self._group.addButton(button)
            self._buttons[part.id] = button
            column.addWidget(button)
        column.addStretch(1)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._rule = Rule(vertical=True)
        row.addWidget(self._list)
        row.addWidget(self._rule)
        row.addWidget(self._stack, 1)
        # With little room the parts are a list that opens.
        self.picker = Picker(self.tr("Part of administration"))
        self.picker.selected.connect(self.show_part)
        self._top = QWidget()
        line = QHBoxLayout(self._top)
        line.setContentsMargins(Space.L, Space.M, Space.L, 0)
        line.addWidget(self.picker)
        line.addStretch(1)
        under = QWidget()
        both = QVBoxLayout(under)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(self._top)
        both.addWidget(content, 1)
        closed = EmptyState(
            "shield-account-outline",
            self.tr("Here administrators of a server or a school look after it. Your account is not one."),
            self.tr("Open Account"),
        )
        closed.action.connect(lambda: self.shell.open("account"))
        self._outer = QStackedWidget()
        self._outer.addWidget(closed)
        self._outer.addWidget(under)
        self.header = PageHeader(self.tr("Administration"))
        self.body.addWidget(self.header)
        self.body.addWidget(self._outer, 1)
        self._restyle()

    def _may(self, id_: str) -> bool:
        reach = self.access.reach
        return reach is Reach.SERVER or (reach is Reach.SCHOOL and self._parts[id_].everywhere)

    def _refresh(self) -> None:
        """Somebody else may be signed in: nothing of the one before stays to be seen."""
        for section in self._shown.values():
            section.close_models()
            self._stack.removeWidget(section)
            section.hide()
            section.deleteLater()
        self._shown = {}
        for id_, button in self._buttons.items():
            button.setVisible(self._may(id_))
        self.header.set_subtitle(self.access.place)
        mine = self.part_ids()
        parts = [self._parts[id_] for id_ in mine]
        self.picker.set_options([Option(each.id, each.title, icon_name=each.icon_name) for each in parts], "")
        self._outer.setCurrentIndex(1 if mine else 0)
        if mine:
            self.show_part(self._wanted if self._wanted in mine else mine[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < theme().px(NARROW)
        self._top.setVisible(narrow)
        self._list.setVisible(not narrow)
        self._rule.setVisible(not narrow)

    def _restyle(self) -> None:
        self._fit()
        self._list.setFixedWidth(theme().px(SECTIONS_WIDTH))
        for button in self._buttons.values():
            button.set_wide(True, "")


def create_page(context: PageContext) -> AdminPage:
    """Make the page."""
    return AdminPage(context)
