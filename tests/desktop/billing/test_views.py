import uuid

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.billing.views import Known, as_of, has_more_room, prompts_of, standing_of, with_offline
from shared.billing.meters import DAY_MS, Meter
from shared.errors import AppError
from tests.support.billing_stage import NOVEMBER_20_MS, billing_status


def known(**given_):
    return Known(uuid.uuid4(), "https://x.example", NOVEMBER_20_MS, billing_status(**given_))


def standing(**given_):
    return standing_of(known(**given_), NOVEMBER_20_MS)


def test_the_same_day_it_stands_as_the_server_said():
    said = known(ai_tokens=6_512, held=40)
    found = standing_of(said, NOVEMBER_20_MS)
    assert found.meters == said.status.meters
    assert (found.plan, found.offline) == ("free", False)
    assert standing_of(said, NOVEMBER_20_MS, AppError("network.unreachable")).offline


def test_offline_only_what_is_set_aside_here_counts():
    said = known()
    voice = next(meter for meter in said.status.meters if meter.meter is Meter.VOICE_MS)
    lent = msgspec.structs.replace(voice, held=200_000, offline_left=180_000)
    found = standing_of(
        msgspec.structs.replace(said, status=msgspec.structs.replace(said.status, meters=(lent,))), 1
    )
    here = with_offline(found, 50_000).of(Meter.VOICE_MS)
    assert (here.offline_left, here.held) == (50_000, 70_000)
    nothing = with_offline(found, None).of(Meter.VOICE_MS)
    assert (nothing.offline_left, nothing.held) == (None, 20_000)
    assert with_offline(standing(), 5).of(Meter.AI_TOKENS).offline_left is None


def test_days_are_counted_anew_and_what_was_renewed_is_empty():
    said = known(ai_tokens=9_900, ai_operations=9, storage_bytes=5_000)
    tomorrow = standing_of(said, NOVEMBER_20_MS + DAY_MS)
    tokens, operations = tomorrow.of(Meter.AI_TOKENS), tomorrow.of(Meter.AI_OPERATIONS)
    assert (tokens.used, tokens.days_until_reset, tokens.reset_date) == (9_900, 10, "2026-12-01")
    assert (operations.used, operations.remaining, operations.reset_date) == (0, 10, "2026-11-22")
    december = standing_of(said, NOVEMBER_20_MS + 11 * DAY_MS)
    tokens = december.of(Meter.AI_TOKENS)
    assert (tokens.used, tokens.percent_used, tokens.warning_level) == (0, 0, "ok")
    assert (tokens.reset_date, tokens.days_until_reset) == ("2027-01-01", 31)
    assert december.of(Meter.STORAGE_BYTES).used == 5_000


@given(used=st.integers(0, 30_000), days=st.integers(0, 800))
def test_a_later_moment_never_shows_more_and_is_the_same_in_two_steps(used, days):
    meter = standing(ai_tokens=used).of(Meter.AI_TOKENS)
    at_ms = NOVEMBER_20_MS + days * DAY_MS
    later = as_of(meter, at_ms)
    assert later.used in (used, 0)
    assert later.reset_date > meter.reset_date or later.used == used
    assert 1 <= later.days_until_reset <= 31
    assert as_of(as_of(meter, NOVEMBER_20_MS + days // 2 * DAY_MS), at_ms) == later


@pytest.mark.parametrize(
    ("used", "foremost"),
    [
        ({}, Meter.AI_TOKENS),
        ({"ai_tokens": 6_512, "ai_operations": 7}, Meter.AI_TOKENS),
        ({"ai_tokens": 6_512, "ai_operations": 8}, Meter.AI_OPERATIONS),
        ({"ai_tokens": 7_600, "ai_operations": 8}, Meter.AI_TOKENS),
        ({"ai_tokens": 7_600, "voice_ms": 590_000}, Meter.VOICE_MS),
    ],
)
def test_the_head_shows_tokens_unless_another_is_nearer_to_its_end(used, foremost):
    assert standing(**used).foremost.meter == foremost


def test_without_limits_there_is_nothing_at_the_head_but_tokens():
    found = standing(plan="enterprise", ai_operations=10_000)
    assert found.foremost.meter is Meter.AI_TOKENS
    assert msgspec.structs.replace(found, meters=()).foremost is None


def test_a_plan_without_ai_shows_what_it_has():
    found = standing(uploads=3)
    without = msgspec.structs.replace(found.of(Meter.AI_TOKENS), limit=0, remaining=0)
    others = [meter for meter in found.meters if meter.meter is not Meter.AI_TOKENS]
    assert msgspec.structs.replace(found, meters=(without, *others)).foremost.meter is not Meter.AI_TOKENS
    assert msgspec.structs.replace(found, meters=(without,)).foremost is None


def test_from_four_fifths_on_it_is_worth_a_word():
    assert prompts_of(standing(ai_tokens=7_999)) == []
    [near] = prompts_of(standing(ai_tokens=8_000))
    assert (near.full, near.key) == (False, "ai_tokens 2026-12-01")
    first, second = prompts_of(standing(ai_tokens=8_000, ai_operations=10))
    assert (first.meter.meter, first.full) == (Meter.AI_OPERATIONS, True)
    assert (second.meter.meter, second.full) == (Meter.AI_TOKENS, False)


def test_what_a_plan_does_not_have_is_not_used_up():
    assert prompts_of(standing(transcription_ms=60_000)) == []
    [room] = prompts_of(standing(storage_bytes=1 << 30))
    assert room.key == "storage_bytes free full"


GB = 1 << 30


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        ({"storage_bytes": GB}, {"plan": "pro", "storage_bytes": GB}, True),
        ({"plan": "pro"}, {}, False),
        ({"storage_bytes": GB}, {"storage_bytes": GB // 2}, True),
        ({"storage_bytes": GB // 2}, {"storage_bytes": GB // 4}, False),
        ({"storage_bytes": GB // 2}, {"storage_bytes": GB}, False),
        ({"uploads": 20}, {"uploads": 0}, True),
        ({"ai_tokens": 10_000}, {"ai_tokens": 0}, False),
        ({"plan": "pro", "uploads": 500}, {"plan": "enterprise", "uploads": 500}, True),
    ],
)
def test_files_have_more_room(before, after, more):
    assert has_more_room(billing_status(**before), billing_status(**after)) is more
