"""Items and collections as a person sees them: sorted and filtered."""

from desktop.media.item_views import fits, sorted_items
from desktop.media.service import ItemFilter, ItemView, JobState, Sort
from shared.ids import CollectionId, ItemId, new_id


def view(title, **values):
    return ItemView(
        id=ItemId(new_id()),
        collection_id=CollectionId(new_id()),
        title=title,
        description="",
        kind="audio",
        file_name="",
        created_ms=values.pop("created_ms", 0),
        media_sha=b"",
        **values,
    )


def test_sorting_puts_what_needs_attention_first():
    done, failed, running = (
        view("a", state=JobState.COMPLETED),
        view("b", state=JobState.FAILED),
        view("c", state=JobState.TRANSCRIBING),
    )
    assert sorted_items([done, running, failed], Sort.STATE) == [failed, running, done]


def test_sorting_by_age_and_length():
    short, long = view("a", created_ms=1, duration_ms=5), view("b", created_ms=2, duration_ms=9)
    paper = view("c", created_ms=3)
    assert sorted_items([short, long, paper], Sort.NEWEST) == [paper, long, short]
    assert sorted_items([long, short, paper], Sort.OLDEST) == [short, long, paper]
    assert sorted_items([short, long, paper], Sort.LONGEST) == [long, short, paper]


def test_every_word_of_a_filter_must_occur():
    item = view("Light and shade", tags=("Optics",))
    assert fits(item, ItemFilter(text="SHADE optics"))
    assert not fits(item, ItemFilter(text="shade lens"))
