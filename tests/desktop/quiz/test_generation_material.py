from desktop.quiz.generation_material import lines_of, material_of
from tests.support.quiz_material import material, spoken
from tests.support.search_library import pages
from tests.support.small_library import small_library


def test_sentences_have_their_moments_and_pages():
    lines = spoken("leaves").lines
    assert lines[0].text == "Good morning everybody."
    assert all(one.start_ms is not None and one.end_ms is not None for one in lines)
    assert [one.start_ms for one in lines] == sorted(one.start_ms or 0 for one in lines)
    assert [one.page for one in lines_of(pages("One is here.", "Two is there."))] == [1, 2]


def test_headings_are_remembered_and_reference_marks_left_out():
    text = "# Leaves of trees\n" + "A leaf[12] is an organ[3, 4] that catches light for the plant. " * 3
    lines = material(pages(text)).lines
    assert lines[0].is_heading
    assert {one.heading for one in lines} == {"Leaves of trees"}
    assert lines[1].text == "A leaf is an organ that catches light for the plant."


async def test_an_item_of_the_library_becomes_material(paths):
    async with small_library(paths) as library:
        item_id = await library.add("Print", pages("One is here.", "Two is there."), kind="document")
        media = library.services.media
        transcript = await media.transcripts.transcript(item_id)
        assert transcript is not None
        found = material_of(await media.item(item_id), transcript)
    assert (found.item_id, found.title, found.language) == (str(item_id), "Print", "en")
    assert [one.text for one in found.lines] == ["One is here.", "Two is there."]
