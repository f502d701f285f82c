"""kill -9 of the program and of its worker at many points: at most one window is done again, nothing is there twice."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from desktop.runtime.paths import ProfilePaths
from tests.support.media_database import check_whole, look, wait_for
from tests.support.media_profile import media_profile, sparse_speech
from tests.support.model_cache import put_models
from tests.support.speech import write_audio
from tests.support.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def talk(tmp_path_factory):
    """Twelve minutes in three windows, with half a minute of speech."""
    return write_audio(
        tmp_path_factory.mktemp("talk") / "talk.flac", sparse_speech(12, speech_s=8, every_s=120)
    )


@pytest.fixture(scope="module")
def undisturbed(talk, tmp_path_factory):
    paths = prepared(tmp_path_factory.mktemp("undisturbed"))
    assert run_to_end(paths, talk) == 0
    return look(paths)


def prepared(folder):
    paths = ProfilePaths.of(folder / "data")
    paths.create()
    put_models(paths.models_dir, "tiny.en")
    return paths


def command(paths, talk):
    program = [sys.executable, "-m", "desktop.cli", "--data-dir", str(paths.data_dir)]
    return [*program, "import", str(talk), "--wait", "--model", "tiny.en"]


def run_to_end(paths, talk):
    return subprocess.run(command(paths, talk), check=False, capture_output=True, timeout=200).returncode


@contextlib.contextmanager
def running(paths, talk):
    """The program, killed at the end; its workers must end by themselves."""
    with subprocess.Popen(
        command(paths, talk), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as program:
        try:
            yield program
        finally:
            workers = psutil.Process(program.pid).children(recursive=True) if program.poll() is None else []
            program.kill()
            program.wait()
    _, alive = psutil.wait_procs(workers, timeout=60)
    assert alive == []


POINTS = {
    "as it starts": lambda _found: True,
    "with the item just added": lambda found: found.items == 1,
    "while the first window is decoded": lambda found: "transcribing" in found.states,
    "after the first window": lambda found: len(found.windows) == 1,
    "after the second window": lambda found: len(found.windows) == 2,
    "after the last window": lambda found: len(found.windows) == 3,
}


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_program_goes_on_where_it_was(tmp_path, talk, undisturbed, point):
    paths = prepared(tmp_path)
    with running(paths, talk):
        before = wait_for(paths, POINTS[point])
    kept = look(paths)
    check_whole(kept)
    assert len(kept.windows) >= len(before.windows)
    assert run_to_end(paths, talk) == 0
    found = look(paths)
    check_whole(found)
    assert found.states == ("completed",)
    assert found.items == 1
    assert found.windows == undisturbed.windows
    assert found.segments == undisturbed.segments
    # What was there before the second run was not touched by it.
    assert found.segments[: len(kept.segments)] == kept.segments


def test_many_kills_at_any_moment_end_in_the_same_transcript(tmp_path, talk, undisturbed):
    paths = prepared(tmp_path)
    for number in range(6):
        with running(paths, talk):
            time.sleep(0.7 + 0.55 * number)
    assert run_to_end(paths, talk) == 0
    found = look(paths)
    check_whole(found)
    assert (found.windows, found.segments) == (undisturbed.windows, undisturbed.segments)


async def test_a_worker_killed_after_each_window_costs_no_finished_one(tmp_path, talk, undisturbed):
    async with media_profile(tmp_path / "data") as profile:
        (item_id,) = await profile.added(talk)
        profile.media.start()
        for count in range(3):
            await until(lambda count=count: len(look(profile.paths).windows) >= count, limit_s=60)
            await until(lambda: profile.media.workers.speech_pid, limit_s=60)
            kept = look(profile.paths)
            pid = profile.media.workers.speech_pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            await profile.until(item_id, lambda item: item.error is not None)
            assert look(profile.paths).segments[: len(kept.segments)] == kept.segments
            await profile.media.retry(item_id)
        item = await profile.finished(item_id, limit_s=120)
        assert item.error is None
        found = look(profile.paths)
        check_whole(found)
        assert (found.windows, found.segments) == (undisturbed.windows, undisturbed.segments)
        (cost, *_) = await profile.media.costs(item_id)
        # Each window was paid for once: the minutes of sound are those of the recording.
        assert cost.audio_ms == found.windows[-1][2]


def test_a_killed_recording_loses_at_most_its_last_piece(tmp_path):
    """A process records in real chunks and is killed; the next start makes an item of what was written."""
    program = """
import asyncio, sys, time
from pathlib import Path
sys.path.insert(0, ".")
from tests.support.media_profile import media_profile
async def main():
    async with media_profile(Path(sys.argv[1]), models=()) as profile:
        recorder = profile.media.recordings.start(rate=16000, channels=1, title="Cut off")
        second = 0
        while True:
            recorder.write(bytes(32000)); second += 1
            while recorder.length_ms < second * 1000: await asyncio.sleep(0.001)
            print(second, flush=True)
asyncio.run(main())
"""
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "data")], stdout=subprocess.PIPE, text=True
    ) as recording:
        assert recording.stdout is not None
        while int(recording.stdout.readline()) < 34:
            pass
        recording.kill()
    paths = ProfilePaths.of(tmp_path / "data")
    pieces = [piece.stat().st_size for piece in sorted(paths.recordings_dir.glob("*/*.pcm"))]
    assert pieces[:3] == [320_000] * 3

    import asyncio

    async def recover():
        async with media_profile(tmp_path / "data", models=()) as profile:
            (result,) = await profile.media.recordings.recover()
            assert result.item_id is not None
            return await profile.media.item(result.item_id)

    item = asyncio.run(recover())
    assert item.title == "Cut off"
    assert item.duration_ms is not None
    assert item.duration_ms >= 30_000
