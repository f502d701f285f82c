"""Shown over the window while files are dragged onto it: says where they will go."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.widgets.empty_state import Glyph
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole


def dropped_paths(data: QMimeData) -> list[Path]:
    """Local files and folders in a drag; empty for anything else (text, links, pictures from a browser)."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


class DropOverlay(QFrame):
    """Covers `window` while a drag with files is over it; takes no events itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("card", "drop")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        words = Label(self.tr("Drop to add to your library"), TypeRole.TITLE, semibold=True)
        column = QVBoxLayout(self)
        column.setSpacing(Space.L)
        column.addStretch(1)
        column.addWidget(Glyph("tray-arrow-down", pixels=56, role="accent"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.hide()

    def show_over(self, window: QWidget) -> None:
        """Cover the whole window but a margin."""
        self.setGeometry(window.rect().adjusted(Space.XL, Space.XL, -Space.XL, -Space.XL))
        self.raise_()
        self.show()
