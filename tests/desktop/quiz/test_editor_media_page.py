"""A medium beside a question."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog

from desktop.quiz.editor_media_page import MediaField
from shared.quiz.quiz import Media

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
PICTURE = Media("a" * 64, "image/png", "A lens")


@pytest.fixture
def field(qtbot, tmp_path):
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(str(tmp_path / "a.png"))
    made = MediaField(lambda media: tmp_path / "a.png" if media.mime == "image/png" else None)
    qtbot.addWidget(made)
    made.show()
    return made


def test_described_replaced_and_taken_away(field, qtbot):
    changed = []
    field.changed.connect(changed.append)
    assert field.full.isHidden()
    field.show_media(PICTURE)
    assert field.add_button.isHidden()
    field.alt.clear()
    qtbot.keyClicks(field.alt, "x")
    assert changed == [Media(PICTURE.sha, PICTURE.mime, "x")]
    field.remove_button.click()
    assert changed[-1] is None
    assert field.thumbnail.grab().toImage().pixelColor(40, 20) == Qt.GlobalColor.red
    field.show_media(Media("b" * 64, "audio/mpeg"))
    field.thumbnail.grab()


def test_picked_and_dropped(field, tmp_path):
    wanted = []
    field.wanted.connect(wanted.append)
    field.choose()
    dialog = field.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "a.png"))
    dialog.close()
    data = QMimeData()
    data.setUrls([QUrl("http://example.org/x.png"), QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(2, 2), Qt.DropAction.CopyAction, data, buttons, keys)
    field.dragEnterEvent(entering)
    assert entering.isAccepted()
    field.dropEvent(QDropEvent(QPointF(2, 2), Qt.DropAction.CopyAction, data, buttons, keys))
    assert wanted == [tmp_path / "a.png"] * 2
