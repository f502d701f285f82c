"""Pictures of every page in every look: `python -m tests.support.screenshots FOLDER [--look NAME] [--scene NAME]`.

Real services on a profile with a transcribed lecture, a document, and items in every state; nothing is faked but
the failures. Look at the pictures after every change of a page.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from desktop.assembly import Services, open_services
from desktop.media.service import ItemFilter, JobState
from desktop.quiz import results_store
from desktop.runtime.paths import ProfilePaths
from desktop.runtime.qt_loop import QtLoop
from desktop.shell.bindings import Bindings
from desktop.shell.crash_dialog import CrashDialog
from desktop.shell.main_window import MainWindow
from desktop.shell.page_list import PAGES, SETTINGS_SECTIONS
from desktop.shell.shortcuts_sheet import ShortcutsSheet
from desktop.shell.welcome_page import SAMPLE_LECTURE
from desktop.widgets.language import install_language
from desktop.widgets.theming import ThemeChoice, ThemeName, theming
from shared.errors import AppError
from shared.ids import ItemId
from tests.support.documents import make_pdf
from tests.support.filled_library import Entry, fill, lessons
from tests.support.model_cache import put_models
from tests.support.quiz_results import small_result
from tests.support.sample_quizzes import every_kind
from tests.support.waiting import until

NOTES = [
    (
        "Water notes\n\nHeat from the Sun turns sea water into vapour, and this is called evaporation.\n"
        "High in the cold air the vapour condenses into clouds. Rain brings the water back to the ground."
    ),
    "Plants\n\nA large oak tree can give off 150 litres in a day, which is called transpiration.",
]
LONG = "A very long title of a lecture that somebody named after everything that was said in it, from light to lenses "
QUESTION = "Why must the slide go in upside down?"


@dataclass(frozen=True)
class Look:
    """One way the window may look; `scale` in percent, `size` in pixels of the window."""

    name: str
    theme: ThemeName = "light"
    scale: int = 100
    language: str = "en"
    size: tuple[int, int] = (1280, 800)
    right_to_left: bool = False


LOOKS = (
    Look("light"),
    Look("dark", "dark"),
    Look("contrast", "contrast"),
    Look("200", scale=200),
    Look("small", size=(853, 480)),  # 1280 x 720 at 150 %
    Look("spanish", language="es"),
    Look("spanish200", language="es", scale=200),
    Look("spanish_small", language="es", size=(853, 480)),
    Look("mirrored", right_to_left=True),
)


@dataclass
class Stage:
    """The window of one look and what is in its library."""

    window: MainWindow
    services: Services
    lecture: ItemId
    notes: ItemId
    save: Callable[[str], None]


Scene = Callable[[Stage], Awaitable[None]]


async def _settle(seconds: float = 0.4) -> None:
    await asyncio.sleep(seconds)


async def welcome(stage: Stage) -> None:
    stage.window.open("welcome")
    await _settle()
    stage.save("welcome")


async def library(stage: Stage) -> None:
    stage.window.open("library")
    await _settle(1.0)
    stage.save("library")


async def search(stage: Stage) -> None:
    for name, query in (("none", "zebra crossing in Antarctica"), ("results", "upside down image")):
        stage.window.open("search", query=query)
        await _settle(1.5)
        stage.save(f"search_{name}")


async def ask(stage: Stage) -> None:
    stage.window.open("ask")
    await _settle(0.8)
    stage.save("ask_start")
    stage.window.open("ask", question=QUESTION)
    await _settle(3.0)
    stage.save("ask_answer")


async def player(stage: Stage) -> None:
    stage.window.open("player", item_id=stage.lecture, start_ms=60_000)
    await _settle(2.0)
    stage.save("player_sound")
    stage.window.open("player", item_id=stage.notes, page=2)
    await _settle(1.5)
    stage.save("player_document")


async def quizzes(stage: Stage) -> None:
    """The pages of quizzes that need no host: lists, editor, making questions, joining, a report."""
    made = await stage.services.quizzes.create("Light and lenses", every_kind())
    await stage.services.quizzes.create(LONG * 2)
    result = small_result()
    await stage.services.database.write(lambda tx: results_store.save(tx, result, made))
    pages = {
        "quizzes": {},
        "quiz_editor": {"quiz_id": made},
        "quiz_generate": {"item_id": stage.lecture},
        "join": {},
        "quiz_host": {"quiz_id": made},
        "quiz_report": {"game_id": results_store.record_id(result.game_id)},
    }
    for page, target in pages.items():
        stage.window.open(page, **target)
        await _settle(1.5)
        stage.save(page)


async def settings(stage: Stage) -> None:
    for spec in SETTINGS_SECTIONS:
        stage.window.open("settings", section=spec.id)
        await _settle()
        stage.save(f"settings_{spec.id}")
    await stage.services.ai.configure("anthropic")
    stage.window.open("settings", section="answers")
    await _settle()
    stage.save("settings_provider")
    await stage.services.ai.configure("")


async def messages(stage: Stage) -> None:
    window = stage.window
    window.open("library")
    window.toggle_jobs()
    window.toast("Removed “Lecture 3”", action_text="Undo", on_action=lambda: None)
    window.report(AppError("network.unreachable"))
    await _settle()
    stage.save("messages")
    window.toggle_jobs()
    for toast in window.frame.toasts.toasts():
        toast.hide()
        toast.gone.emit()
    window.frame.start_up.show_error(AppError("storage.corrupt"), [("3/5/26 14:05", Path("x"))])
    window.frame.host.setCurrentWidget(window.frame.start_up)
    await _settle(0.2)
    stage.save("start_up_error")
    window.frame.host.show_page("welcome", {})


async def dialogs(stage: Stage) -> None:
    sheets: dict[str, QDialog] = {
        "shortcuts": ShortcutsSheet(stage.window.shortcuts.entries(), stage.window),
        "crash": CrashDialog("Lantern 0.1.0\n  File page.py, line 3\nValueError", stage.window),
    }
    for name, sheet in sheets.items():
        sheet.open()
        await _settle(0.2)
        stage.save(f"dialog_{name}")
        sheet.reject()


SCENES: tuple[Scene, ...] = (welcome, library, search, ask, player, quizzes, settings, messages, dialogs)


async def empty(stage: Stage) -> None:
    for page in ("library", "search", "ask"):
        stage.window.open(page)
        await _settle(0.6)
        stage.save(f"empty_{page}")


async def _fill(services: Services, folder: Path) -> tuple[ItemId, ItemId]:
    """A lecture and notes as the pipeline makes them, then many more of every state."""
    put_models(services.paths.models_dir, "tiny.en", "minilm", "wordllama")
    pdf = make_pdf(folder / "Water notes.pdf", NOTES)
    results = await services.media.import_paths([SAMPLE_LECTURE, pdf])
    services.start_jobs(watch_folders=False)

    async def done() -> bool:
        items = await services.media.items(ItemFilter(states=frozenset({JobState.COMPLETED})))
        return len(items) == len(results)

    while not await done():  # noqa: ASYNC110 - the state is in the library
        await asyncio.sleep(0.3)
    await services.media.runner.close()
    failed = AppError("media.no_audio")
    entries = [
        Entry("Interview with the lighthouse keeper", state=JobState.TRANSCRIBING, share=0.42, age_days=1),
        Entry(
            LONG * 2, kind="video", tags=("optics", "history", "a rather long tag for a lecture"), age_days=1
        ),
        Entry("Torn recording", state=JobState.FAILED, error=failed, age_days=1),
        Entry("Waiting lesson", state=JobState.PENDING, waiting="models.missing", age_days=1),
        *lessons(18),
    ]
    await fill(services, entries)
    ids = [result.item_id for result in results]
    if ids[0] is None or ids[1] is None:
        raise RuntimeError("the import failed")
    return ids[0], ids[1]


async def _shoot(
    look: Look, services: Services, out: Path, scenes: list[Scene], items: tuple[ItemId, ItemId]
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    install_language(look.language)
    if look.right_to_left:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    for key, value in (("theme", look.theme), ("text_scale", look.scale), ("language", look.language)):
        await services.settings.set(key, value)
    theming().choose(ThemeChoice(look.theme, look.scale))
    window = MainWindow(PAGES, services.settings.get, _fault)
    window.resize(*look.size)
    window.show()

    def save(name: str) -> None:
        shown = app.activeModalWidget() or window
        (out / look.name).mkdir(parents=True, exist_ok=True)
        shown.grab().save(str(out / look.name / f"{name}.png"))

    window.attach(services, Bindings)
    await until(lambda: window.frame.host.current_id)
    for scene in scenes:
        await scene(Stage(window, services, *items, save))
    await window.detach()
    window.retire()
    await asyncio.sleep(0)


def _fault(error: BaseException) -> None:
    raise error


async def _main(out: Path, looks: list[Look], scenes: list[Scene]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        nothing = await open_services(ProfilePaths.of(Path(folder) / "empty"))
        await nothing.settings.set("welcome_seen", True)
        nowhere = ItemId(uuid.UUID(int=0))
        if not scenes or empty in scenes:
            for look in looks:
                await _shoot(look, nothing, out, [empty], (nowhere, nowhere))
        await nothing.close()
        services = await open_services(ProfilePaths.of(Path(folder) / "full"))
        await services.settings.set("welcome_seen", True)
        items = await _fill(services, Path(folder))
        for look in looks:
            await _shoot(look, services, out, [s for s in scenes or SCENES if s is not empty], items)
        await services.close()


def main() -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--look", action="append", choices=[look.name for look in LOOKS])
    parser.add_argument("--scene", action="append", choices=[scene.__name__ for scene in (*SCENES, empty)])
    arguments = parser.parse_args()
    looks = [look for look in LOOKS if not arguments.look or look.name in arguments.look]
    scenes = [scene for scene in (*SCENES, empty) if arguments.scene and scene.__name__ in arguments.scene]
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=lambda: QtLoop(app)) as runner:
        runner.run(_main(arguments.folder, looks, scenes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
