"""The Library page: everything a person has put in, to find, arrange and open."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout

from desktop.media.library_actions_page import ActionBar, ItemActions
from desktop.media.library_dialogs_page import LibraryDialogs
from desktop.media.library_edits_view_model import LibraryEdits
from desktop.media.library_filters_page import LibraryFilters
from desktop.media.library_import_view_model import LibraryImports
from desktop.media.library_list_model import LibraryListModel
from desktop.media.library_list_page import LibraryView
from desktop.media.library_reports_page import LibraryReports
from desktop.media.library_shelf_page import LibraryDrags
from desktop.media.library_thumbnails_page import Thumbnails
from desktop.media.library_view_model import STATES, TO_RETRY, UNFINISHED, LibraryViewModel
from desktop.media.service import ItemView, MediaService
from desktop.widgets.button import Button, IconButton
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.formats import format_bytes, format_number
from desktop.widgets.icons import icon
from desktop.widgets.notice import Notice
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme
from shared.errors import AppError
from shared.ids import ItemId, parse_id


def create_page(context: PageContext) -> Page:
    """Factory for the window."""
    return LibraryPage(context)


class LibraryPage(Page):
    """Binds the view models to a header, filters, the items and the bar under them."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        media: MediaService = context.services.media
        bus = context.services.bus
        self.view_model = LibraryViewModel(media, context.scope, bus)
        self.edits = LibraryEdits(media, context.scope, bus)
        self.imports = self.shell.shared(LibraryImports, lambda scope: LibraryImports(media, scope, bus))
        self.reports = LibraryReports(self, self.edits)
        self.dialogs = LibraryDialogs(self, self.view_model, self.edits, self.imports, self.reports)
        self._kept: dict[str, Any] = {}
        self._make_header()
        self._make_content()
        self._lay_out()
        self._connect()
        self._register_shortcuts()
        self._show_imports()
        self.view_model.start()

    # What the window asks

    def open_target(self, **target: Any) -> None:
        """Import `import_paths`, ask for files (`choose_files`), or show an item or a collection."""
        if paths := target.get("import_paths"):
            self.imports.add(paths, self.view_model.collection_id())
        if target.get("choose_files"):
            self.dialogs.choose_files()
        if collection_id := target.get("collection_id"):
            self.view_model.clear_filters()
            self.view_model.ask(collection_id=str(collection_id))
        if item_id := target.get("item_id"):
            self.show_item(item_id)

    def activated(self) -> None:
        if self.stack.state() == "content":
            self.list.setFocus()

    def page_state(self) -> dict[str, Any]:
        shown = self._kept or self.list.view_state()
        return {**shown, "mode": self.list.mode, "query": self.view_model.state()}

    def restore_state(self, state: dict[str, Any]) -> None:
        self._kept = {key: state[key] for key in ("chosen", "scroll") if key in state}
        if state.get("mode") in ("grid", "list"):
            self._show_as(state["mode"])
        self.view_model.restore(state.get("query", {}))
        self._recall()

    async def aclose(self) -> None:
        self.view_model.close()
        self.edits.close()

    # What a person asks

    def show_item(self, item_id: ItemId) -> None:
        """Select an item, out of its filters if they hide it."""
        if item_id not in {item.id for item in self.view_model.visible}:
            self.search.clear()
            self.view_model.clear_filters()
        self._kept = {"chosen": [str(item_id)]}
        self._recall()

    def act(self, action: str) -> None:
        """Do to the chosen items what the bar or the menu says."""
        items = self.list.chosen()
        if not items:
            return
        one = items[0]
        acts: dict[str, Callable[[], Any]] = {
            "open": lambda: self._open(one),
            "fetch": lambda: self.edits.fetch([item for item in items if not item.here]),
            "ask": lambda: self.shell.open("ask", item_id=one.id),
            "search": lambda: self.shell.open("search", item_id=one.id),
            "quiz": lambda: self.shell.open("quiz_generate", item_id=one.id),
            "rename": self.list.rename_current,
            "tags": lambda: self.dialogs.edit_tags(items),
            "details": lambda: self.dialogs.edit_details(one),
            "retry": lambda: self.edits.retry([item for item in items if item.state in TO_RETRY]),
            "cancel": lambda: self.edits.cancel([item for item in items if item.state in UNFINISHED]),
            "again": lambda: self.edits.transcribe_again(items),
            "delete": lambda: self.edits.delete(items),
        }
        acts[action]()

    # Made once

    def _make_header(self) -> None:
        self.header = PageHeader(self.tr("Library"))
        self.search = self.header.add_search(self.tr("Find by title or tag"))
        self.more_button = IconButton("dots-vertical", self.tr("More"))
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_menu = QMenu(self)
        for icon_name, text, act in (
            ("folder-plus-outline", self.tr("Add a folder…"), self.dialogs.choose_folder),
            ("folder-eye-outline", self.tr("Watched folders…"), self._open_settings),
            ("folder-edit-outline", self.tr("Edit collections…"), self.dialogs.edit_collections),
        ):
            self.more_menu.addAction(icon(icon_name), text, act)
        self.more_button.setMenu(self.more_menu)
        self.record_button = Button(self.tr("Record"), icon_name="microphone-outline")
        self.record_button.clicked.connect(self.dialogs.record)
        self.header.add_action(self.record_button)
        self.add_button = self.header.add_primary(self.tr("Add files"), "plus")
        self.add_button.clicked.connect(self.dialogs.choose_files)
        self.header.add_action(self.more_button)

    def _make_content(self) -> None:
        self.filters = LibraryFilters(self.view_model)
        self.importing = ProgressRow(self.tr("Adding to your library"))
        self.notice = Notice("cube-outline", tone="warning")
        self._follow_notice: Callable[[], None] = self.reports.show_failures
        self.model = LibraryListModel(self)
        self.thumbnails = Thumbnails(self.context.scope, self)
        self.list = LibraryView(self.tr("Items"), self.model, self.thumbnails)
        self.empty = EmptyState("tray-arrow-down", "")
        self.stack = ContentStack(self.list, self.empty)
        # The error state is tall: in a small window with large text it must not squeeze what is above.
        self.stack.setMinimumHeight(theme().px(120))
        self.actions_ = ItemActions(self)
        self.bar = ActionBar(self.actions_)
        self.drags = LibraryDrags(self.list, self.actions_, self.view_model)

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(Space.XL, Space.M, Space.XL, Space.S)
        top.setSpacing(Space.XS)
        for widget in (self.filters, self.importing, self.notice):
            top.addWidget(widget)
        frame = QVBoxLayout()
        # Cards carry half of their gap themselves.
        frame.setContentsMargins(Space.L, 0, Space.S, 0)
        frame.addWidget(self.stack)
        self.body.addWidget(self.header)
        self.body.addLayout(top)
        self.body.addLayout(frame, 1)
        self.body.addWidget(self.bar)

    def _connect(self) -> None:
        model = self.view_model
        model.arranged.connect(self._show_items)
        model.updated.connect(self._show_updates)
        model.choices_changed.connect(self._show_choices)
        model.failed.connect(self._show_error)
        self.stack.retry.connect(model.start)
        self.empty.action.connect(self._empty_action)
        self.empty.second.connect(lambda: self.shell.open("welcome"))
        self.search.settled.connect(lambda text: model.ask(text=text))
        self.search.submitted.connect(lambda _text: self._go_to_list())
        self.filters.mode_chosen.connect(self._show_as)
        self.filters.collections_wanted.connect(self.dialogs.edit_collections)
        self.filters.clear_button.clicked.connect(self._clear_filters)
        self.list.opened.connect(self._open)
        self.list.chosen_changed.connect(self._show_chosen)
        self.list.delete_wanted.connect(lambda: self.act("delete"))
        self.list.menu_wanted.connect(self._show_menu)
        self.model.renamed.connect(self.edits.rename)
        self.actions_.wanted.connect(self.act)
        self.actions_.move_wanted.connect(lambda home: self.dialogs.move(self.list.chosen(), home))
        self.bar.clear_button.clicked.connect(self.list.clearSelection)
        self.edits.done.connect(self.reports.done)
        self.imports.changed.connect(self._show_imports)
        self.imports.finished.connect(self.reports.imported)
        self.imports.stopped.connect(self.reports.stopped)
        self.importing.cancelled.connect(self.imports.cancel)
        self.notice.action.connect(lambda: self._follow_notice())  # noqa: PLW0108 - it is another one each time
        self.reports.failures_changed.connect(self._show_notice)

    def _register_shortcuts(self) -> None:
        group, keys = self.tr("Library"), self.shell.shortcuts
        standard = QKeySequence.StandardKey
        for key, callback, text in (
            (standard.Find, self._go_to_search, self.tr("Find an item")),
            (standard.Undo, self.edits.undo_last, self.tr("Undo the last change")),
            ("Ctrl+Shift+O", self.dialogs.choose_folder, self.tr("Add a folder")),
            ("Ctrl+R", self.dialogs.record, self.tr("Record from the microphone")),
            ("Ctrl+L", self._switch_mode, self.tr("Grid or list")),
            ("Ctrl+T", lambda: self.act("tags"), self.tr("Tags of the chosen items")),
            ("Alt+Return", lambda: self.act("details"), self.tr("Details of an item")),
        ):
            keys.add(self, key, callback, group=group, text=text)
        for text, native in (
            (self.tr("Open an item"), self.tr("Enter")),
            (self.tr("Rename an item"), "F2"),
            (self.tr("Delete the chosen items"), self.tr("Delete")),
            (self.tr("Choose all items"), "Ctrl+A"),
        ):
            keys.describe(self, group=group, text=text, keys=native)

    # What is shown

    def _show_items(self) -> None:
        self.model.set_items(self.view_model.visible)
        self.filters.refresh()
        first = self.stack.state() == "loading" and self.isVisible() and not self.search.text()
        self._show_state()
        self._recall()
        self._show_chosen()
        if first:
            self.activated()

    def _show_updates(self, items: list[ItemView]) -> None:
        self.model.update_items(items)
        self._show_state()
        if {item.id for item in items} & {item.id for item in self.list.chosen()}:
            self._show_chosen()

    def _show_state(self) -> None:
        model = self.view_model
        if not model.loaded:
            self.stack.show_loading()
        elif model.visible:
            self.stack.show_content()
        else:
            self._say_why_nothing()
            self.stack.show_empty()
        for widget in (self.filters, self.bar, self.search, self.add_button):
            widget.setVisible(bool(model.items))
        self._show_notice()

    def _show_notice(self) -> None:
        """One line about what needs a person: files that were not added, a model, then what failed."""
        model, refused = self.view_model, len(self.reports.failures)
        waiting, failed = model.waiting_for_model(), model.count(STATES["failed"])
        if refused:
            words = self.tr("%n file(s) could not be added.", "", refused)
            self.notice.set_notice(words, self.tr("Show why"), icon_name="file-alert-outline", tone="danger")
            self._follow_notice = self.reports.show_failures
        elif waiting:
            words = self.tr("%n item(s) wait for a speech model.", "", waiting)
            self.notice.set_notice(words, self.tr("Get the model"), icon_name="cube-outline", tone="warning")
            self._follow_notice = lambda: self.shell.open("settings", section="models")
        elif failed and model.query.state != "failed":
            words = self.tr("%n item(s) could not be turned into text.", "", failed)
            self.notice.set_notice(
                words, self.tr("Show them"), icon_name="alert-circle-outline", tone="danger"
            )
            self._follow_notice = lambda: model.ask(state="failed")
        else:
            self.notice.set_notice("")

    def _say_why_nothing(self) -> None:
        query = self.view_model.query
        if not self.view_model.items:
            self.empty.set_sentence(
                self.tr(
                    "Drop a recording or a document here. Lantern turns it into text that you can search "
                    "and ask about."
                ),
                self.tr("Add files"),
                self.tr("Welcome and sample lecture"),
            )
        elif query.text:
            self.empty.set_sentence(
                self.tr("Nothing here matches “{query}”.").format(query=query.text),
                self.tr("Show everything"),
            )
        else:
            self.empty.set_sentence(self.tr("Nothing here fits these filters."), self.tr("Show everything"))

    def _show_choices(self) -> None:
        self.filters.refresh()
        self.actions_.set_collections(self.view_model.collections)
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self.list.chosen()
        self.actions_.show_for(chosen, self.view_model.closed(chosen))
        self.bar.clear_button.setVisible(bool(chosen))
        self._show_words()

    def _show_words(self) -> None:
        model, chosen = self.view_model, self.list.chosen()
        if chosen:
            words = self.tr("{count} of {all} chosen").format(
                count=format_number(len(chosen)), all=format_number(len(model.visible))
            )
            parts = [words, format_bytes(sum(item.size_bytes for item in chosen))]
        else:
            parts = [self.tr("%n item(s)", "", len(model.visible))]
        self.bar.words.set_full_text(" · ".join(parts))

    def _show_imports(self) -> None:
        self.importing.setVisible(self.imports.busy)
        now = self.imports.progress
        if now is None:
            self.importing.set_progress(None)
            return
        words = self.tr("{number} of {count}: {name}").format(
            number=format_number(now.number), count=format_number(now.count), name=now.path.name
        )
        self.importing.set_progress(self.imports.fraction, words)

    def _show_error(self, error: AppError) -> None:
        if not self.view_model.loaded:
            self.stack.show_error(error, can_retry=True)
        else:
            self.shell.report(error, retry=self.view_model.start)

    def _show_as(self, mode: str) -> None:
        self.filters.mode.set_selected(mode)
        self.list.set_mode("list" if mode == "list" else "grid")

    def _switch_mode(self) -> None:
        self._show_as("grid" if self.list.mode == "list" else "list")

    def _recall(self) -> None:
        """Choose and scroll to what was so the last time, as soon as it is listed."""
        kept = self._kept
        if not kept or not self.view_model.loaded:
            return
        ids: list[ItemId] = []
        for text in kept.get("chosen", []):
            try:
                ids.append(ItemId(parse_id(text)))
            except AppError:
                continue
        self._kept = {}
        self.list.choose(ids)
        if "scroll" in kept and isinstance(kept["scroll"], int):
            self.list.doItemsLayout()
            self.list.verticalScrollBar().setValue(kept["scroll"])

    # How

    def _open(self, item: ItemView) -> None:
        self.shell.open("player", item_id=item.id)

    def _open_settings(self) -> None:
        self.shell.open("settings", section="library")

    def _go_to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _go_to_list(self) -> None:
        if self.stack.state() == "content":
            if not self.list.chosen():
                self.list.choose([self.view_model.visible[0].id])
            self.list.setFocus()

    def _clear_filters(self) -> None:
        self.search.clear()
        self.view_model.clear_filters()

    def _empty_action(self) -> None:
        if self.view_model.items:
            self._clear_filters()
        else:
            self.dialogs.choose_files()

    def _show_menu(self, at: QPoint) -> None:
        if self.list.chosen():
            menu = self.actions_.menu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(at)
