"""The parts of the window and where they stand: rail, notices, pages, strip. Binds nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.shell.drop_overlay import DropOverlay
from desktop.shell.page_host import PageHost
from desktop.shell.rail import NavigationRail
from desktop.shell.start_up_view import StartUpView
from desktop.shell.status_strip import StatusStrip
from desktop.widgets.card import Rule
from desktop.widgets.page import PageSpec, Shell
from desktop.widgets.theming import theme
from desktop.widgets.toast import ToastHost

CROWDED_WIDTH = 900


class WindowFrame(QWidget):
    """`painted` fires at each paint: the program waits for the first one before it opens the library."""

    painted = Signal()

    def __init__(self, specs: Sequence[PageSpec], shell: Shell) -> None:
        super().__init__()
        self.setProperty("surface", "background")
        self.rail = NavigationRail(specs)
        self.start_up = StartUpView()
        self.host = PageHost(specs, shell, self.start_up, shell.report)
        self.strip = StatusStrip()
        self.toasts = ToastHost(self)
        self.overlay = DropOverlay(self)
        self.notices = QVBoxLayout()
        self.notices.setSpacing(0)
        content = QVBoxLayout()
        content.setSpacing(0)
        content.addLayout(self.notices)
        content.addWidget(self.host, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(Rule(vertical=True))
        middle.addLayout(content, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self.strip)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()

    def fit(self, width: int) -> None:
        """Give the pages room when the window is narrow for its text size."""
        self.rail.set_crowded(width < theme().px(CROWDED_WIDTH))
