"""What hosts ask for: each command is done once, and only on the state its sender saw."""

from collections.abc import Callable
from typing import Any, Final

from shared.quiz import commands, session_pausing, session_phases, session_seats, session_self_paced
from shared.quiz.effects import Effect, SeatsChanged, StageChanged, ToHosts, ToPlayer
from shared.quiz.events import Commanded
from shared.quiz.quiz import Typed, WordCloud
from shared.quiz.session_marks import mark, totals
from shared.quiz.session_seats import RefusedCommand
from shared.quiz.session_state import Error, Game, Play
from shared.quiz.session_views import board_effect
from shared.quiz.texts import normalise

LONGEST_EXTENSION_MS: Final = 600_000
_MOST_REMEMBERED: Final = 1_000
_ID_LENGTH: Final = 100
_TEXT_LENGTH: Final = 500


def command(game: Game, event: Commanded) -> list[Effect]:
    """Do a command, unless it was done before or the game has moved on."""
    game.set_lead(event.lead_ms)
    cmd = event.cmd
    key = cmd.id[:_ID_LENGTH]
    known = game.done.get(key)
    if known is not None:
        return [ToHosts(commands.Done(cmd.id, known))]
    try:
        if not _expected(game, cmd.expect):
            raise RefusedCommand("stale")
        effects = _DOERS[type(cmd.action)](game, cmd.action)
        error: Error = ""
    except RefusedCommand as refusal:
        effects, error = [], refusal.error
    game.done[key] = error
    if len(game.done) > _MOST_REMEMBERED:
        del game.done[next(iter(game.done))]
    return [ToHosts(commands.Done(cmd.id, error)), *effects]


def _expected(game: Game, expect: commands.Expect | None) -> bool:
    if expect is None:
        return True
    q = -1 if game.play is None else game.play.q
    return expect.phase == game.phase and (expect.q in {-1, q})


def _go_on(game: Game, action: commands.Next) -> list[Effect]:
    del action
    if not game.self_paced:
        effects = session_phases.step(game)
    elif game.phase == "lobby":
        effects = session_self_paced.start(game)
    elif game.phase == "open":
        effects = session_self_paced.finish_all(game) + session_phases.podium(game)
    else:
        effects = session_phases.end(game) if game.phase == "podium" else []
    return _done(effects)


def _done(effects: list[Effect]) -> list[Effect]:
    if not effects:
        raise RefusedCommand("not_now")
    return effects


def _pause(game: Game, action: commands.Pause) -> list[Effect]:
    del action
    held = game.phase in {"prep", "open"} or game.due is not None
    if game.self_paced or game.paused_at is not None or not held:
        raise RefusedCommand("not_now")
    return session_pausing.pause(game)


def _resume(game: Game, action: commands.Resume) -> list[Effect]:
    del action
    if game.paused_at is None:
        raise RefusedCommand("not_now")
    return session_pausing.resume(game)


def _extend(game: Game, action: commands.Extend) -> list[Effect]:
    if not 0 < action.ms <= LONGEST_EXTENSION_MS:
        raise RefusedCommand("bad")
    play = game.play
    if play is None or game.phase != "open" or play.limit_ms is None:
        raise RefusedCommand("not_now")
    return session_pausing.extend(game, play, action.ms)


def _skip(game: Game, action: commands.Skip) -> list[Effect]:
    del action
    if game.play is None or game.phase not in {"prep", "open", "closed"}:
        raise RefusedCommand("not_now")
    session_phases.drop_play(game)
    return session_phases.after_play(game)


def _end(game: Game, action: commands.End) -> list[Effect]:
    """To the podium when something was played, then to the end; also before the last question."""
    del action
    if game.phase == "ended":
        raise RefusedCommand("not_now")
    if game.phase == "podium":
        return session_phases.end(game)
    if game.self_paced:
        effects = session_self_paced.finish_all(game) if game.phase == "open" else []
        game.stopped = game.phase == "lobby"
        return effects + session_phases.podium(game)
    game.stopped = not session_phases.is_last(game) or game.phase not in {"reveal", "board"}
    session_phases.drop_play(game)
    return session_phases.podium(game)


def _void(game: Game, action: commands.Void) -> list[Effect]:
    play = _played(game, action.q)
    if play.void == action.void:
        return [StageChanged()]
    play.void = action.void
    return remarked(game, play)


def _remark(game: Game, action: commands.Remark) -> list[Effect]:
    """A text the host accepts is right for all who gave it; one they refuse is wrong for all."""
    play = _played(game, action.q)
    if not isinstance(play.question.body, Typed) or not action.text or len(action.text) > _TEXT_LENGTH:
        raise RefusedCommand("bad")
    wins, loses = (play.accepted, play.refused) if action.right else (play.refused, play.accepted)
    wins.add(action.text)
    loses -= {text for text in loses if _same_text(play.question.body, text, action.text)}
    play.known.clear()
    return remarked(game, play)


def _same_text(body: Typed, first: str, second: str) -> bool:
    return normalise(first, exact=body.case_sensitive) == normalise(second, exact=body.case_sensitive)


def _hide(game: Game, action: commands.Hide) -> list[Effect]:
    play = _played(game, action.q)
    if not isinstance(play.question.body, WordCloud) or len(action.text) > _TEXT_LENGTH:
        raise RefusedCommand("bad")
    (play.hidden.add if action.hidden else play.hidden.discard)(action.text)
    play.summary = None
    return _shown_again(game, play)


def _allow_late(game: Game, action: commands.AllowLate) -> list[Effect]:
    play = _played(game, action.q)
    play.allow_late = action.allow
    return remarked(game, play)


def _played(game: Game, q: int) -> Play:
    play = game.by_q.get(q)
    if play is None or not play.opened:
        raise RefusedCommand("not_now" if 0 <= q < len(game.setup.quiz.questions) else "bad")
    return play


def remarked(game: Game, play: Play) -> list[Effect]:
    """Derive marks and totals anew, and show what is on show again."""
    play.summary = None
    if game.self_paced:
        session_self_paced.settle_all(game)
        finished = [player for player in game.seated() if player.finished_ms is not None]
        results = [ToPlayer(player.pid, session_self_paced.result_for(game, player)) for player in finished]
        return [*results, *_shown_again(game, play)]
    if play.revealed:
        mark(game, play)
    totals(game)
    return _shown_again(game, play)


def _shown_again(game: Game, play: Play) -> list[Effect]:
    effects: list[Effect] = []
    if game.phase == "reveal" and game.play is play:
        effects.append(session_phases.reveal_effect(game, play))
    if game.phase in {"board", "podium"} and not (game.self_paced and game.phase == "board"):
        effects.append(board_effect(game))
    return [*effects, StageChanged(), SeatsChanged(tuple(game.players))]


def _lock(game: Game, action: commands.Lock) -> list[Effect]:
    game.locked = action.locked
    return [StageChanged()]


_DOERS: Final[dict[type[commands.Action], Callable[[Game, Any], list[Effect]]]] = {
    commands.Next: _go_on,
    commands.Pause: _pause,
    commands.Resume: _resume,
    commands.Extend: _extend,
    commands.Skip: _skip,
    commands.Void: _void,
    commands.Remark: _remark,
    commands.Hide: _hide,
    commands.AllowLate: _allow_late,
    commands.Lock: _lock,
    commands.End: _end,
    **session_seats.DOERS,
}
