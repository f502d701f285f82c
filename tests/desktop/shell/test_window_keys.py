from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.shell.page_list import PAGES
from desktop.shell.rail import KEYS
from desktop.shell.shortcuts_sheet import ShortcutsSheet
from desktop.shell.window_keys import register_window_keys
from desktop.widgets.shortcuts import ShortcutRegistry


class Actions:
    def __init__(self) -> None:
        self.asked: list[Any] = []

    def open(self, page_id: str, **target: Any) -> None:
        self.asked.append((page_id, target))

    def back(self) -> None:
        self.asked.append("back")

    def toggle_jobs(self) -> None:
        self.asked.append("jobs")

    def toggle_sync(self) -> None:
        self.asked.append("sync")

    def toggle_rail(self) -> None:
        self.asked.append("rail")

    def quit(self) -> None:
        self.asked.append("quit")


def test_every_key_does_what_the_sheet_says(qtbot):
    window, registry, actions = QWidget(), ShortcutRegistry(), Actions()
    window.resize(600, 500)
    qtbot.addWidget(window)
    register_window_keys(window, registry, actions, [spec for spec in PAGES if spec.in_rail])
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    control = Qt.KeyboardModifier.ControlModifier
    for key, modifier in (
        (Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_O, control),
        (Qt.Key.Key_J, control),
        (Qt.Key.Key_B, control),
        (Qt.Key.Key_Comma, control),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Q, control),
    ):
        qtbot.keyClick(window, key, modifier)
    qtbot.keyClick(window, Qt.Key.Key_S, control | Qt.KeyboardModifier.ShiftModifier)
    assert actions.asked == [
        ("library", {}),
        ("ask", {}),
        ("library", {"choose_files": True}),
        "jobs",
        "rail",
        ("settings", {}),
        "back",
        "quit",
        "sync",
    ]
    assert len(registry.entries()) == KEYS + 8
    qtbot.keyClick(window, Qt.Key.Key_F1)
    [sheet] = window.findChildren(ShortcutsSheet)
    sheet.reject()
