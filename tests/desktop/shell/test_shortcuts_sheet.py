from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.shell.shortcuts_sheet import ShortcutsSheet
from desktop.widgets.label import Label
from desktop.widgets.shortcuts import ShortcutEntry


def test_it_lists_every_shortcut_in_its_group(qtbot):
    parent = QWidget()
    parent.resize(800, 600)
    qtbot.addWidget(parent)
    entries = [
        ShortcutEntry("Window", "Add files", "Ctrl+O"),
        ShortcutEntry("Player", "Play or pause", "Space"),
        ShortcutEntry("Window", "Jobs", "Ctrl+J"),
    ]
    sheet = ShortcutsSheet(entries, parent)
    sheet.open()
    texts = [label.text() for label in sheet.findChildren(Label)]
    assert [text for text in texts if text in ("Window", "Player")] == ["Window", "Player"]
    for entry in entries:
        assert entry.text in texts
        assert entry.keys in texts
    assert sheet.width() <= 800
    with qtbot.waitSignal(sheet.finished):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
