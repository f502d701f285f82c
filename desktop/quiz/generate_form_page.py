"""What questions to make: of which item, how many, of which kinds, with or without AI."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from desktop.quiz.drafting import DRAFT_KINDS, MOST_DRAFTS
from desktop.quiz.editor_inputs_page import NumberField, named
from desktop.quiz.generate_view_model import GenerateViewModel
from desktop.quiz.kind_words_page import kind_text
from desktop.widgets.button import Button
from desktop.widgets.card import Card
from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.notice import Notice
from desktop.widgets.picker import Option, Picker
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme
from shared.ids import ItemId, parse_id
from shared.quiz.quiz import Body, Cloze, Number, Single, TrueFalse, Typed

_BODIES: dict[str, type[Body]] = {
    "single": Single,
    "cloze": Cloze,
    "number": Number,
    "true_false": TrueFalse,
    "typed": Typed,
}
_ICONS = {"audio": "music-note-outline", "video": "video-outline", "document": "file-document-outline"}


class GenerateForm(Card):
    """Tells the view model what is wanted; `settings_wanted` leads to where AI is set up."""

    settings_wanted = Signal()

    def __init__(self, view_model: GenerateViewModel) -> None:
        super().__init__()
        self._model = view_model
        self.body.setSpacing(Space.L)
        self.item = Picker(self.tr("Recording or document"), width=280)
        self.count = NumberField(self.tr("Number of questions"), low=1, high=MOST_DRAFTS, decimals=0)
        self.count.setSingleStep(1)
        self.count.setMaximumWidth(theme().px(140))
        self.kinds: dict[str, QCheckBox] = {
            kind: QCheckBox(kind_text(body).replace("&", "&&")) for kind, body in _BODIES.items()
        }
        self.offline = QCheckBox(self.tr("Make them without AI"))
        self.notice = Notice("information-outline")
        self.make_button = Button(self.tr("Make questions"), "primary", icon_name="auto-fix")
        self._lay_out()
        self._connect()

    def show_choices(self) -> None:
        """Show the items there are."""
        options = [
            Option(str(id_), title, icon_name=_ICONS.get(kind, "file-outline"))
            for id_, title, kind in self._model.items
        ]
        if self._model.item_id is None:
            options.insert(0, Option("", self.tr("Choose a recording or document…")))
        self.item.set_options(options, str(self._model.item_id or ""))

    def refresh(self) -> None:
        """Show what is wanted, and what can be had."""
        model = self._model
        if str(model.item_id or "") != self.item.current():
            self.show_choices()
        self.count.show_value(model.count)
        for kind, box in self.kinds.items():
            offered = kind in model.offered_kinds
            box.setChecked(kind in model.kinds and offered)
            box.setEnabled(offered and not model.making)
            box.setToolTip("" if offered else self.tr("Only with AI"))
        self.offline.setVisible(bool(model.engine))
        self.offline.setChecked(model.offline)
        for widget in (self.item, self.count, self.offline):
            widget.setEnabled(not model.making)
        wanted = any(kind in model.kinds for kind in model.offered_kinds)
        self.make_button.setEnabled(model.item_id is not None and wanted and not model.making)
        self.make_button.setText(self.tr("Make them again") if model.drafts else self.tr("Make questions"))
        self.make_button.set_kind("secondary" if model.drafts else "primary")
        self._say_who()

    def _say_who(self) -> None:
        model = self._model
        if model.uses_ai:
            words = self.tr("{engine} writes the questions. Text of this item is sent there.")
            self.notice.set_notice(words.format(engine=model.engine))
        elif model.engine:
            self.notice.set_notice(
                self.tr("Made on this computer from whole sentences of the item. Check every question.")
            )
        else:
            self.notice.set_notice(
                self.tr(
                    "Made on this computer, without AI, from whole sentences of the item. Check every question. "
                    "With AI there are more kinds and better wording."
                ),
                self.tr("Set up AI"),
            )

    def _lay_out(self) -> None:
        kinds = QWidget()
        flow = FlowLayout(kinds, spacing=Space.M)
        for kind in DRAFT_KINDS:
            flow.addWidget(self.kinds[kind])
        row = QHBoxLayout()
        row.setSpacing(Space.XL)
        row.addWidget(named(self.tr("From"), self.item), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(named(self.tr("How many"), self.count), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(named(self.tr("Kinds"), kinds))
        self.body.addWidget(self.offline)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.make_button, 0, Qt.AlignmentFlag.AlignLeading)

    def _connect(self) -> None:
        model = self._model
        self.item.selected.connect(self._choose_item)
        self.count.typed.connect(lambda value: model.want(count=int(value)))
        for kind, box in self.kinds.items():
            box.clicked.connect(lambda on, kind=kind: self._choose_kind(kind, on=on))
        self.offline.clicked.connect(lambda on: model.want(offline=on))
        self.make_button.clicked.connect(model.make)
        self.notice.action.connect(self.settings_wanted)

    def _choose_item(self, text: str) -> None:
        if text:
            self._model.choose_item(ItemId(parse_id(text)))

    def _choose_kind(self, kind: str, *, on: bool) -> None:
        kinds = self._model.kinds | {kind} if on else self._model.kinds - {kind}
        self._model.want(kinds=kinds)
