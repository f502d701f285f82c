"""The list of running work over the bottom corner of the window: progress, time left, Cancel, Retry."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.media.service import JobState
from desktop.runtime.error_texts import error_text
from desktop.shell.jobs_view_model import JobLine, JobsViewModel
from desktop.widgets.corner_panel import CornerPanel
from desktop.widgets.formats import format_percent, format_time_left
from desktop.widgets.label import Label
from desktop.widgets.progress_row import ProgressRow
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
        JobState.AWAY: QCoreApplication.translate("Jobs", "Not on this computer"),
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


class JobsPanel(CornerPanel):
    """One line per recording or document that is worked on."""

    def __init__(self, jobs: JobsViewModel, window: QWidget) -> None:
        super().__init__(QCoreApplication.translate("JobsPanel", "Running work"), window)
        self._jobs = jobs
        self._rows: dict[ItemId, ProgressRow] = {}
        self._nothing = Label(
            self.tr("Nothing is running. What you add to the library is worked on here."),
            tone="muted",
            wrap=True,
        )
        self.content.addWidget(self._nothing)
        jobs.changed.connect(self._refresh)
        self._refresh()

    def rows(self) -> list[ProgressRow]:
        return list(self._rows.values())

    def _refresh(self) -> None:
        lines = {line.item_id: line for line in self._jobs.lines}
        for item_id in self._rows.keys() - lines.keys():
            row = self._rows.pop(item_id)
            row.hide()
            row.deleteLater()
        for position, (item_id, line) in enumerate(lines.items()):
            row = self._rows.get(item_id) or self._new_row(line)
            self.content.insertWidget(position, row)
            self._fill(row, line)
        self._nothing.setVisible(not lines)

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
