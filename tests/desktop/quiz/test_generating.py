import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.quiz.drafting import Material, Wanted
from desktop.quiz.generating import offline_drafts, source_of
from desktop.search.service import meaningful_stems
from shared.errors import AppError
from shared.quiz.questions import validate
from shared.quiz.quiz import Cloze, Number, Single
from tests.support.lecture_texts import LEAVES, MONEY, plain
from tests.support.quiz_material import ITEM, TEXTS, line, sample_lecture, spoken, written

ITEMS = {**{name: spoken(name) for name in TEXTS}, "sample": sample_lecture()}
KINDS = {"single": Single, "cloze": Cloze, "number": Number}


@pytest.mark.parametrize("name", ITEMS)
def test_ten_sound_questions_spread_over_the_item(name):
    item = ITEMS[name]
    drafts = offline_drafts(item, Wanted(10))
    assert len(drafts) >= 9
    assert not any(validate(draft.question) for draft in drafts)
    assert {draft.maker for draft in drafts} == {"offline"}
    texts = [one.text for one in item.lines]
    places = [texts.index(draft.quote) for draft in drafts]
    assert places == sorted(places)
    assert places[0] < len(texts) / 3
    assert places[-1] > len(texts) / 2
    assert len({type(draft.question.body) for draft in drafts}) >= 2


@given(
    st.sampled_from(sorted(ITEMS)),
    st.integers(1, 30),
    st.sets(st.sampled_from(["single", "cloze", "number", "true_false"])),
)
def test_laws_of_any_order(name, count, kinds):
    item = ITEMS[name]
    drafts = offline_drafts(item, Wanted(count, tuple(kinds)))
    assert len(drafts) <= count
    wanted = {KINDS[kind] for kind in kinds if kind in KINDS} or set(KINDS.values())
    assert {type(draft.question.body) for draft in drafts} <= wanted
    assert len({draft.quote for draft in drafts}) == len(drafts)
    lines = {one.text: one for one in item.lines}
    last_ms = max(one.end_ms or 0 for one in item.lines)
    for draft in drafts:
        source = draft.question.source
        assert source is not None
        assert source.item_id == ITEM
        assert source.start_ms == lines[draft.quote].start_ms
        assert 0 <= (source.start_ms or 0) < last_ms
    stems = [meaningful_stems(draft.quote) for draft in drafts]
    for at, one in enumerate(stems):
        assert all(len(one & other) <= 0.5 * min(len(one), len(other)) for other in stems[:at])


def test_what_is_there_already_is_not_asked_again():
    item = ITEMS["leaves"]
    first = offline_drafts(item, Wanted(5))
    more = offline_drafts(item, Wanted(5), first)
    assert not {draft.quote for draft in first} & {draft.quote for draft in more}


def test_documents_lead_to_their_pages():
    drafts = offline_drafts(written(plain(LEAVES), plain(MONEY)), Wanted(6))
    assert {draft.question.source.page for draft in drafts if draft.question.source} == {1, 2}
    source = source_of(ITEMS["leaves"], line("A heading."))
    assert (source.start_ms, source.page) == (1_000, None)


def test_other_languages_are_said_to_need_ai():
    german = (line("Die Linse ist ein Stück Glas, das jeden Strahl um den richtigen Winkel bricht."),) * 8
    with pytest.raises(AppError, match=r"quiz\.generate_language"):
        offline_drafts(Material(ITEM, "Linsen", "de", german), Wanted())


def test_nothing_to_ask_is_said():
    talk = (
        "You know what I mean. It was nice. So we went there, and then they left. Did you see it? And so on."
    )
    with pytest.raises(AppError, match=r"quiz\.generate_nothing"):
        offline_drafts(written(talk * 4), Wanted())


def test_the_same_text_gives_the_same_questions():
    def shown(drafts):
        return [(draft.question.text, draft.question.body) for draft in drafts]

    item = ITEMS["money"]
    assert shown(offline_drafts(item, Wanted(12))) == shown(offline_drafts(item, Wanted(12)))
