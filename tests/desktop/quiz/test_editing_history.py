"""Undo and redo."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.quiz.editing_history import KEPT, PAUSE_MS, History, State
from shared.quiz.quiz import Quiz


def state(name):
    return State(Quiz("id", str(name)), "")


@given(st.lists(st.integers(0, 2), max_size=60))
def test_any_mix_of_steps_agrees_with_a_list(steps):
    history, states, at = History(), [state(0)], 0
    for number, step in enumerate(steps, start=1):
        if step == 0:
            history.push(states[at], "", number)
            states = [*states[: at + 1], state(number)]
            at += 1
        else:
            moved = (history.undo if step == 1 else history.redo)(states[at])
            wanted = at - 1 if step == 1 else at + 1
            assert moved == (states[wanted] if 0 <= wanted < len(states) else None)
            at = wanted if moved is not None else at
        assert (history.can_undo, history.can_redo) == (at > 0, at < len(states) - 1)


def test_typing_in_one_place_is_one_step_until_a_pause():
    history = History()
    for number, now in enumerate((0, 100, 200)):
        history.push(state(number), "q:text", now)
    assert history.undo(state(3)) == state(0)
    assert not history.can_undo
    history.push(state(0), "q:text", 300)
    history.push(state(1), "q:text", 300 + PAUSE_MS)
    history.push(state(2), "q:topic", 310 + PAUSE_MS)
    history.close_step()
    history.push(state(3), "q:topic", 320 + PAUSE_MS)
    names = []
    now = state(4)
    while (found := history.undo(now)) is not None:
        names.append(found.quiz.title)
        now = found
    assert names == ["3", "2", "1", "0"]


def test_it_forgets_the_oldest_and_everything_when_told():
    history = History()
    for number in range(KEPT + 10):
        history.push(state(number), "", number)
    count = 0
    while history.undo(state("x")) is not None:
        count += 1
    assert count == KEPT
    history.clear()
    assert not history.can_redo
