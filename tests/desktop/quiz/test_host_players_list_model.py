"""Players as lines: order, words, states; a selection survives comings and goings."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from desktop.quiz.host_players_list_model import PlayersListModel, SeatRole, StateRole, state_of
from shared.quiz.commands import Seat


def names(model):
    return [model.index(row).data(SeatRole).name for row in range(model.rowCount())]


def seats(*given_names, **more):
    return [Seat(name.lower(), name, **more) for name in given_names]


def test_by_name_by_rank_and_by_words(qapp):
    model = PlayersListModel(lambda seat, state: f"{seat.name}, {state}")
    ada, ben, cem = (
        Seat("a", "Ada", total=5, rank=2),
        Seat("b", "ben", total=9, rank=1),
        Seat("c", "Cem", "Reds"),
    )
    model.show([cem, ben, ada])
    assert names(model) == ["Ada", "ben", "Cem"]
    model.show([cem, ben, ada], by_rank=True)
    assert names(model) == ["ben", "Ada", "Cem"]
    model.show([cem, ben, ada], words="red")
    assert names(model) == ["Cem"]
    assert (model.row_of("c"), model.row_of("a")) == (0, -1)
    assert (model.seat_at(0), model.seat_at(7)) == (cem, None)
    assert model.index(0).data() == "Cem"


def test_states_in_one_word():
    here = Seat("a", "Ada", connected=True)
    assert state_of(Seat("a", "Ada", state="waiting"), stuck=False, asking=True) == "waiting"
    assert state_of(here, stuck=True, asking=True) == "stuck"
    assert state_of(here, stuck=True, asking=False) == "here"
    assert state_of(Seat("a", "Ada"), stuck=False, asking=True) == "offline"
    assert state_of(Seat("a", "Ada", connected=True, away=True), stuck=True, asking=True) == "away"
    assert state_of(Seat("a", "Ada", answered=True), stuck=False, asking=True) == "answered"
    assert state_of(Seat("a", "Ada", finished=True), stuck=False, asking=False) == "finished"


def test_a_change_of_one_line_is_told_as_that(qapp):
    model = PlayersListModel(lambda seat, state: f"{seat.name}, {state}")
    model.show(seats("Ada", "Ben", connected=True), asking=True)
    told = []
    model.dataChanged.connect(lambda first, last, *_roles: told.append((first.row(), last.row())))
    model.show([*seats("Ada", connected=True), *seats("Ben", connected=True, answered=True)], asking=True)
    assert told == [(1, 1)]
    assert model.index(1).data(StateRole) == "answered"


@given(st.lists(st.lists(st.sampled_from("ABCDEFGH"), unique=True), max_size=6))
def test_any_comings_and_goings_keep_a_selection(qapp, rounds):
    model = PlayersListModel(lambda seat, state: f"{seat.name}, {state}")
    tester = QAbstractItemModelTester(model)
    kept: dict[str, QPersistentModelIndex] = {}
    for number, present in enumerate(rounds):
        shown = [Seat(name, name, rank=(ord(name) * 7 + number) % 5, total=number) for name in present]
        model.show(shown, by_rank=bool(number % 2))
        assert sorted(names(model)) == sorted(present)
        for name in list(kept):
            if name in present:
                assert kept[name].data(SeatRole).name == name
            else:
                del kept[name]
        kept = {name: QPersistentModelIndex(model.index(model.row_of(name))) for name in present}
    tester.deleteLater()
