"""Main content with a detail panel beside it; the split is remembered by whoever asks for its state."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.widgets.theming import theme


class SplitPanel(QSplitter):
    """Detail at the trailing side; `set_detail_visible` keeps the last width. `changed` fires on a drag."""

    changed = Signal()

    def __init__(
        self, main: QWidget, detail: QWidget, *, detail_width: int = 360, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._detail = detail
        self.addWidget(main)
        self.addWidget(detail)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.setSizes([1000, theme().px(detail_width)])
        self.splitterMoved.connect(lambda _position, _index: self.changed.emit())

    def set_detail_visible(self, visible: bool) -> None:
        self._detail.setVisible(visible)

    def state(self) -> list[int]:
        """Widths in pixels, for `page_state`."""
        return self.sizes()

    def restore(self, sizes: list[int]) -> None:
        """Widths as `state` gave them; a list of another length is ignored."""
        if len(sizes) == self.count() and all(size >= 0 for size in sizes) and sum(sizes) > 0:
            self.setSizes(sizes)
