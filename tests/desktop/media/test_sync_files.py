"""Items and transcripts on a second computer: seen, read and searched before their file is there, whole once it is."""

import pytest

from desktop.media.formats import SUFFIXES
from desktop.media.service import ExportFormat, ImportOutcome, JobState
from desktop.media.sync_files import media_type_of
from desktop.media.transcript_files import packed
from shared.content.files import FileChoice
from shared.content.messages import MEDIA_TYPES
from shared.errors import AppError
from tests.support.documents import make_pdf
from tests.support.speech import tone, write_audio
from tests.support.two_libraries import two_libraries


@pytest.fixture
async def two(tmp_path):
    async with two_libraries(tmp_path) as found:
        yield found


async def read_paper(two, tmp_path, words=("A lantern gives light.", "Oil burns in it.")):
    """A document that was read in the first library; its item's id."""
    one = two.one.profile
    one.media.start(watch_folders=False)
    (item_id,) = await one.added(make_pdf(tmp_path / "Paper.pdf", list(words)))
    assert (await one.finished(item_id)).state is JobState.COMPLETED
    return item_id


async def texts(side, item_id):
    return [segment.text for segment in await side.profile.media.transcripts.segments(item_id)]


async def test_an_item_without_its_file_is_a_whole_item(two, tmp_path):
    item_id = await read_paper(two, tmp_path)
    other = two.other.profile
    assert await two.one.transfers.run_once()
    await two.other.take_rows(two.one)
    item = await other.media.item(item_id)
    assert (item.state, item.here, item.media_path, item.thumbnail, item.fetching) == (
        JobState.AWAY,
        False,
        None,
        None,
        None,
    )
    other.media.start(watch_folders=False)
    assert await two.other.transfers.run_once()
    item = await other.finished(item_id)
    assert (item.state, item.here, item.suffix, item.page_count) == (JobState.COMPLETED, False, ".pdf", 2)
    assert await texts(two.other, item_id) == await texts(two.one, item_id) != []
    assert "lantern" in await other.media.transcripts.export(item_id, ExportFormat.TXT)
    assert (await other.media.library.storage_used()).files_bytes == 0
    with pytest.raises(AppError, match=r"media\.not_here"):
        await other.media.transcribe_again(item_id)
    assert await other.media.fetching.fetch(item_id) is False
    assert (await other.media.item(item_id)).fetching == 0.0
    assert await two.other.transfers.run_once()
    item = await other.media.item(item_id)
    assert (item.here, item.fetching, item.state) == (True, None, JobState.COMPLETED)
    assert item.media_path.read_bytes() == (await two.one.profile.media.item(item_id)).media_path.read_bytes()
    assert item.thumbnail.exists()
    assert await other.media.fetching.fetch(item_id) is True


async def test_nothing_is_sent_twice_or_for_nothing(two, tmp_path):
    await read_paper(two, tmp_path)
    for _ in range(3):
        assert await two.one.transfers.run_once()
    assert len(await two.one.rows("transcript_file")) == 1
    assert (await two.server.usage("ana"))["uploads"] == 1, "the transcript does not count"


async def test_a_transcript_that_exists_is_not_made_again(two, tmp_path):
    item_id = await read_paper(two, tmp_path)
    await two.one.transfers.run_once()
    await two.other.take_rows(two.one)
    other = two.other.profile
    await other.media.fetching.choose((await other.media.item(item_id)).collection_id, FileChoice.ALWAYS)
    await two.other.transfers.run_once()
    jobs = await two.other.rows("media_job")
    assert [job["stage"] for job in jobs] == ["chunking"]
    assert (await other.media.item(item_id)).here


async def test_a_file_that_nobody_read_is_read_where_it_arrives(two, tmp_path):
    one, other = two.one.profile, two.other.profile
    (item_id,) = await one.added(make_pdf(tmp_path / "Paper.pdf", ["Some text"]))
    await one.media.cancel(item_id)
    await two.one.transfers.run_once()
    await two.other.take_rows(two.one)
    await other.media.fetching.fetch(item_id)
    await two.other.transfers.run_once()
    other.media.start(watch_folders=False)
    assert (await other.finished(item_id)).state is JobState.COMPLETED
    assert "Some text" in " ".join(await texts(two.other, item_id))


async def test_never_keeps_files_where_they_are_and_sends_the_text(two, tmp_path):
    item_id = await read_paper(two, tmp_path)
    one, other = two.one.profile, two.other.profile
    collection = (await one.media.item(item_id)).collection_id
    await one.media.fetching.choose(collection, FileChoice.NEVER)
    assert await one.media.fetching.choices() == {collection: FileChoice.NEVER}
    await two.one.transfers.run_once()
    await two.other.take_rows(two.one)
    other.media.start(watch_folders=False)
    await two.other.transfers.run_once()
    assert (await other.finished(item_id)).state is JobState.COMPLETED
    await other.media.fetching.fetch(item_id)
    await two.other.transfers.run_once()
    assert (await other.media.fetching.trouble(item_id)).code == "content.not_found"
    await other.media.fetching.stop(item_id)
    assert (await other.media.item(item_id)).fetching is None
    assert await one.media.fetching.choose(collection, None) is FileChoice.NEVER
    await two.one.transfers.run_once()
    await other.media.fetching.fetch(item_id)
    await two.other.transfers.run_once()
    assert (await other.media.item(item_id)).here


async def test_a_recording_is_sent_after_its_text(two, tmp_path):
    one = two.one.profile
    (item_id,) = await one.added(write_audio(tmp_path / "a.wav", tone(500)))
    await two.one.transfers.run_once()
    sha = (await one.media.item(item_id)).media_sha.hex()
    scope = (await two.one.rows("item"))[0]["scope"]
    assert (await two.server.get("ana", sha, scope)).status == 404
    await one.media.cancel(item_id)
    await two.one.transfers.run_once()
    answer = await two.server.get("ana", sha, scope)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "audio/wav")


async def test_importing_a_file_that_was_elsewhere_brings_it_here(two, tmp_path):
    item_id = await read_paper(two, tmp_path)
    await two.one.transfers.run_once()
    await two.other.take_rows(two.one)
    (result,) = await two.other.profile.media.import_paths([tmp_path / "Paper.pdf"])
    assert (result.outcome, result.item_id) == (ImportOutcome.DUPLICATE, item_id)
    item = await two.other.profile.media.item(item_id)
    assert item.here
    assert item.media_path.exists()
    assert item.thumbnail.exists()


async def test_a_lost_file_is_fetched_again(two, tmp_path):
    item_id = await read_paper(two, tmp_path)
    await two.one.transfers.run_once()
    path = (await two.one.profile.media.item(item_id)).media_path
    data = path.read_bytes()
    path.unlink()
    assert await two.one.profile.media.fetching.fetch(item_id) is False
    await two.one.transfers.run_once()
    assert path.read_bytes() == data


async def test_a_transcript_that_is_none_changes_nothing(two, tmp_path):
    item_id = await read_paper(two, tmp_path)
    await two.one.transfers.run_once()
    await two.other.take_rows(two.one)
    other = two.other
    (file,) = await other.profile.media.transcript_files.files()
    part = tmp_path / "part"
    for data in (b"", b"not zstd", packed.__doc__.encode()):
        part.write_bytes(data)
        with pytest.raises(AppError, match=r"content\.damaged"):
            await other.profile.media.transcript_files.received(file, part)
    assert (await other.profile.media.item(item_id)).state is JobState.AWAY
    assert await other.rows("segment") == []


async def test_the_later_transcript_is_shown_everywhere(two, tmp_path):
    item_id = await read_paper(two, tmp_path)
    await two.one.transfers.run_once()
    await two.other.take_rows(two.one)
    await two.other.transfers.run_once()
    before = (await two.other.profile.media.transcripts.transcript(item_id)).key

    def newer(tx) -> None:
        key = b"\x07" * 32
        tx.execute(
            "INSERT INTO transcript SELECT ?, media_sha, engine, 'better', language, state, notice, created_ms "
            "FROM transcript",
            [key],
        )
        tx.execute("INSERT INTO segment VALUES (?, 0, 0, NULL, NULL, 1, '', 'Better words.', NULL)", [key])
        tx.execute("UPDATE media_job SET transcript_key = ?, target_key = ?", [key, key])
        tx.changed("transcript", item_id)

    await two.one.profile.database.write(newer)
    await two.one.transfers.run_once()
    await two.other.take_rows(two.one)
    await two.other.transfers.run_once()
    shown = await two.other.profile.media.transcripts.transcript(item_id)
    assert (shown.key, shown.model) != (before, "")
    assert [segment.text for segment in shown.segments] == ["Better words."]


async def test_deleting_and_restoring_an_item_that_is_elsewhere(two, tmp_path):
    item_id = await read_paper(two, tmp_path)
    await two.one.transfers.run_once()
    await two.other.take_rows(two.one)
    library = two.other.profile.media.library
    assert await library.delete([item_id]) == [item_id]
    assert await library.restore([item_id]) == [item_id]
    await two.other.profile.media.cleanup.purge_deleted(grace_ms=0)
    await two.other.profile.media.cleanup.sweep()
    assert (await two.other.profile.media.item(item_id)).state is JobState.AWAY
    await two.other.transfers.run_once()
    await library.delete([item_id])
    await two.other.profile.media.cleanup.purge_deleted(grace_ms=-1)
    assert await two.other.rows("segment") == []
    assert await library.restore([item_id]) == [item_id]
    await two.other.transfers.run_once()
    assert await texts(two.other, item_id) != []


async def test_without_an_account_there_is_nothing_to_fetch(profile, tmp_path):
    (item_id,) = await profile.added(write_audio(tmp_path / "a.wav", tone(300)))
    assert await profile.media.fetching.fetch(item_id) is True
    (await profile.media.item(item_id)).media_path.unlink()
    with pytest.raises(AppError, match=r"media\.file_lost"):
        await profile.media.fetching.fetch(item_id)
    with pytest.raises(AppError, match=r"media\.nothing_to_fetch"):
        await profile.media.fetching.fetch(item_id)
    assert not profile.media.fetching.possible


def test_every_stored_ending_has_a_type_the_server_takes():
    assert {media_type_of(suffix) for suffix in SUFFIXES} <= MEDIA_TYPES
    assert media_type_of("") == "application/octet-stream"
