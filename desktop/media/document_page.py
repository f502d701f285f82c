"""The pages of a PDF with their bar: page number, next and previous, zoom."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.media.document_view_model import DocumentViewModel
from desktop.media.pages import PageMark, PagePicture, PageSize
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import IconButton
from desktop.widgets.card import Rule
from desktop.widgets.formats import format_number
from desktop.widgets.inline_error import InlineError
from desktop.widgets.label import Label
from desktop.widgets.language import ui_language
from desktop.widgets.paged_view import PagedView
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme, theming
from shared.errors import AppError


class DocumentPane(QWidget):
    """`page_changed(number)` while a person leafs through it."""

    page_changed = Signal(int)

    def __init__(self, view_model: DocumentViewModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._path: Path | None = None
        self._wanted_page = 1
        self._quote = ""
        self._make_widgets()
        self._lay_out()
        self._connect()
        self._restyle()

    def open(self, path: Path, page: int = 1, quote: str = "") -> None:
        """Show a file at a page, with a quote on it marked."""
        self._path, self._wanted_page, self._quote = path, page, quote
        self.error.hide()
        self.view.set_pages([])
        self._show_page(0)
        self._view_model.open(path)

    def let_go(self) -> None:
        """Forget the file."""
        self._path = None
        self.view.set_pages([])
        self._view_model.let_go()

    def show_page(self, number: int, quote: str = "") -> None:
        """Go to a page, now or when the file is open, and mark a quote on it; without one the marks go."""
        self._wanted_page, self._quote = number, quote
        self.view.show_page(number)
        self._mark()

    def _make_widgets(self) -> None:
        self.view = PagedView(self.tr("Page"))
        self.error = InlineError()
        self.previous = IconButton("chevron-up", self.tr("Previous page"))
        self.next = IconButton("chevron-down", self.tr("Next page"))
        self.number = QLineEdit()
        self.number.setAccessibleName(self.tr("Page number"))
        self.number.setValidator(QIntValidator(1, 99_999, self))
        self.count = Label("", TypeRole.SMALL, tone="muted")
        self.smaller = IconButton("magnify-minus-outline", self.tr("Smaller"))
        self.larger = IconButton("magnify-plus-outline", self.tr("Larger"))
        self.fit = IconButton("arrow-expand-horizontal", self.tr("Fit the width"))
        self.zoom = Label("", TypeRole.SMALL, tone="muted")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row.setSpacing(Space.XS)
        row.addStretch(1)
        for widget in (self.previous, self.next, self.number, self.count):
            row.addWidget(widget)
        row.addSpacing(Space.L)
        for widget in (self.smaller, self.zoom, self.larger, self.fit):
            row.addWidget(widget)
        row.addStretch(1)
        bar = QWidget()
        bar.setProperty("surface", "surface")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(bar)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        column.addLayout(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.error)
        outer.addWidget(self.view, 1)
        outer.addWidget(bar)

    def _connect(self) -> None:
        model, view = self._view_model, self.view
        model.sizes_came.connect(self._sizes_came)
        model.picture_came.connect(self._picture_came)
        model.marks_came.connect(self._marks_came)
        model.page_failed.connect(self._page_failed)
        model.failed.connect(lambda error: self.error.show_error(error, can_retry=True))
        self.error.retry.connect(self._retry)
        view.pictures_wanted.connect(model.want)
        view.page_changed.connect(self._show_page)
        view.page_changed.connect(self.page_changed)
        view.zoom_changed.connect(self._show_zoom)
        self.previous.clicked.connect(lambda: view.show_page(view.page() - 1))
        self.next.clicked.connect(lambda: view.show_page(view.page() + 1))
        self.number.returnPressed.connect(self._go)
        self.smaller.clicked.connect(lambda: view.step_zoom(-1))
        self.larger.clicked.connect(lambda: view.step_zoom(+1))
        self.fit.clicked.connect(lambda: view.set_zoom(100))
        theming().changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.number.setFixedWidth(theme().px(56))
        self._show_zoom(self.view.zoom())

    def _retry(self) -> None:
        if self._path is not None:
            self.open(self._path, self._wanted_page, self._quote)

    def _go(self) -> None:
        if self.number.text():
            self.view.show_page(int(self.number.text()))
        self.view.setFocus()

    def _sizes_came(self, sizes: list[PageSize]) -> None:
        self.view.set_pages([(size.width, size.height) for size in sizes])
        self.view.show_page(self._wanted_page)
        self._show_page(self.view.page())
        self._mark()

    def _mark(self) -> None:
        self.view.set_marks({})
        if self._quote and self.view.page_count():
            self._view_model.find(self._wanted_page, self._quote)

    def _marks_came(self, marks: dict[int, list[PageMark]]) -> None:
        self.view.set_marks({number: [_area(one) for one in boxes] for number, boxes in marks.items()})
        if marks:
            self.view.reveal_mark(min(marks))

    def _picture_came(self, number: int, width_px: int, picture: PagePicture) -> None:
        image = QImage(
            picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
        )
        self.view.set_picture(number, width_px, image)

    def _page_failed(self, number: int, error: AppError) -> None:
        words = error_text(error, ui_language())
        self.view.set_trouble(number, f"{words.title}\n{words.body}")

    def _show_page(self, number: int) -> None:
        count = self.view.page_count()
        self.number.setText(str(number) if number else "")
        self.count.setText(self.tr("of {count}").format(count=format_number(count)) if count else "")
        self.previous.setEnabled(number > 1)
        self.next.setEnabled(number < count)
        for widget in (self.number, self.smaller, self.larger, self.fit):
            widget.setEnabled(count > 0)

    def _show_zoom(self, percent: int) -> None:
        self.zoom.setText(self.tr("{number} %").format(number=format_number(percent)))


def _area(mark: PageMark) -> QRectF:
    return QRectF(mark.left, mark.top, mark.right - mark.left, mark.bottom - mark.top)
