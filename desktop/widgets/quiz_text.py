"""Text of a quiz with its formulas: laid out as a document, drawn by a label or inside another widget."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPyTextObject,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.quiz_math import Formula, draw_formula, pieces, spoken
from desktop.widgets.theme import TypeRole
from desktop.widgets.theming import theme, theming

_FORMULA_OBJECT = QTextFormat.ObjectTypes.UserObject + 1
_FORMULA_NUMBER = QTextFormat.Property.UserProperty + 1
_OBJECT_CHARACTER = "\N{OBJECT REPLACEMENT CHARACTER}"


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
        self._document.setUndoRedoEnabled(False)
        self._document.setDefaultFont(font)
        self._drawer = _FormulaObject(self._document)
        self._document.documentLayout().registerHandler(_FORMULA_OBJECT, self._drawer)
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
            shape = QTextCharFormat(plain)
            shape.setObjectType(_FORMULA_OBJECT)
            shape.setProperty(_FORMULA_NUMBER, self._drawer.add(formula))
            deep = formula.descent > QFontMetricsF(font).descent()
            shape.setVerticalAlignment(
                QTextCharFormat.VerticalAlignment.AlignMiddle
                if deep
                else QTextCharFormat.VerticalAlignment.AlignBaseline
            )
            shape.setFont(font)
            cursor.insertText(_OBJECT_CHARACTER, shape)


class _FormulaObject(QPyTextObject):
    """Draws formulas in place; for a shallow one it adds what is missing below the baseline."""

    def __init__(self, parent: QTextDocument) -> None:
        super().__init__(parent)
        self._formulas: list[Formula] = []

    def add(self, formula: Formula) -> int:
        self._formulas.append(formula)
        return len(self._formulas) - 1

    def _formula(self, shape: QTextFormat) -> tuple[Formula, float]:
        formula = self._formulas[int(shape.property(_FORMULA_NUMBER))]
        descent = QFontMetricsF(shape.toCharFormat().font()).descent()
        return formula, max(0.0, descent - formula.descent)

    def intrinsicSize(self, _document: QTextDocument, _position: int, shape: QTextFormat) -> QSizeF:
        formula, below = self._formula(shape)
        return QSizeF(formula.width, formula.height + below)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        _document: QTextDocument,
        _position: int,
        shape: QTextFormat,
    ) -> None:
        formula, _below = self._formula(shape)
        formula.drawing.render(painter, QRectF(rect.x(), rect.y(), formula.width, formula.height))


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
