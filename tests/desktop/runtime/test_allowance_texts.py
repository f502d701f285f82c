import json
from datetime import UTC, datetime

import pytest

from desktop.runtime.allowance_texts import case_of, explained, meter_words
from shared.billing.meters import FOREVER_MS, Meter
from tests.support.source_tree import ROOT

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DECEMBER_MS = 1_796_126_400_000


def shape(value):
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    return len(value) if isinstance(value, list) else type(value)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("meter", Meter)
def test_every_meter_has_words(meter, language):
    assert "_" not in meter_words(meter.value, language)


def test_the_languages_say_the_same():
    english, spanish = (
        json.loads((ROOT / f"resources/i18n/allowances.{language}.json").read_text("utf-8"))
        for language in ("en", "es")
    )
    assert shape(english) == shape(spanish)


def test_what_is_used_up_whose_until_when_and_what_goes_on():
    given = {"meter": "ai_tokens", "whose": "you", "resets_ms": DECEMBER_MS}
    words = explained(given, "en", now=NOON)
    assert words.startswith("It is renewed on December 1. Answers from your own material")
    assert "your school" in explained({**given, "whose": "tenant"}, "en", now=NOON)
    assert "1 de diciembre" in explained(given, "es", now=NOON)
    tonight = {"meter": "ai_operations", "whose": "you", "resets_ms": NOON.timestamp() * 1000 + 3_600_000}
    assert "today at" in explained(tonight, "en", now=NOON)


@pytest.mark.parametrize("given", [{}, {"meter": "novelty", "whose": "moon", "resets_ms": FOREVER_MS}])
def test_what_it_does_not_know_it_leaves_out(given):
    assert explained(given, "en", now=NOON) == ""
    assert meter_words("novelty", "fr") == "novelty"


def test_what_is_never_renewed_still_says_what_goes_on():
    words = explained({"meter": "storage_bytes", "resets_ms": FOREVER_MS}, "en", now=NOON)
    assert words == "Everything stays and works on this computer; only copies on the server have to wait."


@pytest.mark.parametrize("language", ["en", "es", "xx"])
def test_some_refusals_have_words_of_their_own(language):
    voice = case_of("billing.reserved", {"meter": "voice_ms", "whose": "you"}, language)
    assert set(voice) == {"title", "body", "action"}
    assert case_of("billing.reserved", {"meter": "ai_tokens", "whose": "you"}, language) == {}
    school, server = (
        case_of("billing.used_up", {"meter": "ai_tokens", "whose": whose}, language)
        for whose in ("tenant", "budget")
    )
    assert set(school) == set(server) == {"action"}
    assert school != server
