from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from desktop.widgets.flow_layout import FlowLayout


class Box(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(60, 20)


def filled(qtbot, count: int, width: int) -> tuple[QWidget, FlowLayout, list[Box]]:
    parent = QWidget()
    qtbot.addWidget(parent)
    layout = FlowLayout(parent, spacing=8)
    boxes = [Box() for _ in range(count)]
    for box in boxes:
        layout.addWidget(box)
    parent.resize(width, layout.heightForWidth(width))
    parent.show()
    layout.activate()
    return parent, layout, boxes


def test_items_wrap_to_the_next_line(qtbot):
    parent, layout, boxes = filled(qtbot, 5, 200)
    assert parent.layout() is layout
    assert [(box.x(), box.y()) for box in boxes] == [(0, 0), (68, 0), (136, 0), (0, 28), (68, 28)]
    assert layout.heightForWidth(200) == 48
    assert layout.heightForWidth(1000) == 20


def test_lines_begin_at_the_right_in_a_right_to_left_layout(qtbot):
    parent, layout, boxes = filled(qtbot, 4, 200)
    parent.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    layout.setGeometry(parent.rect())
    assert [(box.x(), box.y()) for box in boxes] == [(140, 0), (72, 0), (4, 0), (140, 28)]


def test_hidden_items_take_no_room_and_wide_ones_are_cut(qtbot):
    parent, layout, boxes = filled(qtbot, 3, 50)
    boxes[0].hide()
    assert layout.heightForWidth(50) == 48
    layout.setGeometry(parent.rect())
    assert boxes[1].width() == 50


def test_clear_removes_every_widget(qtbot):
    parent, layout, _ = filled(qtbot, 3, 200)
    layout.clear()
    assert layout.count() == 0
    assert layout.itemAt(0) is None
    assert layout.takeAt(0) is None
    assert parent.layout() is layout
