"""Fields for words: what is typed, in order, without the empty ones."""

from PySide6.QtCore import Qt

from desktop.widgets.quiz_words import WordFields


def made(qtbot, count):
    fields = WordFields(count, max_length=10)
    qtbot.addWidget(fields)
    fields.show()
    return fields


def test_one_text_is_handed_in_by_enter(qtbot):
    fields = made(qtbot, 1)
    qtbot.keyClicks(fields.fields[0], " Lisbon and more ")
    with qtbot.waitSignal(fields.submitted, timeout=1000):
        qtbot.keyClick(fields.fields[0], Qt.Key.Key_Return)
    assert fields.texts() == ["Lisbon an"]
    assert fields.fields[0].accessibleName() == "Your answer"


def test_several_words_leave_out_the_empty_ones(qtbot):
    fields = made(qtbot, 3)
    changes = []
    fields.changed.connect(lambda: changes.append(fields.texts()))
    fields.fields[2].setText("sun")
    fields.fields[0].setText("  ")
    assert changes[-1] == ["sun"]
    assert [field.accessibleName() for field in fields.fields] == ["Word 1", "Word 2", "Word 3"]


def test_enter_in_an_empty_field_hands_in(qtbot):
    fields = made(qtbot, 3)
    fields.focus()
    fields.fields[0].setText("sun")
    seen = []
    fields.submitted.connect(lambda: seen.append(1))
    qtbot.keyClick(fields.fields[0], Qt.Key.Key_Return)
    assert seen == []
    qtbot.keyClick(fields.fields[1], Qt.Key.Key_Return)
    assert seen == [1]


def test_an_earlier_answer_is_shown_locked(qtbot):
    fields = made(qtbot, 2)
    fields.set_texts(["a", "b", "too many"])
    fields.set_locked(True)
    assert fields.texts() == ["a", "b"]
    assert all(field.isReadOnly() for field in fields.fields)
