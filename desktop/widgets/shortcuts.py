"""Every shortcut of the window, registered once with its words, so that the sheet can list them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class ShortcutEntry:
    """One line of the shortcuts sheet; `keys` is native text such as "Ctrl+F"."""

    group: str
    text: str
    keys: str


class ShortcutRegistry(QObject):
    """Shortcuts work while their owner is visible; a text field keeps the keys it needs for typing."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[QObject, list[ShortcutEntry]] = {}

    def add(
        self,
        owner: QWidget,
        keys: str | QKeySequence.StandardKey | Sequence[str],
        callback: Callable[[], None],
        *,
        group: str,
        text: str,
    ) -> str:
        """Register; `group` and `text` are translated words. Returns the native text of the first key."""
        sequences = [keys] if isinstance(keys, (str, QKeySequence.StandardKey)) else list(keys)
        native: list[str] = []
        for sequence in sequences:
            shortcut = QShortcut(QKeySequence(sequence), owner)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(callback)
            native.append(shortcut.key().toString(QKeySequence.SequenceFormat.NativeText))
        self.describe(owner, group=group, text=text, keys=" / ".join(native))
        return native[0]

    def describe(self, owner: QObject, *, group: str, text: str, keys: str) -> None:
        """List keys that a widget handles itself (arrow keys in a list, say)."""
        if owner not in self._entries:
            self._entries[owner] = []
            owner.destroyed.connect(lambda: self._entries.pop(owner, None))
        self._entries[owner].append(ShortcutEntry(group, text, keys))
        self.changed.emit()

    def entries(self) -> list[ShortcutEntry]:
        """All registered lines, in order of registration."""
        return [entry for entries in self._entries.values() for entry in entries]
