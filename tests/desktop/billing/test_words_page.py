import msgspec
import pytest

from desktop.billing import words_page
from desktop.billing.ledger_file import HEADINGS
from desktop.billing.views import Known, Prompt, prompts_of, standing_of
from desktop.widgets.icons import is_icon
from shared.billing.messages import OPERATIONS
from shared.billing.meters import Meter
from shared.errors import AppError
from tests.support.billing_stage import ADA, NOVEMBER_20_MS, billing_status, entry

MINUTE_MS = 60_000


def standing(problem=None, **given):
    return standing_of(
        Known(ADA, "https://x.example", NOVEMBER_20_MS, billing_status(**given)), NOVEMBER_20_MS, problem
    )


def meter(which=Meter.AI_TOKENS, **given):
    return standing(**given).of(which)


@pytest.mark.parametrize("which", Meter)
def test_every_meter_has_its_words_and_sign(which):
    assert words_page.meter_title(which)
    assert words_page.period_text(which)
    assert is_icon(words_page.meter_icon(which))


def test_every_service_and_heading_has_words():
    assert all("_" not in words_page.operation_text(operation) for operation in (*OPERATIONS, "new_thing"))
    assert all(words_page.heading(heading) for heading in HEADINGS)


@pytest.mark.parametrize(
    ("which", "given", "short", "used", "left"),
    [
        (Meter.AI_TOKENS, {"ai_tokens": 6_512}, "6.5K / 10K", "6,512 of 10,000 used", "3,488 left"),
        (Meter.AI_TOKENS, {"ai_tokens": 9_999}, "9.9K / 10K", "9,999 of 10,000 used", "1 left"),
        (Meter.AI_TOKENS, {"ai_tokens": 10_000}, "10K / 10K", "10,000 of 10,000 used", "Used up"),
        (Meter.VOICE_MS, {"voice_ms": 90_000}, "1.5 / 10 min", "1.5 min of 10 min used", "8.5 min left"),
        (
            Meter.STORAGE_BYTES,
            {"storage_bytes": 1 << 29},
            "512 MB / 1 GB",
            "512 MB of 1 GB used",
            "512 MB left",
        ),
        (Meter.TRANSCRIPTION_MS, {}, "0 / 0 min", "Not part of your plan", ""),
        (Meter.UPLOADS, {"plan": "enterprise", "uploads": 1_200}, "1.2K", "1,200 used", "No limit"),
    ],
)
def test_a_meter_in_words(which, given, short, used, left):
    found = meter(which, **given)
    assert words_page.short_text(found) == short
    assert words_page.used_text(found) == used
    assert words_page.left_text(found) == left


def test_no_limit_below_nothing_is_shown():
    for which, short in ((Meter.AI_TOKENS, "603 / 0"), (Meter.VOICE_MS, "0 / 0 min")):
        found = msgspec.structs.replace(meter(which, ai_tokens=603), limit=-600_000)
        assert words_page.short_text(found) == short


def test_when_it_is_renewed():
    assert words_page.reset_text(meter()).startswith("Renewed on ")
    assert words_page.reset_text(meter(Meter.AI_OPERATIONS)).startswith("Renewed at ")
    assert words_page.reset_text(meter(Meter.STORAGE_BYTES)) == ""
    assert words_page.reset_text(meter(Meter.TRANSCRIPTION_MS)) == ""
    assert words_page.reset_ms(meter()) == 1_796_083_200_000


def test_what_is_reserved_and_what_is_set_aside_for_offline():
    assert words_page.held_text(meter(held=1_200)) == "1,200 reserved by work that is running"
    assert words_page.held_text(meter()) == words_page.offline_text(meter()) == ""
    aside = msgspec.structs.replace(meter(Meter.VOICE_MS), offline_left=4 * MINUTE_MS)
    assert words_page.offline_text(aside) == "offline: 4 min left"


def test_old_numbers_are_grey_and_say_how_old_they_are():
    old = standing(AppError("network.unreachable"), ai_tokens=9_500)
    tokens = old.of(Meter.AI_TOKENS)
    assert words_page.level_of(tokens) == "danger"
    assert words_page.level_of(tokens, offline=True) == "muted"
    spoken = words_page.spoken_text(tokens, old)
    assert spoken.startswith("AI tokens, this month: 9,500 of 10,000 used · 95 % · Renewed on")
    assert "As of" in spoken


@pytest.mark.parametrize(
    ("used", "level"), [(7_499, "ok"), (7_500, "warning"), (8_999, "warning"), (9_000, "danger")]
)
def test_green_amber_red(used, level):
    assert words_page.level_of(meter(ai_tokens=used)) == level


def test_prompts():
    [near] = prompts_of(standing(ai_tokens=8_200))
    assert words_page.prompt_text(near).startswith("AI tokens: 82 % of 10,000 is used. Renewed on")
    [full] = prompts_of(standing(storage_bytes=1 << 30))
    assert isinstance(full, Prompt)
    assert words_page.prompt_text(full) == (
        "Storage on the server: all of 1 GB is used up. Everything on this computer goes on working."
    )


def test_entries():
    assert words_page.signed_amount(entry(1)) == "−1,200"
    assert words_page.signed_amount(entry(1, 5 * MINUTE_MS, meter=Meter.VOICE_MS)) == "+5 min"
    assert words_page.amount_text(Meter.CHARGED_MICROS, 21_100) == "$0.0211"
    assert words_page.flags_text(entry(1, flags=("estimated", "new_flag"), reason="sorry")) == (
        "estimated · new flag · sorry"
    )
    assert words_page.flags_text(entry(1)) == ""
    assert (words_page.kind_text("mint"), words_page.kind_text("new_kind")) == (
        "Allowance of the plan",
        "new kind",
    )
    assert (words_page.plan_name("pro"), words_page.plan_name("gold")) == ("Pro", "gold")
