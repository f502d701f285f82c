"""Puts one theme on the application and switches it live. Owns the running `Theme`; knows no settings."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.widgets.stylesheet import stylesheet
from desktop.widgets.theme import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    PALETTES,
    TEXT_SCALE_PERCENT_MAX,
    TEXT_SCALE_PERCENT_MIN,
    Colours,
    Theme,
)

ThemeName = Literal["system", "light", "dark", "contrast"]


@dataclass(frozen=True)
class ThemeChoice:
    """What the person chose; `text_scale_percent` is clamped to 80..200."""

    name: ThemeName = "system"
    text_scale_percent: int = 100
    reduce_motion: bool = False


class Theming(QObject):
    """The application's one theme. `changed` fires after palette, font and stylesheet are in force."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice = ThemeChoice()
        system_font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self._family = system_font.family()
        self._base_point_size = system_font.pointSizeF()
        self._theme = self._resolve()
        app.setStyle(QStyleFactory.create("Fusion"))
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        app.layoutDirectionChanged.connect(self._apply)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    def choose(self, choice: ThemeChoice) -> None:
        """Put `choice` in force now, on every window."""
        self._choice = choice
        self._apply()

    def _follow_system(self) -> None:
        if self._choice.name == "system":
            self._apply()

    def _apply(self) -> None:
        theme = self._resolve()
        if theme == self._theme and self._app.styleSheet():
            return
        self._theme = theme
        self._app.setPalette(theme.qpalette())
        self._app.setFont(theme.font())
        self._app.setStyleSheet(stylesheet(theme))
        self.changed.emit()

    def _resolve(self) -> Theme:
        percent = min(max(self._choice.text_scale_percent, TEXT_SCALE_PERCENT_MIN), TEXT_SCALE_PERCENT_MAX)
        return Theme(
            colours=self._colours(),
            family=self._family,
            base_point_size=self._base_point_size,
            text_scale=percent / 100,
            reduce_motion=self._choice.reduce_motion or not self._system_animates(),
            right_to_left=self._app.layoutDirection() == Qt.LayoutDirection.RightToLeft,
        )

    def _colours(self) -> Colours:
        if self._choice.name != "system":
            return PALETTES[self._choice.name]
        hints = self._app.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return HIGH_CONTRAST
        return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _system_animates(self) -> bool:
        # Qt has no "reduced motion" hint of its own; platforms switch this effect off for it.
        return QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu) or not QApplication.isEffectEnabled(
            Qt.UIEffect.UI_General
        )


def theming() -> Theming:
    """The application's theming, made on first use (a QApplication must exist)."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("a QApplication must exist before a widget asks for the theme")
    found = app.findChild(Theming, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if found is not None else Theming(app)


def theme() -> Theme:
    """The theme in force."""
    return theming().theme
