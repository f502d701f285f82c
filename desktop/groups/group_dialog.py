"""Makes a group, or changes its name and what it is about; stays until the server has done it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.groups.service import GroupView
from desktop.groups.view_model import GroupsViewModel
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from shared.groups.messages import DESCRIPTION_CHARS, NAME_CHARS


class GroupDialog(FormDialog):
    """Without `group` a new one is made."""

    def __init__(self, parent: QWidget, view_model: GroupsViewModel, group: GroupView | None = None) -> None:
        new = QCoreApplication.translate("GroupDialog", "New group")
        rename = QCoreApplication.translate("GroupDialog", "Rename and describe")
        make = QCoreApplication.translate("GroupDialog", "Make the group")
        save = QCoreApplication.translate("GroupDialog", "Save")
        super().__init__(parent, new if group is None else rename, make if group is None else save)
        self._model, self._group = view_model, group
        self._sent = False
        self.name, self.description = QLineEdit(), QLineEdit()
        self.name.setMaxLength(NAME_CHARS)
        self.description.setMaxLength(DESCRIPTION_CHARS)
        if group is not None:
            self.name.setText(group.name)
            self.description.setText(group.description)
        hint = self.tr("For example a class, or people you learn with.")
        self.content.addWidget(FormField(self.tr("Name"), self.name, hint))
        about = FormField(self.tr("What it is about"), self.description, self.tr("May stay empty."))
        self.content.addWidget(about)
        self.name.textChanged.connect(lambda _text: self._refresh())
        self.action_button.clicked.connect(self._submit)
        view_model.begin()
        view_model.asked.connect(self._refresh)
        self._refresh()
        self.name.setFocus()

    def _submit(self) -> None:
        self._sent = True
        if self._group is None:
            self._model.create(self.name.text(), self.description.text())
        else:
            self._model.change(self._group, self.name.text().strip(), self.description.text().strip())

    def _refresh(self) -> None:
        self.action_button.setEnabled(bool(self.name.text().strip()) and not self._model.busy)
        self.show_error(self._model.asked_error)
        if self._sent and not self._model.busy:
            self._sent = False
            if self._model.asked_error is None:
                self.accept()
