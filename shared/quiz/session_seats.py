"""What hosts do to a seat: approve, rename, move, take out, take back, give extra time."""

from collections.abc import Callable
from typing import Any, Final

from shared.quiz import commands
from shared.quiz.effects import Dismissed, Effect, Refused, SeatsChanged, StageChanged, ToPlayer
from shared.quiz.messages import Deny, Lobby
from shared.quiz.nicknames import clean_name, skeleton
from shared.quiz.session_clock import own_time, reckon_due
from shared.quiz.session_joining import forget, no_longer_expected, seat_player
from shared.quiz.session_phases import check_all_in
from shared.quiz.session_state import Error, Game, Player

MOST_EXTRA_TIME: Final = 3.0


class RefusedCommand(Exception):  # noqa: N818 it is an outcome, not an error of the program
    """A command that cannot be done, with the word for it."""

    def __init__(self, error: Error) -> None:
        super().__init__(error)
        self.error: Error = error


def _player(game: Game, pid: str) -> Player:
    player = game.players.get(pid)
    if player is None:
        raise RefusedCommand("unknown_player")
    return player


def _approve(game: Game, action: commands.Approve) -> list[Effect]:
    player = _player(game, action.pid)
    if player.state != "waiting":
        raise RefusedCommand("not_now")
    if action.yes:
        return [*seat_player(game, player), *_ranked(game)]
    forget(game, player)
    return [Refused(player.pid, Deny("refused")), SeatsChanged((player.pid,))]


def _rename(game: Game, action: commands.Rename) -> list[Effect]:
    """Any clean name that is free: what the host writes is not held against the word lists."""
    player = _player(game, action.pid)
    name = clean_name(action.name)
    folded = skeleton(name)
    if not name or game.names.get(folded, player.pid) != player.pid:
        raise RefusedCommand("name")
    if game.names.get(player.skeleton) == player.pid:
        del game.names[player.skeleton]
    player.name, player.skeleton = name, folded
    game.names[folded] = player.pid
    game.unranked()
    return _told(game, player)


def _set_team(game: Game, action: commands.SetTeam) -> list[Effect]:
    player = _player(game, action.pid)
    if action.team not in game.setup.options.teams:
        raise RefusedCommand("bad")
    player.team = action.team
    game.unranked()
    return _told(game, player)


def _told(game: Game, player: Player) -> list[Effect]:
    """The player learns the own name and team; boards on show change with them."""
    frame = Lobby(player.name, player.team, len(game.seated()))
    effects: list[Effect] = [ToPlayer(player.pid, frame), SeatsChanged((player.pid,))]
    return [*effects, StageChanged()] if game.phase in {"board", "podium", "ended"} else effects


def _kick(game: Game, action: commands.Kick) -> list[Effect]:
    """Out, with the points kept aside; the name is free for others only after a plain kick."""
    player = _player(game, action.pid)
    state = "banned" if action.ban else "kicked"
    if player.state == "waiting":
        forget(game, player)
        return [Refused(player.pid, Deny("banned" if action.ban else "refused")), SeatsChanged((player.pid,))]
    if player.state == state:
        raise RefusedCommand("not_now")
    was_in = player.state == "in"
    player.state = state
    player.connected = False
    if not action.ban and game.names.get(player.skeleton) == player.pid:
        del game.names[player.skeleton]
    effects: list[Effect] = [Dismissed(player.pid, state)] if was_in else []
    return [*effects, SeatsChanged((player.pid,)), *_ranked(game), *no_longer_expected(game, player)]


def _readmit(game: Game, action: commands.Readmit) -> list[Effect]:
    """Back with seat and points. A name that somebody else took meanwhile gets a number."""
    player = _player(game, action.pid)
    if player.state not in {"kicked", "banned"}:
        raise RefusedCommand("not_now")
    player.state = "in"
    if game.names.get(player.skeleton, player.pid) != player.pid:
        player.name, player.skeleton = _numbered(game, player.name)
    game.names[player.skeleton] = player.pid
    return [SeatsChanged((player.pid,)), *_ranked(game)]


def _numbered(game: Game, name: str) -> tuple[str, str]:
    number = 2
    while skeleton(f"{name} {number}") in game.names:
        number += 1
    return f"{name} {number}", skeleton(f"{name} {number}")


def _extra_time(game: Game, action: commands.ExtraTime) -> list[Effect]:
    """Takes effect at once, also on the open question."""
    player = _player(game, action.pid)
    if action.factor != 0 and not 1 <= action.factor <= MOST_EXTRA_TIME:
        raise RefusedCommand("bad")
    player.extra_time = action.factor
    effects: list[Effect] = [SeatsChanged((player.pid,))]
    play = game.play
    if play is None or game.phase != "open" or play.slide or play.limit_ms is None:
        return effects
    (play.waiting.add if game.expects(play, player) else play.waiting.discard)(player.pid)
    reckon_due(game, play)
    return [*effects, own_time(game, play, player), *check_all_in(game, play)]


def _ranked(game: Game) -> list[Effect]:
    """Ranks of the others, and what the room answered, change when somebody comes or goes."""
    game.unranked()
    for play in game.plays:
        play.summary = None
    return [StageChanged()]


DOERS: Final[dict[type[commands.Action], Callable[[Game, Any], list[Effect]]]] = {
    commands.Approve: _approve,
    commands.Rename: _rename,
    commands.SetTeam: _set_team,
    commands.Kick: _kick,
    commands.Readmit: _readmit,
    commands.ExtraTime: _extra_time,
}
