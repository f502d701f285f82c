"""Icons: glyphs of QtAwesome's Material Design font, drawn in the colours of the theme in force.

The font file is read directly, at the first glyph that is painted: importing `qtawesome` (through qtpy)
costs 110 ms of the start, reading its font and character map 7 ms.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap

from desktop.widgets.theme import ROLES
from desktop.widgets.theming import theme

# Glyphs that point along the reading direction and must be mirrored in a right-to-left layout.
_DIRECTIONAL = (
    "arrow-left",
    "arrow-right",
    "chevron-left",
    "chevron-right",
    "chevron-double",
    "send",
    "undo",
    "redo",
)


def icon(name: str, role: str = "text", *, checked_role: str = "", lead: bool = False) -> QIcon:
    """Icon `name` of the Material Design set ("magnify", not "mdi6.magnify") in colour `role`.

    `checked_role` is its colour on a checked button. With `lead` it stands at the leading end of a place that is wider
    than high: the rest is the gap to a word.

    The icon follows theme changes by itself; repaint is all it needs. KeyError for an unknown role.
    An unknown name raises KeyError when it is first painted; `is_icon` tells beforehand.
    """
    checked_role = checked_role or role
    if not {role, checked_role} <= ROLES:
        raise KeyError(role, checked_role)
    return QIcon(_GlyphEngine(name, role, checked_role, lead=lead))


def is_icon(name: str) -> bool:
    """Whether the set has a glyph of this name."""
    return name in _characters()


def paint_icon(painter: QPainter, rect: QRect, name: str, role: str = "text") -> None:
    """Draw a glyph inside `rect`, for delegates that must not make a QIcon per row."""
    _paint_glyph(painter, rect, name, role)


class _GlyphEngine(QIconEngine):
    """Draws one glyph at any size; takes its colour from the theme at the moment of painting."""

    def __init__(self, name: str, role: str, checked_role: str, *, lead: bool) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self._checked_role = checked_role
        self._lead = lead

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = self._checked_role if state == QIcon.State.On else self._role
        if mode == QIcon.Mode.Disabled:
            role = "disabled"
        elif mode == QIcon.Mode.Selected:
            role = "on_accent"
        _paint_glyph(painter, _leading(rect) if self._lead else rect, self._name, role)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._name, self._role, self._checked_role, lead=self._lead)


def _leading(rect: QRect) -> QRect:
    """The square at the leading end."""
    side = min(rect.width(), rect.height())
    right_to_left = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    x = rect.right() + 1 - side if right_to_left else rect.x()
    return QRect(x, rect.y() + (rect.height() - side) // 2, side, side)


def _paint_glyph(painter: QPainter, rect: QRect, name: str, role: str) -> None:
    character = _characters()[name]
    font = QFont(_family())
    font.setPixelSize(max(1, min(rect.width(), rect.height())))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft and name.startswith(_DIRECTIONAL):
        painter.translate(rect.x() * 2 + rect.width(), 0)
        painter.scale(-1, 1)
    painter.setFont(font)
    painter.setPen(theme().colour(role))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, character)
    painter.restore()


@cache
def _font_folder() -> Path:
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("qtawesome")
    return Path(spec.submodule_search_locations[0]) / "fonts"


@cache
def _characters() -> dict[str, str]:
    found = max(_font_folder().glob("materialdesignicons6-webfont-charmap-*.json"))
    return {name: chr(int(code, 16)) for name, code in json.loads(found.read_bytes()).items()}


@cache
def _family() -> str:
    found = max(_font_folder().glob("materialdesignicons6-webfont-*.ttf"))
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(found)))[0]
