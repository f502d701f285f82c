"""Before the first question."""

from PySide6.QtCore import Qt

from desktop.chat.start_page import StartView


def test_an_empty_library_leads_to_the_library(qtbot):
    view = StartView()
    qtbot.addWidget(view)
    view.show_library(has_items=False, ready=False)
    assert not view.button.isHidden()
    with qtbot.waitSignal(view.add):
        qtbot.mouseClick(view.button, Qt.MouseButton.LeftButton)


def test_what_is_said_follows_the_library(qtbot):
    view = StartView()
    qtbot.addWidget(view)
    said = set()
    for has_items, ready in ((False, False), (True, False), (True, True)):
        view.show_library(has_items=has_items, ready=ready)
        said.add(view.sentence.text())
        assert view.button.isHidden() is has_items
    assert len(said) == 3


def test_examples_are_asked_by_pressing_them(qtbot):
    view = StartView()
    qtbot.addWidget(view)
    view.show_examples(["What is light?", "What is sound?"])
    with qtbot.waitSignal(view.suggested) as asked:
        qtbot.keyClick(view.examples()[1], Qt.Key.Key_Space)
    assert asked.args == ["What is sound?"]
    view.show_examples([])
    assert view.examples() == []
