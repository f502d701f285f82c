"""The list of running work over the bottom corner of the window: progress, time left, Cancel, Retry."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.media.service import JobState
from desktop.runtime.error_texts import error_text
from desktop.shell.jobs_view_model import JobLine, JobsViewModel
from desktop.widgets.button import IconButton
from desktop.widgets.formats import format_percent, format_time_left
from desktop.widgets.label import Label
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming
from shared.errors import AppError
from shared.ids import ItemId


def job_state_text(state: JobState) -> str:
    """What a job does now, in a word or two."""
    texts = {
        JobState.PENDING: QCoreApplication.translate("Jobs", "Waiting for its turn"),
        JobState.TRANSCRIBING: QCoreApplication.translate("Jobs", "Turning into text"),
        JobState.CHUNKING: QCoreApplication.translate("Jobs", "Preparing for search"),
        JobState.EMBEDDING: QCoreApplication.translate("Jobs", "Preparing for search"),
        JobState.COMPLETED: QCoreApplication.translate("Jobs", "Done"),
        JobState.FAILED: QCoreApplication.translate("Jobs", "Failed"),
        JobState.CANCELLED: QCoreApplication.translate("Jobs", "Cancelled"),
    }
    return texts[state]


def waiting_text(code: str) -> str:
    """What a job waits for."""
    if code == "models.missing":
        return QCoreApplication.translate("Jobs", "Waiting for the speech model")
    return error_text(AppError(code)).title


def job_detail(line: JobLine) -> str:
    """The line under a job's bar: state, how far, how long still; or what it waits for."""
    if line.waiting:
        return waiting_text(line.waiting)
    parts = [job_state_text(line.state)]
    if line.progress > 0:
        parts.append(format_percent(line.progress))
    if left := format_time_left(line.left_ms):
        parts.append(left)
    return " · ".join(parts)


class JobsPanel(QFrame):
    """A card in the trailing corner above the strip. `closed` fires when a person puts it away."""

    closed = Signal()

    def __init__(self, jobs: JobsViewModel, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("card", "toast")
        self.setAccessibleName(self.tr("Running work"))
        self._jobs = jobs
        self._window = window
        self._rows: dict[ItemId, ProgressRow] = {}
        self._build()
        window.installEventFilter(self)
        jobs.changed.connect(self._refresh)
        theming().changed.connect(self.place)
        self._refresh()
        self.hide()

    def place(self) -> None:
        """Stand in the corner, as tall as its lines need and the window lets it be."""
        room = self._window.size()
        width = min(theme().px(380), room.width() - 2 * Space.L)
        wanted = self._list.sizeHint().height() + theme().hit_target + 3 * Space.L
        height = min(wanted, room.height() * 2 // 3)
        foot = theme().hit_target + Space.L
        left = Space.L if self.isRightToLeft() else room.width() - width - Space.L
        self.setGeometry(left, room.height() - foot - height, width, height)

    def set_open(self, opened: bool) -> None:
        """Show above everything, or hide."""
        self.setVisible(opened)
        if opened:
            self.place()
            self.raise_()
            self._close.setFocus()

    def rows(self) -> list[ProgressRow]:
        return list(self._rows.values())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._put_away()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        self._close = IconButton("close", self.tr("Close"))
        self._close.clicked.connect(self._put_away)
        head = QHBoxLayout()
        head.addWidget(Label(self.tr("Running work"), TypeRole.LEAD, semibold=True), 1)
        head.addWidget(self._close)
        self._nothing = Label(
            self.tr("Nothing is running. What you add to the library is worked on here."),
            tone="muted",
            wrap=True,
        )
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, Space.S, 0)
        self._column.setSpacing(Space.S)
        self._column.addWidget(self._nothing)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.S, Space.L)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(scroll, 1)

    def _refresh(self) -> None:
        lines = {line.item_id: line for line in self._jobs.lines}
        for item_id in self._rows.keys() - lines.keys():
            row = self._rows.pop(item_id)
            row.hide()
            row.deleteLater()
        for position, (item_id, line) in enumerate(lines.items()):
            row = self._rows.get(item_id) or self._new_row(line)
            self._column.insertWidget(position, row)
            self._fill(row, line)
        self._nothing.setVisible(not lines)
        if self.isVisible():
            self.place()

    def _new_row(self, line: JobLine) -> ProgressRow:
        row = ProgressRow(line.title)
        item_id = line.item_id
        row.cancelled.connect(lambda: self._jobs.cancel(item_id))
        row.retried.connect(lambda: self._jobs.retry(item_id))
        self._rows[item_id] = row
        return row

    def _fill(self, row: ProgressRow, line: JobLine) -> None:
        row.set_title(line.title)
        if line.failed:
            row.set_failed(error_text(line.error).title if line.error else job_state_text(line.state))
        else:
            row.set_progress(line.progress if line.state is not JobState.PENDING else 0.0, job_detail(line))
        row.set_actions(cancel=not line.failed, retry=line.failed)

    def _put_away(self) -> None:
        self.hide()
        self.closed.emit()
