"""A question for a room: options first, results only when they may be seen, every kind."""

import pytest
from PySide6.QtGui import QImage

from desktop.quiz.host_stage_page import StagePane, choices_of, hint_words
from shared.quiz.messages import Shown
from shared.quiz.quiz import Media
from shared.quiz.views import SlideView, TrueFalseView, TypedView
from tests.support.look import look
from tests.support.quiz_game import KINDS, Room, all_kinds, game_quiz, question

__all__ = ["look"]


def stage_of(room, phase="open"):
    if phase == "open":
        room.opened()
    else:
        room.until(phase)
    return room.session.stage(room.at, solutions=True)


def pane_of(**more):
    pane = StagePane(lambda _media: None, **more)
    pane.resize(900, 600)
    pane.show()
    return pane


def test_options_come_with_the_opening_and_results_with_the_reveal(qapp):
    room = Room()
    room.join("ada")
    pane = pane_of()
    pane.show_stage(stage_of(room, "prep"), options=False, results=False)
    assert pane.text.isVisible()
    assert pane.tiles is None
    pane.show_stage(stage_of(room), options=True, results=False)
    assert [tile.words() for tile in pane.tiles.tiles] == ["Lyon", "Paris", "Nice"]
    assert not pane.solution.isVisible()
    assert not pane.summary.isVisible()
    room.answer("ada")
    pane.show_stage(stage_of(room, "reveal"), options=True, results=True)
    assert pane.solution.text() == "Right answer: Paris"
    assert not pane.tiles.isVisible()
    assert pane.summary.isVisible()


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_is_shown_and_fits_somehow(qapp, kind):
    room = Room(all_kinds(explanation="Because."))
    room.join("ada")
    pane = pane_of(enlarged=1.5)
    for _ in range(list(KINDS).index(kind)):
        room.until("reveal")
        room.next()
        room.until("prep")
    found = stage_of(room)
    assert found.shown.type == kind
    pane.show_stage(found, options=True, results=False)
    assert pane.tiles is not None or pane.hint.text()
    room.answer("ada", KINDS[kind][1])
    pane.show_stage(stage_of(room, "reveal"), options=True, results=True)
    assert pane.why.text() == "Because."
    assert 0 < pane.needed_height(900) < 5_000


def test_without_a_question_nothing_is_left(qapp):
    room = Room()
    pane = pane_of()
    pane.show_stage(room.session.stage(room.at, solutions=True), options=True, results=False)
    assert pane.tiles is None
    pane.clear()


def test_a_picture_is_found_or_described(qapp, tmp_path):
    path = tmp_path / "lens.png"
    QImage(20, 20, QImage.Format.Format_RGB32).save(str(path))
    picture = Media("ab", "image/png", "A lens")
    room = Room(game_quiz(question(media=picture)))
    room.join("ada")
    stage = stage_of(room)
    found = StagePane(lambda _media: path)
    found.show()
    found.show_stage(stage, options=True, results=False)
    assert found.media.picture.isVisible()
    lost = pane_of()
    lost.show_stage(stage, options=True, results=False)
    assert "A lens" in lost.media.words.text()


def test_hints_and_choices_by_kind():
    assert [one.text for one in choices_of(TrueFalseView())] == ["True", "False"]
    assert choices_of(TypedView(10)) == ()
    assert hint_words(SlideView("Read this.")) == "Read this."
    assert Shown(0, 1, "slide").points == 1000
