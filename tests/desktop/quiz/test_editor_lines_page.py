"""Texts and pairs in rows."""

import pytest
from PySide6.QtCore import Qt

from desktop.quiz.editor_lines_page import LinesEditor, PairsEditor
from shared.quiz.choices import MOST
from shared.quiz.quiz import Choice, Media, Pair

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_lines(qtbot):
    editor = LinesEditor("Accepted answer", "Add", least=1, most=3)
    qtbot.addWidget(editor)
    told = []
    editor.edited.connect(told.append)
    editor.edited.connect(editor.show_texts)
    editor.show_texts(("a",))
    editor.show()
    qtbot.keyClicks(editor.fields[0], "b")
    qtbot.keyClick(editor.fields[0], Qt.Key.Key_Return)
    editor.add_button.click()
    editor.add()
    assert told[-1] == ("ba", "", "")
    assert not editor.add_button.isEnabled()
    qtbot.keyClick(editor.fields[0], Qt.Key.Key_Return)
    editor._buttons[1].click()
    editor._buttons[1].click()
    assert told[-1] == ("ba",)
    assert not editor._buttons[0].isEnabled()


def test_pairs(qtbot, tmp_path):
    editor = PairsEditor(lambda _media: None)
    qtbot.addWidget(editor)
    told, wanted = [], []
    editor.edited.connect(told.append)
    editor.edited.connect(editor.show_pairs)
    editor.media_wanted.connect(lambda *one: wanted.append(one))
    editor.show_pairs([Pair(Choice("a"), Choice("b"))] * 2)
    editor.show()
    qtbot.keyClicks(editor.rows[0].right.text, "x")
    assert told[-1][0] == Pair(Choice("a"), Choice("xb"))
    editor.add_button.click()
    assert editor.rows[2].left.text.hasFocus() or len(editor.rows) == 3
    editor.rows[1].left.media.wanted.emit(tmp_path)
    assert wanted == [("left", 1, tmp_path)]
    editor.set_media("left", 1, Media("a" * 64, "image/png"))
    editor.set_media("left", 9, Media("a" * 64, "image/png"))
    assert told[-1][1].left.media.sha == "a" * 64
    editor.rows[0].remove_button.click()
    assert len(told[-1]) == 2
    assert not editor.rows[0].remove_button.isEnabled()
    for _ in range(20):
        editor.add()
    assert len(editor.rows) == MOST
    editor.grab()
