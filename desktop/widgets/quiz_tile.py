"""One option of a quiz as a button: badge, text with formulas, picture, and after the reveal what it was."""

from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.widgets.icons import paint_icon
from desktop.widgets.quiz_math import spoken
from desktop.widgets.quiz_palette import OPTION_LETTERS, badge_width, option_look, paint_badge
from desktop.widgets.quiz_text import QuizDocument
from desktop.widgets.theme import FOCUS_WIDTH, RADIUS_CARD, Space, TypeRole
from desktop.widgets.theming import theme, theming

Verdict = Literal["", "right", "wrong", "missed"]
"""After the reveal: `right` is a solution, `wrong` was chosen and is none, `missed` is a solution not chosen."""

_VERDICT_LOOKS: dict[Verdict, tuple[str, str]] = {
    "right": ("check-circle", "ok"),
    "wrong": ("close-circle", "danger"),
    "missed": ("check-circle-outline", "ok"),
}
_BADGE_HEIGHT = 32
_PICTURE_HEIGHT = 140
_CHOSEN_WIDTH = 3


class OptionTile(QAbstractButton):
    """`position` (0 to 8) gives letter, shape and colour, unless it is not `lettered`. Enter and Space press it."""

    def __init__(
        self,
        position: int,
        text: str,
        *,
        role: TypeRole = TypeRole.LEAD,
        lettered: bool = True,
        enlarged: float = 1.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.position = position
        self.lettered = lettered
        self._words, self._role, self._enlarged = text, role, enlarged
        self._verdict: Verdict = ""
        self._picture: QPixmap | None = None
        self._alt = self._note = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._lay_out()
        theming().changed.connect(self._lay_out)
        self.toggled.connect(lambda _on: self._name())

    def words(self) -> str:
        return self._words

    def set_picture(self, picture: QPixmap | None, alt: str) -> None:
        """Show a picture above the text, or with None its description until it has come."""
        self._picture, self._alt = picture, alt
        self._lay_out()

    def set_verdict(self, verdict: Verdict, note: str = "") -> None:
        """Say what the option turned out to be, in a word (`note`) and with an icon."""
        self._verdict, self._note = verdict, note
        self._lay_out()

    def verdict(self) -> Verdict:
        return self._verdict

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        inner = max(theme().px(40), width - self._around())
        content = self._document.height(inner) + self._picture_height()
        return round(max(content, self._badge())) + 2 * Space.M

    def sizeHint(self) -> QSize:
        width = theme().px(240)
        return QSize(width, max(self.heightForWidth(width), theme().hit_target))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._around() + theme().px(48), max(theme().hit_target, self._badge() + 2 * Space.M))

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.EnabledChange):
            self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        inner = self.rect().adjusted(Space.M, Space.M, -Space.M, -Space.M)
        badge, side = QRect(inner), self._badge()
        badge.setSize(QSize(badge_width(side), side))
        badge.moveTop(inner.center().y() - side // 2)
        mark = QRect(badge)
        mark.setWidth(side)
        (badge if rtl else mark).moveRight(inner.right())
        if rtl:
            mark.moveLeft(inner.left())
        if self.lettered:
            paint_badge(painter, QRectF(badge), self.position, rtl=rtl)
        icon_name, role = self._mark()
        if icon_name:
            inset = side // 8
            paint_icon(painter, mark.adjusted(inset, inset, -inset, -inset), icon_name, role)
        low = Space.M + self._badge_room()
        high = low + self.width() - self._around()
        left = self.width() - high if rtl else low
        self._paint_content(painter, QRectF(left, inner.top(), high - low, inner.height()))

    def _mark(self) -> tuple[str, str]:
        """Icon and its colour at the trailing edge."""
        if self._verdict:
            return _VERDICT_LOOKS[self._verdict]
        return ("check-bold", "accent") if self.isChecked() else ("", "")

    def _paint_ground(self, painter: QPainter) -> None:
        now, look = theme(), option_look(self.position)
        ground = look.ground if self.lettered else now.colour("surface")
        if self.isEnabled() and self.underMouse():
            ground = now.colour("pressed" if self.isDown() else "hover")
        strong = self.isChecked() or bool(self._verdict)
        role = _VERDICT_LOOKS[self._verdict][1] if self._verdict else "accent"
        edge = now.colour(role if strong else "control_border")
        width = _CHOSEN_WIDTH if strong else 1
        painter.setPen(
            QPen(edge, width, Qt.PenStyle.DashLine if self._verdict == "missed" else Qt.PenStyle.SolidLine)
        )
        painter.setBrush(ground)
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, RADIUS_CARD, RADIUS_CARD)
        if self.hasFocus():
            painter.setPen(QPen(now.colour("text"), FOCUS_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            near = QRectF(self.rect()).adjusted(5, 5, -5, -5)
            painter.drawRoundedRect(near, RADIUS_CARD - 4, RADIUS_CARD - 4)

    def _paint_content(self, painter: QPainter, box: QRectF) -> None:
        height = self._document.height(box.width()) + self._picture_height()
        top = box.top() + max(0.0, (box.height() - height) / 2)
        if self._picture is not None and not self._picture.isNull():
            room = QSize(round(box.width()), self._picture_height() - Space.S)
            size = (
                self._picture.deviceIndependentSize()
                .toSize()
                .scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            )
            corner = QPointF(box.left() + (box.width() - size.width()) / 2, top)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(QRect(corner.toPoint(), size), self._picture)
        top += self._picture_height()
        self._document.paint(painter, QRectF(box.left(), top, box.width(), box.bottom() - top))

    def _badge(self) -> int:
        return round(theme().px(_BADGE_HEIGHT) * self._enlarged)

    def _around(self) -> int:
        """Width that is not the text's: margins, badge and mark."""
        return 3 * Space.M + self._badge_room() + self._badge()

    def _badge_room(self) -> int:
        return badge_width(self._badge()) + Space.M if self.lettered else 0

    def _picture_height(self) -> int:
        if self._picture is None or self._picture.isNull():
            return 0
        return round(theme().px(_PICTURE_HEIGHT) * self._enlarged) + (Space.S if self._words else 0)

    def _lay_out(self) -> None:
        self._name()
        font = theme().font(self._role)
        font.setPointSizeF(font.pointSizeF() * self._enlarged)
        shown = self._words if self._picture is not None or self._words else self._alt
        self._document = QuizDocument(
            shown,
            font,
            theme().colour("text"),
            rtl=self.layoutDirection() == Qt.LayoutDirection.RightToLeft,
        )
        self.updateGeometry()
        self.update()

    def _name(self) -> None:
        words = spoken(self._words) or self._alt
        both = f"{words}, {self._alt}" if self._words and self._alt else words
        name = f"{OPTION_LETTERS[self.position]}: {both}" if self.lettered else both
        self.setAccessibleName(f"{name}. {self._note}" if self._note else name)
