from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QWidget

from desktop.shell.drop_overlay import DropOverlay, dropped_paths


def test_only_local_files_count(tmp_path: Path):
    data = QMimeData()
    assert dropped_paths(data) == []
    data.setText("words")
    assert dropped_paths(data) == []
    names = [tmp_path / "Vorlesung ä 🌱.mp3", tmp_path]
    data.setUrls([QUrl("https://example.org/x.mp3"), *(QUrl.fromLocalFile(str(name)) for name in names)])
    assert dropped_paths(data) == names


def test_it_covers_the_window(qtbot):
    window = QWidget()
    window.resize(500, 400)
    qtbot.addWidget(window)
    overlay = DropOverlay(window)
    window.show()
    assert not overlay.isVisible()
    overlay.show_over(window)
    assert overlay.isVisible()
    assert overlay.width() == 500 - 48
