import asyncio
import os
import signal
import time

import pytest

from desktop.media.messages import ProbeRequest, TranscribeRequest
from desktop.media.workers import MediaWorkers
from shared.errors import AppError
from tests.support.media_profile import sparse_speech
from tests.support.model_cache import model_folder
from tests.support.speech import sound, tone, write_audio
from tests.support.waiting import until


@pytest.fixture
async def workers():
    found = MediaWorkers()
    yield found
    await found.close()


def transcribe(path, **options):
    return TranscribeRequest(str(path), str(model_folder("tiny.en")), threads=2, batch=4, **options)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_file_is_looked_at_while_speech_is_decoded(workers, tmp_path):
    talk = write_audio(tmp_path / "talk.wav", sound(0, 60_000))
    short = write_audio(tmp_path / "short.wav", tone(300))
    order = []

    async def listen():
        await workers.speech("transcribe", transcribe(talk), lambda _event: None)
        order.append("speech")

    async def look():
        answer = await workers.light("probe", ProbeRequest(bytes(short)))
        order.append(answer["kind"])

    await asyncio.gather(listen(), look())
    assert order == ["audio", "speech"]
    assert len(workers.pids) == 2


async def test_the_loaded_model_is_remembered_until_the_worker_dies(workers, tmp_path):
    request = transcribe(write_audio(tmp_path / "a.wav", tone(300)))
    assert not workers.speech_is_warm(request.model_folder)
    await workers.speech("transcribe", request, lambda _event: None)
    assert workers.speech_is_warm(request.model_folder)
    assert not workers.speech_is_warm("/elsewhere")
    os.kill(workers.speech_pid, signal.SIGKILL)
    await until(lambda: workers.speech_pid is None)
    assert not workers.speech_is_warm(request.model_folder)


async def test_a_cancel_takes_less_than_a_second(workers, tmp_path):
    path = write_audio(tmp_path / "long.flac", sparse_speech(12, speech_s=60))
    events = []
    asking = asyncio.ensure_future(workers.speech("transcribe", transcribe(path), events.append))
    await until(lambda: events)
    pid = workers.speech_pid
    begun = time.monotonic()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert time.monotonic() - begun < 1.5
    # It listens to the next request, whether it stopped by itself or was ended and replaced.
    assert await workers.speech(
        "transcribe", transcribe(write_audio(tmp_path / "a.wav", tone(300))), lambda _event: None
    ) == {"heard_ms": 300}
    assert workers.speech_pid == pid or not alive(pid)


async def test_a_worker_that_dies_is_told_and_replaced(workers, tmp_path):
    path = write_audio(tmp_path / "long.flac", sparse_speech(12, speech_s=60))
    events = []
    asking = asyncio.ensure_future(workers.speech("transcribe", transcribe(path), events.append))
    await until(lambda: events)
    os.kill(workers.speech_pid, signal.SIGKILL)
    with pytest.raises(AppError) as died:
        await asking
    assert died.value.code == "worker.died"
    assert died.value.retryable
    short = write_audio(tmp_path / "a.wav", tone(300))
    assert (await workers.light("probe", ProbeRequest(bytes(short))))["kind"] == "audio"
    assert await workers.speech("transcribe", transcribe(short), lambda _event: None) == {"heard_ms": 300}


async def test_idle_workers_end(tmp_path):
    workers = MediaWorkers(idle_s=0.05)
    try:
        await workers.light("probe", ProbeRequest(bytes(write_audio(tmp_path / "a.wav", tone(300)))))
        (pid,) = workers.pids
        await until(lambda: not workers.pids)
        await until(lambda: not alive(pid))
    finally:
        await workers.close()


async def test_errors_of_the_handler_come_back(workers, tmp_path):
    with pytest.raises(AppError) as refused:
        await workers.light("probe", ProbeRequest(bytes(tmp_path / "gone.mp3")))
    assert refused.value.code == "storage.file_missing"
