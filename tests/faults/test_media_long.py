"""A recording of three hours: bounded memory, text early, and words at their second to the very end."""

import asyncio

import av
import numpy as np
import psutil
import pytest

from desktop.media.service import JobState
from tests.support.media_database import check_whole, look
from tests.support.media_profile import media_profile
from tests.support.speech import RATE_HZ, silence, sound

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]
MINUTES = 180
SPOKEN_MINUTES = (0, 1, 60, 121, 179)
MOST_BYTES = 900 * 1024**2


@pytest.fixture(scope="module")
def three_hours(tmp_path_factory):
    """Silence, and the first ten seconds of the lecture at the half of some minutes. Encoded minute by minute."""
    path = tmp_path_factory.mktemp("long") / "three hours.flac"
    said = sound(0, 10_000)
    quiet = silence(60_000)
    spoken = quiet.copy()
    spoken[30 * RATE_HZ : 40 * RATE_HZ] = said
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac", rate=RATE_HZ, layout="mono")
        for minute in range(MINUTES):
            samples = spoken if minute in SPOKEN_MINUTES else quiet
            for start in range(0, len(samples), 4_096):
                block = (samples[start : start + 4_096] * 32_767).astype("<i2").reshape(1, -1)
                frame = av.AudioFrame.from_ndarray(block, format="s16", layout="mono")
                frame.sample_rate, frame.pts = RATE_HZ, minute * 60 * RATE_HZ + start
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


async def test_three_hours_are_transcribed_in_bounded_memory_and_true_time(tmp_path, three_hours):
    async with media_profile(tmp_path / "data") as profile:
        (item_id,) = await profile.added(three_hours)
        item = await profile.media.item(item_id)
        assert item.duration_ms == MINUTES * 60_000
        peaks, previews, ended = [], [], asyncio.Event()

        async def watch():
            while not ended.is_set():
                used = [psutil.Process(pid).memory_info().rss for pid in profile.media.workers.pids]
                peaks.append(sum(used))
                lines = await profile.media.transcripts.segments(item_id)
                previews.extend(line.text for line in lines[:1] if line.preview)
                await asyncio.sleep(0.1)

        profile.media.start()
        async with asyncio.TaskGroup() as group:
            group.create_task(watch())
            item = await profile.finished(item_id, limit_s=500)
            ended.set()
        assert (item.state, item.error, item.notice) == (JobState.COMPLETED, None, "")
        assert max(peaks) < MOST_BYTES
        assert previews
        found = look(profile.paths)
        check_whole(found)
        assert len(found.windows) == pytest.approx(MINUTES / 4, abs=2)
        starts_s = np.array([segment[2] or 0 for segment in found.segments]) / 1000
        for minute in SPOKEN_MINUTES:
            # The lecture's first word comes 0.6 s after its beginning.
            assert np.abs(starts_s - (minute * 60 + 30.6)).min() < 1.0
        assert not [start for start in starts_s if start // 60 not in SPOKEN_MINUTES]
