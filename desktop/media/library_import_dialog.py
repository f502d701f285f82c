"""Which files could not be added, and why."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.media.importing import readable
from desktop.media.service import ImportResult
from desktop.runtime.error_texts import error_text
from desktop.widgets.button import Button
from desktop.widgets.card import ScrollColumn
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.theme import Space, TypeRole
from desktop.widgets.theming import theme


class ImportFailuresDialog(QDialog):
    """A file per paragraph: its name, what is wrong, what to do."""

    def __init__(self, parent: QWidget, failures: Sequence[ImportResult]) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Files that were not added"))
        content = ScrollColumn(centred=False)
        content.body.addWidget(
            Label(
                self.tr("%n file(s) could not be added", "", len(failures)),
                TypeRole.LEAD,
                semibold=True,
                wrap=True,
            )
        )
        content.body.addWidget(
            Label(
                self.tr("Everything else is in your library. These files were not changed."),
                tone="muted",
                wrap=True,
            )
        )
        for failure in failures:
            content.body.addWidget(_paragraph(failure))
        close = Button(self.tr("Close"), "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, 0, Space.XL, 0)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(content, 1)
        column.addLayout(foot)
        room = self.screen().availableGeometry()
        self.resize(
            min(theme().px(560), room.width() - Space.XXL),
            min(theme().px(440), room.height() - 2 * Space.XXL),
        )
        close.setFocus()


def _paragraph(failure: ImportResult) -> QWidget:
    text = error_text(failure.error) if failure.error is not None else None
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.XS)
    name = ElidedLabel(readable(failure.path.name), semibold=True, mode=Qt.TextElideMode.ElideMiddle)
    name.setToolTip(readable(str(failure.path)))
    column.addWidget(name)
    if text is not None:
        column.addWidget(Label(text.title, tone="danger", wrap=True))
        column.addWidget(Label(" ".join(one for one in (text.body, text.action) if one), wrap=True))
    return part
