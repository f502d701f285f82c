import json
from pathlib import Path

import pytest

from desktop.ai.failures import read_refusal, refusal_error
from shared.errors import ERRORS

NAMES = {"provider": "Anthropic (Claude)", "model": "claude-x"}


def said(status, body=None, headers=None):
    return refusal_error(read_refusal(status, body, headers or {}), **NAMES)


BODIES = [
    None,
    "",
    "<html></html>",
    [],
    {"error": None},
    {"error": {"code": 7}},
    {"detail": "x"},
    {"error": "x"},
]


def test_any_status_and_body_become_a_declared_code():
    for status in (*range(400, 432), *range(500, 530), 200, 0, 302):
        for body in BODIES:
            assert said(status, body).code in ERRORS


def test_the_providers_words_reach_the_person_but_no_log():
    error = said(400, {"error": {"message": "bad: 'why do cats purr'", "type": "invalid_request_error"}})
    assert error.parameters["reason"] == "bad: 'why do cats purr'"
    assert "cats" not in error.detail


def test_a_date_as_retry_after_counts_as_unsaid():
    assert said(429, None, {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}).parameters["seconds"] == 60


def test_trying_again_helps_only_where_the_code_says_so():
    assert said(529).retryable
    assert said(429).retryable
    assert not said(401).retryable
    assert not said(402).retryable
    assert not said(429, {"error": {"code": "insufficient_quota"}}).retryable


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_code_has_its_three_texts(language):
    texts = json.loads(Path(f"resources/i18n/errors.{language}.json").read_text(encoding="utf-8"))
    for code in ERRORS:
        if code.startswith(("ai.", "chat.")):
            assert all(texts[code][part].strip() for part in ("title", "body", "action"))
