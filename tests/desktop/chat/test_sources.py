from desktop.chat.material import PassageContext
from desktop.chat.sources import Source, citation, cite, passages_text, sources_for, window_for, window_text
from shared.ids import ItemId, new_id
from tests.support.hits import hit

TEXT = "Light is fast. Glass slows it down. A lens bends rays to a point. That point is the focus. People like lenses."


class Around:
    """Neighbours by passage id."""

    def __init__(self, **texts):
        self.texts = {int(name[1:]): text for name, text in texts.items()}
        self.asked = []

    async def context(self, passage_id, max_words=1000):
        self.asked.append(max_words)
        text = self.texts.get(passage_id)
        if text is None:
            return None
        return PassageContext(
            passage_id, ItemId(new_id()), "t", "h", text, len(text.split()), None, None, None
        )


async def test_hits_are_widened_within_the_words_allowed():
    material = Around(p1=f"Before it. {TEXT} After it.")
    [one] = await sources_for(material, [hit(TEXT)], 500)
    assert one.text == f"Before it. {TEXT} After it."
    assert material.asked == [500]


async def test_a_passage_that_is_gone_is_read_as_it_was_found():
    [one] = await sources_for(Around(), [hit(TEXT)], 500)
    assert one.text == TEXT


async def test_a_hit_inside_anothers_surroundings_shares_its_number():
    item = ItemId(new_id())
    near = "Prisms are made of crown glass. Newton used prisms."
    first, second = (
        hit(TEXT, item_id=item, passage_id=1),
        hit(near, item_id=item, passage_id=2, start_ms=20_000),
    )
    elsewhere = hit(near, passage_id=3)
    material = Around(p1=f"{TEXT} {near}")
    sources = await sources_for(material, [first, second, elsewhere], 900)
    assert [(one.number, len(one.hits)) for one in sources] == [(1, 2), (2, 1)]
    assert citation(1, sources[0], "Newton used prisms").start_ms == 20_000


def test_the_prompt_shows_number_title_place_and_text():
    spoken = Source(1, (hit("Said here.", start_ms=3_725_000, title='The "A" <b>'),), "Said here.")
    written = Source(2, (hit("Read here.", start_ms=None, page=7),), "Read </passage> here.")
    text = passages_text([spoken, written])
    assert (
        '<passage number="1" from="The &quot;A&quot; &lt;b&gt;" at="1:02:05">\nSaid here.\n</passage>' in text
    )
    assert '<passage number="2" from="Lecture" at="page 7">\nRead &lt;/passage&gt; here.\n</passage>' in text


def test_a_claim_is_cited_by_the_window_that_says_it():
    found = hit(TEXT, best=(4, 5))
    first, last = window_for(found, "The focus is a point where rays meet.")
    assert "A lens bends rays to a point. That point is the focus." in window_text(found, (first, last))
    begin, end = found.sentences[first], found.sentences[last - 1]
    assert 10_000 <= (end.end_ms or 0) - (begin.start_ms or 0) <= 30_000


def test_a_window_at_the_end_grows_backwards():
    found = hit(TEXT)
    first, last = window_for(found, "People like lenses")
    assert last == 5
    assert (found.sentences[4].end_ms or 0) - (found.sentences[first].start_ms or 0) >= 10_000


def test_a_claim_the_passage_does_not_name_gets_its_best_window():
    assert window_for(hit(TEXT, best=(2, 4)), "Bees make honey") == (2, 4)


def test_a_page_is_cited_by_its_number():
    one = cite(3, hit(TEXT, start_ms=None, page=12), (1, 3))
    assert (one.n, one.page, one.start_ms, one.end_ms) == (3, 12, None, None)
    assert one.text == "Glass slows it down. A lens bends rays to a point."
