"""The form of one question."""

import itertools

import msgspec
import pytest
from PySide6.QtCore import Qt

from desktop.quiz.editor_form_page import problem_text
from shared.quiz.problems import Problem
from shared.quiz.quiz import Media, Multiple, Slide, Source
from tests.support.look import look
from tests.support.quiz_stage import editor_stage
from tests.support.sample_quizzes import every_kind, question
from tests.support.waiting import until

__all__ = ["look"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SINGLE, SLIDE = every_kind()[0], every_kind()[-1]


async def test_fields_change_the_question(qloop, qtbot, paths, clock):
    async with editor_stage(paths, clock, SINGLE, SLIDE) as shown:
        form, model = shown.page.form, shown.page.view_model
        qtbot.keyClicks(form.text, "x")
        qtbot.keyClicks(form.explanation, "Glass.")
        qtbot.keyClicks(form.topic, "Light")
        form.time.chosen.emit(len(form._limits) - 1)
        form.points.chosen.emit(3)
        form.confidence.click()
        now = model.current()
        assert now.text.startswith("x")
        assert (now.explanation, now.topic, now.time_limit_s) == ("Glass.", "Light", None)
        assert (now.multiplier, now.ask_confidence) == (2.0, True)
        form.kind.selected.emit("Multiple")
        assert isinstance(model.current().body, Multiple)
        form._editor.choices.rows[1].mark.click()
        assert model.current().body.correct == (0, 1)
        model.select(model.questions()[1].id)
        assert isinstance(model.current().body, Slide)
        assert form.time_part.isHidden()
        assert form.explanation_part.isHidden()


async def test_tab_goes_as_the_eye_does(qloop, paths, clock):
    async with editor_stage(paths, clock, SINGLE, SLIDE) as shown:
        form = shown.page.form
        form._editor.choices.add_button.click()

        def follows(first, second):
            while first is not second and first is not form.kind:
                first = first.nextInFocusChain()
            return first is second

        words = [form.text, *(row.text for row in form._editor.choices.rows), form.time, form.topic]
        assert all(follows(*pair) for pair in itertools.pairwise(words))
        form.kind.selected.emit("Typed")
        assert follows(form.text, form._editor.accepted.fields[0])
        assert follows(form._editor.accepted.fields[0], form.time)


async def test_problems_are_told_in_place(qloop, qtbot, paths, clock):
    async with editor_stage(paths, clock, SINGLE) as shown:
        form = shown.page.form
        assert form.problems.isHidden()
        form.text.selectAll()
        qtbot.keyClick(form.text, Qt.Key.Key_Delete)
        assert not form.problems.isHidden()
        assert any("asks nothing" in text for text in form.problems.texts())
        assert problem_text(Problem("", "quiz.choice_empty", {"number": 2})).startswith("Choice 2 is empty")


async def test_a_medium_arrives_where_it_was_wanted(qloop, paths, clock):
    async with editor_stage(paths, clock, SINGLE, SLIDE) as shown:
        form, model = shown.page.form, shown.page.view_model
        media = Media("a" * 64, "image/png")
        first = model.current_id
        model.media_added.emit(first, "choice:1", media)
        assert model.current().body.choices[1].media == media
        model.select(model.questions()[1].id)
        model.media_added.emit(first, "question", media)
        assert model.questions()[0].media == media, "even when another question is looked at"
        form.media.wanted.emit(paths.root / "gone.png")
        await until(lambda: shown.shell.reported)
        assert shown.shell.reported.pop().code == "storage.file_missing"


@pytest.mark.parametrize(
    ("source", "words", "place"),
    [
        (Source("id", "Lecture 3", 754_000), "From “Lecture 3” at 12:34", None),
        (Source("id", "Notes", page=3), "From “Notes”, page 3", None),
        (Source("id"), "From “your library”", None),
    ],
)
async def test_where_a_question_comes_from(qloop, paths, clock, source, words, place):
    async with editor_stage(paths, clock, msgspec.structs.replace(SINGLE, source=source)) as shown:
        wanted = []
        shown.page.form.source_wanted.connect(wanted.append)
        assert shown.page.form.source_button.text() == words
        shown.page.form.source_button.click()
        assert wanted == [source]
        shown.shell.reported.clear()


async def test_a_limit_from_another_program_is_shown(qloop, paths, clock):
    async with editor_stage(paths, clock, question("q", SINGLE.body, time_limit_s=77)) as shown:
        form = shown.page.form
        assert "77" in form.time.currentText()
        assert form._limits[form.time.currentIndex()] == 77
