"""What stands in the window until the library is open, and what it says when it cannot be opened."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.runtime.paths import ProfilePaths
from desktop.storage.backup import list_backups
from desktop.widgets.button import Button
from desktop.widgets.card import ReadingColumn
from desktop.widgets.error_state import ErrorState
from desktop.widgets.label import Label
from desktop.widgets.skeleton import Skeleton
from desktop.widgets.theme import TypeRole
from shared.errors import AppError


def backups_to_offer(paths: ProfilePaths, error: AppError) -> list[tuple[str, Path]]:
    """Backups (date and time, file), newest first, when going back to one can help; else none."""
    if error.code != "storage.corrupt":
        return []
    found: list[tuple[str, Path]] = []
    for one in list_backups(paths):
        made = QDateTime.fromString(one.made, "yyyyMMdd-HHmmss")
        found.append((QLocale().toString(made, QLocale.FormatType.ShortFormat), one.path))
    return found


class StartUpView(QStackedWidget):
    """`retry` and `restore(path)` fire from the error state's buttons."""

    retry = Signal()
    restore = Signal(Path)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.error = ErrorState()
        self.error.retry.connect(self.retry)
        self._restores = ReadingColumn()
        broken = QWidget()
        column = QVBoxLayout(broken)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.error)
        column.addWidget(self._restores)
        column.addStretch(1)
        self._broken = broken
        self.addWidget(Skeleton())
        self.addWidget(broken)

    def show_opening(self) -> None:
        self.setCurrentIndex(0)

    def show_error(self, error: AppError, backups: Sequence[tuple[str, Path]]) -> None:
        """Say why the library did not open; `backups` are offered as (date and time, file), newest first."""
        self.error.show_error(error, can_retry=True)
        self._clear()
        if backups:
            self._restores.body.addWidget(Label(self.tr("Go back to a backup"), TypeRole.LEAD, semibold=True))
            words = self.tr("The file as it is now is kept beside it; nothing is thrown away.")
            self._restores.body.addWidget(Label(words, tone="muted", wrap=True))
        # The newest backup is what most people want now; trying again rarely mends a damaged file.
        self.error.retry_button.set_kind("secondary" if backups else "primary")
        for position, (when, path) in enumerate(backups):
            kind = "secondary" if position else "primary"
            button = Button(
                self.tr("Restore the backup of {when}").format(when=when), kind, icon_name="restore"
            )
            button.clicked.connect(lambda _checked=False, chosen=path: self.restore.emit(chosen))
            self._restores.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.setCurrentWidget(self._broken)

    def _clear(self) -> None:
        while (item := self._restores.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
