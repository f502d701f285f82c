"""The audit log: who did what to whom, when and from where."""

import uuid

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.admin.audit_view_model import AuditViewModel
from desktop.admin.rows_list_model import Column
from desktop.admin.section_page import Section
from desktop.admin.table_page import PagedTable
from desktop.admin.words_page import ACTION_GROUPS, action_group_text, action_text, detail_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.formats import format_moment
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.page import Shell
from desktop.widgets.picker import Option, Picker
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme, theming
from shared.accounts.messages import AuditEntry

_SHORT = 8
_DETAILS_HEIGHT = 128


class AuditSection(Section):
    """The table and what narrows it: kinds of actions, one person."""

    model: AuditViewModel

    def __init__(self, view_model: AuditViewModel, shell: Shell) -> None:
        super().__init__(view_model, shell)
        self.group = Picker(self.tr("What happened"))
        self.group.set_options(
            [Option(each or "all", action_group_text(each)) for each in ACTION_GROUPS], "all"
        )
        self.person = ElidedLabel("")
        self.all_button = Button(self.tr("Show everybody"), "link")
        self.all_button.clicked.connect(lambda: view_model.narrow(person=None))
        self.table = PagedTable(
            self.tr("Audit log"),
            self._columns(),
            EmptyState("clipboard-text-clock-outline", self.tr("Nothing of this kind has happened.")),
        )
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.group)
        head.addWidget(self.person, 100)
        head.addWidget(self.all_button)
        head.addStretch(1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.particulars = Label("", wrap=True, selectable=True)
        card = Card(raised=True)
        card.body.addWidget(self.particulars)
        card.body.addStretch(1)
        # In a low window they scroll: the table stays to be seen.
        self._card = QScrollArea()
        self._card.setWidgetResizable(True)
        self._card.setAccessibleName(self.tr("Details"))
        self._card.setWidget(card)
        self._card.hide()
        column.addWidget(self._card)
        theming().changed.connect(self._fit)
        self._fit()
        self.set_content(content)
        self.table.chosen.connect(self._show_particulars)
        self.group.selected.connect(self._narrow)
        self.table.more_asked.connect(view_model.read_more)
        self.table.retry.connect(view_model.reload)

    def open_target(self, target: dict[str, object]) -> None:
        person = target.get("person")
        if isinstance(person, uuid.UUID):
            self.model.narrow(person=person)

    def refresh(self) -> None:
        model = self.model
        self.table.show_rows(model.entries, more=model.more, reading=model.reading)
        narrowed = model.person is not None
        self.person.setVisible(narrowed)
        self.all_button.setVisible(narrowed)
        if model.person is not None:
            words = self.tr("What {person} did or suffered")
            self.person.set_full_text(words.format(person=self._name(model.person)))

    def _show_particulars(self, entry: AuditEntry | None) -> None:
        """All that is kept of the entry that is selected."""
        self._card.setVisible(entry is not None)
        if entry is None:
            return
        subject = self._subject(entry)
        lines = [
            f"{action_text(entry.action)} · {format_moment(entry.at_ms)}",
            " → ".join(part for part in (self._actor(entry), subject) if part),
            *(f"{name}: {value}" for name, value in entry.detail.items()),
        ]
        if entry.address:
            lines.append(self.tr("From {address}").format(address=entry.address))
        self.particulars.setText("\n".join(lines))

    def _fit(self) -> None:
        self._card.setFixedHeight(theme().px(_DETAILS_HEIGHT))

    def _narrow(self, group: str) -> None:
        self.model.narrow(action="" if group == "all" else group, person=self.model.person)

    def _columns(self) -> list[Column]:
        return [
            Column(self.tr("When"), lambda entry: format_moment(entry.at_ms)),
            Column(self.tr("What"), lambda entry: action_text(entry.action)),
            Column(self.tr("Who"), self._actor),
            Column(self.tr("To whom"), self._subject),
            Column(self.tr("Details"), detail_text, wide=True),
            Column(self.tr("From where"), lambda entry: entry.address),
        ]

    def _actor(self, entry: AuditEntry) -> str:
        return self._name(entry.actor_id) if entry.actor_id is not None else self.tr("Nobody signed in")

    def _subject(self, entry: AuditEntry) -> str:
        if entry.subject_id is None or entry.subject_id == entry.actor_id:
            return ""
        return self._name(entry.subject_id)

    def _name(self, user_id: uuid.UUID) -> str:
        """Somebody's name; of an account that is gone, or of another school, the beginning of its id."""
        found = self.model.people.get(user_id)
        return (found.name or found.email) if found is not None else f"{str(user_id)[:_SHORT]}…"
