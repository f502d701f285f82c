"""The computer sleeps for an hour in the middle of a job: the job goes on, is not failed and is not done twice."""

import asyncio
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from desktop.media.service import JobState
from desktop.runtime.paths import ProfilePaths
from tests.support.clocks import ManualClock
from tests.support.media_database import check_whole, look, wait_for
from tests.support.media_profile import media_profile, sparse_speech
from tests.support.model_cache import put_models
from tests.support.speech import write_audio
from tests.support.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def talk(tmp_path_factory):
    return write_audio(tmp_path_factory.mktemp("talk") / "talk.flac", sparse_speech(12, speech_s=8))


@pytest.mark.parametrize("step_ms", [HOUR_MS, -HOUR_MS])
async def test_a_stopped_worker_and_a_stepped_clock_disturb_nothing(tmp_path, talk, step_ms):
    """The worker stands still while the wall clock jumps, forward as after sleep or back as a time server does."""
    clock = ManualClock()
    async with media_profile(tmp_path / "data", clock=clock) as profile:
        (item_id,) = await profile.added(talk)
        profile.media.start()
        await until(lambda: len(look(profile.paths).windows) == 1, limit_s=60)
        pid = profile.media.workers.speech_pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        try:
            clock.step_wall(step_ms)
            profile.media.runner.wake()
            await asyncio.sleep(2.5)
            item = await profile.media.item(item_id)
            assert (item.state, item.error) == (JobState.TRANSCRIBING, None)
        finally:
            os.kill(pid, signal.SIGCONT)
        item = await profile.finished(item_id, limit_s=120)
        assert (item.state, item.error) == (JobState.COMPLETED, None)
        assert profile.media.workers.speech_pid in (pid, None)
        check_whole(look(profile.paths))
        (cost, *_) = await profile.media.costs(item_id)
        assert (cost.runs, cost.audio_ms) == (1, 720_000)


async def test_a_retry_that_was_due_during_sleep_happens_after_it(tmp_path, talk):
    clock = ManualClock()
    async with media_profile(tmp_path / "data", clock=clock) as profile:
        (item_id,) = await profile.added(talk)
        profile.media.start()
        await until(lambda: profile.media.workers.speech_pid, limit_s=60)
        pid = profile.media.workers.speech_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await profile.until(item_id, lambda item: item.error is not None)
        clock.step_wall(HOUR_MS)
        profile.media.runner.wake()
        assert (await profile.finished(item_id, limit_s=120)).state is JobState.COMPLETED


def test_a_whole_program_put_to_sleep_goes_on(tmp_path, talk):
    paths = ProfilePaths.of(tmp_path / "data")
    paths.create()
    put_models(paths.models_dir, "tiny.en")
    program = [sys.executable, "-m", "desktop.cli", "--data-dir", str(paths.data_dir)]
    with subprocess.Popen(
        [*program, "import", str(talk), "--wait", "--model", "tiny.en"], stdout=subprocess.DEVNULL
    ) as running:
        wait_for(paths, lambda found: len(found.windows) >= 1)
        family = [psutil.Process(running.pid), *psutil.Process(running.pid).children(recursive=True)]
        for process in family:
            process.suspend()
        time.sleep(4)
        for process in reversed(family):
            process.resume()
        assert running.wait(timeout=120) == 0
    found = look(paths)
    check_whole(found)
    assert found.states == ("completed",)
