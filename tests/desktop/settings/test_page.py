from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from desktop.settings.controls_page import ChoiceControl
from desktop.settings.declarations import SETTINGS
from desktop.settings.page import create_page
from desktop.shell.page_list import SETTINGS_SECTIONS
from desktop.widgets.page import PageContext
from shared.tasks import TaskScope
from tests.support.fake_shell import FakeShell
from tests.support.waiting import until


async def test_every_section_opens_and_every_setting_has_its_place_once(qloop, qtbot, services):
    async with services() as opened, TaskScope("test") as scope:
        shell = FakeShell()
        page = create_page(PageContext(opened, scope, shell, SETTINGS_SECTIONS))
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        for spec in SETTINGS_SECTIONS:
            page.open_target(section=spec.id)
            assert page.section == spec.id
        own = {key for spec in SETTINGS_SECTIONS for key in spec.own_keys}
        for setting in SETTINGS:
            if setting.shown and setting.key not in own:
                assert page.control(setting.key)
        with pytest.raises(KeyError):
            page.control("ai_provider")
        await page.aclose()
        await shell.scope.close()


async def test_a_choice_is_stored_and_changes_from_elsewhere_are_shown(qloop, qtbot, services):
    async with services() as opened, TaskScope("test") as scope:
        shell = FakeShell()
        page = create_page(PageContext(opened, scope, shell, SETTINGS_SECTIONS))
        qtbot.addWidget(page)
        page.show()
        control = page.control("theme")
        assert isinstance(control, ChoiceControl)
        qtbot.keyClick(control.box, Qt.Key.Key_Down)
        await until(lambda: opened.settings.get("theme") == "light")
        await opened.settings.set("theme", "contrast")
        await until(lambda: control.box.currentData() == "contrast")
        page.view_model.change("text_scale", 3)
        await until(lambda: shell.reported)
        await page.aclose()


async def test_the_section_is_remembered(qloop, qtbot, services):
    async with services() as opened, TaskScope("test") as scope:
        page = create_page(PageContext(opened, scope, FakeShell(), SETTINGS_SECTIONS))
        qtbot.addWidget(page)
        page.restore_state({"section": "library"})
        assert page.page_state() == {"section": "library"}
        page.restore_state({"section": "gone"})
        page.open_target()
        assert page.section == "library"
        await page.aclose()


async def test_more_sections_than_room_do_not_cover_each_other(qloop, qtbot, services):
    async with services() as opened, TaskScope("test") as scope:
        page = create_page(PageContext(opened, scope, FakeShell(), SETTINGS_SECTIONS))
        qtbot.addWidget(page)
        page.resize(700, 260)
        page.show()
        page.show_section("about")
        buttons = list(page._buttons.values())
        assert all(one.geometry().bottom() < next_one.geometry().top() for one, next_one in pairwise(buttons))
        seen = page._list.viewport()
        assert seen.rect().contains(buttons[-1].mapTo(seen, buttons[-1].rect().center()))
        await page.aclose()
