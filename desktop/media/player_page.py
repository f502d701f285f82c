"""The Player page: a recording or document beside its text, from the second or page that was asked for."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.media.document_page import DocumentPane
from desktop.media.document_view_model import DocumentViewModel
from desktop.media.fetch_state_page import FetchState
from desktop.media.library_edits_view_model import LibraryEdits
from desktop.media.player_actions_page import PlayerActions
from desktop.media.player_header_page import PlayerHeader
from desktop.media.player_view_model import PlayerViewModel
from desktop.media.service import ItemView, MediaService
from desktop.media.transcript_page import TranscriptPanel
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.inline_error import InlineError
from desktop.widgets.page import Page, PageContext
from desktop.widgets.split_panel import SplitPanel
from desktop.widgets.theme import Space
from shared.errors import AppError
from shared.ids import ItemId

if TYPE_CHECKING:
    from desktop.media.playing_page import Playing

_KEPT_POSITIONS = 100
_WORTH_KEEPING_MS = 5_000


def create_page(context: PageContext) -> Page:
    """Factory for the window."""
    return PlayerPage(context)


def make_playing(parent: QWidget) -> "Playing | None":
    """Make the player, or None where this computer lacks what QtMultimedia needs."""
    try:
        module = import_module("desktop.media.playing_page")
    except ImportError:
        return None
    return module.Playing(parent) if module.can_play() else None


class PlayerPage(Page):
    """Binds the view models to a header, the picture or pages, the text, and the controls."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        media: MediaService = context.services.media
        bus = context.services.bus
        self.view_model = PlayerViewModel(media, context.scope, bus)
        self.documents = DocumentViewModel(context.scope, bus)
        self.edits = LibraryEdits(media, context.scope, bus)
        self.playing = make_playing(self)
        self._start_ms: int | None = None
        self._start_page: int | None = None
        self._quote = ""
        self._file_was_there = True
        self._positions: dict[str, int] = {}
        self._make_widgets()
        self._lay_out()
        self._connect()
        self._register_shortcuts()

    # What the window asks

    def open_target(self, **target: Any) -> None:
        """Show `item_id`, from `start_ms` (it then plays) or at `page`, where the words `quote` are marked."""
        item_id: ItemId | None = target.get("item_id")
        if item_id is None:
            return
        self._start_ms, self._start_page = target.get("start_ms"), target.get("page")
        self._quote = target.get("quote") or ""
        if self.view_model.shows(item_id) and self.view_model.item is not None:
            self._go_to_start()
            return
        self._remember_position()
        self._let_go()
        self.stack.show_loading()
        self.view_model.open(item_id)

    def activated(self) -> None:
        self.panel.view.setFocus()

    def deactivated(self) -> None:
        self._remember_position()
        if self.playing is not None:
            self.playing.playback.pause()

    def page_state(self) -> dict[str, Any]:
        self._remember_position()
        state: dict[str, Any] = {
            "positions": self._positions,
            "split": self.split.state(),
            "zoom": self.document.view.zoom(),
        }
        if self.playing is not None:
            playback = self.playing.playback
            state |= {"volume": round(playback.volume(), 2), "rate": playback.rate()}
        return state

    def restore_state(self, state: dict[str, Any]) -> None:
        positions = state.get("positions")
        if isinstance(positions, dict):
            self._positions = {str(id_): ms for id_, ms in positions.items() if isinstance(ms, int)}
        if isinstance(split := state.get("split"), list):
            self.split.restore([size for size in split if isinstance(size, int)])
        if isinstance(zoom := state.get("zoom"), int):
            self.document.view.set_zoom(zoom)
        if self.playing is not None:
            if isinstance(volume := state.get("volume"), int | float):
                self.playing.playback.set_volume(volume)
            if isinstance(rate := state.get("rate"), int | float):
                self.playing.playback.set_rate(rate)

    async def aclose(self) -> None:
        if self.playing is not None:
            self.playing.close()
        self.view_model.close()
        self.edits.close()
        await self.documents.aclose()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no widget inside wanted belong to the player."""
        if event.key() == Qt.Key.Key_N and not event.modifiers():
            self.panel.follow()
        elif not (self._plays() and self.playing is not None and self.playing.handle_key(event)):
            super().keyPressEvent(event)

    # Building

    def _make_widgets(self) -> None:
        self.header = PlayerHeader(self.view_model, can_ask=self.shell.has_page("ask"))
        self.document = DocumentPane(self.documents)
        self.stage = QStackedWidget()
        self.stage.addWidget(self.document)
        if self.playing is not None:
            self.stage.addWidget(self.playing.screen)
        self.panel = TranscriptPanel(self.view_model)
        self.split = SplitPanel(self.stage, self.panel, detail_width=440)
        self.trouble = InlineError()
        self.fetch_state = FetchState(self.view_model)
        self._above = QWidget()
        self.item_actions = PlayerActions(self, self.header, self.view_model, self.edits)

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above = QVBoxLayout(self._above)
        above.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        above.addWidget(self.trouble)
        above.addWidget(self.fetch_state)
        self._above.hide()
        column.addWidget(self._above)
        column.addWidget(self.split, 1)
        if self.playing is not None:
            column.addWidget(self.playing.bar)
        nothing = EmptyState(
            "play-circle-outline", self.tr("Open something from your library to play or read it.")
        )
        self.stack = ContentStack(content, nothing)
        self.stack.show_empty()
        self.body.addWidget(self.header)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        model = self.view_model
        model.opened.connect(self._opened)
        model.failed.connect(self._failed)
        model.item_changed.connect(self._item_changed)
        self.fetch_state.account_wanted.connect(lambda: self.shell.open("account"))
        self.stack.retry.connect(model.reload)
        self.panel.time_chosen.connect(self._play_from)
        self.panel.page_chosen.connect(self.document.show_page)
        self.panel.state.models_wanted.connect(lambda: self.shell.open("settings", section="models"))
        self.document.page_changed.connect(self._leafed)
        if self.playing is not None:
            self.playing.moved.connect(self._moved)
            self.playing.failed.connect(self._cannot_play)
            self.playing.neighbour_wanted.connect(self._go_to_neighbour)

    def _register_shortcuts(self) -> None:
        keys, group = self.shell.shortcuts, self.tr("Player")
        panel = self.panel
        keys.add(
            self,
            QKeySequence.StandardKey.Find,
            panel.find_bar.start,
            group=group,
            text=self.tr("Find in the text"),
        )
        keys.add(self, "F3", lambda: panel.find_bar.go(+1), group=group, text=self.tr("Next place found"))
        keys.add(
            self, "Shift+F3", lambda: panel.find_bar.go(-1), group=group, text=self.tr("Previous place found")
        )
        keys.add(
            self,
            QKeySequence.StandardKey.Undo,
            panel.undo_stack.undo,
            group=group,
            text=self.tr("Undo correction"),
        )
        keys.add(self, "Ctrl+Shift+Z", panel.undo_stack.redo, group=group, text=self.tr("Redo correction"))
        keys.add(self, "Ctrl+E", panel.edit_current, group=group, text=self.tr("Edit the line being spoken"))
        keys.add(self, "Alt+Return", self.item_actions.show_details, group=group, text=self.tr("Details"))
        own = [
            (self.tr("Play or pause"), self.tr("Space / K")),
            (self.tr("10 seconds back or forward"), "J / L"),
            (self.tr("5 seconds back or forward"), "← / →"),
            (self.tr("Line before or after"), ", / ."),
            (self.tr("Slower or faster"), "< / >"),
            (self.tr("Louder or softer"), "+ / −"),
            (self.tr("Sound off or on"), "M"),
            (self.tr("Full screen"), "F"),
            (self.tr("Captions on the full screen"), "C"),
            (self.tr("Back to what is spoken now"), "N"),
            (self.tr("Walk through the lines"), "↑ / ↓"),
            (self.tr("Play from the line"), self.tr("Enter", "key on the keyboard")),
            (self.tr("Edit the line"), "F2"),
        ]
        for text, native in own:
            keys.describe(self, group=group, text=text, keys=native)

    # The item

    def _opened(self) -> None:
        item = self.view_model.item
        if item is None:
            return
        self.header.show_item()
        self.panel.show_item()
        self._show_media(item)
        self.stack.show_content()
        self.panel.view.setFocus()

    def _show_media(self, item: ItemView) -> None:
        """Put the picture, the pages or nothing beside the text."""
        self._file_was_there = self.view_model.file_is_there
        path = item.media_path if self._file_was_there else None
        is_pdf, plays = self.view_model.is_pdf and path is not None, self._plays()
        self._say(None)
        self.fetch_state.show_state()
        self.stage.setVisible(is_pdf or (plays and item.has_video))
        if self.playing is not None:
            self.playing.bar.setVisible(plays)
        if path is None:
            self._say(AppError("media.file_lost") if item.here else None)
        elif is_pdf:
            self.stage.setCurrentWidget(self.document)
            self.document.open(path, self._start_page or 1, self._quote)
            self.panel.show_page(self._start_page or 1, self._quote)
        elif plays:
            self._load(item, path)
        elif item.kind != "document":
            self._say(AppError("media.no_player"))
        elif self._start_ms is not None:
            self._mark_time(self._start_ms)
        elif self._start_page is not None:
            self.panel.show_page(self._start_page, self._quote)

    def _load(self, item: ItemView, path: Path) -> None:
        if self.playing is None:
            return
        if item.has_video:
            self.stage.setCurrentWidget(self.playing.screen)
        asked = self._start_ms is not None
        start_ms = self._start_ms if self._start_ms is not None else self._positions.get(str(item.id), 0)
        self.playing.open(
            path, has_video=item.has_video, length_ms=item.duration_ms or 0, start_ms=start_ms, play=asked
        )
        if start_ms:
            self.panel.show_position(start_ms)

    def _go_to_start(self) -> None:
        """The item is shown already: only go to the second or page."""
        if self._start_ms is not None:
            self._play_from(self._start_ms)
        elif self._start_page is not None:
            self.document.show_page(self._start_page, self._quote)
            self.panel.show_page(self._start_page, self._quote)

    def _item_changed(self) -> None:
        """A file that went missing, or came, changes what is beside the text."""
        item = self.view_model.item
        self._above.setVisible(self.fetch_state.show_state() or not self.trouble.isHidden())
        if item is not None and self.view_model.file_is_there != self._file_was_there:
            self._let_go()
            self._show_media(item)

    def _say(self, error: AppError | None) -> None:
        """Say above the text why something is missing; None says nothing."""
        self.trouble.show_error(error, can_retry=False)
        self._above.setVisible(error is not None or not self.fetch_state.isHidden())

    def _failed(self, error: AppError) -> None:
        self._let_go()
        self.header.show_nothing(self.tr("Player"))
        self.stack.show_error(error)

    def _let_go(self) -> None:
        if self.playing is not None:
            self.playing.close()
        self.document.let_go()

    def _plays(self) -> bool:
        item = self.view_model.item
        there = item is not None and item.kind != "document" and self.view_model.file_is_there
        return there and self.playing is not None

    # Places

    def _moved(self, ms: int) -> None:
        self.panel.show_position(ms)
        row = self.panel.view.spoken_row()
        if self.playing is not None:
            self.playing.set_spoken(
                self.view_model.lines[row].text if 0 <= row < len(self.view_model.lines) else ""
            )

    def _play_from(self, ms: int) -> None:
        if self.playing is not None and self._plays():
            self.panel.view.set_follow(on=True)
            self.playing.playback.seek(ms)
            self.playing.playback.play()
        else:
            self._mark_time(ms)

    def _mark_time(self, ms: int) -> None:
        """Nothing plays (subtitles, a missing file): show the line of that time."""
        self.panel.show_position(ms)

    def _go_to_neighbour(self, step: int) -> None:
        if self.playing is None:
            return
        at_ms = self.view_model.timeline.neighbour(self.playing.playback.position_ms(), step)
        if at_ms is not None:
            self.panel.view.set_follow(on=True)
            self.playing.playback.seek(at_ms)

    def _leafed(self, number: int) -> None:
        if not self.panel.view.hasFocus():
            self.panel.show_page(number)

    def _remember_position(self) -> None:
        item = self.view_model.item
        if item is None or self.playing is None or not self._plays():
            return
        # The player does not know the length before the file is loaded; the library does.
        ms = self.playing.playback.position_ms()
        length_ms = self.playing.playback.duration_ms() or item.duration_ms or 0
        self._positions.pop(str(item.id), None)
        if _WORTH_KEEPING_MS < ms < length_ms - _WORTH_KEEPING_MS:
            self._positions[str(item.id)] = ms
        for oldest in list(self._positions)[:-_KEPT_POSITIONS]:
            del self._positions[oldest]

    def _cannot_play(self, detail: str) -> None:
        self._say(AppError("media.cannot_play", detail=detail))
