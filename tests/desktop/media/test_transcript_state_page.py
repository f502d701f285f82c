"""What stands above the text, for each state an item can be in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from PySide6.QtTest import QSignalSpy

from desktop.media.player_view_model import PlayerViewModel
from desktop.media.service import JobState
from desktop.media.transcript_state_page import TranscriptState
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.media_files import make_tone
from tests.support.player_library import player_library
from tests.support.waiting import until


@asynccontextmanager
async def state_of(paths, tmp_path: Path, **about) -> AsyncIterator[tuple[TranscriptState, PlayerViewModel]]:
    async with player_library(paths) as library:
        item_id = await library.add(make_tone(tmp_path / "Talk.wav"), [], **about)
        async with TaskScope("test") as scope:
            model = PlayerViewModel(library.services.media, scope, library.services.bus)
            state = TranscriptState(model)
            opened = QSignalSpy(model.opened)
            model.open(item_id)
            await until(opened.count)
            state.show_state()
            yield state, model
            model.close()
            state.deleteLater()


async def test_nothing_is_said_of_what_is_ready(qloop, paths, tmp_path):
    async with state_of(paths, tmp_path) as (state, _model):
        assert state.isHidden()


async def test_running_work_shows_how_far_it_is_and_can_be_cancelled(qloop, paths, tmp_path):
    async with state_of(paths, tmp_path, state=JobState.TRANSCRIBING) as (state, model):
        assert not state.progress.isHidden()
        state.progress.cancelled.emit()
        await until(lambda: model.item is not None and model.item.state is JobState.CANCELLED)
        state.show_state()
        assert state.progress.isHidden()
        assert "not complete" in state.notice.text()
        state.notice.action.emit()
        await until(lambda: model.item is not None and model.item.state is JobState.PENDING)


async def test_a_failure_says_why_and_can_be_tried_again(qloop, paths, tmp_path):
    error = AppError("media.out_of_memory")
    async with state_of(paths, tmp_path, state=JobState.FAILED, error=error) as (state, model):
        assert state.error.title() == "There was not enough memory to go on."
        assert not state.error.retry_button.isHidden()
        state.error.retry.emit()
        await until(lambda: model.item is not None and model.item.state is JobState.PENDING)
        state.show_state()
        assert state.error.isHidden()
        assert not state.progress.isHidden()


async def test_a_missing_model_leads_to_the_models(qloop, paths, tmp_path):
    async with state_of(paths, tmp_path, state=JobState.PENDING, waiting="models.missing") as (state, _model):
        wanted = QSignalSpy(state.models_wanted)
        assert "Waiting for the speech model" in state.notice.text()
        state.notice.action.emit()
        assert wanted.count() == 1


async def test_a_remark_on_what_is_done(qloop, paths, tmp_path):
    async with state_of(paths, tmp_path, notice="media.no_speech") as (state, _model):
        assert state.notice.text().startswith("Nobody speaks in this recording.")
        assert state.notice.button.isHidden()


async def test_a_text_that_is_elsewhere_says_so(qloop, paths, tmp_path):
    async with state_of(paths, tmp_path) as (state, model):
        item = model.item
        model.item = msgspec.structs.replace(item, state=JobState.AWAY, here=False)
        state.show_state()
        assert "another computer" in state.notice.text()
        assert state.progress.isHidden()
        model.item = msgspec.structs.replace(item, state=JobState.AWAY)
        state.show_state()
        state.notice.action.emit()
        await until(lambda: model.item is not None and model.item.state is JobState.PENDING)
