"""Every page, in every look: nothing is cut, everything has a name and is large enough, and mirrors as a whole."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from desktop.accounts.service import AccountsService
from desktop.accounts.session_store import Remembered, SessionStore, SignedIn
from desktop.admin.chooser_page import Chooser
from desktop.admin.service import AdminService
from desktop.admin.table_page import PagedTable
from desktop.assembly import open_services
from desktop.billing.prompt_page import UsagePrompt
from desktop.billing.store import Remembered as KeptUsage
from desktop.billing.store import UsageStore
from desktop.billing.views import Known
from desktop.shell.bindings import Bindings
from desktop.shell.main_window import MainWindow
from desktop.shell.page_list import PAGES, SETTINGS_SECTIONS
from desktop.widgets.button import Button, IconButton
from desktop.widgets.label import ElidedLabel
from desktop.widgets.language import install_language
from desktop.widgets.meter import MeterButton
from desktop.widgets.theming import ThemeChoice, theming
from shared.clock import SystemClock
from shared.errors import AppError
from shared.plans import PLANS
from tests.support.admin_stage import AdminAccount
from tests.support.billing_stage import ADA, billing_status
from tests.support.filled_library import Entry, fill, lessons

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support", "pipewire", "PulseAudio", "No audio device"
)

LOOKS = [
    pytest.param("light", 100, "en", (1280, 800), id="light"),
    pytest.param("dark", 200, "en", (1280, 800), id="dark 200 %"),
    pytest.param("light", 200, "es", (1280, 800), id="Spanish 200 %"),
    pytest.param("contrast", 100, "es", (853, 480), id="contrast, 1280x720 at 150 %"),
]
T = TypeVar("T", bound=QWidget)
NAMED: tuple[type[QWidget], ...] = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTextEdit,
)
SMALLEST_TARGET = 34  # 36 with the frame Qt draws around


@asynccontextmanager
async def window_on(paths, look) -> AsyncIterator[MainWindow]:
    theme, percent, language, size = look
    install_language(language)
    theming().choose(ThemeChoice(theme, percent))
    services = await open_services(paths)
    for key, value in (
        ("welcome_seen", True),
        ("theme", theme),
        ("text_scale", percent),
        ("language", language),
    ):
        await services.settings.set(key, value)
    long = Entry("A very long title that somebody gave to a lecture " * 3, tags=("a rather long tag",))
    await fill(services, [long, *lessons(6)])
    faults: list[BaseException] = []
    window = MainWindow(PAGES, services.settings.get, faults.append)
    window.resize(*size)
    window.show()
    window.attach(services, Bindings)
    try:
        yield window
    finally:
        await window.detach()
        window.retire()
        await services.close()
        theming().choose(ThemeChoice("light"))
        install_language("en")
    assert faults == []


async def places(window: MainWindow) -> AsyncIterator[str]:
    """Open one page after the other, and wait until each has shown what it has."""
    for spec in PAGES:
        if spec.id in ("player", "settings"):
            continue
        window.open(spec.id)
        yield spec.id
    for section in SETTINGS_SECTIONS:
        window.open("settings", section=section.id)
        yield f"settings: {section.id}"


async def settled() -> None:
    """Layouts and reloads of a page that has just been opened."""
    for _ in range(20):
        await asyncio.sleep(0.01)


def shown(window: QWidget, kind: type[T]) -> Iterator[T]:
    return (widget for widget in window.findChildren(kind) if widget.isVisible())


def nameless(window: QWidget) -> list[str]:
    """Controls that a screen reader could not tell from others."""
    found = []
    for kind in NAMED:
        for widget in shown(window, kind):
            said = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            inner = isinstance(widget.parent(), (QComboBox, QAbstractSpinBox)) or isinstance(
                widget, QScrollBar
            )
            if not said and not inner and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def cut(window: QWidget) -> list[str]:
    """Labels and buttons with less room than their words need."""
    found = []
    for label in shown(window, QLabel):
        if isinstance(label, ElidedLabel) or not label.text():
            continue
        if label.wordWrap():
            short = label.height() < label.heightForWidth(label.width()) - 1
        else:
            short = label.width() < label.sizeHint().width() - 1
        if short:
            found.append(f"{label.text()[:60]!r} {label.size().toTuple()}")
    found += [f"button {button.text()!r}" for button in shown(window, Button) if _is_cut(button)]
    return found


def _is_cut(button: Button) -> bool:
    needed = button.minimumSizeHint()
    return button.width() < needed.width() or button.height() < needed.height()


def too_small(window: QWidget) -> list[str]:
    """Buttons that are hard to hit."""
    buttons = [*shown(window, Button), *shown(window, IconButton)]
    return [
        f"{button.accessibleName() or button.text()} {button.size().toTuple()}"
        for button in buttons
        if min(button.width(), button.height()) < SMALLEST_TARGET and button.property("kind") != "link"
    ]


async def remember_an_account(paths) -> None:
    """As after a day with a server that is out of reach now: most of the plan was used."""
    account = SignedIn(
        user_id=ADA,
        device_id=uuid.uuid4(),
        server_url="http://127.0.0.1:9",
        server_name="The school with the long name at the end of the long street",
        email="somebody.with.a.long.name@a-school-with-a-long-name.example.org",
        email_verified=True,
        name="Somebody With a Long Name",
        role="learner",
        plan="free",
    )
    await SessionStore(paths.root).write(Remembered(account, signed_in=True))
    now_ms = SystemClock().now_ms()
    status = billing_status(
        now_ms=now_ms, ai_tokens=8_512, ai_operations=9, voice_ms=570_000, storage_bytes=1 << 30, held=700
    )
    known = Known(ADA, account.server_url, now_ms, status)
    await UsageStore(paths.root).write(KeptUsage(known, tuple(PLANS.values())))


@pytest.mark.parametrize(("theme", "percent", "language", "size"), LOOKS)
async def test_usage_fits_and_is_named(qloop, qtbot, paths, monkeypatch, theme, percent, language, size):
    async def no_line(_accounts: AccountsService) -> str:
        raise AppError("network.unreachable")

    monkeypatch.setattr(AccountsService, "access_token", no_line)
    await remember_an_account(paths)
    async with window_on(paths, (theme, percent, language, size)) as window:
        wrong: dict[str, list[str]] = {}
        for page_id, target in (
            ("library", {}),
            ("account", {}),
            ("usage", {"part": "overview"}),
            ("usage", {"part": "history"}),
            ("usage", {"part": "entries"}),
            ("plans", {}),
            ("ask", {}),
        ):
            window.open(page_id, **target)
            await settled()
            found = [*nameless(window), *cut(window), *too_small(window)]
            meters = [button.accessibleName() for button in shown(window, MeterButton)]
            if found or len(meters) != 1 or not meters[0]:
                wrong[f"{page_id} {target}"] = [*found, *meters]
            assert (window.width(), window.height()) == size, f"{page_id} does not fit"
        assert wrong == {}
        assert len(list(shown(window, UsagePrompt))) == 1


@pytest.mark.parametrize(("theme", "percent", "language", "size"), LOOKS)
async def test_administration_fits_and_is_named(
    qloop, qtbot, paths, monkeypatch, theme, percent, language, size
):
    monkeypatch.setattr("desktop.assembly.AdminService", lambda _accounts: AdminService(AdminAccount()))
    async with window_on(paths, (theme, percent, language, size)) as window:
        window.open("admin")
        page = window.frame.host.currentWidget()
        wrong: dict[str, list[str]] = {}
        for part in page.part_ids():
            page.show_part(part)
            await settled()
            section = page.section()
            assert section.state() == "content", part
            if isinstance(getattr(section, "chooser", None), Chooser):
                section.chooser.choose(section.chooser.rows()[-1].entry.key)
            if isinstance(getattr(section, "table", None), PagedTable):
                section.table.table.selectRow(0)
            await settled()
            found = [*nameless(window), *cut(window), *too_small(window)]
            if found:
                wrong[part] = found
            assert (window.width(), window.height()) == size, f"{part} does not fit"
        assert wrong == {}


@pytest.mark.parametrize(("theme", "percent", "language", "size"), LOOKS)
async def test_every_page_fits_and_is_named(qloop, qtbot, paths, theme, percent, language, size):
    async with window_on(paths, (theme, percent, language, size)) as window:
        wrong: dict[str, list[str]] = {}
        async for place in places(window):
            await settled()
            found = [*nameless(window), *cut(window), *too_small(window)]
            if found:
                wrong[place] = found
            assert (window.width(), window.height()) == size, f"{place} does not fit"
        assert wrong == {}


async def test_the_window_mirrors_as_a_whole(qloop, qtbot, paths, qapp: QApplication):
    async with window_on(paths, ("light", 100, "en", (1280, 800))) as window:
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        try:
            async for place in places(window):
                await settled()
                rail, host = window.frame.rail, window.frame.host
                assert rail.mapTo(window, QPoint(0, 0)).x() > host.mapTo(window, QPoint(0, 0)).x(), place
                assert cut(window) == [], place
                page = host.currentWidget()
                assert page.layoutDirection() == Qt.LayoutDirection.RightToLeft
        finally:
            qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
