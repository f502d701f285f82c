"""One thing that was changed in two places: what stands, what lost, what was before; one click decides."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.sync.views import Conflict
from desktop.sync.words_page import field_text, kind_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.difference_text import DifferenceText
from desktop.widgets.differences import Piece, compared, folded, only_added
from desktop.widgets.formats import format_moment
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.records import DELETED

SIDE_BY_SIDE, COLUMN = 620, 240
"""Narrower than this, all and each, versions stand below each other."""


class ConflictCard(Card):
    """`keep_asked` and `use_asked` fire from its buttons."""

    keep_asked = Signal()
    use_asked = Signal()

    def __init__(self, conflict: Conflict, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.conflict = conflict
        self.setAccessibleName(conflict.title)
        self._deleting = conflict.field == DELETED
        self.keep_button = Button(self._keep_words(), icon_name="check")
        self.keep_button.clicked.connect(self.keep_asked)
        self.use_button = self._use_button()
        self.use_button.clicked.connect(self.use_asked)
        for button in (self.keep_button, self.use_button):
            button.setAccessibleDescription(conflict.title)
        standing, lost = self._told() if self._deleting else marked(conflict)
        self.standing = DifferenceText(self.tr("As it is now"))
        self.standing.set_pieces(standing or [Piece(self.tr("(empty)"), "gap")])
        self.lost = DifferenceText(self._whose())
        self.lost.set_pieces(lost or [Piece(self.tr("(empty)"), "gap")])
        self._versions = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._versions.setSpacing(Space.M)
        self.before: DifferenceText | None = None
        if conflict.base is not None and not self._deleting:
            title = self.tr("Before both changes")
            self.before = DifferenceText(title)
            self.before.set_pieces(
                [Piece(conflict.base)] if conflict.base else [Piece(self.tr("(empty)"), "gap")]
            )
            self._versions.addWidget(_version(title, self.before), 1)
        self._versions.addWidget(_version(self.tr("As it is now"), self.standing, self.keep_button), 1)
        self._versions.addWidget(_version(self._whose(), self.lost, self.use_button), 1)
        # What was deleted in the meantime can not be deleted once more.
        self.use_button.setVisible(not (self._deleting and conflict.gone))
        self.body.setSpacing(Space.M)
        self.body.addWidget(ElidedLabel(conflict.title, TypeRole.LEAD, semibold=True))
        self.body.addWidget(Label(self._where(), TypeRole.SMALL, tone="muted", wrap=True))
        if conflict.gone and not self._deleting:
            words = self.tr("It is deleted now. With the other version it comes back.")
            self.body.addWidget(Label(words, wrap=True))
        self.body.addLayout(self._versions)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme().px(max(SIDE_BY_SIDE, self._versions.count() * COLUMN))
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._versions.direction() != direction:
            self._versions.setDirection(direction)

    def _where(self) -> str:
        conflict = self.conflict
        parts = (kind_text(conflict.kind), field_text(conflict.field), format_moment(conflict.when_ms))
        return " · ".join(parts)

    def _keep_words(self) -> str:
        if self._deleting and not self.conflict.gone:
            return self.tr("Keep it")
        return self.tr("Leave it deleted") if self.conflict.gone else self.tr("Keep as it is")

    def _use_button(self) -> Button:
        if self._deleting:
            return Button(self.tr("Delete it"), "danger", icon_name="delete-outline")
        words = self.tr("Bring it back with this one") if self.conflict.gone else self.tr("Use this one")
        return Button(words, icon_name="swap-horizontal")

    def _told(self) -> tuple[list[Piece], list[Piece]]:
        """Return in words what stands and what lost, where it was deleted in one place and changed in another."""
        kept = self.tr("Kept, with what was changed in it.")
        if self.conflict.title:
            kept = self.tr("Kept, with what was changed in “{title}”.").format(title=self.conflict.title)
        if self.conflict.gone:
            kept = self.tr("Deleted in the meantime.")
        return [Piece(kept)], [Piece(self.tr("Deleted."))]

    def _whose(self) -> str:
        return self._deleted_by() if self._deleting else self._version_of()

    def _deleted_by(self) -> str:
        if self.conflict.mine:
            return self.tr("Deleted on this computer")
        if self.conflict.device:
            return self.tr("Deleted on {device}").format(device=self.conflict.device)
        if self.conflict.who:
            return self.tr("Deleted by {name}").format(name=self.conflict.who)
        if self.conflict.group:
            return self.tr("Deleted by somebody in {group}").format(group=self.conflict.group)
        return self.tr("Deleted on another device")

    def _version_of(self) -> str:
        if self.conflict.mine:
            return self.tr("Your version from this computer")
        if self.conflict.device:
            return self.tr("Your version from {device}").format(device=self.conflict.device)
        if self.conflict.who:
            return self.tr("Version of {name}").format(name=self.conflict.who)
        if self.conflict.group:
            return self.tr("Version of somebody in {group}").format(group=self.conflict.group)
        return self.tr("Version from another device")


def marked(conflict: Conflict) -> tuple[list[Piece], list[Piece]]:
    """Return both versions with their changes marked: against what was before, else against each other."""
    if conflict.base is not None:
        return (
            folded(compared(conflict.base, conflict.standing)),
            folded(compared(conflict.base, conflict.lost)),
        )
    standing = only_added(compared(conflict.lost, conflict.standing))
    return folded(standing), folded(only_added(compared(conflict.standing, conflict.lost)))


def _version(title: str, text: DifferenceText, button: Button | None = None) -> Card:
    card = Card(padding=Space.M)
    card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    column = QVBoxLayout()
    column.setSpacing(Space.S)
    column.addWidget(Label(title, TypeRole.SMALL, tone="muted", semibold=True, wrap=True))
    column.addWidget(text)
    column.addStretch(1)
    if button is not None:
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
    card.body.addLayout(column)
    return card
