import json

import pytest

from desktop.media import job_store, transcript_store
from desktop.media.segments import Segment
from desktop.media.service import ExportFormat
from shared.errors import AppError
from shared.ids import ItemId, new_id
from tests.support.media_profile import record_changes
from tests.support.speech import tone, write_audio


async def code_of(awaitable):
    with pytest.raises(AppError) as refused:
        await awaitable
    return refused.value.code


async def test_a_talk_is_read_with_words_and_times(finished):
    found = await finished.media.transcripts.transcript(finished.talk)
    assert (found.engine, found.model, found.language, found.complete) == ("whisper", "tiny.en", "en", True)
    assert "lecture" in " ".join(segment.text for segment in found.segments)
    for segment in found.segments:
        assert segment.start_ms < segment.end_ms
        assert "".join(word.text for word in segment.words).strip() == segment.text
    assert [segment.idx for segment in found.segments] == list(range(len(found.segments)))
    assert await finished.media.transcripts.segments_of(finished.talk, found.key) == list(found.segments)


async def test_a_document_is_read_with_pages(finished):
    segments = await finished.media.transcripts.segments(finished.pdf)
    assert [(segment.page, segment.text) for segment in segments] == [
        (1, "A lens bends light. It makes a picture."),
        (2, "The second page."),
    ]


async def test_a_line_is_corrected_and_put_back(finished):
    transcripts = finished.media.transcripts
    seen = record_changes(finished.bus)
    (line, *_) = before = await transcripts.segments(finished.talk)
    previous = await transcripts.correct_segment(finished.talk, 0, "  Willkommen   bei Lantern. ")
    after = (await transcripts.segments(finished.talk))[0]
    assert (after.text, after.corrected) == ("Willkommen bei Lantern.", True)
    assert "".join(word.text for word in after.words).strip() == after.text
    assert line.start_ms <= after.words[0].start_ms < after.words[-1].end_ms <= line.end_ms
    assert any(change.concerns("transcript", finished.talk) for change in seen)
    again = await transcripts.correct_segment(finished.talk, 0, "Something else.")
    assert again.text == "Willkommen bei Lantern."
    await transcripts.put_back([again])
    assert (await transcripts.segments(finished.talk))[0].text == "Willkommen bei Lantern."
    await transcripts.put_back([previous])
    assert await transcripts.segments(finished.talk) == before


async def test_typing_what_was_heard_is_no_correction(finished):
    transcripts = finished.media.transcripts
    line = (await transcripts.segments(finished.talk))[0]
    await transcripts.correct_segment(finished.talk, 0, "x")
    await transcripts.correct_segment(finished.talk, 0, line.text)
    assert not (await transcripts.segments(finished.talk))[0].corrected
    assert await code_of(transcripts.correct_segment(finished.talk, 0, "  ")) == "media.no_text_given"
    assert await code_of(transcripts.correct_segment(finished.talk, 999, "x")) == "media.no_segment"
    assert await code_of(transcripts.correct_segment(ItemId(new_id()), 0, "x")) == "media.no_segment"


async def test_a_speaker_is_named_on_a_line_or_everywhere(finished):
    transcripts = finished.media.transcripts
    count = len(await transcripts.segments(finished.talk))
    previous = await transcripts.set_speaker(finished.talk, 1, "Ada")
    assert [line.speaker for line in await transcripts.segments(finished.talk)][:3] == ["", "Ada", ""]
    everyone = await transcripts.set_speaker(finished.talk, 0, "Grace Hopper", everywhere=True)
    assert len(everyone) == count - 1
    speakers = [line.speaker for line in await transcripts.segments(finished.talk)]
    assert speakers == ["Grace Hopper", "Ada", *["Grace Hopper"] * (count - 2)]
    await transcripts.put_back([*everyone, *previous])
    assert {line.speaker for line in await transcripts.segments(finished.talk)} == {""}


async def test_text_and_speaker_are_corrected_independently(finished):
    transcripts = finished.media.transcripts
    await transcripts.correct_segment(finished.talk, 0, "Hello.")
    await transcripts.set_speaker(finished.talk, 0, "Ada")
    line = (await transcripts.segments(finished.talk))[0]
    assert (line.text, line.speaker) == ("Hello.", "Ada")
    await transcripts.correct_segment(finished.talk, 0, None)
    line = (await transcripts.segments(finished.talk))[0]
    assert (line.speaker, line.corrected) == ("Ada", False)


async def test_a_transcript_is_exported_in_every_format(finished):
    transcripts = finished.media.transcripts
    await transcripts.correct_segment(finished.talk, 0, "Hello & welcome.")
    texts = {format_: await transcripts.export(finished.talk, format_) for format_ in ExportFormat}
    assert texts[ExportFormat.TXT].startswith("Hello & welcome. ")
    assert "Hello & welcome." in texts[ExportFormat.SRT]
    assert "Hello &amp; welcome." in texts[ExportFormat.VTT]
    document = json.loads(texts[ExportFormat.JSON])
    assert document["item_id"] == str(finished.talk)
    assert document["segments"][0]["text"] == "Hello & welcome."
    assert await code_of(transcripts.export(finished.pdf, ExportFormat.SRT)) == "media.no_times"


async def test_there_is_nothing_to_export_before_the_end(profile, tmp_path):
    (item_id,) = await profile.added(write_audio(tmp_path / "a.wav", tone(300)))
    transcripts = profile.media.transcripts
    assert await transcripts.transcript(item_id) is None
    assert await transcripts.segments(item_id) == []
    assert await code_of(transcripts.export(item_id, ExportFormat.TXT)) == "media.not_ready"
    assert await code_of(transcripts.export(ItemId(new_id()), ExportFormat.TXT)) == "media.no_item"


async def test_the_preview_stands_in_until_the_first_window(profile, tmp_path):
    (item_id,) = await profile.added(write_audio(tmp_path / "a.wav", tone(300)))

    def begin(tx):
        values = {"media_sha": bytes(32), "engine": "whisper", "model": "m", "language": ""}
        transcript_store.start(tx, b"key", values)
        job_store.put_target(tx, item_id, b"key")
        job_store.put_preview(tx, item_id, [Segment("A first look", 0, 900)])

    await profile.database.write(begin)
    (line,) = await profile.media.transcripts.segments(item_id)
    assert (line.text, line.preview) == ("A first look", True)
    await profile.database.write(
        lambda tx: transcript_store.add_segments(tx, b"key", 0, [Segment("The real text", 0, 900)])
    )
    (line,) = await profile.media.transcripts.segments(item_id)
    assert (line.text, line.preview) == ("The real text", False)
