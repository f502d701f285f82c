"""Tags of one and of many items, by keyboard and mouse."""

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.media.library_tags_dialog import TagsDialog, TagsEditor, tag_counts
from desktop.widgets.button import Button
from tests.support.window_services import some_item


def tagged(*tags):
    return msgspec.structs.replace(some_item("Lesson"), tags=tags)


def chip(editor, tag):
    return next(button for button in editor.findChildren(Button) if tag in button.accessibleName())


def test_tags_are_added_with_enter_and_comma(qtbot):
    editor = TagsEditor({}, 1, ["optics"])
    qtbot.addWidget(editor)
    qtbot.keyClicks(editor.field, "light,a  lens")
    qtbot.keyClick(editor.field, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.field, "unfinished")
    assert editor.labels() == ("a lens", "light", "unfinished")
    assert editor.field.text() == ""


def test_the_same_tag_in_other_letters_is_the_same(qtbot):
    editor = TagsEditor({"Optics": 1}, 1, [])
    qtbot.addWidget(editor)
    editor.field.setText("OPTICS")
    assert editor.labels() == ("Optics",)


def test_known_tags_are_offered(qtbot):
    editor = TagsEditor({}, 1, ["optics", "history"])
    qtbot.addWidget(editor)
    editor.field.completer().setCompletionPrefix("tic")
    assert editor.field.completer().currentCompletion() == "optics"


def test_a_dialog_for_many_tells_what_to_add_and_remove(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    dialog = TagsDialog(window, [tagged("all", "some"), tagged("all")], [])
    told = []
    dialog.chosen.connect(lambda add, remove: told.append((add, remove)))
    dialog.open()
    assert "some" in chip(dialog.editor, "some").text()
    assert chip(dialog.editor, "all").text() == "all"
    qtbot.mouseClick(chip(dialog.editor, "all"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(dialog.editor.field, "new")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert told == [(["new"], ["all"])]


def test_a_tag_taken_off_and_put_back(qtbot):
    editor = TagsEditor({"a": 1}, 1, [])
    qtbot.addWidget(editor)
    qtbot.mouseClick(chip(editor, "a"), Qt.MouseButton.LeftButton)
    assert (editor.added, editor.removed) == ([], ["a"])
    editor.field.setText("a")
    editor.field.finish()
    assert (editor.added, editor.removed) == (["a"], [])


def test_cancel_tells_nothing(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    dialog = TagsDialog(window, [tagged("a")], [])
    told = []
    dialog.chosen.connect(lambda *lists: told.append(lists))
    dialog.open()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert told == []


def test_counts():
    assert tag_counts([tagged("a", "b"), tagged("a")]) == {"a": 2, "b": 1}
