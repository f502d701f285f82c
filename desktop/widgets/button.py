"""Push buttons in the four kinds of the look, and icon buttons that always carry a name."""

from typing import Literal

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QToolButton, QWidget

from desktop.widgets.icons import icon
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme, theming

Kind = Literal["primary", "secondary", "quiet", "danger", "link"]

_GAP_SHARE = 4
_ICON_ROLES: dict[str, str] = {"primary": "on_accent", "danger": "danger", "link": "accent"}


class Button(QPushButton):
    """A button with a word; at most one "primary" per page. `icon_name` is a Material Design name."""

    def __init__(
        self, text: str, kind: Kind = "secondary", *, icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._kind = kind
        self._icon_name = icon_name
        if icon_name:
            self.set_icon(icon_name)
        theming().changed.connect(self.fit_icon)

    def set_icon(self, icon_name: str) -> None:
        self._icon_name = icon_name
        self.setIcon(icon(icon_name, _ICON_ROLES.get(self._kind, "text"), lead=True))
        self.fit_icon()

    def set_kind(self, kind: Kind) -> None:
        """Change the look of the button, for instance of a segment that became the main action."""
        self._kind = kind
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        if self._icon_name:
            self.set_icon(self._icon_name)

    def fit_icon(self) -> None:
        """Give the icon the size that goes with the text, and the gap to it that styles leave too small."""
        size = theme().icon_size
        self.setIconSize(QSize(size + max(Space.XS, size // _GAP_SHARE), size))


class IconButton(QToolButton):
    """A button with an icon only. `name` is its tooltip and its accessible name."""

    def __init__(
        self,
        icon_name: str,
        name: str,
        *,
        outlined: bool = False,
        checkable: bool = False,
        role: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "outlined" if outlined else "quiet")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCheckable(checkable)
        self._role = role
        self.set_icon(icon_name)
        self.set_name(name)
        theming().changed.connect(self.fit_icon)

    def set_icon(self, icon_name: str, role: str = "") -> None:
        self.setIcon(icon(icon_name, role or self._role))
        self.fit_icon()

    def set_name(self, name: str, keys: str = "") -> None:
        """Tooltip and accessible name; `keys` (native text of the shortcut) is added to the tooltip."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({keys})" if keys else name)

    def setMenu(self, menu: QMenu) -> None:
        """Open a menu. The mouse then gives no focus: a ring that stays after the menu looks like a pressed button."""
        super().setMenu(menu)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # Only after the menu is gone is it known where the pointer is.
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self._menu_gone))

    def _menu_gone(self) -> None:
        """A menu takes the mouse away without a word: the button must not look as if it were still pointed at."""
        pointed_at = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, pointed_at)
        self.setDown(False)
        self.update()

    def fit_icon(self) -> None:
        """Give the icon the size that goes with the text."""
        size = theme().icon_size
        self.setIconSize(QSize(size, size))


def follow_action(button: QAbstractButton, action: QAction, name: str) -> None:
    """Show a button as its action stands: hidden, or disabled with the reason in its tooltip."""
    button.setVisible(action.isVisible())
    button.setEnabled(action.isEnabled())
    button.setToolTip(name if action.isEnabled() else action.toolTip())
    button.setAccessibleDescription("" if action.isEnabled() else action.toolTip())
