"""Joins a group by a pasted link: shows what it is to before anything happens."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.groups.view_model import GroupsViewModel
from desktop.groups.words_page import role_help, role_text
from desktop.widgets.card import Card
from desktop.widgets.form_dialog import FormDialog
from desktop.widgets.form_field import FormField
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.theme import Space, TypeRole


class JoinDialog(FormDialog):
    """Paste, look, join."""

    def __init__(self, parent: QWidget, view_model: GroupsViewModel, link: str = "") -> None:
        super().__init__(parent, QCoreApplication.translate("JoinDialog", "Join a group"), "", width=440)
        self._model = view_model
        self._joining = False
        self.link = QLineEdit(link)
        self.link.textEdited.connect(lambda _text: self._edited())
        self.card = Card(raised=True, padding=Space.M)
        self._group = ElidedLabel("", TypeRole.LEAD, semibold=True)
        self._by = Label("", wrap=True)
        self._role = Label("", TypeRole.SMALL, tone="muted", wrap=True)
        for label in (self._group, self._by, self._role):
            self.card.body.addWidget(label)
        hint = self.tr("Paste the link you were sent, or the code at its end.")
        self.content.addWidget(FormField(self.tr("Invitation link"), self.link, hint))
        self.content.addWidget(self.card)
        self.action_button.clicked.connect(self._submit)
        view_model.begin()
        view_model.asked.connect(self._refresh)
        self._refresh()
        self.link.setFocus()
        if link:
            view_model.look(link)

    def _edited(self) -> None:
        self._model.begin()

    def _submit(self) -> None:
        if self._model.seen is None:
            self._model.look(self.link.text())
        elif self._model.seen[1].member:
            self._model.choose(self._model.seen[1].group_id)
            self.accept()
        else:
            self._joining = True
            self._model.join()

    def _refresh(self) -> None:
        model = self._model
        self.show_error(model.asked_error)
        self.card.setVisible(model.seen is not None)
        self.action_button.setEnabled(bool(self.link.text().strip()) and not model.busy)
        self.action_button.setText(self.tr("Look at it") if model.seen is None else self.tr("Join"))
        if model.seen is not None:
            self._show_invitation()
            self.grow()
        if self._joining and not model.busy:
            self._joining = False
            if model.asked_error is None:
                self.accept()

    def _show_invitation(self) -> None:
        seen = self._model.seen
        if seen is None:
            return
        view = seen[1]
        self._group.set_full_text(view.group_name)
        self._by.setText(self.tr("{name} invites you.").format(name=view.invited_by))
        role = self.tr("You come in as: {role}. {help}")
        self._role.setText(role.format(role=role_text(view.role), help=role_help(view.role)))
        if view.member:
            self._role.setText(self.tr("You are in this group already."))
            self.action_button.setText(self.tr("Open it"))
