"""Enters another version of a model's prices; stays until the server has taken it."""

from PySide6.QtCore import QCoreApplication, QDateTime, Qt
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.admin.catalog_view_model import PricesViewModel
from desktop.admin.rates_page import RatesForm
from desktop.widgets.button import Button
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.segmented import Segment, SegmentedControl
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme
from shared.billing.messages import NewPrice
from shared.billing.prices import Prices, flat

_HEIGHT = 680
_LEAST_HEIGHT = 120
_WIDTH = 560


class PriceDialog(FormDialog):
    """`prices` are those in force, to begin with; None for a model that has none yet."""

    def __init__(
        self, parent: QWidget, view_model: PricesViewModel, model: str, prices: Prices | None, now_ms: int
    ) -> None:
        title_of = view_model.models[model].model.title or model
        words = QCoreApplication.translate("PriceDialog", "New prices of {model}")
        enter = QCoreApplication.translate("PriceDialog", "Enter these prices")
        super().__init__(parent, words.format(model=title_of), enter, width=_WIDTH)
        self._model, self._name = view_model, model
        self._sent = False
        self.form = RatesForm(prices or Prices(flat(0, 0)))
        self.step_button = Button(self.tr("Another price for long input"), "link", icon_name="plus")
        self.step_button.clicked.connect(self.form.add_step)
        self.when = SegmentedControl(
            self.tr("Counts"), [Segment("now", self.tr("From now on")), Segment("later", self.tr("Later"))]
        )
        self.since = QDateTimeEdit(QDateTime.fromMSecsSinceEpoch(now_ms).addDays(1))
        self.since.setAccessibleName(self.tr("From when on"))
        self.since.setCalendarPopup(True)
        self.since.setMinimumDateTime(QDateTime.fromMSecsSinceEpoch(now_ms))
        self._lay_out()
        self.form.changed.connect(self._refresh)
        self.when.selected.connect(lambda _id: self._refresh())
        room = self.screen().availableGeometry()
        self.resize(theme().px(_WIDTH), min(theme().px(_HEIGHT), room.height() - 2 * Space.XXL))
        self.action_button.clicked.connect(self._submit)
        view_model.begin()
        view_model.asked.connect(self._refresh)
        self._refresh()

    def _lay_out(self) -> None:
        words = self.tr(
            "US dollars per million tokens, as the provider charges them; the margin comes on top. What was charged "
            "before stays as it was: prices are only ever added."
        )
        self.explain(words)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, Space.M, 0)
        column.addWidget(self.form)
        column.addWidget(self.step_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        scroll.setMinimumHeight(theme().px(_LEAST_HEIGHT))
        self.content.addWidget(scroll, 1)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.when)
        row.addWidget(self.since)
        row.addStretch(1)
        self.content.addLayout(row)

    def _submit(self) -> None:
        prices = self.form.prices()
        if prices is not None:
            since_ms = self.since.dateTime().toMSecsSinceEpoch() if self.when.current() == "later" else 0
            self._sent = True
            self._model.add_price(NewPrice(model=self._name, prices=prices, valid_from_ms=since_ms))

    def _refresh(self) -> None:
        self.since.setVisible(self.when.current() == "later")
        self.step_button.setVisible(self.form.may_grow())
        self.action_button.setEnabled(self.form.prices() is not None and not self._model.busy)
        self.show_error(self._model.asked_error)
        if self._sent and not self._model.busy:
            self._sent = False
            if self._model.asked_error is None:
                self.accept()
