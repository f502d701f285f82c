"""A field for a password that can be shown while one types, and a meter of how hard it is to guess."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.widgets.button import IconButton
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme, theming

STEPS = 4
_TONES = ("border", "danger", "warning", "ok", "ok")


class PasswordField(QLineEdit):
    """Hidden until its eye is pressed."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhSensitiveData
        )
        self.reveal = IconButton("eye-outline", self.tr("Show the password"), parent=self)
        self.reveal.setCheckable(True)
        self.reveal.setCursor(Qt.CursorShape.ArrowCursor)
        self.reveal.toggled.connect(self._show_or_hide)
        theming().changed.connect(self._place)

    def hide_again(self) -> None:
        """Hide what is typed, as before the eye was pressed."""
        self.reveal.setChecked(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _show_or_hide(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.reveal.set_icon("eye-off-outline" if shown else "eye-outline")
        self.reveal.set_name(self.tr("Hide the password") if shown else self.tr("Show the password"))

    def _place(self) -> None:
        side = self.height()
        room = side - Space.S
        if self.isRightToLeft():
            self.reveal.setGeometry(0, 0, side, side)
            self.setTextMargins(room, 0, 0, 0)
        else:
            self.reveal.setGeometry(self.width() - side, 0, side, side)
            self.setTextMargins(0, 0, room, 0)


class StrengthMeter(QWidget):
    """`STEPS` bars of which some are filled. Decoration: the words beside it say the same."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theming().changed.connect(self.updateGeometry)

    def set_step(self, step: int) -> None:
        """Fill that many bars, 0 to `STEPS`."""
        self._step = min(max(step, 0), STEPS)
        self.update()

    def step(self) -> int:
        return self._step

    def sizeHint(self) -> QSize:
        return QSize(theme().px(160), Space.XS)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - (STEPS - 1) * Space.XS) / STEPS
        for bar in range(STEPS):
            filled = bar < self._step
            painter.setBrush(theme().colour(_TONES[self._step] if filled else "border"))
            place = STEPS - 1 - bar if self.isRightToLeft() else bar
            box = QRectF(place * (width + Space.XS), 0, width, self.height())
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
