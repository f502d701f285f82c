"""Carries the settings of language, colours, text size and motion to the window."""

from collections.abc import Callable
from typing import Any

from desktop.widgets.language import install_language, resolve_language, ui_language
from desktop.widgets.theming import ThemeChoice, theming


def apply_appearance(get: Callable[[str], Any]) -> None:
    """Put the look in force now; `get` reads a setting by key."""
    theming().choose(
        ThemeChoice(
            name=get("theme"), text_scale_percent=get("text_scale"), reduce_motion=get("reduce_motion")
        )
    )


def apply_language(get: Callable[[str], Any]) -> None:
    """Put the language in force for windows made from now on."""
    install_language(get("language"))


def language_differs(get: Callable[[str], Any]) -> bool:
    """Whether the setting asks for another language than the window speaks."""
    return resolve_language(get("language")) != ui_language()
