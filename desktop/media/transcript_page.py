"""The text beside a recording or document: follows what is spoken, finds words, and is corrected in place."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.media.find_bar_page import FindBar
from desktop.media.player_view_model import Edit, PlayerViewModel
from desktop.media.service import JobState, SegmentView
from desktop.media.transcript_state_page import TranscriptState
from desktop.widgets.button import Button
from desktop.widgets.card import Rule
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.formats import format_clock, format_number
from desktop.widgets.icons import icon
from desktop.widgets.line_editor import LineEditor
from desktop.widgets.text_lines import TextLine
from desktop.widgets.theme import Space
from desktop.widgets.transcript_view import TranscriptView

_MATCH_AT = 0.3


class TranscriptPanel(QWidget):
    """`time_chosen(ms)` and `page_chosen(number)` when a person points at a place of the text."""

    time_chosen = Signal(int)
    page_chosen = Signal(int)

    def __init__(self, view_model: PlayerViewModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view_model = view_model
        self._editor: LineEditor | None = None
        self._edited_row = -1
        self.undo_stack = QUndoStack(self)
        self._make_widgets()
        self._lay_out()
        self._connect()

    # What is shown

    def show_item(self) -> None:
        """Begin with another item."""
        self._begin_anew()
        self.find_bar.reset(self._view_model.finder)
        self.view.set_spoken(-1, 0, 0)
        self.view.set_follow(on=True)
        self.show_lines()

    def show_lines(self) -> None:
        """Show the lines as they now are."""
        lines = self._view_model.lines
        self.view.set_lines([self._line(lines, row) for row in range(len(lines))])
        self.find_bar.set_finder(self._view_model.finder)
        self.show_state()

    def show_line(self, row: int) -> None:
        """One line changed, and perhaps whether the next one names its speaker."""
        lines = self._view_model.lines
        for changed in (row, row + 1):
            if changed < len(lines):
                self.view.set_line(changed, self._line(lines, changed))
        self.find_bar.set_finder(self._view_model.finder)

    def show_state(self) -> None:
        """Say what is still going on, and what is in place of the text when there is none."""
        self.state.show_state()
        self.empty.set_sentence(self._empty_sentence())
        self.stack.setCurrentWidget(self.view if self._view_model.lines else self.empty)
        self.find_bar.field.setEnabled(bool(self._view_model.lines))

    def show_position(self, ms: int) -> None:
        """Mark what is spoken at a time."""
        place = self._view_model.timeline.at(ms)
        if place is None:
            self.view.set_spoken(-1, 0, 0)
        else:
            self.view.set_spoken(*place)
        self._show_follow()

    def show_page(self, number: int, quote: str = "") -> None:
        """Bring the text of a page of a document into view, and mark a quote in it."""
        lines = self._view_model.lines
        places = self._view_model.finder.find(quote)
        if places:
            place = next((one for one in places if lines[one[0].row].page == number), places[0])
            self.view.set_matches({}, {span.row: ((span.start, span.end),) for span in place})
            self.view.set_current_row(place[0].row, reveal=False)
            self.view.reveal(place[0].row, at=_MATCH_AT)
            return
        row = next((row for row, line in enumerate(lines) if (line.page or 0) >= number), -1)
        if row >= 0 and lines[row].page == number:
            self.view.reveal(row, at=0.0)

    def follow(self) -> None:
        """Go back to what is spoken now."""
        self.view.set_follow(on=True)
        self.view.setFocus()

    # Editing

    def edit_line(self, row: int) -> None:
        """Put an editor over a line. Lines of a preview are about to be replaced and are left alone."""
        lines = self._view_model.lines
        if not 0 <= row < len(lines) or lines[row].preview or not self._view_model.may_edit():
            return
        self._close_editor()
        line = lines[row]
        self.view.set_follow(on=False)
        self.view.set_current_row(row)
        timed = line.start_ms is not None
        voices = sorted({other.speaker for other in lines if other.speaker})
        area = self.view.viewport()
        editor = LineEditor(line.text, line.speaker, has_speaker=timed, speakers=voices, parent=area)
        self._editor, self._edited_row = editor, row
        editor.saved.connect(lambda text, speaker, everywhere: self._save(row, text, speaker, everywhere))
        editor.closed.connect(self._editor_closed)
        self._place_editor()
        editor.show()
        editor.raise_()
        editor.focus()

    def edit_current(self) -> None:
        """Edit the line the keyboard stands on, else the one being spoken."""
        self.edit_line(self.view.current_row() if self.view.current_row() >= 0 else self.view.spoken_row())

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_now_button()
        self._place_editor()

    # Building

    def _make_widgets(self) -> None:
        self.view = TranscriptView(self.tr("Text"))
        self.find_bar = FindBar(self.view.first_row)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.state = TranscriptState(self._view_model)
        self.empty = EmptyState("text-box-outline", self._empty_sentence())
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        self.now_button = Button(self.tr("Back to now"), icon_name="crosshairs-gps", parent=self)
        self.now_button.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(Rule())
        column.addWidget(self.state)
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        model = self._view_model
        model.lines_changed.connect(self.show_lines)
        model.line_changed.connect(self.show_line)
        model.item_changed.connect(self.show_state)
        model.replaced.connect(self._begin_anew)
        model.edited.connect(self._edited)
        self.find_bar.marked.connect(self.view.set_matches)
        self.find_bar.went_to.connect(self._show_match)
        self.find_bar.left.connect(self.view.setFocus)
        self.view.place_activated.connect(self._choose)
        self.view.edit_requested.connect(self.edit_line)
        self.view.follow_changed.connect(lambda _on: self._show_follow())
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.laid_out.connect(self._align)
        self.view.verticalScrollBar().valueChanged.connect(lambda _value: self._moved())
        self.now_button.clicked.connect(self.follow)

    # Inside

    def _line(self, lines: Sequence[SegmentView], row: int) -> TextLine:
        line, before = lines[row], lines[row - 1] if row else None
        mark = ""
        if line.start_ms is not None:
            mark = format_clock(line.start_ms)
        elif (
            self._view_model.is_pdf and line.page is not None and (before is None or before.page != line.page)
        ):
            mark = self.tr("p. {number}").format(number=format_number(line.page))
        new_voice = before is None or before.speaker != line.speaker
        return TextLine(line.text, mark, line.speaker if new_voice else "")

    def _empty_sentence(self) -> str:
        model = self._view_model
        if model.item is not None and model.item.state is JobState.AWAY:
            return self.tr("The text is not on this computer yet.")
        if model.is_unfinished:
            return self.tr("The text appears here as soon as the first part is done.")
        if model.is_document:
            return self.tr("There is no text in this document.")
        return self.tr("There is no text for this recording.")

    def _choose(self, row: int, offset: int) -> None:
        if row >= len(self._view_model.lines):
            return
        at_ms = self._view_model.timeline.time_of(row, offset)
        page = self._view_model.lines[row].page
        if at_ms is not None:
            self.view.set_follow(on=True)
            self.time_chosen.emit(at_ms)
        elif page is not None:
            self.page_chosen.emit(page)

    def _show_follow(self) -> None:
        model = self._view_model
        away = not self.view.follows() and bool(model.timeline) and self.view.spoken_row() >= 0
        if away != self.now_button.isVisible():
            self.now_button.setVisible(away)
            self._place_now_button()

    def _place_now_button(self) -> None:
        self.now_button.adjustSize()
        x = (self.width() - self.now_button.width()) // 2
        self.now_button.move(x, self.height() - self.now_button.height() - Space.L)
        self.now_button.raise_()

    def _moved(self) -> None:
        self._place_editor()

    def _show_match(self, row: int) -> None:
        self.view.set_follow(on=False)
        self.view.set_current_row(row, reveal=False)
        if not self.view.is_visible(row):
            self.view.reveal(row, at=_MATCH_AT)

    def _align(self) -> None:
        """What stands over the text begins where it begins: beside no picture, the text is a column in the middle."""
        left, width = self.view.column()
        before = max(left, Space.L)
        after = max(self.width() - left - width, Space.L)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            before, after = after, before
        for above in (self.find_bar, self.state):
            above.setContentsMargins(before - Space.L, 0, after - Space.L, 0)

    # Editing

    def _begin_anew(self) -> None:
        """Another text: what was corrected or is being edited belongs to lines that are gone."""
        self.undo_stack.clear()
        self._close_editor()

    def _save(self, row: int, text: str, speaker: str, everywhere: bool) -> None:
        line = self._view_model.lines[row]
        if text != line.text:
            self._view_model.correct(row, text)
        if speaker != line.speaker:
            self._view_model.name_speaker(row, speaker, everywhere=everywhere)

    def _edited(self, edit: Edit) -> None:
        self.undo_stack.push(_Correction(self._view_model, edit, self.tr("Correction")))

    def _place_editor(self) -> None:
        if self._editor is None:
            return
        area = self.view.text_rect(self._edited_row)
        self._editor.fit(area.width())
        lowest = max(self.view.viewport().height() - self._editor.height(), 0)
        self._editor.move(
            area.left(), min(area.top(), lowest) if self.view.is_visible(self._edited_row) else area.top()
        )

    def _close_editor(self) -> None:
        if self._editor is not None:
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None

    def _editor_closed(self) -> None:
        self._close_editor()
        self.view.setFocus()

    # Menu

    def _open_menu(self, point: QPoint) -> None:
        row = self.view.row_at(point)
        menu = self.menu(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(point))

    def menu(self, row: int) -> QMenu:
        """What can be done with a line; -1 is beside all lines."""
        menu = QMenu(self)
        if row >= 0 and self._view_model.timeline.time_of(row) is not None:
            menu.addAction(icon("play"), self.tr("Play from here"), lambda: self._choose(row, 0))
        if row >= 0:
            menu.addAction(icon("pencil-outline"), self.tr("Edit line…"), lambda: self.edit_line(row))
            menu.addAction(icon("content-copy"), self.tr("Copy"), self.view.copy)
        menu.addAction(self.tr("Select all"), self.view.select_all)
        menu.addSeparator()
        undo = menu.addAction(icon("undo"), self.tr("Undo correction"), self.undo_stack.undo)
        undo.setEnabled(self.undo_stack.canUndo())
        redo = menu.addAction(icon("redo"), self.tr("Redo correction"), self.undo_stack.redo)
        redo.setEnabled(self.undo_stack.canRedo())
        return menu


class _Correction(QUndoCommand):
    """A correction that is done already when it is pushed."""

    def __init__(self, view_model: PlayerViewModel, edit: Edit, text: str) -> None:
        super().__init__(text)
        self._view_model = view_model
        self._edit = edit
        self._done = True

    def redo(self) -> None:
        if not self._done:
            self._view_model.put_back(self._edit.after)
        self._done = True

    def undo(self) -> None:
        self._done = False
        self._view_model.put_back(self._edit.before)
