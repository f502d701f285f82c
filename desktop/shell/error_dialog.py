"""An expected failure in full: what happened, what it means, what to do, details with Copy."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.error_state import ErrorState
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme
from shared.errors import AppError


class ErrorDialog(QDialog):
    """Closes itself before it tries again, or leads to a page where more is to be seen: `way` is its word and it."""

    def __init__(
        self,
        error: AppError,
        retry: Callable[[], None] | None,
        parent: QWidget,
        *,
        way: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What went wrong"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.state = ErrorState()
        self.state.show_error(error, can_retry=retry is not None)
        self.setMinimumWidth(min(theme().px(460), parent.width() - 2 * Space.XL))
        if retry is not None:
            self.state.retry.connect(self.accept)
            self.state.retry.connect(retry)
        self.close_button = Button(self.tr("Close"))
        self.close_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        self.way_button: Button | None = None
        if way is not None:
            self.way_button = Button(way[0])
            self.way_button.clicked.connect(self.accept)
            self.way_button.clicked.connect(way[1])
            buttons.addWidget(self.way_button)
        buttons.addWidget(self.close_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.L)
        column.addWidget(self.state)
        column.addLayout(buttons)
