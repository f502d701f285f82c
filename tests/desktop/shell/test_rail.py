import pytest
from PySide6.QtCore import Qt

from desktop.shell.page_list import PAGES
from desktop.shell.rail import NavigationRail
from desktop.widgets.theming import ThemeChoice


@pytest.fixture
def rail(qtbot) -> NavigationRail:
    made = NavigationRail(PAGES)
    qtbot.addWidget(made)
    made.resize(200, 600)
    made.show()
    return made


def test_it_shows_the_pages_of_the_rail_in_order(rail):
    assert rail.page_ids() == [spec.id for spec in PAGES if spec.in_rail]


def test_choosing_is_told_and_marked(rail, qtbot):
    with qtbot.waitSignal(rail.chosen) as chosen:
        qtbot.mouseClick(rail._buttons["ask"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["ask"]
    rail.set_current("settings")
    rail.set_current("player")
    assert rail._buttons["settings"].isChecked()


def test_what_is_not_for_all_is_hidden_until_it_is_shown(rail):
    assert not rail._buttons["admin"].isVisible()
    rail.set_entry_visible("admin", True)
    assert rail._buttons["admin"].isVisible()
    rail.set_entry_visible("player", True)
    rail.set_entry_visible("admin", False)
    assert not rail._buttons["admin"].isVisible()


def test_narrow_it_keeps_its_names(rail, qtbot):
    wide = rail.width()
    with qtbot.waitSignal(rail.collapse_changed):
        rail.toggle()
    assert rail.collapsed
    assert rail.width() < wide / 2
    button = rail._buttons["library"]
    assert button.accessibleName() == "Library"
    assert button.toolTip() == "Library (1)"


def test_a_crowded_window_narrows_it_without_forgetting_the_choice(rail):
    rail.set_crowded(True)
    assert rail._buttons["library"].toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert not rail._toggle.isVisible()
    assert not rail.collapsed
    rail.set_crowded(False)
    assert rail._buttons["library"].toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("percent", [80, 100, 200])
def test_every_word_has_room(qtbot, look, language, percent):
    from desktop.widgets.language import install_language

    install_language(language)
    look.choose(ThemeChoice("light", percent))
    rail = NavigationRail(PAGES)
    qtbot.addWidget(rail)
    rail.show()
    for button in rail._buttons.values():
        assert button.sizeHint().width() <= rail.width() - 16
