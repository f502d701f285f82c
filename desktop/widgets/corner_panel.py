"""A card over the bottom corner of the window that tells more than the strip can. Knows nothing of what it shows."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.button import IconButton
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming


class CornerPanel(QFrame):
    """`closed` fires when a person puts it away. `content` is its layout."""

    closed = Signal()

    def __init__(self, title: str, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("card", "toast")
        self.setAccessibleName(title)
        self._window = window
        self._close = IconButton("close", self.tr("Close"))
        self._close.clicked.connect(self.put_away)
        head = QHBoxLayout()
        head.addWidget(Label(title, TypeRole.LEAD, semibold=True), 1)
        head.addWidget(self._close)
        self._list = QWidget()
        self.content = QVBoxLayout(self._list)
        self.content.setContentsMargins(0, 0, Space.S, 0)
        self.content.setSpacing(Space.S)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.S, Space.L)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._settle)
        window.installEventFilter(self)
        self._list.installEventFilter(self)
        theming().changed.connect(self.place)
        self.hide()

    def place(self) -> None:
        """Stand in the corner, as tall as the content needs and the window lets it be."""
        room = self._window.size()
        width = min(theme().px(380), room.width() - 2 * Space.L)
        flowing = self.content.hasHeightForWidth()
        inner = width - Space.L - Space.S - 2
        tall = self.content.heightForWidth(inner) if flowing else self._list.sizeHint().height()
        wanted = tall + theme().hit_target + 3 * Space.L
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

    def put_away(self) -> None:
        """Hide, as the person asked."""
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        elif event.type() == QEvent.Type.LayoutRequest and watched is self._list:
            # Not here: the layout is still at work.
            self._soon.start()
        return False

    def _settle(self) -> None:
        if self.isVisible():
            self.place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            return
        super().keyPressEvent(event)
