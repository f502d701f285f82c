"""Stopping the clock, going on, more time: the commands that change a deadline."""

from shared.quiz.effects import Effect, StageChanged
from shared.quiz.session_clock import expect_all, reckon_due, times
from shared.quiz.session_phases import check_all_in, slide_ms
from shared.quiz.session_state import Game, Play


def pause(game: Game) -> list[Effect]:
    """Stop the clock: of an open question, of reading time, or of going on by itself."""
    game.paused_at = game.now
    return [*times(game), StageChanged()]


def resume(game: Game) -> list[Effect]:
    """Go on with what was left; a question that was being read is read anew when the game restarted."""
    paused_at = game.now if game.paused_at is None else game.paused_at
    lasted = game.now - paused_at
    game.paused_at = None
    game.resumed_ms = game.now
    play = game.play
    if play is not None and game.phase in {"prep", "open"}:
        play.open_at += lasted
    if game.due is not None:
        game.due += lasted
    effects: list[Effect] = []
    if play is not None and game.phase == "open":
        expect_all(game, play)
        reckon_due(game, play)
        if play.slide and game.setup.options.auto_advance:
            game.due = play.open_at + slide_ms(play)
        effects = check_all_in(game, play)
    return effects or [*times(game), StageChanged()]


def extend(game: Game, play: Play, ms: int) -> list[Effect]:
    """More time for everyone on the open question."""
    play.extended_ms += ms
    play.base_over = False
    expect_all(game, play)
    reckon_due(game, play)
    return [*times(game), StageChanged()]
