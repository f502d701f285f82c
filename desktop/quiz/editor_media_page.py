"""The picture, sound or film of a question or an answer: add by picker or drop, describe, take away."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.quiz.attachments import SUFFIXES
from desktop.quiz.editor_inputs_page import LineField
from desktop.widgets.button import Button, IconButton
from desktop.widgets.file_dialog import file_dialog
from desktop.widgets.icons import paint_icon
from desktop.widgets.label import Label
from desktop.widgets.theme import RADIUS_CONTROL, Space, TypeRole
from desktop.widgets.theming import theme
from shared.quiz.media_kinds import LONGEST_ALT
from shared.quiz.quiz import Media

Finder = Callable[[Media], Path | None]
_ICONS = {"image": "image-outline", "audio": "volume-high", "video": "video-outline"}


class MediaThumbnail(QWidget):
    """A small picture, or the icon of a sound or film; the icon of a broken picture when the file is gone."""

    def __init__(self, pixels: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels = pixels
        self._image = QImage()
        self._icon = "image-outline"

    def show_media(self, media: Media, path: Path | None) -> None:
        """Show what a medium is."""
        kind = media.mime.split("/", maxsplit=1)[0]
        self._icon = _ICONS.get(kind, "file-outline") if path is not None else "image-broken-variant"
        self._image = QImage(str(path)) if kind == "image" and path is not None else QImage()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(theme().px(self._pixels) * 4 / 3), theme().px(self._pixels))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)
        painter.setClipPath(frame)
        painter.fillRect(self.rect(), theme().colour("raised"))
        if self._image.isNull():
            side = min(self.width(), self.height()) // 2
            place = self.rect()
            place.setSize(QSize(side, side))
            place.moveCenter(self.rect().center())
            paint_icon(painter, place, self._icon, "muted")
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        place = self.rect()
        place.setSize(size)
        place.moveCenter(self.rect().center())
        painter.drawImage(place, self._image)


class MediaField(QWidget):
    """`wanted(Path)`: a file was picked or dropped. `changed(Media or None)`: described anew, or taken away.

    `compact` is for answers: a button until there is a medium.
    """

    wanted = Signal(object)
    changed = Signal(object)

    def __init__(self, find: Finder, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._media: Media | None = None
        self.setAcceptDrops(True)
        text = self.tr("Add a picture, sound or film")
        self.add_button = (
            IconButton("image-plus-outline", text)
            if compact
            else Button(text, icon_name="image-plus-outline")
        )
        self.add_button.clicked.connect(self.choose)
        self.thumbnail = MediaThumbnail(36 if compact else 72)
        self.alt = LineField(
            self.tr("Description for those who cannot see or hear it"),
            placeholder=self.tr("What does it show?") if compact else self.tr("What does it show or say?"),
            most=LONGEST_ALT,
        )
        self.alt.typed.connect(self._describe)
        self.replace_button = IconButton("swap-horizontal", self.tr("Take another file"))
        self.replace_button.clicked.connect(self.choose)
        self.remove_button = IconButton("close", self.tr("Take the picture, sound or film away"))
        self.remove_button.clicked.connect(lambda: self.changed.emit(None))
        self.full = QWidget()
        self._lay_out(compact)
        self.show_media(None)

    def show_media(self, media: Media | None) -> None:
        """Show what a question has now."""
        self._media = media
        self.add_button.setVisible(media is None)
        self.full.setVisible(media is not None)
        if media is not None:
            self.thumbnail.show_media(media, self._find(media))
            self.alt.show_text(media.alt)

    def choose(self) -> None:
        """Let a person pick a file."""
        dialog = file_dialog(self.window(), self.tr("Add a picture, sound or film"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        endings = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        dialog.setNameFilters(
            [f"{self.tr('Pictures, sounds and films')} ({endings})", f"{self.tr('All files')} (*)"]
        )
        dialog.fileSelected.connect(lambda path: self.wanted.emit(Path(path)))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), "")
        if path:
            event.acceptProposedAction()
            self.wanted.emit(Path(path))

    def _lay_out(self, compact: bool) -> None:
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addStretch(1)
        if not compact:
            words.addWidget(
                Label(
                    self.tr("Description for those who cannot see or hear it"),
                    TypeRole.SMALL,
                    tone="muted",
                    wrap=True,
                )
            )
        words.addWidget(self.alt)
        words.addStretch(1)
        row = QHBoxLayout(self.full)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.thumbnail, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.replace_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.full)

    def _describe(self, text: str) -> None:
        if self._media is not None:
            self.changed.emit(Media(self._media.sha, self._media.mime, text))
