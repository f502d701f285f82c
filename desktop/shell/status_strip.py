"""The strip at the bottom of the window: work that runs, what AI used, how full the disk is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.button import Button
from desktop.widgets.card import Rule
from desktop.widgets.label import Label
from desktop.widgets.progress_row import ProgressBar
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming


class StatusStrip(QWidget):
    """`jobs_asked` fires when the jobs button is pressed."""

    jobs_asked = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.jobs = Button("", "quiet")
        self.jobs.setProperty("dense", "true")
        self.jobs.setToolTip(self.tr("Show running work (Ctrl+J)"))
        self.jobs.clicked.connect(self.jobs_asked)
        self._bar = ProgressBar(self.tr("Running work"))
        self._usage = Label("", TypeRole.SMALL, tone="muted")
        self._storage = Label("", TypeRole.SMALL, tone="muted")
        row = QHBoxLayout()
        row.setContentsMargins(Space.S, 0, Space.L, 0)
        row.setSpacing(Space.L)
        row.addWidget(self.jobs)
        row.addWidget(self._bar)
        row.addStretch(1)
        row.addWidget(self._usage)
        row.addWidget(self._storage)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        column.addLayout(row)
        self.set_jobs(0, 0, None)
        self._restyle()
        theming().changed.connect(self._restyle)

    def set_jobs(self, running: int, failed: int, fraction: float | None, *, waiting: int = 0) -> None:
        """`waiting` work does not count as running; `fraction` is None when the length is not known."""
        if running:
            words = self.tr("%n job(s) running", "", running)
            if waiting:
                words = f"{words} · {self.tr('%n waiting', '', waiting)}"
        elif waiting:
            words = self.tr("%n job(s) waiting", "", waiting)
        elif failed:
            words = self.tr("%n job(s) need you", "", failed)
        else:
            words = self.tr("No jobs running")
        self.jobs.setText(words)
        busy = running + waiting > 0
        self.jobs.set_icon("progress-clock" if busy else "alert-circle-outline" if failed else "check")
        self._bar.setVisible(busy)
        self._bar.set_fraction(fraction)

    def set_usage(self, text: str) -> None:
        """What AI used this month; empty when it used nothing."""
        self._usage.setText(text)
        self._usage.setVisible(bool(text))

    def set_storage(self, text: str, *, low: bool = False) -> None:
        self._storage.set_tone("danger" if low else "muted")
        self._storage.setText(text)

    def _restyle(self) -> None:
        self._bar.setFixedWidth(theme().px(120))
