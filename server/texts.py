"""What an expected failure says in words, for the terminal, the owner's interface and the web."""

import json
import os
from functools import cache
from importlib.resources import files
from typing import Any

from shared.errors import AppError


@cache
def _texts(language: str) -> dict[str, dict[str, str]]:
    return _read(f"errors.{language}.json")


@cache
def _cases(language: str) -> dict[str, dict[str, str]]:
    """Parts that differ for one allowance or one payer, by `code:meter` and `code:whose`."""
    return _read(f"allowances.{language}.json")["cases"]


def _read(name: str) -> dict[str, Any]:
    return json.loads((files("resources") / "i18n" / name).read_text(encoding="utf-8"))


def language() -> str:
    """The terminal's language, as far as there are texts in it."""
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "es" if wanted.startswith("es") else "en"


def told(error: AppError, tag: str = "en") -> str:
    """Title, meaning and advice in one line."""
    text = dict(_texts(tag)[error.code])
    for name in ("whose", "meter"):
        text |= _cases(tag).get(f"{error.code}:{error.parameters.get(name)}", {})
    title = text["title"].rstrip(".") + "."
    return " ".join(part.format(**error.parameters) for part in (title, text["body"], text["action"]))
