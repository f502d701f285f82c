"""What a game yields for reports, at any time: every player and every answer on record."""

from shared.quiz import questions
from shared.quiz.results import AnswerResult, GameResult, PlayerResult
from shared.quiz.session_marks import rank
from shared.quiz.session_state import Answer, Game, Play, Player


def results(game: Game) -> GameResult:
    rank(game)
    plays = [play for play in game.plays if play.opened]
    return GameResult(
        game_id=game.setup.game_id,
        quiz=game.setup.quiz,
        options=game.setup.options,
        started_ms=game.started_ms,
        ended_ms=game.ended_ms,
        asked=tuple(play.q for play in plays),
        voided=tuple(play.q for play in plays if play.void),
        players=tuple(_player(player) for player in game.players.values() if player.state != "waiting"),
        answers=tuple(
            _answer(play, game.players[pid], answer) for play in plays for pid, answer in play.answers.items()
        ),
        hidden=tuple((play.q, text) for play in plays for text in sorted(play.hidden)),
    )


def _player(player: Player) -> PlayerResult:
    return PlayerResult(
        pid=player.pid,
        name=player.name,
        team=player.team,
        device=player.device,
        total=player.total,
        rank=player.rank,
        extra_time=player.extra_time,
        aways=player.aways,
        fast_taps=player.fast_taps,
        state=player.state,
        joined_ms=player.joined_ms,
        finished_ms=player.finished_ms,
    )


def _answer(play: Play, player: Player, answer: Answer) -> AnswerResult:
    """Points are what the answer put on the total: 0 when void, late and not allowed, or not revealed yet."""
    own = play.own.get(player.pid)
    return AnswerResult(
        pid=player.pid,
        q=play.q,
        answer=answer.value,
        text=questions.answer_text(play.question, answer.value),
        fraction=0.0 if player.pid not in play.marks else play.marks[player.pid].fraction,
        points=0 if own is None else own.points,
        elapsed_ms=answer.time_ms,
        clamped_ms=answer.clamped_ms,
        late=answer.late_ms > 0,
        sure=answer.sure,
        at_ms=answer.at_ms,
    )
