from desktop.media import job_store, transcript_store
from desktop.media.messages import WindowDone
from desktop.media.segments import Segment, Word
from shared.ids import ItemId, JobId, new_id

ITEM = ItemId(new_id())
KEY = b"k" * 32
VALUES = {"media_sha": bytes(32), "engine": "whisper", "model": "tiny.en", "language": ""}
SEGMENT = Segment("Hi there", 10, 900, words=(Word(10, 400, " Hi", 0.5), Word(400, 900, " there", 0.75)))


def window(idx, start_ms, end_ms, segments=(SEGMENT,), language="en"):
    return WindowDone(idx, start_ms, end_ms, list(segments), language, 500, 1, 1)


def row_of(tx):
    row = transcript_store.row(tx, KEY)
    assert row is not None
    return row


def add(tx, *windows):
    transcript_store.start(tx, KEY, VALUES)
    return [transcript_store.add_window(tx, KEY, one) for one in windows]


async def test_windows_are_written_in_order_once_and_without_a_gap(database):
    windows = [
        window(0, 0, 1_000),
        window(0, 0, 1_000),
        window(2, 1_000, 2_000),
        window(1, 900, 2_000),
        window(1, 1_000, 2_000),
    ]
    assert await database.write(lambda tx: add(tx, *windows)) == [True, False, False, False, True]
    async with database.reader() as reader:
        assert await transcript_store.resume_point(reader, KEY) == (2, 2_000, "en")
        rows = await transcript_store.segments(reader, ITEM, KEY)
    assert [row["idx"] for row in rows] == [0, 1]
    assert transcript_store.decode_words(rows[0]["words"]) == SEGMENT.words


async def test_a_window_of_a_removed_transcript_is_refused(database):
    assert not await database.write(lambda tx: transcript_store.add_window(tx, KEY, window(0, 0, 1)))
    async with database.reader() as reader:
        assert await transcript_store.resume_point(reader, KEY) == (0, 0, "")


async def test_the_language_found_first_stays(database):
    await database.write(lambda tx: add(tx, window(0, 0, 1, language=""), window(1, 1, 2, language="es")))
    await database.write(lambda tx: transcript_store.add_window(tx, KEY, window(2, 2, 3, language="en")))
    assert (await database.write(lambda tx: row_of(tx)["language"])) == "es"


async def test_a_document_read_again_replaces_its_segments(database):
    def write(tx):
        transcript_store.start(tx, KEY, VALUES)
        for texts in (["a", "b"], ["c"]):
            transcript_store.replace_segments(tx, KEY, [Segment(text, page=1) for text in texts])
        transcript_store.complete(tx, KEY, "media.no_text")
        return transcript_store.segment_count(tx, KEY), row_of(tx)["notice"]

    assert await database.write(write) == (1, "media.no_text")


async def test_a_correction_can_be_set_changed_and_taken_back(database):
    def write(tx):
        add(tx, window(0, 0, 1_000))
        seen = []
        for text, speaker in (("Ho", None), ("Ho", "Ada"), (None, None), ("He", None)):
            transcript_store.put_correction(tx, ITEM, KEY, 0, text, speaker)
            row = transcript_store.segment(tx, ITEM, KEY, 0)
            assert row is not None
            seen.append((row["corrected_text"], row["corrected_speaker"]))
        return seen, tx.execute("SELECT count(*) FROM correction").fetchone()[0]

    seen, rows = await database.write(write)
    assert seen == [("Ho", None), ("Ho", "Ada"), (None, None), ("He", None)]
    assert rows == 1


async def test_lines_of_a_speaker_follow_corrections(database):
    def write(tx):
        add(tx, window(0, 0, 1_000, [SEGMENT] * 3))
        transcript_store.put_correction(tx, ITEM, KEY, 1, None, "Ada")
        return transcript_store.lines_of_speaker(tx, ITEM, KEY, ""), transcript_store.lines_of_speaker(
            tx, ITEM, KEY, "Ada"
        )

    assert await database.write(write) == ([0, 2], [1])


async def test_only_an_unused_and_uncorrected_transcript_is_dropped(database):
    item_id = ItemId(new_id())

    def write(tx):
        add(tx, window(0, 0, 1_000))
        job_store.add(tx, JobId(new_id()), item_id, bytes(32), "")
        job_store.put_target(tx, item_id, KEY)
        present = []
        for change in (
            lambda: None,
            lambda: tx.execute("UPDATE media_job SET target_key = NULL, transcript_key = NULL"),
            lambda: transcript_store.put_correction(tx, ITEM, KEY, 0, None, None),
        ):
            if present == [True]:
                transcript_store.put_correction(tx, ITEM, KEY, 0, "x", None)
            change()
            transcript_store.drop_unused(tx, KEY)
            present.append(transcript_store.row(tx, KEY) is not None)
        return present, tx.execute("SELECT count(*) FROM segment").fetchone()[0]

    assert await database.write(write) == ([True, True, False], 0)


async def test_what_an_item_shows_is_nothing_until_something_is_begun(database):
    item_id = ItemId(new_id())

    def write(tx):
        job_store.add(tx, JobId(new_id()), item_id, bytes(32), "")
        return transcript_store.shown_key(tx, item_id), transcript_store.shown_key(tx, ItemId(new_id()))

    assert await database.write(write) == (None, None)
    async with database.reader() as reader:
        assert await transcript_store.shown(reader, item_id) is None
