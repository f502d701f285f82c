"""All about one item: title, description, tags and home to change; facts, costs and troubles to read."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.media.library import MOST_TITLE
from desktop.media.library_list_model import kind_text, length_text, state_explanation, state_text
from desktop.media.library_tags_dialog import TagsEditor, tag_counts
from desktop.media.service import CollectionView, ItemDetails, ItemView, JobState, StageCost
from desktop.widgets.button import Button
from desktop.widgets.card import ScrollColumn
from desktop.widgets.disclosure import Disclosure
from desktop.widgets.formats import format_bytes, format_date, format_duration
from desktop.widgets.label import Label
from desktop.widgets.picker import Option, Picker
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme
from shared.ids import CollectionId, parse_id


def stage_text(stage: JobState) -> str:
    """What a stage does, for its line of costs."""
    texts = {
        JobState.TRANSCRIBING: QCoreApplication.translate("Library", "Turning into text"),
        JobState.CHUNKING: QCoreApplication.translate("Library", "Finding passages"),
        JobState.EMBEDDING: QCoreApplication.translate("Library", "Preparing for search"),
    }
    return texts.get(stage, str(stage))


class DetailsDialog(QDialog):
    """`saved(ItemDetails)` when something may have changed."""

    saved = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        item: ItemView,
        collections: Sequence[CollectionView],
        known_tags: Iterable[str],
        costs: Sequence[StageCost],
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Details"))
        self._item = item
        self._make_fields(collections, known_tags)
        content = ScrollColumn(centred=False)
        content.body.setSpacing(Space.M)
        for text, field in (
            (self.tr("Title"), self.title),
            (self.tr("Description"), self.description),
            (self.tr("Tags"), self.tags),
            (self.tr("Collection"), self.collection),
        ):
            content.body.addWidget(_named(text, field))
        self._add_state(content)
        content.body.addWidget(Label(self.tr("About the file"), semibold=True))
        content.body.addWidget(_facts(self._file_facts()))
        if costs:
            content.body.addWidget(Disclosure(self.tr("What it took"), _facts(_cost_facts(costs))))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(content, 1)
        column.addLayout(self._buttons())
        self._fit()
        self.accepted.connect(self._tell)
        self.title.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A dialog selects its first field, which scrolls a long title to its end.
        self.title.setCursorPosition(0)

    def details(self) -> ItemDetails:
        """What the fields hold; an empty title means the one before."""
        return ItemDetails(
            " ".join(self.title.text().split()) or self._item.title,
            self.description.toPlainText().strip(),
            self.tags.labels(),
            CollectionId(parse_id(self.collection.current())),
        )

    def _make_fields(self, collections: Sequence[CollectionView], known_tags: Iterable[str]) -> None:
        self.title = QLineEdit(self._item.title)
        self.title.setMaxLength(MOST_TITLE)
        self.description = QPlainTextEdit(self._item.description)
        self.description.setTabChangesFocus(True)
        self.description.setFixedHeight(theme().px(96))
        self.tags = TagsEditor(tag_counts([self._item]), 1, known_tags)
        self.collection = Picker(self.tr("Collection"))
        options = [Option(str(one.id), one.title, "", "folder-outline") for one in collections]
        self.collection.set_options(options, str(self._item.collection_id))

    def _add_state(self, content: ScrollColumn) -> None:
        content.body.addWidget(Label(self.tr("State"), semibold=True))
        content.body.addWidget(Label(state_text(self._item), wrap=True))
        explanation = state_explanation(self._item)
        if explanation:
            content.body.addWidget(Label(explanation, tone="muted", wrap=True))

    def _file_facts(self) -> list[tuple[str, str]]:
        item = self._item
        return [
            (self.tr("Kind"), kind_text(item)),
            (self.tr("File"), item.file_name),
            (self.tr("Length"), length_text(item)),
            (self.tr("Size"), format_bytes(item.size_bytes)),
            (self.tr("Added"), format_date(item.created_ms)),
            (self.tr("Language"), item.language),
            (self.tr("Speech model"), item.model),
        ]

    def _buttons(self) -> QHBoxLayout:
        self.save_button = Button(self.tr("Save"), "primary")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.accept)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, 0, Space.XL, 0)
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.save_button)
        return row

    def _fit(self) -> None:
        room = self.screen().availableGeometry()
        self.resize(
            min(theme().px(560), room.width() - Space.XXL),
            min(theme().px(680), room.height() - 2 * Space.XXL),
        )

    def _tell(self) -> None:
        self.saved.emit(self.details())


def _named(text: str, field: QWidget) -> QWidget:
    """A field under its name."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.XS)
    name = Label(text, semibold=True)
    name.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(text)
    column.addWidget(name)
    column.addWidget(field)
    return both


def _facts(facts: Sequence[tuple[str, str]]) -> QWidget:
    """Names and values in two columns; what has no value is left out."""
    table = QWidget()
    form = QFormLayout(table)
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(Space.XL)
    form.setVerticalSpacing(Space.XS)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for name, value in facts:
        if value:
            form.addRow(Label(name, TypeRole.SMALL, tone="muted"), _value(value))
    return table


def _value(text: str) -> Label:
    # A file name may be one word of 300 letters: let it break anywhere.
    label = Label(
        "\u200b".join(text) if len(max(text.split(), key=len)) > 40 else text, TypeRole.SMALL, wrap=True
    )
    label.setAccessibleName(text)
    return label


def _cost_facts(costs: Sequence[StageCost]) -> list[tuple[str, str]]:
    line = QCoreApplication.translate("Library", "{time}, {cpu} of processor time")
    return [
        (
            stage_text(one.stage),
            line.format(time=format_duration(one.wall_ms), cpu=format_duration(one.cpu_ms)),
        )
        for one in costs
    ]
