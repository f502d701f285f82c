"""The sentence a person reads for each error code, per language. Decides no layout."""

import functools
import json
import locale
from importlib import resources

import msgspec

from desktop.runtime.allowance_texts import case_of, explained, meter_words
from shared.errors import AppError

FALLBACK = "en"
_OF_ALLOWANCES = frozenset({"billing.used_up"})
_current = ""


class ErrorText(msgspec.Struct, frozen=True):
    """What happened (`title`), what it means for your work (`body`), what to do (`action`)."""

    title: str
    body: str
    action: str

    def in_one_line(self) -> str:
        """All three, for a terminal."""
        return " ".join(part for part in (self.title, self.body, self.action) if part)


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


def use_language(language: str) -> None:
    """Choose the language of later texts: `en`, `es`; empty follows the system."""
    global _current  # noqa: PLW0603 - one language per process, as for Qt's translators
    _current = language


def current_language() -> str:
    """Return the two-letter language in use, as far as it is known here."""
    if _current:
        return _current[:2]
    return (locale.getlocale()[0] or FALLBACK)[:2]


def error_text(error: AppError, language: str | None = None) -> ErrorText:
    """Return the text of a failure with its parameters filled in; English where a language lacks it."""
    spoken = language[:2] if language else current_language()
    entry = _texts(spoken).get(error.code) or _texts(FALLBACK)[error.code]
    entry = {**entry, **case_of(error.code, error.parameters, spoken)}
    values = _Lenient({name: _readable(name, value, spoken) for name, value in error.parameters.items()})
    text = ErrorText(*(entry[part].format_map(values) for part in ("title", "body", "action")))
    if error.code in _OF_ALLOWANCES:
        more = explained(error.parameters, spoken)
        return msgspec.structs.replace(text, body=f"{text.body} {more}".strip())
    return text


def _readable(name: str, value: object, language: str) -> object:
    if name == "meter" and isinstance(value, str):
        return meter_words(value, language)
    if name.endswith("_bytes") and isinstance(value, int | float):
        return readable_size(value)
    return value


def readable_size(size_bytes: float) -> str:
    """Return a size as people write it: 812 KB, 4.2 GB (powers of 1000)."""
    size = float(size_bytes)
    for unit in ("B", "KB", "MB", "GB"):
        if abs(size) < 999.5:
            return f"{size:.0f} {unit}" if unit in {"B", "KB"} or size >= 99.5 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


@functools.cache
def _texts(language: str) -> dict[str, dict[str, str]]:
    file = resources.files("resources") / "i18n" / f"errors.{language}.json"
    if not file.is_file():
        return _texts(FALLBACK) if language != FALLBACK else {}
    return json.loads(file.read_text(encoding="utf-8"))
