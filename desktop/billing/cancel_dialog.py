"""Asks when a plan should end: with what is paid for, or now."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from desktop.billing.buying_service import MySubscription
from desktop.billing.words_page import plan_name
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.formats import format_date
from desktop.widgets.label import Label
from desktop.widgets.theme import Space, TypeRole


class CancelDialog(FormDialog):
    """What the provider does not allow is not offered."""

    def __init__(self, parent: QWidget, mine: MySubscription) -> None:
        plan = plan_name(mine.plan)
        title = QCoreApplication.translate("CancelDialog", "Cancel {plan}?").format(plan=plan)
        super().__init__(
            parent, title, QCoreApplication.translate("CancelDialog", "Cancel the plan"), danger=True
        )
        day = format_date(mine.period_end_ms) if mine.period_end_ms else ""
        later = (
            self.tr("On {day}, when what is paid for ends") if day else self.tr("When what is paid for ends")
        )
        self.later = QRadioButton(later.format(day=day))
        self.now = QRadioButton(self.tr("Now"))
        self.later.setVisible("cancel_at_end" in mine.can and not mine.ends_then)
        self.now.setVisible("cancel_now" in mine.can)
        (self.now if self.later.isHidden() else self.later).setChecked(True)
        self.note = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        self.explain(
            self.tr(
                "Everything on this computer stays and goes on working. On the server nothing is deleted; new files "
                "travel there only as far as there is room on Free."
            )
        )
        self.cancel_button.setText(self.tr("Keep {plan}").format(plan=plan))
        ways = QVBoxLayout()
        ways.setSpacing(Space.XS)
        for widget in (self.later, self.now, self.note):
            ways.addWidget(widget)
        self.content.addLayout(ways)
        self._plan = plan
        self.later.toggled.connect(lambda _on: self._say())
        self.action_button.clicked.connect(self.accept)
        self._say()
        self.cancel_first()

    async def ask(self) -> bool | None:
        """Open and wait: whether it ends now; None when it shall go on."""
        return await self.answer(self.now.isChecked)

    def _say(self) -> None:
        words = (
            self.tr("{plan} ends at once. For the days that are left nothing is given back by itself.")
            if self.now.isChecked()
            else self.tr("Until then you have all of {plan}, and you can still change your mind.")
        )
        self.note.setText(words.format(plan=self._plan))
        self.grow()
