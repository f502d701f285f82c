"""The few sentences answers are framed with, per language. Knows no layout."""

import functools
import json
from importlib import resources

from desktop.runtime.error_texts import FALLBACK, current_language


def text(key: str, /, **values: str) -> str:
    """Return a sentence in the person's language, English where it is missing."""
    sentence = _texts(current_language()).get(key) or _texts(FALLBACK)[key]
    return sentence.format(**values)


@functools.cache
def _texts(language: str) -> dict[str, str]:
    file = resources.files("resources") / "i18n" / f"answers.{language}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
