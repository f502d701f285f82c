import asyncio

import pytest

from desktop.media import job_store, transcribing
from desktop.media.messages import Progress
from desktop.media.service import JobState
from desktop.media.transcribing import speech_threads
from shared.errors import AppError
from tests.support.documents import make_pdf, make_scan
from tests.support.media_profile import record_changes, sparse_speech
from tests.support.model_cache import put_models
from tests.support.speech import silence, sound, tone, truncated, write_audio


async def job_of(profile, item_id):
    def read(tx):
        row = job_store.find(tx, item_id)
        assert row is not None
        return job_store.view_of(row)

    return await profile.database.write(read)


def transcriber(profile):
    return profile.media._stages.get(JobState.TRANSCRIBING)


async def run(profile, item_id, progress=lambda _share: None):
    await transcriber(profile).run(await job_of(profile, item_id), progress)
    return await profile.media.transcripts.transcript(item_id)


async def test_a_talk_is_committed_with_its_cost_and_preview(profile, tmp_path):
    (item_id,) = await profile.added(write_audio(tmp_path / "talk.flac", sparse_speech(8, speech_s=8)))
    seen, shares, previews = record_changes(profile.bus), [], []

    async def read():
        found = await profile.media.transcripts.transcript(item_id)
        if found is not None and found.segments:
            previews.append(found.segments[0].preview)

    tasks = []
    profile.bus.subscribe(
        lambda change: change.touches("transcript") and tasks.append(asyncio.ensure_future(read()))
    )
    found = await run(profile, item_id, shares.append)
    await asyncio.gather(*tasks)
    assert found.complete
    assert previews[0] is True
    assert previews[-1] is False
    assert shares == sorted(shares)
    assert shares[-1] > 0.99
    (cost,) = await profile.media.costs(item_id)
    assert cost.audio_ms == 480_000
    assert cost.cpu_ms > 100
    assert any(change.concerns("transcript", item_id) for change in seen)


async def test_finished_windows_are_not_done_again(profile, tmp_path, monkeypatch):
    (item_id,) = await profile.added(write_audio(tmp_path / "talk.flac", sparse_speech(8, speech_s=8)))
    real, requests = profile.media.workers.speech, []

    async def speech(kind, request, on_event):
        requests.append(request)
        windows = 0

        def count(event):
            nonlocal windows
            windows += event.get("type") == "window"
            if windows < 2 or len(requests) > 1:
                on_event(event)

        answer = await real(kind, request, count)
        if len(requests) == 1:
            raise AppError("worker.died")
        return answer

    monkeypatch.setattr(profile.media.workers, "speech", speech)
    with pytest.raises(AppError):
        await run(profile, item_id)
    found = await run(profile, item_id)
    assert found.complete
    assert [request.first_window for request in requests] == [0, 1]
    assert requests[1].start_ms > 200_000
    assert requests[1].language == "en"
    starts = [segment.start_ms for segment in found.segments]
    assert starts == sorted(set(starts))


async def test_content_read_before_is_not_read_again(profile, tmp_path, monkeypatch):
    path = write_audio(tmp_path / "a.wav", sound(0, 4_000))
    (first,) = await profile.added(path)
    before = await run(profile, first)
    await profile.media.library.delete([first])
    (second,) = await profile.added(path)

    async def unused(*_args):
        raise AssertionError("the worker was asked")

    monkeypatch.setattr(profile.media.workers, "speech", unused)
    after = await run(profile, second)
    assert after.key == before.key
    assert after.segments == before.segments


async def test_silence_completes_with_a_remark(profile, tmp_path):
    (item_id,) = await profile.added(write_audio(tmp_path / "a.wav", silence(3_000)))
    found = await run(profile, item_id)
    assert (found.complete, found.notice, found.segments) == (True, "media.no_speech", ())


async def test_a_file_that_ends_early_says_so(profile, tmp_path):
    whole = write_audio(tmp_path / "whole.flac", sound(0, 20_000))
    (item_id,) = await profile.added(truncated(whole, tmp_path / "cut.flac", 0.5))
    found = await run(profile, item_id)
    assert (found.complete, found.notice) == (True, "media.ends_early")
    assert found.segments


async def test_documents_are_read_without_a_model(profile, tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("Light bends.\n")
    blank = tmp_path / "blank.md"
    blank.write_text("---\n\n")
    subtitles = tmp_path / "talk.srt"
    subtitles.write_text("00:00:01,000 --> 00:00:02,000\nHello\n")
    paths = (
        make_pdf(tmp_path / "a.pdf", ["A lens."]),
        make_scan(tmp_path / "scan.pdf"),
        text,
        blank,
        subtitles,
    )
    found = [await run(profile, item_id) for item_id in await profile.added(*paths)]
    assert [one.engine for one in found] == ["document"] * 4 + ["subtitles"]
    assert [one.notice for one in found] == ["", "media.no_text", "", "media.empty_text", ""]
    assert [len(one.segments) for one in found] == [1, 0, 1, 0, 1]
    assert all(one.complete for one in found)


async def test_a_lost_file_is_a_lasting_trouble(profile, tmp_path):
    (item_id,) = await profile.added(write_audio(tmp_path / "a.wav", tone(300)))
    (await profile.media.item(item_id)).media_path.unlink()
    with pytest.raises(AppError) as refused:
        await run(profile, item_id)
    assert refused.value.code == "media.file_lost"
    assert not refused.value.retryable


async def test_one_flipped_bit_in_the_model_is_found_before_it_is_used(profile, tmp_path):
    from tests.support.model_cache import damage

    (item_id,) = await profile.added(write_audio(tmp_path / "a.wav", sound(0, 3_000)))
    model = profile.paths.models_dir / "tiny.en" / "model.bin"
    before = model.stat()
    damage(model)
    import os

    # Rot on the disk changes no time stamp.
    os.utime(model, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(AppError) as refused:
        await run(profile, item_id)
    assert refused.value.code == "models.damaged"
    assert refused.value.parameters["title"]


async def test_a_job_can_go_on_once_its_model_is_there(profile, tmp_path):
    sound_id, text_id = await profile.added(
        write_audio(tmp_path / "a.wav", tone(300)), make_pdf(tmp_path / "a.pdf", ["x"])
    )
    await profile.database.write(lambda tx: job_store.reset(tx, sound_id, "base"))
    can_go_on = transcriber(profile).can_go_on
    assert not can_go_on(await job_of(profile, sound_id))
    assert can_go_on(await job_of(profile, text_id))
    put_models(profile.paths.models_dir, "base")
    assert can_go_on(await job_of(profile, sound_id))


async def test_a_silent_worker_is_given_up_after_many_waits_not_after_a_time(monkeypatch):
    monkeypatch.setattr(transcribing, "_STUCK_WAIT_S", 0.001)
    monkeypatch.setattr(transcribing, "_STUCK_WAITS", 3)
    events = asyncio.Queue()
    with pytest.raises(AppError) as stuck:
        await transcribing._patiently(events)
    assert stuck.value.code == "worker.timed_out"
    events.put_nowait(Progress(5))
    assert await transcribing._patiently(events) == Progress(5)


async def test_each_attempt_after_a_death_asks_for_less_memory(profile, tmp_path, monkeypatch):
    (item_id,) = await profile.added(write_audio(tmp_path / "a.wav", sound(0, 3_000)))
    batches = []

    async def dies(_kind, request, _on_event):
        batches.append(request.batch)
        raise AppError("worker.died")

    monkeypatch.setattr(profile.media.workers, "speech", dies)
    for attempt in range(4):
        await profile.database.write(
            lambda tx, attempt=attempt: tx.execute("UPDATE media_job SET attempt = ?", [attempt])
        )
        with pytest.raises(AppError):
            await run(profile, item_id)
    assert batches == [4, 2, 1, 1]


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 2), (4, 3), (32, 8), (None, 2)])
def test_threads_leave_room_for_the_window(monkeypatch, cores, threads):
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert speech_threads() == threads


async def test_a_whole_model_that_cannot_be_loaded_ends_the_job_instead_of_holding_up_all_others(
    profile, tmp_path, monkeypatch
):
    (item_id,) = await profile.added(write_audio(tmp_path / "a.wav", sound(0, 3_000)))

    async def refuses(_kind, _request, _on_event):
        raise AppError("models.damaged", name="tiny.en")

    monkeypatch.setattr(profile.media.workers, "speech", refuses)
    with pytest.raises(AppError) as refused:
        await run(profile, item_id)
    assert (refused.value.code, refused.value.retryable) == ("models.unusable", False)
    assert refused.value.parameters["name"] == "tiny.en"
