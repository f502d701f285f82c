"""The clock of the question on stage: when it is due, and the frames that tell time. Moves no phase."""

from shared.quiz.effects import Effect, ToPlayer, ToPlayers
from shared.quiz.messages import Time
from shared.quiz.session_state import NEVER, Game, Play, Player
from shared.quiz.session_views import own_close_at, own_left_ms


def reckon_due(game: Game, play: Play) -> None:
    """When the clock closes the open question: the last deadline of those still expected, in flight included."""
    game.due = None
    if game.phase != "open" or game.paused_at is not None or play.slide:
        return
    close_at = play.close_at()
    if close_at is None:
        return
    if not play.base_over:
        game.due = close_at + game.in_flight_ms
        return
    latest = max((play.deadline(game.players[pid]) for pid in play.waiting), default=close_at)
    game.due = None if latest >= NEVER else latest + game.in_flight_ms


def expect_all(game: Game, play: Play) -> None:
    """Wait for everyone who can still answer."""
    play.waiting = {player.pid for player in game.players.values() if game.expects(play, player)}


def times(game: Game) -> list[Effect]:
    """The clock as it is now, for all and for each with extra time."""
    play = game.play
    if play is None or game.phase not in {"prep", "open"}:
        return []
    if game.phase == "prep":
        paused = game.paused_at is not None
        left = max(0, play.open_at - game.now) if paused else None
        return [ToPlayers(Time(game.next_seq(), play.q, None, paused, left))]
    if game.paused_at is None:
        frame = Time(game.next_seq(), play.q, play.close_at())
    else:
        close_at = play.close_at()
        left = None if close_at is None else max(0, close_at - game.paused_at)
        frame = Time(game.next_seq(), play.q, None, paused=True, left_ms=left)
    return [ToPlayers(frame), *own_times(game, play)]


def own_times(game: Game, play: Play) -> list[Effect]:
    if play.slide or play.limit_ms is None:
        return []
    return [own_time(game, play, player) for player in game.seated() if player.extra_time != 1]


def own_time(game: Game, play: Play, player: Player) -> Effect:
    """The clock of one player with extra time."""
    left = own_left_ms(game, play, player)
    close_at = None if game.paused_at is not None else own_close_at(play, player)
    return ToPlayer(player.pid, Time(game.next_seq(), play.q, close_at, game.paused_at is not None, left))
