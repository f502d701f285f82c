import os
import time

import pytest

from desktop.media.cleanup import STRAY_AGE_S
from desktop.media.service import ImportOutcome, JobState
from shared.errors import AppError
from shared.ids import ItemId, new_id
from tests.support.documents import make_pdf
from tests.support.model_cache import put_models
from tests.support.speech import sound, tone, write_audio
from tests.support.waiting import until


async def test_a_recording_becomes_a_transcript(profile, tmp_path):
    path = write_audio(tmp_path / "talk.m4a", sound(0, 8_000), sample_rate=48_000)
    (result,) = await profile.media.import_paths([path])
    profile.media.start()
    item = await profile.finished(result.item_id)
    assert (result.outcome, item.state, item.language, item.model) == (
        ImportOutcome.ADDED,
        JobState.COMPLETED,
        "en",
        "tiny.en",
    )
    text = " ".join(segment.text for segment in await profile.media.transcripts.segments(item.id))
    assert "lecture" in text
    assert [found.id for found in await profile.media.items()] == [item.id]


async def test_another_model_makes_another_transcript_and_the_old_is_shown_meanwhile(finished):
    put_models(finished.paths.models_dir, "base")
    before = await finished.media.transcripts.transcript(finished.talk)
    await finished.media.transcribe_again(finished.talk, "base")
    item = await finished.media.item(finished.talk)
    assert item.state is JobState.PENDING
    assert (await finished.media.transcripts.transcript(finished.talk)).key == before.key
    finished.media.start()
    await finished.finished(finished.talk)
    after = await finished.media.transcripts.transcript(finished.talk)
    assert (after.model, after.language, after.complete) == ("base", "en", True)
    assert after.key != before.key
    assert await finished.media.transcripts.segments_of(finished.talk, before.key) == []


@pytest.mark.parametrize("rounds", [1, 2])
async def test_the_same_model_hears_the_recording_again(finished, rounds):
    first = await finished.media.transcripts.transcript(finished.talk)
    await finished.media.transcripts.correct_segment(finished.talk, 0, "Mine.")
    finished.media.start()
    seen = {first.key}
    for round_ in range(2, rounds + 2):
        before = await finished.media.transcripts.transcript(finished.talk)
        await finished.media.transcribe_again(finished.talk)
        assert (await finished.media.transcripts.transcript(finished.talk)).key == before.key
        await finished.finished(finished.talk)
        after = await finished.media.transcripts.transcript(finished.talk)
        assert after.complete
        assert after.key not in seen
        assert after.segments[0].text not in ("", "Mine.")
        seen.add(after.key)
        heard = next(cost for cost in await finished.media.costs(finished.talk) if cost.audio_ms)
        assert heard.audio_ms >= round_ * 20_000
    assert (await finished.media.transcripts.segments_of(finished.talk, first.key))[0].text == "Mine."


async def test_corrections_keep_an_older_transcript(finished):
    before = await finished.media.transcripts.transcript(finished.talk)
    await finished.media.transcripts.correct_segment(finished.talk, 0, "Mine.")
    put_models(finished.paths.models_dir, "base")
    await finished.media.transcribe_again(finished.talk, "base")
    finished.media.start()
    await finished.finished(finished.talk)
    assert (await finished.media.transcripts.segments_of(finished.talk, before.key))[0].text == "Mine."


async def test_unknown_items_are_refused(profile):
    nobody = ItemId(new_id())
    for awaitable in (
        profile.media.item(nobody),
        profile.media.retry(nobody),
        profile.media.transcribe_again(nobody),
    ):
        with pytest.raises(AppError) as refused:
            await awaitable
        assert refused.value.code == "media.no_item"
    await profile.media.cancel(nobody)
    assert await profile.media.costs(nobody) == []


async def test_a_completed_job_is_neither_cancelled_nor_retried(finished):
    await finished.media.cancel(finished.pdf)
    await finished.media.retry(finished.pdf)
    assert (await finished.media.item(finished.pdf)).state is JobState.COMPLETED


async def test_starting_recovers_tidies_and_watches(profile, tmp_path):
    recorder = profile.media.recordings.start(rate=16_000, channels=1, title="Lost")
    recorder.write((tone(900) * 32_767).astype("<i2").tobytes())
    await recorder.finish()
    stray = profile.paths.temporary_dir / "half.part"
    stray.write_bytes(b"x")
    past = time.time() - STRAY_AGE_S - 60
    os.utime(stray, (past, past))
    profile.media.start()
    await until(lambda: not stray.exists())
    (item,) = await profile.media.items()
    assert item.title == "Lost"


async def test_other_slices_register_their_stages(profile, tmp_path):
    seen = []

    class Chunking:
        async def run(self, job, progress):
            seen.append((job.kind, job.stage))
            progress(1.0)

    profile.media.register_stage("chunking", Chunking())
    (item_id,) = await profile.added(make_pdf(tmp_path / "a.pdf", ["x"]))
    profile.media.start(watch_folders=False)
    await profile.finished(item_id)
    assert seen == [("document", JobState.CHUNKING)]


async def test_only_a_speech_model_can_be_asked_for(profile, tmp_path):
    with pytest.raises(AppError) as refused:
        await profile.media.import_paths([tmp_path / "a.wav"], model="minilm")
    assert refused.value.code == "models.unknown"
    with pytest.raises(AppError) as refused:
        await profile.media.transcribe_again(ItemId(new_id()), "minilm")
    assert refused.value.code == "models.unknown"
