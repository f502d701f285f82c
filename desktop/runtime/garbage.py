"""Garbage collection on the window's own thread, between two events."""

import gc

from PySide6.QtCore import QObject, QThread, QTimer

CHECK_EVERY_MS = 500
# The heap of the whole program is looked through at most this often.
WHOLE_EVERY_MS = 60_000


class GarbageCollector(QObject):
    """Collects cycles where Qt objects may be deleted: on their own thread, with no event under way.

    Python collects wherever an allocation happens to reach the threshold: in a thread of the pool, or in the
    middle of a paint event. A cycle that holds widgets then deletes them there, and PySide 6.11 crashes. From
    its making until `stop`, nothing but this object collects cycles.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._since_whole_ms = 0
        self._first_whole = True
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.check)
        self._timer.start(CHECK_EVERY_MS)

    def check(self) -> None:
        """Collect the youngest generations that are full; nothing inside a nested loop (a menu, a drag)."""
        if QThread.currentThread().loopLevel() > 1:
            return
        self._since_whole_ms += CHECK_EVERY_MS
        young, middle, old = gc.get_count()
        young_most, middle_most, old_most = gc.get_threshold()
        if old > old_most and self._since_whole_ms >= WHOLE_EVERY_MS:
            self._since_whole_ms = 0
            gc.collect(2)
            if self._first_whole:
                # Modules and pages stay: 60 ms for the first look, next to nothing for the later ones.
                self._first_whole = False
                gc.freeze()
        elif middle > middle_most:
            gc.collect(1)
        elif young > young_most:
            gc.collect(0)

    def stop(self) -> None:
        """Give collecting back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
