"""Who is in a game: joining, names, teams, coming and going. Every refusal of a player is decided here."""

from typing import Final

from shared.quiz.effects import Effect, Refused, Seated, SeatsChanged, ToPlayer
from shared.quiz.events import Connected, Disconnected, Joined, MediaReady, WentAway
from shared.quiz.messages import Deny
from shared.quiz.nicknames import clean_name, generated_name, is_refused, skeleton
from shared.quiz.session_clock import reckon_due
from shared.quiz.session_marks import enter
from shared.quiz.session_phases import check_all_in, media_ready
from shared.quiz.session_self_paced import handed_out, result_for
from shared.quiz.session_state import Game, Player
from shared.quiz.teams import smallest

MOST_PLAYERS: Final = 5_000
_LABEL_LENGTH: Final = 16


def join(game: Game, event: Joined) -> list[Effect]:
    """Give a seat, keep waiting for approval, or refuse."""
    if event.pid in game.players:
        return connect(game, Connected(event.pid, event.device, event.lang))
    refusal = _refusal(game, event)
    if refusal is not None:
        return [Refused(event.pid, refusal)]
    replaced = _give_way(game, event)
    name = _name_of(game, event)
    player = Player(
        event.pid,
        name,
        skeleton(name),
        since_now(game),
        game.now,
        team=_team_of(game, event),
        device=event.device[:_LABEL_LENGTH],
        lang=event.lang[:_LABEL_LENGTH],
    )
    game.players[player.pid] = player
    game.names[player.skeleton] = player.pid
    if game.setup.options.approval:
        player.state = "waiting"
        return [Refused(player.pid, Deny("approval")), SeatsChanged((player.pid,)), *replaced]
    enter(game, player)
    return [*seat_player(game, player), *replaced]


def _give_way(game: Game, event: Joined) -> list[Effect]:
    """Forget the empty seat that holds the name asked for."""
    holder = None if game.setup.options.names == "generated" else _holder(game, clean_name(event.name))
    if holder is None:
        return []
    forget(game, holder)
    game.unranked()
    return [SeatsChanged((holder.pid,))]


def _holder(game: Game, name: str) -> Player | None:
    pid = game.names.get(skeleton(name))
    return None if pid is None else game.players.get(pid)


def _is_taken(game: Game, name: str) -> bool:
    """Whether somebody has the name. A seat without a connection and without an answer gives way.

    It is what remains of somebody who joined and lost the connection before the welcome came.
    """
    holder = _holder(game, name)
    if holder is None:
        return False
    empty = holder.state == "in" and not holder.connected and holder.finished_ms is None
    return not empty or any(holder.pid in play.answers for play in game.plays)


def seat_player(game: Game, player: Player) -> list[Effect]:
    """Put a player in: eligible for what has not opened yet."""
    player.state = "in"
    player.since = since_now(game)
    return [Seated(player.pid), *_assigned(game, player), SeatsChanged((player.pid,))]


def since_now(game: Game) -> int:
    """Number of the first play for somebody who comes now: the question being read, else the next one."""
    if game.self_paced:
        return 0
    return len(game.plays) - 1 if game.phase == "prep" else len(game.plays)


def _assigned(game: Game, player: Player) -> list[Effect]:
    if not game.self_paced:
        return []
    questions = [ToPlayer(player.pid, handed_out(game, player.pid))] if game.plays else []
    if player.finished_ms is None:
        return [*questions] if game.phase == "open" else []
    # A result is read beside its questions.
    return [*questions, ToPlayer(player.pid, result_for(game, player))]


def _refusal(game: Game, event: Joined) -> Deny | None:
    options = game.setup.options
    if game.phase in {"podium", "ended"}:
        return Deny("ended")
    if game.locked or (game.phase != "lobby" and not options.late_join and not game.self_paced):
        return Deny("locked")
    if len(game.players) >= MOST_PLAYERS:
        return Deny("full")
    if event.team and options.teams and event.team not in options.teams:
        return Deny("pick_team", options.teams)
    return _name_refusal(game, event.name, event.pid, event.lang)


def _name_refusal(game: Game, raw: str, pid: str, lang: str) -> Deny | None:
    """Why a name cannot be taken in this game, with names that can."""
    kind = game.setup.options.names
    if kind == "generated":
        return None
    name = clean_name(raw)
    if kind == "roster":
        if skeleton(name) not in game.roster:
            return Deny("pick_name", _free_names(game))
        return Deny("name_taken", _free_names(game)) if _is_taken(game, name) else None
    refused = not name or is_refused(name, game.words)
    if not refused and not _is_taken(game, name):
        return None
    offered = generated_name(game.words, lang, _key(game, pid), game.names)
    return Deny("name" if refused else "name_taken", (offered,))


def _free_names(game: Game) -> tuple[str, ...]:
    """Names of the roster that nobody has."""
    return tuple(name for key, name in game.roster.items() if key not in game.names)


def _name_of(game: Game, event: Joined) -> str:
    options = game.setup.options
    if options.names == "generated":
        return generated_name(game.words, event.lang, _key(game, event.pid), game.names)
    name = clean_name(event.name)
    return game.roster[skeleton(name)] if options.names == "roster" else name


def _team_of(game: Game, event: Joined) -> str:
    options = game.setup.options
    if event.team in options.teams:
        return event.team
    return "" if not options.teams else smallest(options.teams, (player.team for player in game.seated()))


def _key(game: Game, pid: str) -> str:
    return f"{game.setup.seed}:{pid}"


def connect(game: Game, event: Connected) -> list[Effect]:
    """A seat comes back over a new connection."""
    player = game.players.get(event.pid)
    if player is None:
        return [Refused(event.pid, Deny("token"))]
    if player.state != "in":
        reason = {"waiting": "approval", "kicked": "kicked", "banned": "banned"}[player.state]
        return [Refused(event.pid, Deny(reason))]  # type: ignore[arg-type]
    player.connected = True
    player.away = False
    player.device = event.device[:_LABEL_LENGTH] or player.device
    player.lang = event.lang[:_LABEL_LENGTH] or player.lang
    play = game.play
    if play is not None and game.phase == "open" and player.pid not in play.answers:
        if game.expects(play, player):
            play.waiting.add(player.pid)
        reckon_due(game, play)
    return [Seated(player.pid), *_assigned(game, player), SeatsChanged((player.pid,))]


def disconnect(game: Game, event: Disconnected) -> list[Effect]:
    """A seat's last connection is gone; who only waited for approval is forgotten."""
    player = game.players.get(event.pid)
    if player is None or not player.connected:
        return []
    if player.state == "waiting":
        forget(game, player)
        return [SeatsChanged((player.pid,))]
    player.connected = False
    player.dropped_ms = game.now
    return [SeatsChanged((player.pid,)), *no_longer_expected(game, player)]


def no_longer_expected(game: Game, player: Player) -> list[Effect]:
    """The room no longer waits for this player: neither for an answer nor for media."""
    play = game.play
    if play is None:
        return []
    if game.phase == "open":
        play.waiting.discard(player.pid)
        return check_all_in(game, play)
    return media_ready(game, play)


def forget(game: Game, player: Player) -> None:
    del game.players[player.pid]
    if game.names.get(player.skeleton) == player.pid:
        del game.names[player.skeleton]


def went_away(game: Game, event: WentAway) -> list[Effect]:
    """A page was hidden or shown; leaving during an open question is counted for the teacher, nothing else."""
    player = game.players.get(event.pid)
    if player is None:
        return []
    if event.away and not player.away and game.phase == "open":
        player.aways += 1
    player.away, player.low = event.away, event.low
    return [SeatsChanged((player.pid,))]


def ready(game: Game, event: MediaReady) -> list[Effect]:
    """A device has loaded what the question needs."""
    play = game.play
    if play is None or play.q != event.q or event.pid not in game.players or event.pid in play.ready:
        return []
    play.ready.add(event.pid)
    return [SeatsChanged((event.pid,)), *media_ready(game, play)]
