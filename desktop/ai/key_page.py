"""The part of a settings page where a key is pasted, kept and forgotten. Keeps nothing itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QRadioButton, QVBoxLayout, QWidget

from desktop.ai.service import KeyStatus, Place
from desktop.widgets.button import Button
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.label import Label
from desktop.widgets.theme import Space


class KeyPart(QWidget):
    """`kept(key, place)`, `forgotten` and `page_wanted` (where keys are made) fire when a person asks for it."""

    kept = Signal(str, str)
    forgotten = Signal()
    page_wanted = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = Label("", tone="muted", wrap=True)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(self.tr("Paste your key"))
        self.field.setAccessibleName(self.tr("Your key"))
        self.places: dict[Place, QRadioButton] = {
            "keyring": QRadioButton(self.tr("In this computer's key store (safest)")),
            "session": QRadioButton(self.tr("Only until Lantern is closed")),
            "file": QRadioButton(self.tr("In a file that only your user account can read")),
        }
        self.place_part = QWidget()
        self.keep_button = Button(self.tr("Keep key"))
        self.forget_button = Button(self.tr("Forget key"), "quiet", icon_name="delete-outline")
        self.page_button = Button(self.tr("Where to get a key"), "link")
        self._build()
        self.field.textChanged.connect(lambda _text: self._refresh())
        self.field.returnPressed.connect(self._keep)
        self.keep_button.clicked.connect(self._keep)
        self.forget_button.clicked.connect(self.forgotten)
        self.page_button.clicked.connect(self.page_wanted)
        self._refresh()

    def chosen_place(self) -> Place:
        """Where the person wants the key to be."""
        return next(place for place, button in self.places.items() if button.isChecked())

    def show_key(self, key: KeyStatus, *, needed: bool, has_page: bool) -> None:
        """Say where the key is; `needed` whether the provider wants one, `has_page` whether it sells them."""
        words = {
            None: self.tr("No key is kept.") if needed else self.tr("Not needed by most local servers."),
            "keyring": self.tr("Kept in this computer's key store."),
            "session": self.tr("Kept until Lantern is closed."),
            "file": self.tr("Kept in a file that only your user account can read."),
        }
        hint = self.tr(" It ends in {hint}.").format(hint=key.hint) if key.hint else ""
        self.state.setText(words[key.place] + hint)
        self.places["keyring"].setEnabled(key.keyring_available)
        self.places["keyring"].setToolTip(
            "" if key.keyring_available else self.tr("This computer offers no key store.")
        )
        if not any(button.isChecked() and button.isEnabled() for button in self.places.values()):
            self.places["keyring" if key.keyring_available else "session"].setChecked(True)
        self.forget_button.setVisible(key.place is not None)
        self.page_button.setVisible(has_page)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(Label(self.tr("Your key"), semibold=True))
        column.addWidget(self.state)
        column.addWidget(self.field)
        places = QVBoxLayout(self.place_part)
        places.setContentsMargins(0, 0, 0, 0)
        places.setSpacing(0)
        places.addWidget(Label(self.tr("Keep it"), tone="muted"))
        for button in self.places.values():
            places.addWidget(button)
        column.addWidget(self.place_part)
        buttons = QWidget()
        row = FlowLayout(buttons)
        row.addWidget(self.keep_button)
        row.addWidget(self.forget_button)
        row.addWidget(self.page_button)
        column.addWidget(buttons)

    def _refresh(self) -> None:
        self.place_part.setVisible(bool(self.field.text()))
        self.keep_button.setEnabled(bool(self.field.text().strip()))

    def _keep(self) -> None:
        if self.field.text().strip():
            self.kept.emit(self.field.text(), self.chosen_place())
        self.field.clear()
