"""A host that starts again: nobody is connected, what was running stands still with what was left."""

from shared.quiz.effects import Effect, SeatsChanged, StageChanged
from shared.quiz.events import Restarted
from shared.quiz.session_joining import forget
from shared.quiz.session_state import Game


def restart(game: Game, event: Restarted) -> list[Effect]:
    """Pause where the last event before the restart left the game.

    Who waited for approval has no connection to be told on and must ask again.
    """
    last_ms = game.last_ms
    game.epoch = event.epoch
    for player in list(game.players.values()):
        if player.state == "waiting":
            forget(game, player)
        elif player.connected:
            player.connected = False
            player.dropped_ms = last_ms
    play = game.play
    if play is not None:
        play.waiting = set()
    runs = game.phase in {"prep", "open"} or game.due is not None
    if runs and not game.self_paced and game.paused_at is None:
        game.paused_at = last_ms
    return [StageChanged(), SeatsChanged(tuple(game.players))]
