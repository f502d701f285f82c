"""Talks of a signed-in desktop on the real server; time is the test's."""

import asyncio
from contextlib import aclosing

import pytest

from desktop.media.service import Dictated
from desktop.practice.service import KIND, Pace
from server.billing import voice_store
from shared.errors import AppError
from tests.support.practice_stage import BY_HAND, ToldListener, practice_stage, practising
from tests.support.waiting import until

OFFLINE = AppError("network.unreachable")


async def active_on(stage):
    """The session the server holds to be on."""
    async with stage.cloud.cloud.services.database.read() as tx:
        return await voice_store.active(tx, stage.services.accounts.session.user_id)


async def said(practice, words):
    async with aclosing(practice.answer(words)) as pieces:
        return "".join([piece async for piece in pieces])


class Cut:
    """Stands between a desktop and its server."""

    def __init__(self, practice, monkeypatch):
        self.failing: AppError | None = None
        self.after = False
        self.asked = []
        whole = practice._ask

        async def ask(method, what, body, answer):
            self.asked.append(what)
            if self.failing is not None and not self.after:
                raise self.failing
            told = await whole(method, what, body, answer)
            if self.failing is not None:
                raise self.failing
            return told

        monkeypatch.setattr(practice, "_ask", ask)


async def test_a_talk_is_counted_and_ended(tmp_path):
    async with practice_stage(tmp_path) as stage:
        practice = stage.practice
        seen = []
        stage.services.bus.subscribe(lambda changes: seen.append(changes.touches(KIND)))
        assert not practice.known
        await practice.look()
        assert practice.known
        assert practice.blocked is None
        assert practice.minutes.remaining_ms == 600_000
        await practice.start("Levers", "intermediate")
        assert (practice.session.topic, practice.session.difficulty) == ("Levers", "intermediate")
        await stage.minute(2)
        assert practice.minutes.used_ms == 120_000
        stage.clock.advance(10_000)
        assert practice.minutes.remaining_ms == 470_000
        practice.end()
        assert practice.session is None
        assert practice.ended == "user_ended"
        await practice._settled()
        assert await active_on(stage) is None
        assert practice.minutes.used_ms == 130_000
        assert any(seen)


async def test_it_answers_in_turns_and_names_the_operation(tmp_path):
    async with practice_stage(tmp_path) as stage:
        practice = stage.practice
        assert await said(practice, "too early") == ""
        await practice.start("Levers </topic>", "advanced")
        heard = await practice.hear(b"\0\0" * 16_000, rate=16_000, channels=1)
        assert heard == Dictated("What is a lever?", "en")
        assert "Twelve bytes" in await said(practice, heard.text)
        await said(practice, "And a pulley?")
        assert [turn.role for turn in practice._turns] == ["user", "assistant"] * 2
        await stage.services.ai.recorded()
        assert {call.operation for call in await stage.services.ai.usage()} == {"voice"}


async def test_an_answer_that_fails_leaves_no_turn(tmp_path, monkeypatch):
    async with practice_stage(tmp_path) as stage:
        practice = stage.practice
        await practice.start("", "beginner")

        async def none():
            return None

        monkeypatch.setattr(stage.services.ai, "engine", none)
        with pytest.raises(AppError) as failed:
            await said(practice, "Hello")
        assert failed.value.code == "ai.not_set_up"
        assert practice._turns == []


async def test_the_minutes_end_and_the_talk_with_them(tmp_path):
    async with practice_stage(tmp_path) as stage:
        practice = stage.practice
        await stage.leave_minutes(2)
        await practice.look()
        assert practice.minutes.warning
        await practice.start("", "beginner")
        await stage.minute(2)
        assert practice.session is None
        assert practice.ended == "limit_reached"
        await practice.look()
        assert practice.blocked == "used_up"
        with pytest.raises(AppError) as refused:
            await practice.start("", "beginner")
        assert refused.value.code == "billing.used_up"


async def test_the_next_sign_of_life_is_due_when_the_minutes_end(tmp_path):
    async with practice_stage(tmp_path) as stage:
        practice = practising(stage.services, ToldListener(), Pace(beat_s=30.0, least_s=1.0))
        await practice.start("", "beginner")
        assert practice._pause_s() == 30.0
        practice.end()
        await practice._settled()
        await stage.leave_minutes(0)
        await practice.look()
        await practice.close()


async def test_signs_of_life_go_by_themselves(tmp_path, monkeypatch):
    async with practice_stage(tmp_path) as stage:
        practice = practising(stage.services, ToldListener(), Pace(beat_s=0.01, retry_s=0.01))
        cut = Cut(practice, monkeypatch)
        await practice.start("", "beginner")
        await until(lambda: practice.session.last_seq >= 2)
        cut.failing = OFFLINE
        await until(lambda: practice.problem is not None)
        cut.failing = None
        await until(lambda: practice.problem is None)
        await practice.close()
        assert await active_on(stage) is None


async def test_another_device_is_asked_about_and_taken_over(tmp_path):
    async with practice_stage(tmp_path) as stage, stage.device("tablet") as tablet:
        await stage.practice.start("Levers", "beginner")
        with pytest.raises(AppError) as refused:
            await tablet.start("Levers", "beginner")
        assert refused.value.code == "billing.session_elsewhere"
        assert tablet.session is None
        await tablet.start("Levers", "beginner", take_over=True)
        await stage.practice.beat()
        assert stage.practice.ended == "superseded"
        assert tablet.session is not None


async def test_a_lost_network_lets_the_talk_go_on_for_ten_minutes(tmp_path, monkeypatch):
    async with practice_stage(tmp_path) as stage:
        practice = stage.practice
        cut = Cut(practice, monkeypatch)
        await practice.start("", "beginner")
        cut.failing = OFFLINE
        stage.clock.advance(30_000)
        await practice.beat()
        assert practice.session is not None
        assert practice.problem is OFFLINE
        assert practice._pause_s() == BY_HAND.retry_s
        cut.failing = None
        await practice.beat()
        assert practice.problem is None
        cut.failing = OFFLINE
        for _ in range(4):
            await practice.hear(b"", rate=1, channels=1)
            stage.clock.advance(150_001)
            await practice.beat()
        assert practice.session is None
        assert practice.ended == "stale"


async def test_the_server_tells_why_it_is_over(tmp_path, monkeypatch):
    async with practice_stage(tmp_path) as stage:
        practice = stage.practice
        cut = Cut(practice, monkeypatch)
        for error, reason in (
            (AppError("billing.session_over", reason="stale"), "stale"),
            (AppError("billing.session_over", reason="odd"), "error"),
            (AppError("billing.session_not_found"), "error"),
        ):
            cut.failing = None
            await practice.start("", "beginner")
            cut.failing = error
            await practice.beat()
            assert practice.ended == reason
        cut.failing = None
        await practice.start("", "beginner")
        await practice.leave()


async def test_nobody_there_saves_minutes(tmp_path):
    async with practice_stage(tmp_path) as stage:
        await stage.practice.start("", "beginner")
        await stage.minute(5)
        assert stage.practice.session is not None
        await stage.minute()
        assert stage.practice.ended == "idle"
        await stage.practice._settled()
        assert await active_on(stage) is None


async def test_a_talk_that_was_not_ended_is_gone_on_with(tmp_path):
    async with practice_stage(tmp_path) as stage:
        await stage.practice.start("Levers", "advanced")
        first = stage.practice.session.session_id
        after = practising(stage.services, ToldListener())
        await after.look()
        assert (after.unfinished.topic, after.unfinished.difficulty) == ("Levers", "advanced")
        await after.start("Levers", "advanced")
        assert after.session.session_id == first
        third = practising(stage.services, ToldListener())
        await third.look()
        await third.start("Pulleys", "beginner")
        assert third.session.session_id != first
        assert third.session.topic == "Pulleys"
        await third.close()
        for practice in (after, stage.practice):
            practice.end()
            await practice.close()


async def test_leaving_leaves_nothing_open(tmp_path, monkeypatch):
    async with practice_stage(tmp_path) as stage:
        practice = stage.practice
        cut = Cut(practice, monkeypatch)
        await practice.start("", "beginner")
        await practice.leave()
        assert await active_on(stage) is None
        cut.failing, cut.after = OFFLINE, True
        with pytest.raises(AppError):
            await practice.start("", "beginner")
        assert await active_on(stage) is not None
        cut.failing = None
        await practice.leave()
        assert await active_on(stage) is None


async def test_leaving_while_it_begins(tmp_path):
    async with practice_stage(tmp_path) as stage:
        begun = asyncio.ensure_future(stage.practice.start("", "beginner"))
        await asyncio.sleep(0)
        await stage.practice.leave()
        await begun
        assert stage.practice.session is None
        assert await active_on(stage) is None


async def test_an_end_that_was_not_heard_is_told_again(tmp_path, monkeypatch):
    async with practice_stage(tmp_path) as stage:
        practice = stage.practice
        cut = Cut(practice, monkeypatch)
        await practice.start("", "beginner")
        cut.failing = OFFLINE
        practice.end()
        await until(lambda: cut.asked.count("end") > 2)
        cut.failing = None
        await practice._settled()
        assert await active_on(stage) is None


async def test_why_no_talk_can_begin(tmp_path, monkeypatch):
    async with practice_stage(tmp_path / "a", signed_in=False) as stage:
        await stage.practice.look()
        assert stage.practice.known
        assert stage.practice.blocked == "signed_out"
    nothing = {"anthropic_key": "", "openai_key": "", "xai_key": "", "custom_url": ""}
    async with practice_stage(tmp_path / "b", ai=nothing) as stage:
        await stage.practice.look()
        assert stage.practice.blocked == "no_ai"
    async with practice_stage(tmp_path / "c") as stage:
        cut = Cut(stage.practice, monkeypatch)
        cut.failing = OFFLINE
        with pytest.raises(AppError):
            await stage.practice.look()
        assert not stage.practice.known
        cut.failing = AppError("web.not_found")
        await stage.practice.look()
        assert stage.practice.blocked == "no_sessions"
        cut.failing = None
        await stage.practice.look()
        stage.listener.ready = False
        assert stage.practice.blocked == "no_speech_model"


async def test_signing_out_ends_it(tmp_path):
    async with practice_stage(tmp_path) as stage:
        await stage.practice.start("", "beginner")
        await stage.services.accounts.sign_out()
        assert stage.practice.session is None
        assert stage.practice.ended == "signed_out"
        assert stage.practice.minutes is None
        stage.clock.advance(600_001)
        assert await stage.cloud.cloud.services.voice.tidy() == 1
