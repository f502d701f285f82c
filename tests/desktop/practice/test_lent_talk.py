"""Talks on minutes that are set aside here: without a connection, and when the rest of the month is used up."""

import pytest

from desktop.practice.service import KIND
from shared.billing.meters import Meter
from shared.errors import AppError
from tests.desktop.practice.test_service import OFFLINE, Cut, active_on
from tests.support.practice_stage import practice_stage

LENT_MS = 120_000


@pytest.fixture
async def stage(tmp_path):
    async with practice_stage(tmp_path) as found:
        yield found


async def lent(stage):
    """Online once: minutes are set aside."""
    await stage.practice.look()
    await stage.services.leases.renew()
    assert stage.services.leases.left == LENT_MS


async def own_model(stage):
    """Answers come from this computer."""
    await stage.services.ai.configure("compatible", model="small", base_url="http://localhost:9/v1")


async def used(stage):
    ledger, user_id = stage.cloud.ledger, stage.services.accounts.session.user_id
    balances = await ledger.balances(user_id)
    return next((one.used, one.held) for one in balances.meters if one.meter is Meter.VOICE_MS)


async def test_without_a_connection_a_talk_spends_what_is_set_aside(stage, monkeypatch):
    practice = stage.practice
    await lent(stage)
    await own_model(stage)
    cut = Cut(practice, monkeypatch)
    cut.failing = OFFLINE
    await practice.look()
    assert (practice.known, practice.blocked) == (True, None)
    assert (practice.minutes.offline, practice.minutes.remaining_ms) == (True, LENT_MS)
    await practice.start("Levers", "advanced")
    assert (practice.session.topic, practice.session.difficulty) == ("Levers", "advanced")
    await stage.minute()
    assert (practice.minutes.remaining_ms, stage.services.leases.left) == (60_000, 60_000)
    stage.clock.advance(10_000)
    assert practice.minutes.remaining_ms == 50_000
    practice.end()
    await practice._settled()
    assert (practice.session, practice.ended) == (None, "user_ended")
    assert stage.services.leases.left == 50_000
    assert "heartbeat" not in cut.asked
    cut.failing = None
    await stage.services.leases.renew()
    assert await used(stage) == (70_000, 106_000)
    await practice.look()
    # What is set aside here remains, too.
    assert (practice.minutes.offline, practice.minutes.remaining_ms) == (False, 530_000)
    assert await active_on(stage) is None


async def test_what_is_set_aside_ends_and_the_talk_with_it(stage, monkeypatch):
    practice = stage.practice
    await lent(stage)
    await own_model(stage)
    Cut(practice, monkeypatch).failing = OFFLINE
    await practice.start("", "beginner")
    await stage.minute(2)
    assert (practice.session, practice.ended) == (None, "offline_used_up")
    await practice._settled()
    await practice.look()
    assert practice.blocked == "no_offline"
    assert practice.offline_refusal.code == "leases.used_up"
    with pytest.raises(AppError, match=r"network\.unreachable"):
        await practice.start("", "beginner")


async def test_without_a_model_here_nobody_pays_for_silence(stage, monkeypatch):
    practice = stage.practice
    await lent(stage)
    cut = Cut(practice, monkeypatch)
    cut.failing = OFFLINE
    await practice.look()
    assert practice.blocked == "no_offline_ai"
    with pytest.raises(AppError, match=r"network\.unreachable"):
        await practice.start("", "beginner")
    await own_model(stage)
    stage.listener.ready = False
    await practice.look()
    assert practice.blocked == "no_speech_model"


async def test_with_nothing_set_aside_a_lost_network_is_told(stage, monkeypatch):
    Cut(stage.practice, monkeypatch).failing = OFFLINE
    with pytest.raises(AppError, match=r"network\.unreachable"):
        await stage.practice.look()
    assert not stage.practice.known


async def test_a_clock_that_is_set_back_ends_a_talk(stage, monkeypatch):
    practice = stage.practice
    await lent(stage)
    await own_model(stage)
    Cut(practice, monkeypatch).failing = OFFLINE
    await practice.start("", "beginner")
    await stage.minute()
    stage.clock.step_wall(-3_600_000)
    stage.clock.advance(30_000)
    await practice.beat()
    assert (practice.session, practice.ended) == (None, "offline_over")
    assert practice.offline_refusal.code == "leases.clock"
    assert practice.minutes is None


async def test_online_the_last_fifth_is_spent_too(stage):
    practice = stage.practice
    await stage.leave_minutes(5)
    await stage.services.leases.renew()
    assert stage.services.leases.left == 60_000
    await practice.look()
    assert practice.minutes.remaining_ms == 300_000


async def test_when_the_month_ends_in_a_talk_it_goes_on_with_what_is_set_aside(stage):
    practice = stage.practice
    await lent(stage)
    await stage.leave_minutes(1)
    await practice.look()
    assert practice.minutes.remaining_ms == 60_000 + LENT_MS
    await practice.start("Levers", "beginner")
    began = practice.session.session_id
    await stage.minute()
    assert practice.session.session_id == began
    assert practice.session.active
    await stage.minute()
    assert stage.services.leases.left == LENT_MS - 60_000
    assert await active_on(stage) is None
    practice.end()
    await practice._settled()
    # The next one begins on what is set aside at once.
    await practice.look()
    assert practice.blocked is None
    await practice.start("Levers", "beginner")
    await stage.minute()
    assert (practice.session, practice.ended) == (None, "offline_used_up")
    await practice._settled()
    with pytest.raises(AppError, match=r"billing\.lease_too_little"):
        await stage.services.leases.renew()
    assert (await used(stage))[1] == 0


async def test_a_network_that_stays_away_in_a_talk_does_not_end_it(stage, monkeypatch):
    practice = stage.practice
    await lent(stage)
    await own_model(stage)
    await practice.start("Levers", "beginner")
    Cut(practice, monkeypatch).failing = OFFLINE
    for _ in range(20):
        practice._active_ms = stage.clock.monotonic_ms()
        stage.clock.advance(30_000)
        await practice.beat()
        assert practice.problem is not None
        assert stage.services.leases.left == LENT_MS
    practice._active_ms = stage.clock.monotonic_ms()
    stage.clock.advance(30_000)
    await practice.beat()
    assert (practice.problem, practice.minutes.offline) == (None, True)
    await stage.minute()
    assert stage.services.leases.left == 60_000
    practice.end()
    await practice._settled()


async def test_whoever_watches_is_told(stage, monkeypatch):
    await lent(stage)
    await own_model(stage)
    Cut(stage.practice, monkeypatch).failing = OFFLINE
    seen = []
    stage.services.bus.subscribe(lambda changes: seen.append(changes.touches(KIND)))
    await stage.practice.start("", "beginner")
    assert any(seen)
    seen.clear()
    await stage.minute()
    assert any(seen)
    await stage.practice.leave()
    assert stage.practice.session is None


async def test_whoever_signs_out_gives_back_what_is_set_aside(stage):
    await lent(stage)
    assert await used(stage) == (0, LENT_MS)
    ledger, user_id = stage.cloud.ledger, stage.services.accounts.session.user_id
    await stage.services.accounts.sign_out()
    balances = await ledger.balances(user_id)
    assert balances.running.get("lease", 0) == 0
    assert stage.services.leases.lent is None
