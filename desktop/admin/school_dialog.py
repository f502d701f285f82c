"""Makes a school and asks who is to administer it; stays until the server has made it."""

import uuid

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.admin.schools_view_model import SchoolsViewModel
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from shared.accounts.messages import EMAIL_CHARS, NAME_CHARS


class SchoolDialog(FormDialog):
    """`made` is the id of the school that was asked for, None until then; whoever opened it invites `admin_email`."""

    def __init__(self, parent: QWidget, view_model: SchoolsViewModel) -> None:
        title = QCoreApplication.translate("SchoolDialog", "New school")
        super().__init__(parent, title, QCoreApplication.translate("SchoolDialog", "Make the school"))
        self._model = view_model
        self.made: uuid.UUID | None = None
        self.admin_email = ""
        self.explain(
            self.tr(
                "Its people are looked after together, by administrators of its own; what they use can have a limit "
                "for all of them."
            )
        )
        self.name, self.email = QLineEdit(), QLineEdit()
        self.name.setMaxLength(NAME_CHARS)
        self.email.setMaxLength(EMAIL_CHARS)
        self.content.addWidget(FormField(self.tr("Name"), self.name))
        hint = self.tr("Gets an invitation. May stay empty; people are invited later as well.")
        self.content.addWidget(FormField(self.tr("E-mail of its administrator"), self.email, hint))
        self.name.textChanged.connect(lambda _text: self._refresh())
        self.action_button.clicked.connect(self._submit)
        view_model.begin()
        view_model.asked.connect(self._refresh)
        self._refresh()
        self.name.setFocus()

    def _submit(self) -> None:
        self.admin_email = self.email.text().strip()
        self.made = self._model.create(" ".join(self.name.text().split()))

    def _refresh(self) -> None:
        self.action_button.setEnabled(bool(self.name.text().strip()) and not self._model.busy)
        self.show_error(self._model.asked_error)
        if self.made is not None and not self._model.busy:
            if self._model.asked_error is None:
                self.accept()
            else:
                self.made = None
