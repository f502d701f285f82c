"""Amounts and what is left, in the words every page uses; the pages of usage test the rest."""

import msgspec
import pytest

from desktop.widgets import usage_words
from desktop.widgets.icons import is_icon
from shared.billing.meters import Meter
from tests.support.billing_stage import billing_status, entry


@pytest.mark.parametrize(
    ("meter", "amount", "text"),
    [
        (Meter.AI_TOKENS, 12_500, "12,500"),
        (Meter.VOICE_MS, 90_000, "1.5 min"),
        (Meter.VOICE_MS, 60_000 * 1_234, "1,234 min"),
        (Meter.STORAGE_BYTES, 1 << 30, "1 GB"),
        (Meter.CHARGED_MICROS, 1_250_000, "$1.25"),
    ],
)
def test_amounts_have_their_unit(meter, amount, text):
    assert usage_words.amount_text(meter, amount) == text
    assert usage_words.meter_title(meter)
    assert is_icon(usage_words.meter_icon(meter))


def test_an_entry_has_its_sign_and_its_reason():
    assert usage_words.signed_amount(entry(1, amount=-1_200)) == "−1,200"
    assert usage_words.flags_text(entry(1, flags=("estimated",), reason="An outage")) == (
        "estimated · An outage"
    )


def test_what_is_old_is_grey():
    (tokens, *_) = billing_status(ai_tokens=9_500).meters
    assert usage_words.level_of(tokens) == "danger"
    assert usage_words.level_of(tokens, offline=True) == "muted"
    assert usage_words.held_text(tokens) == ""


def test_what_devices_have_set_aside_is_not_running_work():
    (tokens, *_) = billing_status(held=500).meters
    assert usage_words.held_text(tokens) == "500 reserved by work that is running"
    assert "200" in usage_words.held_text(msgspec.structs.replace(tokens, offline_left=300))
    assert usage_words.held_text(msgspec.structs.replace(tokens, offline_left=500)) == ""


def test_no_limit_below_nothing_is_shown():
    (tokens, *_) = billing_status(ai_tokens=603).meters
    below = msgspec.structs.replace(tokens, limit=-350_000, percent_used=100, remaining=0)
    assert usage_words.used_text(below) == "603 of 0 used"
    assert usage_words.left_text(below) == "Used up"
