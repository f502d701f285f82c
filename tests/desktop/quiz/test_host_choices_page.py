"""Options of a game as controls: what is shown comes back as it was, and what is missing is said."""

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QDateTime

from desktop.quiz.host_choices_page import ChoicesForm
from shared.quiz.quiz import GameOptions
from tests.support.look import look

__all__ = ["look"]

LATER_MS = QDateTime.currentMSecsSinceEpoch() // 60_000 * 60_000 + 86_400_000

OPTIONS = st.builds(
    GameOptions,
    preset=st.sampled_from(["accuracy", "balanced", "race"]),
    penalty=st.sampled_from([0.0, 0.25]),
    streak_bonus=st.booleans(),
    teams=st.sampled_from([(), ("Reds", "Blues")]),
    team_score=st.sampled_from(["average", "sum"]),
    names=st.sampled_from(["free", "generated", "roster"]),
    roster=st.just(("Ada Lovelace", "Ben")),
    approval=st.booleans(),
    late_join=st.booleans(),
    late_answers=st.booleans(),
    change_answer=st.booleans(),
    shuffle_questions=st.booleans(),
    own_order=st.booleans(),
    board=st.sampled_from(["top", "private"]),
    board_size=st.integers(1, 50),
    auto_advance=st.booleans(),
    announce=st.booleans(),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(OPTIONS, st.booleans())
def test_options_come_back_as_they_were(qapp, options, own_pace):
    if own_pace:
        options = msgspec.structs.replace(options, pace="self", deadline_ms=LATER_MS)
    form = ChoicesForm()
    form.show_options(options)
    assert form.options() == options
    assert form.problem() == ""
    form.deleteLater()


def test_good_defaults_have_no_problem(qapp):
    form = ChoicesForm()
    form.show_options(GameOptions())
    assert (form.options(), form.problem()) == (GameOptions(), "")


def test_what_is_missing_is_said(qapp):
    form = ChoicesForm()
    form.show_options(GameOptions())
    form.in_teams.click()
    assert "teams" in form.problem()
    form.teams.setText(" Reds ,Blues, Reds,")
    assert form.options().teams == ("Reds", "Blues")
    assert form.problem() == ""
    form.names.set_selected("roster")
    form.roster.setPlainText("\n ")
    assert "class" in form.problem()
    form.roster.setPlainText("Ada  Lovelace\n\nBen\nBen")
    assert form.options().roster == ("Ada Lovelace", "Ben")
    form.pace.set_selected("self")
    form.deadline.setDateTime(QDateTime.currentDateTime().addDays(-1))
    assert "deadline" in form.problem()


def test_an_old_deadline_becomes_one_of_next_week(qapp):
    form = ChoicesForm()
    form.show_options(GameOptions(pace="self", deadline_ms=1))
    assert form.options().deadline_ms > QDateTime.currentMSecsSinceEpoch()


def test_what_does_not_go_with_the_choice_is_not_shown(qapp):
    form = ChoicesForm()
    form.show_options(GameOptions())
    form.show()
    assert not form.deadline.isVisible()
    form.pace.set_selected("self")
    form.pace.selected.emit("self")
    assert form.deadline.isVisible()
    assert not form.preset.isVisible()
