"""Failures as Anthropic's and OpenAI's own programs expect them, with what is used up and when it returns in words."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

import msgspec

from server.texts import told
from server.web.operation import FailureForm
from shared.billing.messages import Wire
from shared.billing.meters import FOREVER_MS
from shared.errors import ERRORS, AppError

_KINDS: Mapping[int, str] = {
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    408: "timeout_error",
    413: "request_too_large",
    429: "rate_limit_error",
    503: "overloaded_error",
    504: "timeout_error",
}
_METERS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "ai_tokens": "AI tokens of this month",
        "ai_operations": "AI requests of today",
        "charged_micros": "budget of this month",
    },
    "es": {
        "ai_tokens": "tokens de IA de este mes",
        "ai_operations": "peticiones de IA de hoy",
        "charged_micros": "presupuesto de este mes",
    },
}
_RENEWED: Mapping[str, str] = {
    "en": "It is renewed on {date} at {time} UTC.",
    "es": "Se renueva el {date} a las {time} UTC.",
}


class Asking(Protocol):
    """What is known of a request that failed."""

    @property
    def language(self) -> str:
        """A tag that error texts exist in."""
        ...

    @property
    def request_id(self) -> str:
        """What the log knows it by."""
        ...


class ErrorDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong. `type` is the provider's word for it, `code` ours, which is stable; `parameters` fill it."""

    type: str
    message: str
    code: str
    parameters: dict[str, str | int | float]
    param: str | None = None


class AnthropicFailure(msgspec.Struct, frozen=True, kw_only=True):
    """A failure as Anthropic tells it."""

    error: ErrorDetail
    request_id: str
    type: Literal["error"] = "error"


class OpenAiFailure(msgspec.Struct, frozen=True, kw_only=True):
    """A failure as OpenAI tells it."""

    error: ErrorDetail


def in_words(failure: AppError, language: str) -> str:
    """What a person is told: for an allowance what it is and when it returns as well."""
    parameters: dict[str, Any] = dict(failure.parameters)
    meters = _METERS.get(language, _METERS["en"])
    if "meter" in parameters:
        parameters["meter"] = meters.get(str(parameters["meter"]), str(parameters["meter"]))
    text = told(AppError(failure.code, **parameters), language)
    resets_ms = parameters.get("resets_ms", 0)
    if failure.code != "billing.used_up" or not isinstance(resets_ms, int) or not 0 < resets_ms < FOREVER_MS:
        return text
    at = datetime.fromtimestamp(resets_ms // 1000, UTC)
    renewed = _RENEWED.get(language, _RENEWED["en"]).format(date=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}")
    return f"{text} {renewed}"


def detail(failure: AppError, language: str) -> ErrorDetail:
    """The part that both forms have."""
    status = ERRORS[failure.code].http_status
    other = "api_error" if status >= 500 else "invalid_request_error"
    return ErrorDetail(
        type=_KINDS.get(status, other),
        message=in_words(failure, language),
        code=failure.code,
        parameters=dict(failure.parameters),
    )


def event(wire: Wire, failure: AppError, language: str) -> bytes:
    """A failure within a stream, as the wire tells it."""
    told_detail = detail(failure, language)
    if wire == "anthropic":
        body = msgspec.json.encode({"type": "error", "error": told_detail})
        return b"event: error\ndata: " + body + b"\n\n"
    return b"data: " + msgspec.json.encode({"error": told_detail}) + b"\n\n"


def _headers(failure: AppError) -> dict[str, str]:
    # Both SDKs obey it. What is used up does not come back by asking again; what others have reserved does.
    headers = {} if failure.retryable else {"x-should-retry": "false"}
    if failure.code in ("ai.upstream_busy", "billing.model_unreachable"):
        headers["Retry-After"] = str(failure.parameters.get("seconds", 5))
    return headers


def _anthropic(call: Asking, failure: AppError) -> tuple[bytes, dict[str, str]]:
    body = AnthropicFailure(error=detail(failure, call.language), request_id=call.request_id)
    return msgspec.json.encode(body), {**_headers(failure), "request-id": call.request_id}


def _openai(call: Asking, failure: AppError) -> tuple[bytes, dict[str, str]]:
    return msgspec.json.encode(OpenAiFailure(error=detail(failure, call.language))), _headers(failure)


ANTHROPIC_FORM = FailureForm(AnthropicFailure, _anthropic)
OPENAI_FORM = FailureForm(OpenAiFailure, _openai)
