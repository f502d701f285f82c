"""What went wrong at a provider, in our own error codes. Reads statuses and error bodies, knows no SDK."""

from collections.abc import Mapping
from typing import Any

import msgspec

from shared.errors import AppError

_REASON_CHARS = 200
# The status of an error told inside a reply that had begun well.
_IN_STREAM = 200
# "No money" comes as 402, as OpenAI's 429 `insufficient_quota`, as Anthropic's older 400, as xAI's 403.
_NO_CREDIT_CODES = {
    "insufficient_quota",
    "billing_error",
    "billing_hard_limit_reached",
    "credit_balance_too_low",
}
_NO_CREDIT_WORDS = (
    "credit balance",
    "exceeded your current quota",
    "out of credits",
    "run out of credit",
)
_TOO_LONG_CODES = {"context_length_exceeded", "request_too_large", "string_above_max_length"}
_TOO_LONG_WORDS = (
    "context length",
    "context window",
    "context size",
    "prompt is too long",
    "maximum context",
    "too many tokens",
)
_MODEL_CODES = {"model_not_found", "invalid_model"}


class Refusal(msgspec.Struct, frozen=True):
    """An error reply: HTTP status (200 inside a stream), the body's codes, the server's words."""

    status: int
    codes: frozenset[str]
    message: str
    retry_after_s: float | None = None
    may_retry: bool | None = None


def read_refusal(status: int, body: object, headers: Mapping[str, str], message: str = "") -> Refusal:
    """Read an error reply of either wire; bodies that are no JSON object count as their text."""
    error = _error_part(body)
    codes = {str(error[key]) for key in ("type", "code") if error.get(key)}
    details = error.get("details")
    if isinstance(details, Mapping) and isinstance(details.get("error_code"), str):
        codes.add(details["error_code"])
    said = error.get("message")
    asked = headers.get("x-should-retry")
    return Refusal(
        status,
        frozenset(codes),
        said if isinstance(said, str) else "" if isinstance(body, str) else message,
        _seconds(headers.get("retry-after")),
        None if asked is None else asked == "true",
    )


def _error_part(body: object) -> Mapping[str, Any]:
    if not isinstance(body, Mapping):
        # Ollama's errors are bare sentences; a web page is not a sentence.
        return {"message": body} if isinstance(body, str) and not body.lstrip().startswith("<") else {}
    inner = body.get("error")
    if isinstance(inner, Mapping):
        return inner
    return {"message": inner} if isinstance(inner, str) else body


def _seconds(text: str | None) -> float | None:
    """Read Retry-After in seconds; the date form is rare here and counts as unsaid."""
    try:
        seconds = float(text) if text else None
    except ValueError:
        return None
    return seconds if seconds is not None and 0 <= seconds < 86_400 else None


def refusal_error(refusal: Refusal, *, provider: str, model: str) -> AppError:
    """Say an error reply in our codes.

    The provider's own words may quote the request: they go to the person as `reason`, never into `detail`.
    """
    code = _code_of(refusal)
    parameters: dict[str, str | float] = {"provider": provider}
    if code == "ai.model_unknown":
        parameters["model"] = model
    if code == "ai.rate_limited":
        parameters["seconds"] = round(refusal.retry_after_s or 60)
    if code == "ai.request_refused":
        parameters["reason"] = refusal.message[:_REASON_CHARS]
    detail = f"HTTP {refusal.status} {' '.join(sorted(refusal.codes))}".strip()
    return AppError(code, detail=detail, retryable=refusal.may_retry, **parameters)


def _code_of(refusal: Refusal) -> str:
    said = refusal.message.lower()
    if refusal.status == 402 or refusal.codes & _NO_CREDIT_CODES or _says(said, _NO_CREDIT_WORDS):
        return "ai.no_credit"
    if refusal.status == 413 or refusal.codes & _TOO_LONG_CODES or _says(said, _TOO_LONG_WORDS):
        return "ai.too_long"
    if _model_is_unknown(refusal, said):
        return "ai.model_unknown"
    if refusal.status == _IN_STREAM:
        return next(
            (_BY_ERROR_TYPE[code] for code in _BY_ERROR_TYPE if code in refusal.codes), "ai.provider_trouble"
        )
    if refusal.status in _BY_STATUS:
        return _BY_STATUS[refusal.status]
    return "ai.request_refused" if 400 <= refusal.status < 500 else "ai.provider_trouble"


def _says(said: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in said for phrase in phrases)


def _model_is_unknown(refusal: Refusal, said: str) -> bool:
    if refusal.codes & _MODEL_CODES:
        return True
    if refusal.status == 404:
        # Ollama: `model "x" not found, try pulling it`; Anthropic: `model: x`. Else the address is wrong.
        return "model" in said
    return refusal.status == 400 and "model" in said and ("not found" in said or "does not exist" in said)


_BY_STATUS = {
    401: "ai.key_refused",
    403: "ai.not_permitted",
    404: "ai.wrong_address",
    405: "ai.wrong_address",
    408: "ai.timed_out",
    429: "ai.rate_limited",
}
_BY_ERROR_TYPE = {
    "authentication_error": "ai.key_refused",
    "permission_error": "ai.not_permitted",
    "rate_limit_error": "ai.rate_limited",
    "rate_limit_exceeded": "ai.rate_limited",
    "invalid_request_error": "ai.request_refused",
}
