import sys
from importlib import import_module
from pathlib import Path

import pytest

from desktop.settings.declarations import SETTINGS
from desktop.shell.page_list import FIRST_PAGE, PAGES, SETTINGS_PAGE, SETTINGS_SECTIONS, WELCOME_PAGE, warm_up
from desktop.widgets.icons import is_icon

FACTORIES = [spec.factory for spec in (*PAGES, *SETTINGS_SECTIONS) if spec.factory]


@pytest.mark.parametrize("factory", FACTORIES)
def test_every_page_exists(factory: str):
    module, function = factory.split(":")
    assert callable(getattr(import_module(module), function))


def test_ids_are_unique_and_the_named_ones_are_there():
    ids = [spec.id for spec in PAGES]
    assert len(set(ids)) == len(ids)
    assert {FIRST_PAGE, WELCOME_PAGE, SETTINGS_PAGE} <= set(ids)


def test_every_page_has_a_word_and_an_icon():
    assert all(spec.title() and is_icon(spec.icon_name) for spec in (*PAGES, *SETTINGS_SECTIONS))


def test_every_setting_that_is_shown_has_a_section():
    groups = {group for spec in SETTINGS_SECTIONS for group in spec.groups}
    assert {setting.group for setting in SETTINGS if setting.shown} == groups


def test_keys_a_section_handles_itself_are_declared():
    declared = {setting.key for setting in SETTINGS}
    assert all(spec.own_keys <= declared for spec in SETTINGS_SECTIONS)


async def test_warming_up_imports_the_pages(qloop):
    await warm_up()
    assert all(spec.factory.split(":")[0] in sys.modules for spec in PAGES)


def test_naming_pages_imports_none_of_them():
    text = Path(sys.modules["desktop.shell.page_list"].__file__ or "").read_text(encoding="utf-8")
    assert "\nfrom desktop.media" not in text
