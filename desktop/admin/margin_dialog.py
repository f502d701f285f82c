"""Sets what is put on the cost of one model and plan, or leaves it to the more general entry."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from desktop.admin.catalog_view_model import PricesViewModel
from desktop.admin.fields_page import NumberField
from desktop.admin.numbers import PERCENT_PLACES, added_percent, margin_of
from desktop.widgets.button import Button
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from shared.billing.messages import Margin
from shared.billing.prices import MOST_MARGIN_PPM


class MarginDialog(FormDialog):
    """`of` says for which model and plan; `now_ppm` is what counts for them now."""

    def __init__(
        self, parent: QWidget, view_model: PricesViewModel, of: Margin, title: str, now_ppm: int
    ) -> None:
        super().__init__(parent, title, QCoreApplication.translate("MarginDialog", "Set the margin"))
        self._model, self._of = view_model, of
        self._sent = False
        self.explain(
            self.tr(
                "What people are charged is the cost and this much on top, rounded up once for each call. The most "
                "particular margin counts: model and plan, then the model, then the plan, then all."
            )
        )
        self.field = NumberField(
            self.tr("On top of the cost, in percent"),
            PERCENT_PLACES,
            to_shown=added_percent,
            of_shown=margin_of,
        )
        self.field.show_value(now_ppm)
        self.content.addWidget(FormField(self.tr("On top of the cost, in percent"), self.field))
        self.drop_button = Button(self.tr("Have the more general one"), "link")
        self.drop_button.clicked.connect(lambda: self._submit(None))
        self.drop_button.setVisible(view_model.own_margin(of) is not None)
        self.content.addWidget(self.drop_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.field.textChanged.connect(lambda _text: self._refresh())
        self.action_button.clicked.connect(lambda: self._submit(self.field.value()))
        view_model.begin()
        view_model.asked.connect(self._refresh)
        self._refresh()

    def _submit(self, margin_ppm: int | None) -> None:
        self._sent = True
        self._model.put_margin(Margin(model=self._of.model, plan=self._of.plan, margin_ppm=margin_ppm))

    def _refresh(self) -> None:
        value = self.field.value()
        self.action_button.setEnabled(value is not None and value <= MOST_MARGIN_PPM and not self._model.busy)
        self.drop_button.setEnabled(not self._model.busy)
        self.show_error(self._model.asked_error)
        if self._sent and not self._model.busy:
            self._sent = False
            if self._model.asked_error is None:
                self.accept()
