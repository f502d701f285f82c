"""A learner at the real window: finds the game on the network, joins by a click, answers, reaches the podium.

A program, so that it may stand on another computer: `python -m tests.support.classroom_desktop FOLDER NAME`. What
happens is printed, one JSON line each.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.assembly import open_services
from desktop.runtime.paths import ProfilePaths
from desktop.runtime.qt_loop import QtLoop
from desktop.shell.bindings import Bindings
from desktop.shell.main_window import MainWindow
from desktop.shell.page_list import PAGES
from desktop.widgets.quiz_tile import OptionTile
from tests.support.waiting import until

LIMIT_S = 90.0
LEFT = Qt.MouseButton.LeftButton


def tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - its output is its answer


async def shown(window: MainWindow, kind: type[Any], fits: Callable[[Any], bool] = lambda _one: True) -> Any:
    """The first visible control of a kind that fits, as soon as there is one."""

    def found() -> list[Any]:
        return [one for one in window.findChildren(kind) if one.isVisible() and one.isEnabled() and fits(one)]

    await until(lambda: bool(found()), limit_s=LIMIT_S)
    return found()[0]


async def play(window: MainWindow, name: str) -> None:
    from desktop.quiz.join_found_page import GameCard
    from desktop.quiz.play_board_page import BoardView

    started = time.monotonic()
    window.open("join")
    card = await shown(window, GameCard)
    tell(found_ms=round((time.monotonic() - started) * 1000), title=card.game.title)
    QTest.mouseClick(card, LEFT)
    field = await shown(window, QLineEdit, lambda one: one.window() is window and not one.isReadOnly())
    field.setText(name)
    QTest.keyClick(field, Qt.Key.Key_Return)
    answered: set[str] = set()
    boards = window.findChildren(BoardView)
    while True:
        await until(lambda: _tile(window, answered) is not None or _podium(window), limit_s=LIMIT_S)
        tile = _tile(window, answered)
        if tile is None:
            break
        answered.add(_question(window))
        QTest.mouseClick(tile, LEFT)
        tell(answered=len(answered))
    tell(podium=True, boards=len(boards))


def _question(window: MainWindow) -> str:
    return "|".join(
        sorted(one.accessibleName() for one in window.findChildren(OptionTile) if one.isVisible())
    )


def _tile(window: MainWindow, answered: set[str]) -> OptionTile | None:
    tiles = [one for one in window.findChildren(OptionTile) if one.isVisible() and one.isEnabled()]
    return tiles[0] if len(tiles) >= 2 and _question(window) not in answered else None


def _podium(window: MainWindow) -> bool:
    from desktop.widgets.quiz_board import Podium

    return any(one.isVisible() for one in window.findChildren(Podium))


async def main(folder: Path, name: str) -> None:
    services = await open_services(ProfilePaths.of(folder))
    await services.settings.set("welcome_seen", value=True)
    window = MainWindow(PAGES, services.settings.get, lambda error: tell(error=repr(error)))
    window.resize(1180, 760)
    window.show()
    window.attach(services, Bindings)
    try:
        await play(window, name)
    finally:
        await window.detach()
        await services.close()


if __name__ == "__main__":
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: QtLoop(app)) as runner:
        runner.run(main(Path(sys.argv[1]), sys.argv[2]))
