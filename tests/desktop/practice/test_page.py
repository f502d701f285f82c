"""The practice page on the real server: buttons, keys, a told microphone, the voice that only pretends."""

import struct
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt

from desktop.media.service import Dictated
from desktop.practice.page import PracticePage
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.microphone import MicrophoneDevice
from desktop.widgets.voice import Voice
from shared.errors import AppError
from tests.support.page_stage import stage as page_stage
from tests.support.practice_stage import ToldListener, ToldMicrophone, practice_stage, practising
from tests.support.waiting import until

BUILT_IN = MicrophoneDevice("a", "Built-in microphone")
LOUD = struct.pack("<2h", 20_000, -20_000) * 4_000


def pretending(parent):
    return Voice(parent, engine="mock")


def mute(parent):
    return Voice(parent, engine="no such engine")


@asynccontextmanager
async def opened(stage, *, devices=(BUILT_IN,), make_voice=pretending):
    found = list(devices)

    def create(context):
        return PracticePage(
            context, devices=lambda: found, make_microphone=ToldMicrophone, make_voice=make_voice
        )

    async with page_stage(create, stage.services) as shown:
        shown.found = found
        await until(lambda: shown.page.state() != "loading")
        yield shown


async def began(page):
    page.setup.start_button.click()
    await until(lambda: page.view_model.phase == "waiting")


def speak(page):
    page.talk.talk_button.click()
    page._microphone.heard.emit(LOUD)
    page.talk.talk_button.click()


async def test_a_talk_by_mouse(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage, opened(stage) as shown:
        page = shown.page
        assert page.setup.minutes.words.text().startswith(
            "0 s of 10 min used · 10 min left · New minutes on "
        )
        page.setup.topic.setText("Levers")
        page.setup.difficulty.set_selected("advanced")
        await began(page)
        assert page.panes.currentWidget() is page.talk
        assert page.talk.title.text() == "Levers · Advanced"
        assert page.talk.status.text() == "Your turn: press Space and speak"
        page.talk.talk_button.click()
        assert page._microphone.on
        assert page.talk.level.isVisible()
        page._microphone.heard.emit(LOUD)
        assert page.talk.level.shown() > 0
        page.talk.talk_button.click()
        assert not page._microphone.on
        await until(lambda: page.view_model.phase == "speaking")
        assert page.talk.transcript.views[0].words.text() == "What is a lever?"
        assert page.talk.transcript.views[1].accessibleName().startswith("Teacher: ")
        page.talk.stop_button.click()
        assert page.talk.status.text().startswith("The talk is over.")
        assert page.talk.again_button.isVisible()
        page.talk.again_button.click()
        assert page.panes.currentWidget() is page.setup


async def test_the_space_key_takes_and_gives_the_turn(qloop, qtbot, tmp_path):
    async with practice_stage(tmp_path) as stage, opened(stage) as shown:
        page = shown.page
        await began(page)
        page.talk.press_space()
        assert page.view_model.phase == "listening"
        page.talk.press_space()
        await until(lambda: page.view_model.phase == "speaking")
        page.talk.press_space()
        assert page.view_model.phase == "listening"
        assert not page._voice.speaking
        page.talk.stop_button.setFocus()
        assert page.talk.stop_button.hasFocus()
        qtbot.keyClick(page, Qt.Key.Key_Space)
        await until(lambda: page.view_model.phase == "off")
        assert not page._microphone.on


async def test_without_a_voice_answers_are_read(qloop, tmp_path, monkeypatch):
    read = []
    monkeypatch.setattr("desktop.practice.page.announce", lambda _page, text, **_how: read.append(text))
    async with practice_stage(tmp_path) as stage, opened(stage, make_voice=mute) as shown:
        page = shown.page
        await began(page)
        assert page.talk.quiet.text().startswith("This computer has no voice")
        speak(page)
        await until(lambda: page.view_model.phase == "waiting" and len(page.view_model.said) == 2)
        assert read == [page.view_model.said[1].text]


async def test_why_it_cannot_begin(qloop, tmp_path):
    async with practice_stage(tmp_path / "a", signed_in=False) as stage, opened(stage) as shown:
        page, setup = shown.page, shown.page.setup
        assert not setup.start_button.isEnabled()
        assert "needs an account" in setup.reason.text()
        assert setup.start_button.accessibleDescription() == setup.reason.text()
        setup.topic.returnPressed.emit()
        assert page.view_model.phase == "off"
        setup.reason.button.click()
        assert shown.shell.opened == [("account", {})]
    async with practice_stage(tmp_path / "b") as stage:
        stage.listener.ready = False
        async with opened(stage, devices=()) as shown:
            setup = shown.page.setup
            assert "speech model is missing" in setup.reason.text()
            setup.reason.button.click()
            assert shown.shell.opened == [("settings", {"section": "models"})]
            stage.listener.ready = True
            stage.services.bus.announce("model")
            assert "finds no microphone" in setup.reason.text()
            assert not setup.start_button.isEnabled()
            shown.found += [BUILT_IN, MicrophoneDevice("b", "Headset")]
            setup.reason.button.click()
            assert setup.start_button.isEnabled()
            assert setup.device.isVisible()


async def test_out_of_minutes(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage:
        await stage.leave_minutes(1)
        async with opened(stage) as shown:
            page = shown.page
            await began(page)
            assert [toast.text for toast in shown.shell.toasts] == ["1 minute left to speak this month"]
            await stage.minute()
            assert page.view_model.phase == "off"
            assert "used up" in page.talk.status.text()
            assert len(shown.shell.toasts) == 1
            page.talk.again_button.click()
            await until(lambda: "used up" in page.setup.reason.text())
            assert not page.setup.start_button.isEnabled()
            page.setup.reason.button.click()
            assert shown.shell.opened == [("plans", {})]


async def test_another_device(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage, stage.device("tablet") as tablet, opened(stage) as shown:
        page = shown.page
        await tablet.start("Pulleys", "beginner")
        page.setup.start_button.click()
        await until(lambda: page.findChild(ConfirmDialog) is not None)
        page.findChild(ConfirmDialog).action_button.click()
        await until(lambda: page.view_model.running)
        await tablet.beat()
        assert tablet.ended == "superseded"
        await tablet.start("Pulleys", "beginner", take_over=True)
        await stage.practice.beat()
        assert "another device" in page.talk.status.text()


async def test_leaving_the_page_says_that_minutes_count(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage, opened(stage) as shown:
        page = shown.page
        page.deactivated()
        assert shown.shell.toasts == []
        await began(page)
        page.talk.press_space()
        page.deactivated()
        assert not page._microphone.on
        toast = shown.shell.toasts[-1]
        assert "its minutes count" in toast.text
        page.hide()
        toast.on_action()
        assert not page.view_model.running
        assert shown.shell.toasts[-1].text.startswith("The talk is over.")


async def test_a_microphone_that_goes_away(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage, opened(stage) as shown:
        page = shown.page
        await began(page)
        page.talk.press_space()
        page._microphone.lost.emit()
        assert "microphone" in shown.shell.toasts[-1].text
        await until(lambda: page.view_model.phase == "speaking")
        page._microphone.can_open = False
        page.talk.press_space()
        assert len(shown.shell.toasts) == 2
        assert page.view_model.phase == "speaking"


async def test_nothing_understood_and_a_failure_with_another_try(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage, opened(stage) as shown:
        page = shown.page
        stage.listener.said = [Dictated("", ""), AppError("media.out_of_memory")]
        await began(page)
        speak(page)
        await until(lambda: page.talk.note.isVisible())
        speak(page)
        await until(lambda: page.talk.error.isVisible())
        assert not page.talk.error.retry_button.isVisible()
        assert not page.talk.note.isVisible()


@pytest.mark.parametrize("whose", ["you", "tenant"])
async def test_ai_that_is_used_up(qloop, tmp_path, monkeypatch, whose):
    async with practice_stage(tmp_path) as stage, opened(stage) as shown:
        page = shown.page
        await began(page)

        async def refused():
            raise AppError(
                "billing.used_up", meter="ai_tokens", used=1, limit=1, resets_ms=1, whose=whose, plan="free"
            )

        monkeypatch.setattr(stage.services.ai, "engine", refused)
        speak(page)
        await until(lambda: page.talk.error.isVisible())
        assert not page.talk.error.retry_button.isVisible()
        if whose == "tenant":
            assert not page.talk.error.action_button.isVisible()
            return
        page.talk.error.action_button.click()
        assert shown.shell.opened == [("plans", {})]


async def test_no_connection(qloop, tmp_path, monkeypatch):
    async with practice_stage(tmp_path) as stage:
        whole, cut = stage.services.accounts.call, [True]

        async def call(*given, **named):
            if cut:
                raise AppError("network.unreachable")
            return await whole(*given, **named)

        monkeypatch.setattr(stage.services.accounts, "call", call)
        async with opened(stage) as shown:
            page = shown.page
            assert page.state() == "error"
            cut.clear()
            page._stack.retry.emit()
            await until(lambda: page.state() == "content")
            cut.append(True)
            page.setup.start_button.click()
            await until(lambda: page.setup.error.isVisible())
            cut.clear()
            page.setup.error.retry.emit()
            await until(lambda: page.view_model.running)
            cut.append(True)
            await stage.practice.beat()
            assert "The talk goes on" in page.talk.lost.text()
            cut.clear()
            await stage.practice.beat()
            assert not page.talk.lost.isVisible()


async def test_without_a_connection_it_says_what_is_set_aside(qloop, tmp_path, monkeypatch):
    async with practice_stage(tmp_path) as stage:
        await stage.services.leases.renew()
        await stage.services.ai.configure("compatible", model="small", base_url="http://localhost:9/v1")
        whole = stage.practice._ask

        async def lost(*_given):
            raise AppError("network.unreachable")

        monkeypatch.setattr(stage.practice, "_ask", lost)
        async with opened(stage) as shown:
            page = shown.page
            assert page.state() == "content"
            assert page.setup.minutes.words.text() == "Offline: 2 of 2 min left"
            await began(page)
            assert page.talk.minutes.words.text() == "Offline: 2 of 2 min left"
            await stage.minute(2)
            assert page.view_model.phase == "off"
            page._again()
            await until(lambda: "used up" in page.setup.reason.text())
            assert not page.setup.start_button.isEnabled()
            monkeypatch.setattr(stage.practice, "_ask", whole)
            page._help()
            await until(page.setup.start_button.isEnabled)


async def test_why_nothing_is_set_aside_is_told(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage, opened(stage) as shown:
        page, leases = shown.page, stage.services.leases
        for code in ("network.unreachable", "billing.lease_too_little"):
            leases.problem = AppError(code)
            stage.services.bus.announce("lease")
            assert page.setup.offline.text() == ""
        leases.problem = AppError("billing.too_many_leases")
        stage.services.bus.announce("lease")
        assert page.setup.offline.text().startswith("Three devices have minutes set aside already.")
        assert page.setup.start_button.isEnabled()


async def test_its_state_comes_back_and_an_unfinished_talk_is_offered(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage:
        async with opened(stage) as shown:
            shown.page.restore_state({"topic": "Gears", "difficulty": "odd"})
            assert shown.page.page_state() == {"topic": "Gears", "difficulty": "beginner"}
            shown.page.open_target(topic="Cells")
            assert shown.page.setup.topic.text() == "Cells"
        await stage.practice.start("Levers", "advanced")
        crashed, stage.services.practice = stage.practice, None
        stage.services.practice = practising(stage.services, ToldListener())
        async with opened(stage) as shown:
            page = shown.page
            assert page.setup.start_button.text() == "Go on with the talk"
            assert page.setup.chosen() == ("Levers", "advanced")
            await began(page)
            assert stage.services.practice.session.session_id == crashed.session.session_id
        assert stage.services.practice.session is None
        await crashed.close()


async def test_closing_the_page_ends_the_talk(qloop, tmp_path):
    async with practice_stage(tmp_path) as stage:
        async with opened(stage) as shown:
            await began(shown.page)
        assert stage.practice.session is None
        await stage.practice.look()
        assert stage.practice.unfinished is None
