"""What can be done with chosen quizzes: one set of actions for the bar under the list and for the context menu."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.quiz.service import QuizSummary
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button, IconButton, follow_action
from desktop.widgets.card import Rule
from desktop.widgets.icons import icon
from desktop.widgets.label import ElidedLabel
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.toast import BOTTOM_BAR
from shared.errors import AppError

_GROUPS = (
    ("host", "assign"),
    ("open", "rename", "duplicate", "share"),
    ("print", "export", "reports"),
    ("delete",),
)
_ON_MANY = ("delete",)
_CHANGES = ("rename", "share", "delete")
_WORDED = ("host",)


class QuizActions(QObject):
    """`wanted(action id)` for the chosen quizzes. `hidden` are actions whose page this build does not have."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget, hidden: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self._hidden = frozenset(hidden)
        self.actions: dict[str, QAction] = {}
        self.icons: dict[str, str] = {}
        for id_, icon_name, text in (
            ("host", "cast-education", self.tr("Host")),
            ("assign", "calendar-clock-outline", self.tr("Assign with a deadline…")),
            ("open", "pencil-outline", self.tr("Edit")),
            ("rename", "form-textbox", self.tr("Rename")),
            ("duplicate", "content-copy", self.tr("Duplicate")),
            ("share", "account-group-outline", self.tr("Share with a group…")),
            ("print", "printer-outline", self.tr("Print…")),
            ("export", "export", self.tr("Export…")),
            ("reports", "chart-bar", self.tr("Past games")),
            ("delete", "delete-outline", self.tr("Delete")),
        ):
            action = QAction(icon(icon_name), text, self)
            action.triggered.connect(lambda _checked=False, id_=id_: self.wanted.emit(id_))
            self.actions[id_], self.icons[id_] = action, icon_name
        self.show_for([])

    def show_for(self, quizzes: Sequence[QuizSummary]) -> None:
        """Offer what these quizzes allow; nothing for none."""
        one = quizzes[0] if len(quizzes) == 1 else None
        playable = one is not None and one.questions > 0
        for id_, action in self.actions.items():
            offered = bool(quizzes) if id_ in _ON_MANY else one is not None
            if id_ in ("host", "assign", "print", "export"):
                offered = playable
            if id_ == "reports":
                offered = one is not None and one.games > 0
            action.setVisible(offered and id_ not in self._hidden)
            self._open_or_close(action, next((quiz.closed for quiz in quizzes if quiz.closed), ""), id_)

    def _open_or_close(self, action: QAction, closed: str, id_: str) -> None:
        """What would change a quiz that may only be read says why instead."""
        shut = closed if id_ in _CHANGES else ""
        action.setEnabled(not shut)
        action.setToolTip(error_text(AppError(shut)).in_one_line() if shut else "")

    def menu(self, parent: QWidget) -> QMenu:
        """The context menu: what the bar offers."""
        menu = QMenu(parent)
        menu.setToolTipsVisible(True)
        for group in _GROUPS:
            menu.addActions([self.actions[id_] for id_ in group if self.actions[id_].isVisible()])
            menu.addSeparator()
        return menu


class QuizActionBar(QWidget):
    """A line of words about the list or the selection, and the buttons of what can be done."""

    def __init__(self, actions: QuizActions, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(BOTTOM_BAR)
        self.setProperty("surface", "surface")
        self.setAutoFillBackground(True)
        self.words = ElidedLabel("", TypeRole.SMALL, tone="muted")
        self.buttons: dict[str, Button | IconButton] = {}
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.XS, Space.XL, Space.XS)
        row.setSpacing(Space.XS)
        row.addWidget(self.words, 1)
        for group in _GROUPS:
            for id_ in group:
                row.addWidget(self._button(actions, id_))
        self.clear_button = IconButton("close", self.tr("Choose nothing"))
        row.addWidget(self.clear_button)
        # The list must not jump when the first quiz is chosen.
        stays = self.clear_button.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.clear_button.setSizePolicy(stays)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        column.addLayout(row)

    def _button(self, actions: QuizActions, id_: str) -> Button | IconButton:
        action = actions.actions[id_]
        name, icon_name = action.text().removesuffix("…"), actions.icons[id_]
        button = Button(name, icon_name=icon_name) if id_ in _WORDED else IconButton(icon_name, name)
        button.clicked.connect(action.trigger)
        button.setVisible(action.isVisible())
        action.changed.connect(lambda: follow_action(button, action, name))
        self.buttons[id_] = button
        return button
