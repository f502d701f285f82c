"""One draft: read, opened for editing, put right."""

import pytest

from desktop.quiz.generate_draft_page import shown_text
from shared.quiz.quiz import Cloze, Media, Number, Single, TrueFalse, Typed
from tests.support.generating import generating
from tests.support.sample_quizzes import question
from tests.support.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


async def card_of(shown, item_id, kind):
    model = shown.page.view_model
    shown.page.open_target(item_id=item_id)
    model.want(count=3, kinds=frozenset({kind}))
    model.make()
    await until(lambda: model.made)
    return shown.page.cards[0]


async def test_a_choice_is_read_and_edited_in_place(qloop, qtbot, paths):
    async with generating(paths) as (_library, item_id, shown):
        card = await card_of(shown, item_id, "single")
        body = card.question.body
        assert card.answers.texts() == [choice.text for choice in body.choices]
        assert card.quote.text().startswith("Source: “")
        card.toggle_edit(True)
        assert (card.text.isHidden(), card.edit_button.text()) == (True, "Done")
        card.text_field.setPlainText("What does it do?")
        card.explanation_field.setPlainText("Because.")
        row = card._editor.choices.rows[0]
        row.text.selectAll()
        qtbot.keyClicks(row.text, "mine")
        card.toggle_edit(False)
        assert (card.text.text(), card.question.explanation) == ("What does it do?", "Because.")
        assert card.answers.texts()[0] == "mine"
        assert card.explanation.text() == "Because."


async def test_what_is_wrong_is_said_at_once(qloop, paths):
    async with generating(paths) as (_library, item_id, shown):
        card = await card_of(shown, item_id, "number")
        assert card.problems.isHidden()
        card.toggle_edit(True)
        card.text_field.setPlainText("")
        assert card.problems.texts() != []
        assert not shown.page.keep_button.isEnabled()
        assert shown.page.words.full_text().startswith("1 ")


async def test_a_gap_is_shown_as_a_gap_and_media_reach_the_editor(qloop, paths, tmp_path):
    async with generating(paths) as (_library, item_id, shown):
        card = await card_of(shown, item_id, "cloze")
        assert "_____" in card.text.text()
        assert card.quote.isHidden()
        card = await card_of(shown, item_id, "cloze")
        card.reviewed.question = question("Which?", card.question.body)
        shown.page.view_model.media_added.emit(card.reviewed.id, "choice:0", Media("00" * 32, "image/png"))
        for body, texts in (
            (TrueFalse(True), ["True"]),
            (Typed(("xylem", "Xylem tissue")), ["xylem", "Xylem tissue"]),
            (Number(1676), ["1676"]),
            (Number(800, tolerance=80, unit="lumens"), ["800 lumens, right within ±80"]),
        ):
            card.answers.show_body(body)
            assert card.answers.texts() == texts


def test_text_of_a_cloze_and_of_others():
    assert shown_text(question("Which?", Cloze("A {{c1::lens}} bends light."))) == "A _____ bends light."
    assert shown_text(question("Which?", Single((), 0))) == "Which?"
