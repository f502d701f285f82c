"""What an expected failure says in words, for the terminal, the owner's interface and the web."""

import json
import os
from functools import cache
from importlib.resources import files

from shared.errors import AppError


@cache
def _texts(language: str) -> dict[str, dict[str, str]]:
    path = files("resources") / "i18n" / f"errors.{language}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def language() -> str:
    """The terminal's language, as far as there are texts in it."""
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "es" if wanted.startswith("es") else "en"


def told(error: AppError, tag: str = "en") -> str:
    """Title, meaning and advice in one line."""
    text = _texts(tag)[error.code]
    title = text["title"].rstrip(".") + "."
    return " ".join(part.format(**error.parameters) for part in (title, text["body"], text["action"]))
