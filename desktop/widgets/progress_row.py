"""One piece of long work: its name, how far it is, time left, and Cancel or Retry."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.widgets.button import IconButton
from desktop.widgets.label import ElidedLabel
from desktop.widgets.theme import Space, TypeRole


class ProgressBar(QProgressBar):
    """A bar from 0 to 1; None is "busy, length unknown"."""

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setAccessibleName(name)
        self.setRange(0, 1000)

    def set_fraction(self, fraction: float | None) -> None:
        if fraction is None:
            self.setRange(0, 0)
            return
        self.setRange(0, 1000)
        self.setValue(round(min(max(fraction, 0.0), 1.0) * 1000))


class ProgressRow(QWidget):
    """`cancelled` and `retried` fire from its buttons; which are there says `set_actions`."""

    cancelled = Signal()
    retried = Signal()

    def __init__(self, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel(title, semibold=True)
        self._detail = ElidedLabel("", TypeRole.SMALL, tone="muted")
        self._bar = ProgressBar(title)
        self._cancel = IconButton("close", self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancelled)
        self._retry = IconButton("refresh", self.tr("Try again"))
        self._retry.clicked.connect(self.retried)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self._title)
        words.addWidget(self._bar)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.XS, 0, Space.XS)
        row.setSpacing(Space.S)
        row.addLayout(words, 1)
        row.addWidget(self._retry)
        row.addWidget(self._cancel)
        self.set_title(title)
        self.set_actions(cancel=True, retry=False)

    def set_title(self, title: str) -> None:
        self._title.set_full_text(title)
        self._bar.setAccessibleName(title)
        self._cancel.set_name(self.tr("Cancel “{title}”").format(title=title))
        self._retry.set_name(self.tr("Try “{title}” again").format(title=title))

    def set_progress(self, fraction: float | None, detail: str = "") -> None:
        """`fraction` 0 to 1, or None when the length is unknown; `detail` is a short line under the bar."""
        self._bar.setVisible(True)
        self._bar.set_fraction(fraction)
        self._set_detail(detail, "muted")

    def set_failed(self, detail: str) -> None:
        """No bar, the reason in its place."""
        self._bar.setVisible(False)
        self._set_detail(detail, "danger")

    def set_actions(self, *, cancel: bool, retry: bool) -> None:
        self._cancel.setVisible(cancel)
        self._retry.setVisible(retry)

    def _set_detail(self, detail: str, tone: str) -> None:
        self._detail.set_tone(tone)
        self._detail.set_full_text(detail)
        self._detail.setVisible(bool(detail))
