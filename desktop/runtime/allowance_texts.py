"""What a person is told of an allowance that is used up: of what, whose, when it returns, what goes on. No layout."""

import functools
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from typing import Any

from shared.billing.meters import FOREVER_MS

FALLBACK = "en"
_GOES_ON = {
    "ai_tokens": "ai",
    "ai_operations": "ai",
    "charged_micros": "ai",
    "voice_ms": "voice",
    "transcription_ms": "transcription",
    "storage_bytes": "files",
    "uploads": "files",
}


def meter_words(meter: str, language: str) -> str:
    """Return what an allowance is called within a sentence; as it came for one of a newer server."""
    return _words(language)["meters"].get(meter, meter)


def case_of(code: str, parameters: Mapping[str, object], language: str) -> Mapping[str, str]:
    """Return the parts of an error's text that differ for this allowance (`meter`) or this payer (`whose`)."""
    parts: dict[str, str] = {}
    for name in ("whose", "meter"):
        parts |= _words(language)["cases"].get(f"{code}:{parameters.get(name)}", {})
    return parts


def explained(parameters: Mapping[str, object], language: str, *, now: datetime | None = None) -> str:
    """Return sentences on a refusal by its parameters: `meter`, `whose`, `resets_ms` (Unix milliseconds)."""
    words = _words(language)
    parts = [words["whose"].get(str(parameters.get("whose", "")), "")]
    resets_ms = parameters.get("resets_ms")
    if isinstance(resets_ms, int | float) and 0 < resets_ms < FOREVER_MS:
        parts.append(_renewed(words, int(resets_ms), now or datetime.now(UTC)))
    parts.append(words["goes_on"].get(_GOES_ON.get(str(parameters.get("meter", "")), ""), ""))
    return " ".join(part for part in parts if part)


def _renewed(words: dict[str, Any], resets_ms: int, now: datetime) -> str:
    at, today = datetime.fromtimestamp(resets_ms / 1000, UTC).astimezone(), now.astimezone()
    if at.date() == today.date():
        return words["renewed_today"].format(time=f"{at:%H:%M}")
    return words["renewed"].format(date=words["date"].format(day=at.day, month=words["months"][at.month - 1]))


@functools.cache
def _words(language: str) -> dict[str, Any]:
    file = resources.files("resources") / "i18n" / f"allowances.{language}.json"
    if not file.is_file():
        return _words(FALLBACK)
    return json.loads(file.read_text(encoding="utf-8"))
