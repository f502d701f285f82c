"""Pictures of items, read in a thread when they are first painted and kept within a bound. Knows no list."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from desktop.media.thumbnail_files import WAVE_SUFFIX
from shared.tasks import TaskScope

MOST_BYTES = 64_000_000
MOST_WAITING = 120
"""A fast scroll asks for thousands: only the latest are still wanted."""
_AT_ONCE = 6


@dataclass(frozen=True)
class Wanted:
    """A picture in a size, in device pixels."""

    path: Path
    width: int
    height: int


class Thumbnails(QObject):
    """`arrived` when pictures asked for before can be painted."""

    arrived = Signal()

    def __init__(
        self, scope: TaskScope, parent: QObject | None = None, *, most_bytes: int = MOST_BYTES
    ) -> None:
        super().__init__(parent)
        self._scope = scope
        self._most_bytes = most_bytes
        self._pictures: OrderedDict[Wanted, QPixmap] = OrderedDict()
        self._waiting: OrderedDict[Wanted, None] = OrderedDict()
        self._bytes = 0
        self._reading = False

    @property
    def held_bytes(self) -> int:
        return self._bytes

    def get(self, path: Path, size: QSize, ratio: float) -> QPixmap | None:
        """A picture that fills `size` (at a device pixel ratio); None while it is read or when there is none.

        An unreadable file gives an empty pixmap.
        """
        wanted = Wanted(path, round(size.width() * ratio), round(size.height() * ratio))
        picture = self._pictures.get(wanted)
        if picture is not None:
            self._pictures.move_to_end(wanted)
            return picture
        self._waiting[wanted] = None
        self._waiting.move_to_end(wanted)
        while len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)
        if not self._reading and not self._scope.closed:
            self._reading = True
            self._scope.spawn(self._read(), name="thumbnails")
        return None

    async def _read(self) -> None:
        try:
            while self._waiting:
                # The latest first: they are on the screen.
                batch = [self._waiting.popitem()[0] for _ in range(min(_AT_ONCE, len(self._waiting)))]
                images = await asyncio.to_thread(lambda batch=batch: [read_picture(one) for one in batch])
                for wanted, image in zip(batch, images, strict=True):
                    self._keep(wanted, QPixmap.fromImage(image))
                self.arrived.emit()
        finally:
            self._reading = False

    def _keep(self, wanted: Wanted, picture: QPixmap) -> None:
        before = self._pictures.pop(wanted, None)
        self._bytes += _bytes_of(picture) - (_bytes_of(before) if before is not None else 0)
        self._pictures[wanted] = picture
        while self._bytes > self._most_bytes and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self._bytes -= _bytes_of(dropped)


def read_picture(wanted: Wanted) -> QImage:
    """Read and fit: a sound's shape whole, a film cut to its middle, a page cut to its top. Empty if unreadable."""
    reader = QImageReader(str(wanted.path))
    reader.setAutoTransform(True)
    room = QSize(wanted.width, wanted.height)
    whole = reader.size()
    wave = wanted.path.suffix == WAVE_SUFFIX
    if not whole.isValid():
        return QImage()
    mode = Qt.AspectRatioMode.KeepAspectRatio if wave else Qt.AspectRatioMode.KeepAspectRatioByExpanding
    reader.setScaledSize(whole.scaled(room, mode))
    image = reader.read()
    if image.isNull() or wave:
        return image
    across = (image.width() - room.width()) // 2
    down = 0 if whole.height() > whole.width() else (image.height() - room.height()) // 2
    return image.copy(QRect(across, down, room.width(), room.height()))


def _bytes_of(picture: QPixmap) -> int:
    return picture.width() * picture.height() * max(picture.depth(), 8) // 8
