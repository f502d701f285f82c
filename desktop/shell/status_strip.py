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
    """`jobs_asked` and `sync_asked` fire when their buttons are pressed."""

    jobs_asked = Signal()
    sync_asked = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.jobs = Button("", "quiet")
        self.jobs.setProperty("dense", "true")
        self.jobs.setToolTip(self.tr("Show running work (Ctrl+J)"))
        self.jobs.clicked.connect(self.jobs_asked)
        self.sync = Button("", "quiet")
        self.sync.setProperty("dense", "true")
        self.sync.setToolTip(self.tr("How sync stands (Ctrl+Shift+S)"))
        self.sync.clicked.connect(self.sync_asked)
        self.sync.hide()
        self._bar = ProgressBar(self.tr("Running work"))
        self._usage = Label("", TypeRole.SMALL, tone="muted")
        self._storage = Label("", TypeRole.SMALL, tone="muted")
        row = QHBoxLayout()
        row.setContentsMargins(Space.S, 0, Space.S, 0)
        row.setSpacing(Space.L)
        row.addWidget(self.jobs)
        row.addWidget(self._bar)
        row.addStretch(1)
        row.addWidget(self._usage)
        row.addWidget(self._storage)
        row.addWidget(self.sync)
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

    def set_sync(self, text: str, icon_name: str, *, attention: str = "") -> None:
        """How sync stands; `attention` says what a person should look at, for the tooltip and screen readers."""
        self.sync.setText(text)
        self.sync.set_icon(icon_name)
        self.sync.setAccessibleName(f"{text}. {attention}" if attention else text)
        self.sync.show()

    def set_usage(self, text: str) -> None:
        """What AI used this month; empty when it used nothing."""
        self._usage.setText(text)
        self._usage.setVisible(bool(text))

    def set_storage(self, text: str, *, low: bool = False) -> None:
        self._storage.set_tone("danger" if low else "muted")
        self._storage.setText(text)

    def _restyle(self) -> None:
        self._bar.setFixedWidth(theme().px(120))
