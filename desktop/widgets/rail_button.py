"""An entry of a list of places to go: an icon and a word, or the icon alone."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from desktop.widgets.icons import icon
from desktop.widgets.theming import theme


class RailButton(QToolButton):
    """One entry; the word is hidden when the rail is narrow and then stands in the tooltip."""

    def __init__(self, text: str, icon_name: str, *, checkable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setText(text)
        self.setAccessibleName(text)
        self.setIcon(icon(icon_name))
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_icon_name(self, icon_name: str) -> None:
        """Show another sign."""
        self.setIcon(icon(icon_name))

    def set_wide(self, wide: bool, keys: str) -> None:
        """Show or hide the word; `keys` is the shortcut's text for the tooltip."""
        self.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon if wide else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        words = "" if wide else self.text()
        self.setToolTip(" ".join(part for part in (words, f"({keys})" if keys else "") if part))
        size = theme().icon_size
        self.setIconSize(QSize(size, size))
