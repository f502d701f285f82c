"""Marks, sentence windows, coverage, support and duplicates."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.search.chunking import chunk, estimate_pieces
from desktop.search.evidence import WINDOW_MAX_MS, coverage, evidence, is_duplicate, shingles, support, weigh
from desktop.search.query import parse
from desktop.search.stemming import terms_of
from tests.support.search_library import ms, pages, speech

TALK = (
    "Plants are green. They stand in the sun all day and never seem to tire of it. "
    "The chloroplast turns light into sugar, and that is what we call photosynthesis. "
    "Sugar is then stored as starch. Animals eat the starch. Nothing else matters here today."
)


def of(text: str, query: str, *, spoken: bool = True):
    segments = speech(text, word_ms=400) if spoken else pages(text)
    (passage,) = chunk(segments, estimate_pieces).passages
    parsed = parse(query)
    return passage, evidence(
        passage.text,
        terms_of(passage.text),
        passage.spans,
        parsed,
        weigh(parsed.words, dict.fromkeys(parsed.words, 3), 100),
    )


def marked(passage, found) -> list[str]:
    return [passage.text[first:last] for first, last in found.marks]


def test_marks_are_the_stemmed_matches():
    passage, found = of(TALK, "lights storing")
    assert marked(passage, found) == ["light", "stored"]


def test_marks_of_phrases_and_prefixes():
    passage, found = of(TALK, '"light into sugar" photo*')
    assert marked(passage, found) == ["light into sugar", "photosynthesis"]


def test_coverage_is_the_share_of_weight():
    assert coverage(TALK, "", {"chloroplast": 2.0, "mitochondria": 2.0}) == 0.5
    assert coverage(TALK, "Cells › Mitochondria", {"chloroplast": 2.0, "mitochondria": 6.0}) == 1.0
    assert coverage(TALK, "", {"mitochondria": 6.0}) == 0.0
    assert coverage(TALK, "", {}) == 0.0


def test_the_window_begins_at_the_sentence_that_matches():
    passage, found = of(TALK, "how does the chloroplast make sugar")
    first, last = found.best
    assert passage.text[passage.spans[first].first :].startswith("The chloroplast")
    length = ms(passage.spans[last - 1].end_ms) - ms(passage.spans[first].start_ms)
    assert 10_000 <= length <= WINDOW_MAX_MS


def test_a_written_window_is_some_30_words():
    passage, found = of(TALK, "sugar starch", spoken=False)
    words = passage.text[passage.spans[found.best[0]].first : passage.spans[found.best[1] - 1].last].split()
    assert words[:2] == ["Sugar", "is"]


@given(
    st.lists(
        st.sampled_from(["Light is here.", "Sugar!", "Nothing at all happens in this one?", "x."]),
        min_size=1,
        max_size=15,
    ),
    st.text(max_size=20),
)
def test_a_window_is_inside_the_passage_and_marks_are_words(sentences, query):
    passage, found = of(" ".join(sentences), query + " light")
    first, last = found.best
    assert 0 <= first < last <= len(passage.spans)
    assert all(passage.text[a:b].strip() for a, b in found.marks)
    assert list(found.marks) == sorted(found.marks)


def test_rare_words_weigh_more():
    weights = weigh(["cell", "krebs"], {"cell": 80, "krebs": 1}, 100)
    assert weights["krebs"] > 5 * weights["cell"]
    assert weigh(["gone"], {}, 0)["gone"] > 0


def test_support():
    assert support("Chloroplasts turn light into sugar.", TALK) == 1.0
    assert support("Mitochondria burn fat.", TALK) == 0.0
    assert support("It is the.", TALK) == 0.0


def test_duplicates():
    other = TALK.replace("Nothing else matters here today.", "That is all.")
    assert is_duplicate(shingles(terms_of(TALK)), shingles(terms_of(other)))
    assert not is_duplicate(
        shingles(terms_of(TALK)),
        shingles(terms_of("A wholly different talk about the history of the printing press.")),
    )
    assert not is_duplicate(shingles(terms_of("")), shingles(terms_of(TALK)))
