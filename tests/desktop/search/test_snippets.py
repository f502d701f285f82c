"""What a result shows of its passage."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.search.snippets import LONGEST, reads_from_right, snippet
from tests.support.found import hit_of


def marked(found) -> list[str]:
    return [found.text[first:last] for first, last in found.marks]


def test_a_short_passage_is_shown_whole():
    found = snippet(hit_of(["Light is fast.", "Sound is slow."], 1, ("Sound",)))
    assert found.text == "Light is fast. Sound is slow."
    assert marked(found) == ["Sound"]


def test_a_long_passage_begins_with_its_best_sentence():
    sentences = ["Before it. " * 20, "The light is fast.", "After it. " * 60]
    found = snippet(hit_of([one.strip() for one in sentences], 1, ("light",)))
    assert found.text.startswith("…The light is fast. After it.")
    assert found.text.endswith("…")
    assert marked(found) == ["light"]


def test_a_match_late_in_a_long_sentence_is_seen():
    sentence = "word " * 100 + "light at last " + "word " * 50
    found = snippet(hit_of([sentence.strip()], 0, ("light",)))
    assert marked(found) == ["light"]
    assert found.text[0] == "…"


def test_line_breaks_become_blanks():
    found = snippet(hit_of(["Light\nis\tfast."], 0, ("is",)))
    assert found.text == "Light is fast."
    assert marked(found) == ["is"]


def test_a_text_without_blanks_is_cut_anywhere():
    found = snippet(hit_of(["光" * 1000], 0))
    assert len(found.text) <= LONGEST + 2


def test_the_direction_of_a_text_is_that_of_its_first_letter():
    assert not reads_from_right("…12: Light is fast. نور")
    assert reads_from_right("…12: الضوء سريع. Light")
    assert reads_from_right("אור")
    assert not reads_from_right("… 12")


@given(
    st.lists(st.text(st.sampled_from("ab é\n."), min_size=1, max_size=200), min_size=1, max_size=6), st.data()
)
def test_marks_stay_on_their_words_and_length_is_kept(sentences, data):
    hit = hit_of(sentences, data.draw(st.integers(0, len(sentences) - 1)), ("ab",))
    found = snippet(hit)
    assert len(found.text) <= LONGEST + 2
    assert all(found.text[first:last] == "ab" for first, last in found.marks)
