"""An expected failure in full: what happened, what it means, what to do, details with Copy."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.error_state import ErrorState
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme
from shared.errors import AppError


class ErrorDialog(QDialog):
    """Closes itself before it tries again."""

    def __init__(self, error: AppError, retry: Callable[[], None] | None, parent: QWidget) -> None:
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.L)
        column.addWidget(self.state)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignHCenter)
