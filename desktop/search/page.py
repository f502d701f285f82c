"""The Search page: a field, where to look, and the places in the library that match."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.media.service import MediaService
from desktop.runtime.error_texts import error_text
from desktop.search.hits import SearchHit
from desktop.search.list_model import SearchListModel
from desktop.search.results_page import ResultsView
from desktop.search.service import SearchService
from desktop.search.view_model import SearchViewModel
from desktop.widgets.button import Button
from desktop.widgets.card import ReadingColumn
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_number
from desktop.widgets.icons import icon
from desktop.widgets.label import Label
from desktop.widgets.notice import Notice
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.picker import Option, Picker
from desktop.widgets.search_field import SearchField
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space, TypeRole
from shared.errors import AppError
from shared.ids import ItemId

_COLUMN_CHARACTERS = 110
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_KIND_ICONS = {"audio": "microphone-outline", "video": "video-outline", "document": "file-document-outline"}


def create_page(context: PageContext) -> Page:
    """Factory for the window."""
    return SearchPage(context)


class SearchPage(Page):
    """Binds the view model to a field, filters and a list."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        media: MediaService = context.services.media
        search: SearchService = context.services.search
        self.view_model = SearchViewModel(search, media, context.scope, context.services.bus)
        self._make_controls()
        self._make_results()
        self._lay_out()
        self._connect()
        self._register_shortcuts()
        self._show_results()
        self.view_model.start()

    def open_target(self, **target: Any) -> None:
        """Search for `query` in `item_id`, or only put the cursor in the field."""
        item_id: ItemId | None = target.get("item_id")
        query: str | None = target.get("query")
        if item_id is not None:
            self.view_model.ask(item_id=item_id, collection_id=None)
            self._show_choices()
        if query is not None:
            self.field.setText(query)
            self._ask()
        self.field.setFocus()

    def activated(self) -> None:
        self.view_model.warm_up()
        self.field.setFocus()
        self.field.selectAll()

    def page_state(self) -> dict[str, Any]:
        return self.view_model.state()

    def restore_state(self, state: dict[str, Any]) -> None:
        self.view_model.restore(state)
        request = self.view_model.request
        self.field.setText(request.text)
        self.order.set_selected("item" if request.grouped else "best")
        self._show_choices()

    async def aclose(self) -> None:
        self.view_model.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.field or event.type() != QEvent.Type.KeyPress:
            return False
        if isinstance(event, QKeyEvent) and event.key() in _LIST_KEYS and self.stack.state() == "content":
            self.results.keyPressEvent(event)
            return True
        return False

    def _make_controls(self) -> None:
        self.header = PageHeader(self.tr("Search"))
        self.ask_button = self.header.add_primary(self.tr("Ask about this"), "message-question-outline")
        self.field = SearchField(self.tr("Search what was said or written"))
        self.field.installEventFilter(self)
        self.scope = Picker(self.tr("Look in"))
        self.kind = Picker(self.tr("Kind"))
        self.tag = Picker(self.tr("Tag"))
        self.period = Picker(self.tr("Added"))
        self.order = SegmentedControl(
            self.tr("Order"),
            [Segment("best", self.tr("Best first")), Segment("item", self.tr("By item"))],
        )
        self.kind.set_options(
            [
                Option("", self.tr("Any kind")),
                Option("recording", self.tr("Recordings")),
                Option("document", self.tr("Documents")),
            ],
            "",
        )
        self.period.set_options(
            [
                Option("any", self.tr("Any date")),
                Option("week", self.tr("Last week")),
                Option("month", self.tr("Last month")),
                Option("year", self.tr("Last year")),
            ],
            "any",
        )

    def _make_results(self) -> None:
        self.model = SearchListModel(self)
        self.results = ResultsView(self.tr("Results"), self.model)
        self.count = Label("", TypeRole.SMALL, tone="muted")
        self.index_notice = Notice("progress-clock")
        self.words_notice = Notice("text-search")
        self._notice_section = "models"
        self.more = Button(self.tr("Show more results"))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.count)
        column.addWidget(self.results, 1)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignHCenter)
        self.empty = EmptyState("magnify", "")
        self.hint_notice = Notice("lightbulb-on-outline")
        self.stack = ContentStack(content, self.empty)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        line.addWidget(self.field, 1)
        self.filters = QWidget()
        flow = FlowLayout(self.filters)
        for widget in (self.scope, self.kind, self.tag, self.period, self.order):
            flow.addWidget(widget)
        column = ReadingColumn(characters=_COLUMN_CHARACTERS)
        column.body.setSpacing(Space.M)
        column.body.addLayout(line)
        column.body.addWidget(self.filters)
        column.body.addWidget(self.hint_notice)
        column.body.addWidget(self.index_notice)
        column.body.addWidget(self.words_notice)
        column.body.addWidget(self.stack, 1)
        frame = QVBoxLayout()
        frame.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        frame.addWidget(column)
        self.body.addWidget(self.header)
        self.body.addLayout(frame, 1)

    def _connect(self) -> None:
        model = self.view_model
        model.results_changed.connect(self._show_results)
        model.choices_changed.connect(self._show_choices)
        model.status_changed.connect(self._show_status)
        model.failed.connect(self._show_error)
        self.stack.retry.connect(lambda: model.ask(text=self._text()))
        self.field.settled.connect(lambda _text: self._ask())
        self.field.submitted.connect(lambda _text: self.results.open_current())
        self.scope.selected.connect(model.set_scope)
        self.kind.selected.connect(lambda id_: model.ask(kind=id_))
        self.tag.selected.connect(lambda id_: model.ask(tag=id_))
        self.period.selected.connect(lambda id_: model.ask(period=id_))
        self.order.selected.connect(lambda id_: model.ask(grouped=id_ == "item"))
        self.more.clicked.connect(model.more)
        self.ask_button.clicked.connect(lambda: self._ask_about(model.request.item_id))
        self.empty.action.connect(self._empty_action)
        self.words_notice.action.connect(lambda: self.shell.open("settings", section=self._notice_section))
        self.results.opened.connect(self._open)
        self.results.menu_wanted.connect(self._show_menu)
        self.results.left_upwards.connect(self.field.setFocus)

    def _register_shortcuts(self) -> None:
        group = self.tr("Search")
        self.shell.shortcuts.add(
            self,
            QKeySequence.StandardKey.Find,
            self._focus_field,
            group=group,
            text=self.tr("Go to the search field"),
        )
        self.shell.shortcuts.add(
            self,
            "Ctrl+Return",
            lambda: self._ask_about(self.view_model.request.item_id),
            group=group,
            text=self.tr("Ask about this"),
        )
        self.shell.shortcuts.describe(self, group=group, text=self.tr("Choose a result"), keys="↑ ↓")
        self.shell.shortcuts.describe(
            self, group=group, text=self.tr("Open the result"), keys=self.tr("Enter")
        )

    def _focus_field(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _text(self) -> str:
        return self.field.text().strip()

    def _ask(self) -> None:
        text = self._text()
        if self.view_model.ask(text=text) and text and not self.view_model.hits:
            self.stack.show_loading()
        self._enable_ask()

    def _show_results(self) -> None:
        model = self.view_model
        chosen = self.results.current_hit()
        self.model.set_rows(model.rows())
        self.results.choose(chosen.passage_id if chosen else None)
        self.more.setVisible(model.has_more)
        self.count.setText(self.tr("%n place(s) found", "", len(model.hits)))
        self._enable_ask()
        self._show_hint()
        if model.hits:
            self.stack.show_content()
        else:
            self._say_why_nothing()
            self.stack.show_empty()

    def _show_hint(self) -> None:
        model = self.view_model
        hint = self.tr('Quotes find an exact phrase: "light reaction". A star finds every ending: photosyn*.')
        self.hint_notice.set_notice(hint if model.items and not model.hits else "")

    def _say_why_nothing(self) -> None:
        request = self.view_model.request
        if request.text and request.narrowed:
            self.empty.set_sentence(
                self.tr("Nothing here matches “{query}”.").format(query=request.text),
                self.tr("Search the whole library"),
            )
        elif request.text:
            self.empty.set_sentence(
                self.tr("Nothing in your library matches “{query}”.").format(query=request.text),
                "" if request.guess else self.tr("Show the closest places"),
            )
        elif self.view_model.items:
            self.empty.set_sentence(self.tr("Type a few words to find where they were said or written."))
        else:
            self.empty.set_sentence(
                self.tr("Here you will find every place where something was said or written."),
                self.tr("Add a recording first"),
            )

    def _empty_action(self) -> None:
        request = self.view_model.request
        if not request.text:
            self.shell.open("library")
        elif request.narrowed:
            self.view_model.clear_filters()
            self._show_choices()
        else:
            self.view_model.ask(guess=True)

    def _show_choices(self) -> None:
        model = self.view_model
        options = [Option("", self.tr("Everything"), "", "bookshelf")]
        options += [
            Option(f"collection:{one.id}", one.title, self.tr("Collections"), "folder-outline")
            for one in model.collections
        ]
        options += [
            Option(f"item:{one.id}", one.title, self.tr("Items"), _KIND_ICONS.get(one.kind, "file-outline"))
            for one in sorted(model.items.values(), key=lambda one: one.title.casefold())
        ]
        self.scope.set_options(options, model.scope_id())
        tags = [Option("", self.tr("Any tag")), *(Option(tag, tag) for tag in model.tags)]
        self.tag.set_options(tags, model.request.tag)
        self.tag.setVisible(bool(model.tags))
        self.kind.set_selected(model.request.kind)
        self.period.set_selected(model.request.period)
        self.filters.setVisible(bool(model.items))
        self._show_hint()
        if not model.hits:
            self._say_why_nothing()

    def _show_status(self) -> None:
        waiting = self.view_model.waiting_items
        index = self.view_model.index
        self.index_notice.set_notice(
            self.tr(
                "%n item(s) are still being prepared; they will be found when they are ready.", "", waiting
            )
            if waiting
            else ""
        )
        self._notice_section = "models"
        if index is not None and index.problem is not None:
            self._notice_section = "search"
            words = (
                self.tr("{reason} Until then search finds words only.")
                if index.falls_back
                else self.tr("{reason} Search goes on as before.")
            )
            reason = error_text(index.problem).title
            self.words_notice.set_notice(words.format(reason=reason), self.tr("Settings"))
        elif index is not None and index.passages and index.embedder is None and index.target is None:
            self.words_notice.set_notice(
                self.tr(
                    "Finding exact words only. With a small model, Lantern also finds what means the same."
                ),
                self.tr("Get the model"),
            )
        elif index is not None and index.target is not None:
            self.words_notice.set_notice(
                self.tr("Learning the meaning of your material: {done} of {all} places.").format(
                    done=format_number(index.target_embedded), all=format_number(index.passages)
                )
            )
        else:
            self.words_notice.set_notice("")

    def _show_error(self, error: AppError) -> None:
        self.stack.show_error(error, can_retry=True)

    def _enable_ask(self) -> None:
        self.ask_button.setEnabled(bool(self._text()) and self.shell.has_page("ask"))

    def _open(self, hit: SearchHit) -> None:
        place = {"start_ms": hit.start_ms, "page": hit.page, "quote": hit.quote}
        self.shell.open("player", item_id=hit.item_id, **place)

    def _ask_about(self, item_id: ItemId | None) -> None:
        if not self.ask_button.isEnabled():
            return
        collection_id = None if item_id is not None else self.view_model.request.collection_id
        self.shell.open("ask", question=self._text(), item_id=item_id, collection_id=collection_id)

    def _show_menu(self, hit: SearchHit, at: QPoint) -> None:
        menu = self.result_menu(hit)
        menu.popup(at)

    def result_menu(self, hit: SearchHit) -> QMenu:
        """What can be done with one hit."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opening = self.tr("Open the page") if hit.page is not None else self.tr("Play from here")
        menu.addAction(icon("play"), opening, lambda: self._open(hit))
        if self.ask_button.isEnabled():
            menu.addAction(
                icon("message-question-outline"),
                self.tr("Ask about this item"),
                lambda: self._ask_about(hit.item_id),
            )
        menu.addAction(
            icon("magnify"),
            self.tr("Search only this item"),
            lambda: self.open_target(item_id=hit.item_id),
        )
        return menu
