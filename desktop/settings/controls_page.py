"""A control for each declared setting, made from its declaration alone. Stores nothing itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.settings.declarations import Setting, Value
from desktop.widgets.button import Button, IconButton
from desktop.widgets.file_dialog import file_dialog
from desktop.widgets.label import ElidedLabel, Label
from desktop.widgets.theme import Space
from desktop.widgets.theming import theme

PERCENT_STEP = 10


def setting_words(text: str) -> str:
    """Words of a declaration in the language of the window (their translations come from the declarations)."""
    return QCoreApplication.translate("Settings", text) if text else ""


class Control(QWidget):
    """`edited(value)` fires when a person chose; `show_value` does not fire it."""

    edited = Signal(object)

    def show_value(self, value: Any) -> None:
        """Show what is stored."""
        raise NotImplementedError

    def _hold(self, *widgets: QWidget) -> QHBoxLayout:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for widget in widgets:
            row.addWidget(widget)
        self.setFocusProxy(widgets[0])
        return row


class ChoiceControl(Control):
    """One of the declared choices."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.box = QComboBox()
        self.box.setAccessibleName(setting_words(setting.label))
        for choice in setting.choices:
            self.box.addItem(setting_words(choice.label), choice.value)
        self.box.activated.connect(lambda _index: self.edited.emit(self.box.currentData()))
        self._hold(self.box)

    def show_value(self, value: Any) -> None:
        self.box.setCurrentIndex(self.box.findData(value))


class SwitchControl(Control):
    """On or off."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setProperty("snug", "true")
        self.box = QCheckBox()
        self.box.setProperty("bare", "true")
        self.box.setAccessibleName(setting_words(setting.label))
        self.box.clicked.connect(self._tell)
        self._hold(self.box)

    def show_value(self, value: Any) -> None:
        self.box.setChecked(value)

    def _tell(self) -> None:
        self.edited.emit(self.box.isChecked())


class PercentControl(Control):
    """A slider in steps of ten percent; told when it is let go, for the window changes with it."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(setting_words(setting.label))
        self.slider.setRange(
            round((setting.minimum or 0) / PERCENT_STEP), round((setting.maximum or 100) / PERCENT_STEP)
        )
        self.slider.setPageStep(2)
        self._words = Label("")
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(self._tell)
        row = self._hold(self.slider, self._words)
        row.setStretch(0, 1)

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(value / PERCENT_STEP))
        self._say()

    def _moved(self) -> None:
        self._say()
        if not self.slider.isSliderDown():
            self._tell()

    def _say(self) -> None:
        self._words.setText(f"{self.slider.value() * PERCENT_STEP} %")
        self._words.setMinimumWidth(theme().px(56))

    def _tell(self) -> None:
        self.edited.emit(self.slider.value() * PERCENT_STEP)


class NumberControl(Control):
    """A number with its unit; told when the field is left or Enter is pressed."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self._whole = setting.type is int
        self.box: QSpinBox | QDoubleSpinBox = QSpinBox() if self._whole else QDoubleSpinBox()
        low, high = setting.minimum or 0, 1_000_000 if setting.maximum is None else setting.maximum
        if isinstance(self.box, QSpinBox):
            self.box.setRange(int(low), int(high))
        else:
            self.box.setRange(low, high)
            self.box.setSingleStep(0.1)
            self.box.setDecimals(1)
        if setting.unit:
            self.box.setSuffix(f" {setting_words(setting.unit)}")
        self.box.setAccessibleName(setting_words(setting.label))
        self.box.setKeyboardTracking(False)
        # The stylesheet's padding does not reach the field inside a spin box without buttons.
        line = self.box.lineEdit()
        if line is not None:
            line.setTextMargins(Space.S, 0, Space.S, 0)
        self.box.valueChanged.connect(self._tell)
        self._hold(self.box)

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.box):
            if isinstance(self.box, QSpinBox):
                self.box.setValue(int(value))
            else:
                self.box.setValue(float(value))

    def _tell(self) -> None:
        self.edited.emit(self.box.value())


class TextControl(Control):
    """A line of text; told when the field is left or Enter is pressed."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setAccessibleName(setting_words(setting.label))
        self.field.editingFinished.connect(lambda: self.edited.emit(self.field.text().strip()))
        self._hold(self.field)

    def show_value(self, value: Any) -> None:
        if not self.field.hasFocus():
            self.field.setText(value)


class FoldersControl(Control):
    """A list of folders with Add and Remove."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self._folders: list[str] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.XS)
        self.add_button = Button(self.tr("Add a folder"), icon_name="folder-plus-outline")
        self.add_button.setAccessibleName(f"{setting_words(setting.label)}: {self.add_button.text()}")
        self.add_button.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self._lines)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_value(self, value: Any) -> None:
        self._folders = list(value)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for folder in self._folders:
            self._lines.addWidget(self._line(folder))

    def add(self, folder: Path) -> None:
        """Watch one more folder; one that is watched already stays once."""
        if str(folder) not in self._folders:
            self.edited.emit([*self._folders, str(folder)])

    def _line(self, folder: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ElidedLabel(folder, mode=Qt.TextElideMode.ElideMiddle), 1)
        remove = IconButton("close", self.tr("Stop watching {folder}").format(folder=folder))
        remove.clicked.connect(lambda: self.edited.emit([one for one in self._folders if one != folder]))
        row.addWidget(remove)
        return line

    def _choose(self) -> None:
        dialog = file_dialog(self, self.tr("Choose a folder to watch"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.add(Path(chosen)))
        dialog.open()


_BY_TYPE: dict[type, Callable[[Setting], Control]] = {
    bool: SwitchControl,
    int: NumberControl,
    float: NumberControl,
    str: TextControl,
    list: FoldersControl,
}


def control_for(setting: Setting) -> Control:
    """Make the control that fits a declaration."""
    if setting.choices:
        return ChoiceControl(setting)
    if setting.unit == "%":
        return PercentControl(setting)
    return _BY_TYPE[getattr(setting.type, "__origin__", setting.type)](setting)


def is_wide(setting: Setting) -> bool:
    """Whether the control needs the whole width."""
    return getattr(setting.type, "__origin__", setting.type) is list


__all__ = ["Control", "FoldersControl", "Value", "control_for", "is_wide", "setting_words"]
