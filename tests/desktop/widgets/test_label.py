from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.theme import LIGHT, TypeRole


def test_labels_show_markup_as_it_was_typed(qtbot):
    label = Label("<b>x</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_roles_and_tones_are_those_of_the_theme(qtbot):
    small, title = Label("a", TypeRole.SMALL), Label("a", TypeRole.TITLE, tone="danger", semibold=True)
    for label in (small, title):
        qtbot.addWidget(label)
        label.ensurePolished()
    assert small.font().pointSizeF() < title.font().pointSizeF()
    assert title.palette().color(title.foregroundRole()).name().upper() == LIGHT.danger
    title.set_tone("ok")
    assert title.palette().color(title.foregroundRole()).name().upper() == LIGHT.ok


def test_text_stands_at_the_leading_edge_whatever_its_own_direction(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    label = Label("An English title")
    label.setParent(window)
    assert label.alignment() & Qt.AlignmentFlag.AlignLeft
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert label.alignment() & Qt.AlignmentFlag.AlignRight


def test_centred_text_stays_centred(qtbot):
    label = Label("x")
    qtbot.addWidget(label)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert label.alignment() == Qt.AlignmentFlag.AlignCenter


def test_long_text_is_cut_and_kept_in_tooltip_and_name(qtbot):
    name = "Photosynthesis " * 20 + "🌱"
    label = ElidedLabel(name)
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName() == label.full_text() == " ".join(name.split())
    label.resize(9000, 20)
    assert label.text() == label.full_text()
    assert label.toolTip() == ""


def test_line_breaks_become_spaces(qtbot):
    label = ElidedLabel("a\nb\t c")
    qtbot.addWidget(label)
    assert label.full_text() == "a b c"


def test_a_label_can_be_clicked_and_activated_by_key(qtbot):
    label = ElidedLabel("Lecture")
    qtbot.addWidget(label)
    label.resize(100, 20)
    with qtbot.waitSignal(label.clicked):
        qtbot.mouseClick(label, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(label.clicked):
        qtbot.keyClick(label, Qt.Key.Key_Return)
