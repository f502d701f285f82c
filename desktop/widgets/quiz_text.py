"""Text of a quiz with its formulas: laid out as a document, drawn by a label or inside another widget."""

from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.quiz_math import Formula, draw_formula, pieces, spoken
from desktop.widgets.theme import TypeRole
from desktop.widgets.theming import theme, theming

_SHARPNESS = 3
"""Formulas are drawn so many times larger than they stand in the text: sharp on every screen."""


class QuizDocument:
    """One text laid out for a width; `paint` draws it. Markup in the text is only text."""

    def __init__(
        self,
        text: str,
        font: QFont,
        colour: QColor,
        *,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
        rtl: bool = False,
    ) -> None:
        self._document = QTextDocument()
        self._document.setDocumentMargin(0)
        self._pictures = 0
        self._document.setUndoRedoEnabled(False)
        self._document.setDefaultFont(font)
        option = QTextOption(alignment)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LayoutDirectionAuto
        )
        self._document.setDefaultTextOption(option)
        self._write(text, font, colour)

    def height(self, width: float) -> float:
        """Height in pixels when the text has `width` pixels."""
        self._document.setTextWidth(max(1.0, width))
        return self._document.size().height()

    def natural_width(self) -> float:
        """Width in pixels of the longest line without wrapping."""
        self._document.setTextWidth(-1)
        return self._document.idealWidth()

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Draw at the top of `box`, wrapped to its width."""
        self._document.setTextWidth(max(1.0, box.width()))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(box.topLeft())
        self._document.drawContents(painter)
        painter.restore()

    def _write(self, text: str, font: QFont, colour: QColor) -> None:
        cursor = QTextCursor(self._document)
        plain = QTextCharFormat()
        plain.setForeground(colour)
        size = QFontMetricsF(font).height() / 1.17
        for piece in pieces(text):
            formula = draw_formula(piece.text, round(size, 1), colour.name()) if piece.is_maths else None
            if formula is None:
                cursor.insertText(piece.text, plain)
                continue
            shape = self._picture(formula, font)
            cursor.insertImage(shape)

    def _picture(self, formula: Formula, font: QFont) -> QTextImageFormat:
        """A formula as a picture of the document; a shallow one gets what is missing below the baseline.

        A text object of Python's own would draw vectors, but pages full of them ended in crashes.
        """
        descent = QFontMetricsF(font).descent()
        below = max(0.0, descent - formula.descent)
        width, height = formula.width, formula.height + below
        image = QImage(
            ceil(width * _SHARPNESS), ceil(height * _SHARPNESS), QImage.Format.Format_ARGB32_Premultiplied
        )
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        formula.drawing.render(painter, QRectF(0, 0, width * _SHARPNESS, formula.height * _SHARPNESS))
        painter.end()
        self._pictures += 1
        name = f"formula:{self._pictures}"
        self._document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        shape = QTextImageFormat()
        shape.setName(name)
        shape.setWidth(width)
        shape.setHeight(height)
        shape.setFont(font)
        aligned = QTextCharFormat.VerticalAlignment
        shape.setVerticalAlignment(
            aligned.AlignMiddle if formula.descent > descent else aligned.AlignBaseline
        )
        return shape


class QuizText(QWidget):
    """A label for such a text. `role` of the type scale; `tone` is a colour role."""

    def __init__(
        self,
        text: str = "",
        role: TypeRole = TypeRole.BODY,
        *,
        tone: str = "text",
        semibold: bool = False,
        centred: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._role, self._tone = text, role, tone
        self._semibold, self._centred = semibold, centred
        self._enlarged = 1.0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._lay_out()
        theming().changed.connect(self._lay_out)

    def set_text(self, text: str, *, tone: str = "") -> None:
        """Show another text, in another colour role when one is given."""
        if text != self._text or (tone and tone != self._tone):
            self._text, self._tone = text, tone or self._tone
            self._lay_out()

    def enlarge(self, factor: float) -> None:
        """Draw larger than the type scale, for a projector."""
        self._enlarged = factor
        self._lay_out()

    def text(self) -> str:
        return self._text

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._document.height(width)) + 1

    def sizeHint(self) -> QSize:
        width = min(round(self._document.natural_width()) + 2, theme().px(560))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(48), round(self._document.height(max(self.width(), theme().px(48)))))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        spare = max(0.0, box.height() - self._document.height(box.width()))
        self._document.paint(QPainter(self), box.adjusted(0, spare / 2, 0, 0))

    def _lay_out(self) -> None:
        self.setAccessibleName(spoken(self._text))
        font = theme().font(self._role, semibold=self._semibold)
        font.setPointSizeF(font.pointSizeF() * self._enlarged)
        centred, leading = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignLeading
        self._document = QuizDocument(
            self._text,
            font,
            theme().colour(self._tone),
            alignment=centred if self._centred else leading,
            rtl=self.layoutDirection() == Qt.LayoutDirection.RightToLeft,
        )
        self.updateGeometry()
        self.update()
