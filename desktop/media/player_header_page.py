"""The head of the player: back, a title that is edited in place, and what can be done with the item."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton

from desktop.media.library import MOST_TITLE
from desktop.media.library_list_model import kind_text, length_text
from desktop.media.player_view_model import PlayerViewModel
from desktop.media.service import ExportFormat
from desktop.widgets.button import IconButton
from desktop.widgets.icons import icon
from desktop.widgets.page_header import PageHeader


class PlayerHeader(PageHeader):
    """Signals say what a person wants; the page does it."""

    back_wanted = Signal()
    renamed = Signal(str)
    export_wanted = Signal(object)
    details_wanted = Signal()
    ask_wanted = Signal()
    quiz_wanted = Signal()
    copy_wanted = Signal()
    again_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, view_model: PlayerViewModel, *, can_ask: bool) -> None:
        super().__init__("")
        self._view_model = view_model
        self.back = IconButton("arrow-left", self.tr("Back"))
        self.add_leading(self.back)
        self.export_button = IconButton("export-variant", self.tr("Export the text"))
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export_button.setMenu(self._export_menu())
        self.details_button = IconButton("information-outline", self.tr("Details"))
        self.more_button = IconButton("dots-vertical", self.tr("More"))
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_button.setMenu(self._more_menu())
        for button in (self.export_button, self.details_button, self.more_button):
            self.add_action(button)
        self.ask_button = self.add_primary(self.tr("Ask about this"), "message-question-outline")
        self._can_ask = can_ask
        self.show_nothing()
        self.title.setCursor(Qt.CursorShape.IBeamCursor)
        self.title_editor = QLineEdit(self)
        self.title_editor.setAccessibleName(self.tr("Title"))
        self.title_editor.setMaxLength(MOST_TITLE)
        self.title_editor.installEventFilter(self)
        self.title_editor.hide()
        self._connect()

    def show_item(self) -> None:
        """Show title and facts of the item."""
        item = self._view_model.item
        if item is None:
            return
        self._offer(offered=True)
        self.set_title(item.title)
        length = length_text(item) if item.kind != "document" or item.suffix == ".pdf" else ""
        facts = [kind_text(item), length, *item.tags]
        self.set_subtitle(" · ".join(part for part in facts if part))
        timed = item.kind != "document" or item.suffix in (".srt", ".vtt")
        for format_, action in self._formats.items():
            action.setVisible(timed or format_ in (ExportFormat.TXT, ExportFormat.JSON))
        self.show_text_state()

    def show_nothing(self, title: str = "") -> None:
        """There is no item (yet): nothing can be done with it."""
        self.set_title(title)
        self.set_subtitle("")
        self._offer(offered=False)

    def show_text_state(self) -> None:
        """Offer what makes sense with the text there is."""
        model = self._view_model
        whole = model.transcript is not None and model.transcript.complete
        self.export_button.setVisible(whole and bool(model.lines))
        self.ask_button.setEnabled(bool(model.lines))
        self._quiz.setEnabled(whole and bool(model.lines))
        self._again.setVisible(model.item is not None and model.item.kind != "document")
        self._again.setEnabled(not model.is_unfinished)

    def edit_title(self) -> None:
        """Put a field over the title."""
        item = self._view_model.item
        if item is None:
            return
        self.title_editor.setText(item.title)
        self.title_editor.setFont(self.title.font())
        area = self.title.geometry()
        height = self.title_editor.sizeHint().height()
        self.title_editor.setGeometry(
            area.left() - 9, area.center().y() - height // 2, area.width() + 9, height
        )
        self.title_editor.show()
        self.title_editor.raise_()
        self.title_editor.setFocus()
        self.title_editor.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.title_editor and not self.title_editor.isHidden():
            if event.type() == QEvent.Type.FocusOut:
                self._end_title(keep=True)
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self._end_title(keep=True)
                    return True
                if event.key() == Qt.Key.Key_Escape:
                    self._end_title(keep=False)
                    return True
        return super().eventFilter(watched, event)

    def _offer(self, *, offered: bool) -> None:
        for button in (self.export_button, self.details_button, self.more_button):
            button.setVisible(offered)
        self.ask_button.setVisible(offered and self._can_ask)

    def _end_title(self, *, keep: bool) -> None:
        if self.title_editor.isHidden():
            return
        self.title_editor.hide()
        title = " ".join(self.title_editor.text().split())
        item = self._view_model.item
        if keep and item is not None and title and title != item.title:
            self.set_title(title)
            self.renamed.emit(title)

    def _export_menu(self) -> QMenu:
        menu = QMenu(self)
        texts = {
            ExportFormat.TXT: self.tr("Plain text (.txt)…"),
            ExportFormat.SRT: self.tr("Subtitles for most players (.srt)…"),
            ExportFormat.VTT: self.tr("Subtitles for the web (.vtt)…"),
            ExportFormat.JSON: self.tr("Words with times (.json)…"),
        }
        self._formats: dict[ExportFormat, QAction] = {}
        for format_, text in texts.items():
            action = menu.addAction(text)
            action.triggered.connect(lambda _checked=False, wanted=format_: self.export_wanted.emit(wanted))
            self._formats[format_] = action
        return menu

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(icon("pencil-outline"), self.tr("Rename"), self.edit_title)
        menu.addAction(icon("information-outline"), self.tr("Details…"), self.details_wanted.emit)
        self._quiz = menu.addAction(
            icon("clipboard-text-outline"), self.tr("Make a quiz from this…"), self.quiz_wanted.emit
        )
        self._again = menu.addAction(icon("refresh"), self.tr("Turn into text again"), self.again_wanted.emit)
        menu.addAction(
            icon("content-save-outline"), self.tr("Save a copy of the file…"), self.copy_wanted.emit
        )
        menu.addSeparator()
        menu.addAction(icon("trash-can-outline"), self.tr("Delete"), self.delete_wanted.emit)
        return menu

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_wanted)
        self.title.clicked.connect(self.edit_title)
        self.details_button.clicked.connect(self.details_wanted)
        self.ask_button.clicked.connect(self.ask_wanted)
        self._view_model.item_changed.connect(self.show_item)
        self._view_model.lines_changed.connect(self.show_text_state)
