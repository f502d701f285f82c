"""The line of choices over the items: collection, kind, state, tag, order, and how they are shown."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.media.home_words_page import home_icon, home_words
from desktop.media.library_delegate_page import KIND_ICONS
from desktop.media.library_view_model import AWAY, LibraryViewModel
from desktop.media.service import CollectionView, Sort
from desktop.widgets.button import Button, IconButton
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.formats import format_number
from desktop.widgets.picker import Option, Picker
from desktop.widgets.segmented import Segment, SegmentedControl


class LibraryFilters(QWidget):
    """Asks the view model; `mode_chosen("grid"|"list")` and `collections_wanted` are for the page."""

    mode_chosen = Signal(str)
    collections_wanted = Signal()

    def __init__(self, view_model: LibraryViewModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.collection = Picker(self.tr("Collection"))
        self.kind = Picker(self.tr("Kind"))
        self.state = Picker(self.tr("State"))
        self.tag = Picker(self.tr("Tag"))
        self.sort = Picker(self.tr("Order"))
        self.collections_button = IconButton("folder-edit-outline", self.tr("Edit collections"))
        self.mode = SegmentedControl(
            self.tr("Show as"),
            [
                Segment("grid", self.tr("Grid"), "view-grid-outline"),
                Segment("list", self.tr("List"), "view-list-outline"),
            ],
        )
        self.clear_button = Button(self.tr("Clear filters"), "link")
        flow = FlowLayout(self)
        for widget in (
            self.collection,
            self.collections_button,
            self.kind,
            self.state,
            self.tag,
            self.sort,
            self.mode,
            self.clear_button,
        ):
            flow.addWidget(widget)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show what the view model asks for and what there is to choose."""
        query, choices = self._view_model.query, self._view_model
        collections = [Option("", self.tr("All collections"), "", "bookshelf")]
        collections += [self._collection(one) for one in choices.collections]
        self.collection.set_options(collections, query.collection_id)
        self.kind.set_options(self._kinds(), query.kind)
        self.state.set_options(self._states(), query.state)
        tags = [
            Option("", self.tr("Any tag")),
            *(Option(tag, tag, "", "tag-outline") for tag in choices.tags),
        ]
        self.tag.set_options(tags, query.tag)
        self.tag.setVisible(bool(choices.tags))
        self.sort.set_options(self._orders(), query.sort)
        self.clear_button.setVisible(query.narrowed)

    def _connect(self) -> None:
        ask = self._view_model.ask
        self.collection.selected.connect(lambda id_: ask(collection_id=id_))
        self.kind.selected.connect(lambda id_: ask(kind=id_))
        self.state.selected.connect(lambda id_: ask(state=id_))
        self.tag.selected.connect(lambda id_: ask(tag=id_))
        self.sort.selected.connect(lambda id_: ask(sort=Sort(id_)))
        self.mode.selected.connect(self.mode_chosen)
        self.collections_button.clicked.connect(self.collections_wanted)

    def _collection(self, one: CollectionView) -> Option:
        words = f"{home_words(one)} ({format_number(one.item_count)})"
        return Option(str(one.id), words, "", home_icon(one))

    def _kinds(self) -> list[Option]:
        return [
            Option("", self.tr("Any kind")),
            Option("audio", self.tr("Sound recordings"), "", KIND_ICONS["audio"]),
            Option("video", self.tr("Videos"), "", KIND_ICONS["video"]),
            Option("document", self.tr("Documents"), "", KIND_ICONS["document"]),
        ]

    def _states(self) -> list[Option]:
        return [
            Option("", self.tr("Any state")),
            Option("ready", self.tr("Ready"), "", "check-circle-outline"),
            Option("working", self.tr("Being worked on"), "", "progress-clock"),
            Option("waiting", self.tr("Waiting"), "", "clock-outline"),
            Option("failed", self.tr("Failed"), "", "alert-circle-outline"),
            Option("cancelled", self.tr("Cancelled"), "", "cancel"),
            Option(AWAY, self.tr("Not on this computer"), "", "cloud-outline"),
        ]

    def _orders(self) -> list[Option]:
        return [
            Option(Sort.NEWEST, self.tr("Newest first")),
            Option(Sort.OLDEST, self.tr("Oldest first")),
            Option(Sort.TITLE, self.tr("By title")),
            Option(Sort.LONGEST, self.tr("Longest first")),
            Option(Sort.STATE, self.tr("By state")),
        ]
