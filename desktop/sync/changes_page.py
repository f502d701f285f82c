"""Changes to check: things changed in two places with both versions, and changes the server did not accept."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.sync.changes_view_model import ChangesViewModel
from desktop.sync.conflict_page import ConflictCard
from desktop.sync.views import RefusedEdit
from desktop.sync.words_page import decided_text, kind_text, reason_text
from desktop.widgets.button import Button, IconButton
from desktop.widgets.card import Card, ScrollColumn
from desktop.widgets.content_stack import ContentStack
from desktop.widgets.difference_text import DifferenceText
from desktop.widgets.differences import Piece
from desktop.widgets.empty_state import EmptyState, Glyph
from desktop.widgets.file_dialog import save_dialog
from desktop.widgets.formats import format_moment, format_number
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.page import Page, PageContext
from desktop.widgets.page_header import PageHeader
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space, TypeRole

MOST_SHOWN = 40
_SHOWN_CHARACTERS = 2_000


class ChangesPage(Page):
    """Two lists, of which one is shown."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.view_model = ChangesViewModel(context.services.sync, context.scope, context.services.bus)
        self.header = PageHeader(self.tr("Changes to check"))
        back = IconButton("arrow-left", self.tr("Back"))
        back.clicked.connect(self.shell.back)
        self.header.add_leading(back)
        self.parts = SegmentedControl(
            self.tr("Which changes"),
            [Segment("twice", self.tr("Changed twice")), Segment("refused", self.tr("Not accepted"))],
        )
        self.keep_all_button = Button(self.tr("Keep all as they are"))
        self.keep_all_button.clicked.connect(self._keep_all)
        self.export_button = Button(self.tr("Save to a file"), icon_name="download-outline")
        self.export_button.clicked.connect(self._choose_target)
        for button in (self.keep_all_button, self.export_button):
            self.header.add_action(button)
        self.conflicts, self.refused = ScrollColumn(characters=110), ScrollColumn(characters=84)
        self._cards: dict[Any, QWidget] = {}
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.view_model.reload()
        self._refresh()

    def open_target(self, *, part: str = "", **_target: Any) -> None:
        if part in {"twice", "refused"}:
            self.parts.set_selected(part)
            self._refresh()

    def activated(self) -> None:
        self.view_model.reload()

    async def aclose(self) -> None:
        await self.view_model.finish()
        self.view_model.close()

    def cards(self) -> list[QWidget]:
        """What is listed, in order."""
        return list(self._cards.values())

    def state(self) -> str:
        """State of the list that is shown."""
        shown = self._stack.currentWidget()
        return shown.state() if isinstance(shown, ContentStack) else ""

    def _build(self) -> None:
        twice = EmptyState(
            "check-circle-outline",
            self.tr(
                "Nothing was changed in two places. When it happens, both versions are kept and shown here."
            ),
        )
        refused = EmptyState("check-circle-outline", self.tr("The server took everything you changed."))
        self._twice_words = Label(
            self.tr(
                "These were changed on two devices before they could meet. The later change stands; the other is "
                "kept here until you choose. Nothing is lost."
            ),
            tone="muted",
            wrap=True,
        )
        self._refused_words = Label(
            self.tr(
                "The server did not take these changes. They are only on this computer: save them to a file if you "
                "need them."
            ),
            tone="muted",
            wrap=True,
        )
        self.conflicts.body.addWidget(self._twice_words)
        self.refused.body.addWidget(self._refused_words)
        self._stacks = {
            "twice": ContentStack(self.conflicts, twice),
            "refused": ContentStack(self.refused, refused),
        }
        for stack in self._stacks.values():
            self._stack.addWidget(stack)
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.M, Space.XL, 0)
        row.addWidget(self.parts)
        row.addStretch(1)
        self.body.addWidget(self.header)
        self.body.addLayout(row)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        model = self.view_model
        model.changed.connect(self._refresh)
        model.decided.connect(self._offer_undo)
        model.exported.connect(self._tell_exported)
        model.failed.connect(self.shell.report)
        self.parts.selected.connect(lambda _id: self._refresh())

    def _refresh(self) -> None:
        model, part = self.view_model, self.parts.current()
        conflicts, refused = model.conflicts, model.refused
        self._stack.setCurrentWidget(self._stacks[part])
        self.keep_all_button.setVisible(part == "twice" and len(conflicts) > 1)
        self.export_button.setVisible(part == "refused" and bool(refused))
        self.header.set_subtitle(self._count(len(conflicts), len(refused)))
        wanted: dict[Any, Any] = {conflict.id: conflict for conflict in conflicts[:MOST_SHOWN]}
        wanted |= {edit.no: edit for edit in refused[:MOST_SHOWN]}
        for key in self._cards.keys() - wanted.keys():
            card = self._cards.pop(key)
            card.hide()
            card.deleteLater()
        for key, what in wanted.items():
            if key not in self._cards:
                self._cards[key] = (
                    self._refused_card(what) if isinstance(what, RefusedEdit) else self._card(what)
                )
        for stack, there in ((self._stacks["twice"], conflicts), (self._stacks["refused"], refused)):
            if not model.loaded:
                stack.show_loading()
            elif there:
                stack.show_content()
            else:
                stack.show_empty()

    def _count(self, twice: int, refused: int) -> str:
        words = self.tr("{twice} changed twice · {refused} not accepted")
        if not twice and not refused:
            return ""
        return words.format(twice=format_number(twice), refused=format_number(refused))

    def _card(self, conflict: Any) -> ConflictCard:
        card = ConflictCard(conflict)
        card.keep_asked.connect(lambda: self.view_model.keep([conflict.id]))
        card.use_asked.connect(lambda: self.view_model.use(conflict.id))
        self.conflicts.body.addWidget(card)
        return card

    def _refused_card(self, edit: RefusedEdit) -> "RefusedCard":
        card = RefusedCard(edit)
        card.remove_asked.connect(lambda: self.view_model.let_go(edit.no))
        self.refused.body.addWidget(card)
        return card

    def _keep_all(self) -> None:
        self.view_model.keep([conflict.id for conflict in self.view_model.conflicts])

    def _offer_undo(self, keys: list[Any], use: bool) -> None:
        card = self._cards.get(keys[0])
        if isinstance(keys[0], int):
            text = self.tr("Removed from the list.")
        elif len(keys) == 1 and isinstance(card, ConflictCard):
            text = decided_text(card.conflict, use=use)
        else:
            text = self.tr("%n thing(s) stay as they are.", "", len(keys))
        self.shell.toast(text, action_text=self.tr("Undo"), on_action=lambda: self.view_model.undo(keys))

    def _choose_target(self) -> None:
        dialog = save_dialog(
            self, self.tr("Save to a file"), "lantern-not-accepted", "json", self.tr("JSON file (*.json)")
        )
        dialog.fileSelected.connect(lambda chosen: self.view_model.export_to(Path(chosen)))
        dialog.open()

    def _tell_exported(self, target: Path, count: int) -> None:
        words = self.tr("%n change(s) saved as {name}.", "", count)
        self.shell.toast(words.format(name=target.name), tone="ok")


class RefusedCard(Card):
    """A change that was not accepted: what, why, and what it says. `remove_asked` fires from its button."""

    remove_asked = Signal()

    def __init__(self, edit: RefusedEdit, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.edit = edit
        self.setAccessibleName(edit.title)
        self.remove_button = Button(self.tr("Remove"), icon_name="close")
        self.remove_button.clicked.connect(self.remove_asked)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(Glyph("alert-circle-outline", pixels=20, role="warning"))
        head.addWidget(ElidedLabel(edit.title or kind_text(edit.kind), semibold=True), 1)
        where = f"{kind_text(edit.kind)} · {format_moment(edit.when_ms)}"
        self.body.addLayout(head)
        self.body.addWidget(Label(where, TypeRole.SMALL, tone="muted"))
        self.body.addWidget(Label(reason_text(edit.reason), wrap=True))
        if edit.text:
            text = DifferenceText(self.tr("What it says"))
            cut = edit.text[:_SHOWN_CHARACTERS]
            text.set_pieces([Piece(cut), Piece(" …" if len(edit.text) > len(cut) else "", "gap")])
            inner = Card(raised=True, padding=Space.M)
            inner.body.addWidget(text)
            self.body.addWidget(inner)
        self.body.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeading)


def create_page(context: PageContext) -> ChangesPage:
    """Make the page."""
    return ChangesPage(context)
