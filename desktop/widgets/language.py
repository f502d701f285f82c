"""The language of the interface: which are shipped, which is in force, and its translator."""

from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication

from desktop.runtime.error_texts import use_language

LANGUAGES: dict[str, str] = {"en": "English", "es": "Español"}
"""Code and own name of every language that is shipped."""

_TRANSLATORS: list[QTranslator] = []


def ui_language() -> str:
    """Code of the language in force: "en" or "es"."""
    code = QLocale().name().split("_")[0]
    return code if code in LANGUAGES else "en"


def resolve_language(choice: str) -> str:
    """Code for a choice; "" and what is not shipped become the computer's language, else English."""
    if choice in LANGUAGES:
        return choice
    code = QLocale.system().name().split("_")[0]
    return code if code in LANGUAGES else "en"


def install_language(choice: str) -> None:
    """Put a language in force for windows made from now on: texts, dates, numbers and layout direction."""
    code = resolve_language(choice)
    for translator in _TRANSLATORS:
        QCoreApplication.removeTranslator(translator)
    _TRANSLATORS.clear()
    system = QLocale.system()
    # The system's own country keeps its date and number forms when the language is the same.
    locale = system if system.name().split("_")[0] == code else QLocale(code)
    QLocale.setDefault(locale)
    # English has a file too: its plurals.
    _install(f"lantern_{code}", str(files("resources") / "i18n"))
    if code != "en":
        _install(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    use_language(code)
    QGuiApplication.setLayoutDirection(locale.textDirection())


def is_right_to_left() -> bool:
    """Whether the window reads from the right."""
    return QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


def _install(name: str, folder: str) -> None:
    translator = QTranslator()
    if translator.load(name, folder) and QCoreApplication.installTranslator(translator):
        _TRANSLATORS.append(translator)
