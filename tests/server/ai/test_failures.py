"""Failures as the SDKs read them, with what is used up and when it returns."""

from types import SimpleNamespace

import msgspec
import pytest

from server.ai.failures import ANTHROPIC_FORM, OPENAI_FORM, event, in_words
from shared.errors import AppError

CALL = SimpleNamespace(language="en", request_id="r-1")
USED_UP = AppError(
    "billing.used_up",
    meter="ai_tokens",
    used=10_000,
    limit=10_000,
    resets_ms=1_796_083_200_000,
    whose="you",
    plan="free",
)


def told(form, failure, **call):
    body, headers = form.answer(SimpleNamespace(**{**vars(CALL), **call}), failure)
    return msgspec.json.decode(body), headers


def test_what_is_used_up_says_when_it_returns():
    body, headers = told(ANTHROPIC_FORM, USED_UP)
    assert (body["type"], body["error"]["type"]) == ("error", "billing_error")
    assert body["error"]["code"] == "billing.used_up"
    assert "AI tokens of this month" in body["error"]["message"]
    assert "2026-12-01 at 00:00 UTC" in body["error"]["message"]
    assert headers["x-should-retry"] == "false"
    assert headers["request-id"] == body["request_id"] == "r-1"


def test_openai_has_its_own_form():
    body, headers = told(OPENAI_FORM, USED_UP, language="es")
    assert set(body) == {"error"}
    assert body["error"]["parameters"]["limit"] == 10_000
    assert body["error"]["param"] is None
    assert "tokens de IA de este mes" in body["error"]["message"]
    assert headers == {"x-should-retry": "false"}


@pytest.mark.parametrize("meter", ["ai_operations", "charged_micros", "of_tomorrow"])
def test_every_meter_has_words_or_its_name(meter):
    failure = AppError("billing.reserved", meter=meter, held=5, whose="you")
    assert "{" not in in_words(failure, "en")
    assert in_words(failure, "es") != in_words(failure, "en")


def test_what_comes_back_by_itself_may_be_asked_again():
    _, headers = told(ANTHROPIC_FORM, AppError("billing.reserved", meter="ai_tokens", held=5))
    assert "x-should-retry" not in headers
    body, headers = told(OPENAI_FORM, AppError("ai.upstream_busy", model="m", seconds=7))
    assert headers["Retry-After"] == "7"
    assert body["error"]["type"] == "overloaded_error"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("web.token_missing", "authentication_error"),
        ("web.too_large", "request_too_large"),
        ("billing.unknown_model", "not_found_error"),
        ("billing.unpriced_model", "invalid_request_error"),
        ("ai.upstream_trouble", "api_error"),
        ("ai.upstream_slow", "timeout_error"),
    ],
)
def test_kinds_follow_the_status(code, kind):
    body, _ = told(ANTHROPIC_FORM, AppError(code, model="m", limit_bytes=1))
    assert body["error"]["type"] == kind


def test_within_a_stream_an_error_is_an_event():
    failure = AppError("ai.upstream_cut", model="m")
    anthropic = event("anthropic", failure, "en")
    assert anthropic.startswith(b"event: error\ndata: {")
    assert msgspec.json.decode(anthropic.split(b"data: ")[1])["error"]["type"] == "api_error"
    assert msgspec.json.decode(event("openai", failure, "en")[6:])["error"]["code"] == "ai.upstream_cut"
