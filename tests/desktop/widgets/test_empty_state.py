from PySide6.QtCore import Qt

from desktop.widgets.empty_state import EmptyState, Glyph
from desktop.widgets.theme import LIGHT
from desktop.widgets.theming import ThemeChoice


def test_one_sentence_and_one_button(qtbot):
    empty = EmptyState("folder-open-outline", "What you add will be here.", "Add files")
    qtbot.addWidget(empty)
    empty.resize(600, 400)
    empty.show()
    with qtbot.waitSignal(empty.action):
        qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    empty.set_sentence("Nothing found for “leaf”.")
    assert not empty.button.isVisible()
    assert empty._sentence.text() == "Nothing found for “leaf”."


def test_a_second_way_is_a_link_where_there_is_one(qtbot):
    state = EmptyState("tray-arrow-down", "Nothing yet.", "Add files")
    qtbot.addWidget(state)
    assert state.link.isHidden()
    state.set_sentence("Nothing yet.", "Add files", "See an example")
    with qtbot.waitSignal(state.second):
        state.link.click()
    state.set_sentence("Nothing found.", "Show everything")
    assert state.link.isHidden()


def test_a_long_sentence_is_not_clipped_at_200_percent(qtbot, look):
    look.choose(ThemeChoice("light", 200))
    empty = EmptyState("folder-open-outline", "Recordings and documents you add will be here. " * 4, "Add")
    qtbot.addWidget(empty)
    empty.resize(900, 900)
    empty.show()
    label = empty._sentence
    assert label.height() >= label.heightForWidth(label.width())


def test_with_little_height_the_glyph_gives_way(qtbot):
    empty = EmptyState("folder-open-outline", "Recordings and documents you add will be here. " * 3, "Add")
    qtbot.addWidget(empty)
    empty.resize(500, 500)
    empty.show()
    assert empty._glyph.isVisible()
    empty.resize(500, 150)
    assert not empty._glyph.isVisible()
    label = empty._sentence
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))


def test_a_glyph_can_change(qtbot):
    glyph = Glyph("check", pixels=32)
    qtbot.addWidget(glyph)
    glyph.resize(glyph.sizeHint())
    before = glyph.grab().toImage()
    glyph.set_icon("alert", "danger")
    after = glyph.grab().toImage()
    assert before != after
    assert LIGHT.danger in {after.pixelColor(x, y).name().upper() for x in range(32) for y in range(32)}
