"""What a session shows: frames for players, the stage, seats, snapshots. Changes nothing."""

import hashlib

import msgspec

from shared.quiz import questions
from shared.quiz.commands import Counts, LateAnswer, Seat, Stage
from shared.quiz.effects import BoardToPlayers, Effect
from shared.quiz.messages import Board, GameInfo, Phase, Shown, Snapshot, Standing
from shared.quiz.ranking import Place
from shared.quiz.session_marks import own_result, rank, summary, team_ranking
from shared.quiz.session_state import NEVER, Game, Play, Player
from shared.quiz.views import View

MOST_STUCK = 30
SEEN: tuple[Phase, ...] = ("reveal", "board")
"""Phases in which the solution of the question on stage may be known."""


def shown(game: Game, play: Play) -> Shown:
    """A question without its options."""
    question = play.question
    return Shown(
        q=play.q,
        n=len(game.setup.quiz.questions),
        type=question.body.__struct_config__.tag,  # type: ignore[arg-type]
        text=question.text,
        media=question.media,
        points=play.full,
        limit_ms=play.limit_ms,
        sure=question.ask_confidence,
    )


def view_of(play: Play) -> View:
    if play.view is None:
        play.view = questions.public_view(play.question)
    return play.view


def own_close_at(play: Play, player: Player) -> int | None:
    deadline = play.deadline(player)
    return None if deadline >= NEVER else deadline


def own_left_ms(game: Game, play: Play, player: Player) -> int | None:
    """What is left to a player while the clock stands; None while it runs or without a limit."""
    close_at = own_close_at(play, player)
    if game.paused_at is None or close_at is None:
        return None
    return max(0, close_at - game.paused_at)


def device_seed(game: Game, pid: str) -> int:
    """Seed of the order of options on one device; says nothing about the seed the quiz was dealt with."""
    if not pid or not game.setup.options.own_order:
        return 0
    digest = hashlib.sha256(f"{game.setup.seed}:{pid}".encode()).digest()
    return int.from_bytes(digest[:4], "big") or 1


def game_info(game: Game, pid: str) -> GameInfo:
    setup, options = game.setup, game.setup.options
    return GameInfo(
        id=setup.game_id,
        pin=setup.pin,
        title=setup.quiz.title,
        lang=setup.quiz.language,
        pace=options.pace,
        questions=len(setup.quiz.questions),
        teams=options.teams,
        names=options.names,
        change_answer=options.change_answer,
        private=options.board == "private",
        deadline_ms=options.deadline_ms,
        seed=device_seed(game, pid),
        own_order=options.own_order,
    )


def snapshot(game: Game, pid: str) -> Snapshot:
    """Where the game stands for one client; for pid "" as a screen sees it."""
    player = game.players.get(pid)
    players = len(rank(game))
    total, own_rank = (0, 0) if player is None else (player.total, player.rank)
    paused = game.paused_at is not None
    play = game.play
    if play is None or game.phase in {"lobby", "podium", "ended"}:
        last = board_for(game, player) if game.phase in {"podium", "ended"} else None
        return Snapshot(game.phase, paused, board=last, total=total, rank=own_rank, players=players)
    answer = play.answers.get(pid)
    found = Snapshot(
        game.phase,
        paused,
        shown=shown(game, play),
        view=view_of(play) if game.phase in {"open", "closed", "reveal"} else None,
        open_at=play.open_at,
        close_at=None if paused or game.phase != "open" else _close_at(play, player),
        left_ms=_left_ms(game, play, player),
        answered=answer is not None,
        answer=None if answer is None else answer.value,
        eligible=player is None or (player.state == "in" and player.since <= play.index),
        total=total,
        rank=own_rank,
        players=players,
    )
    if game.phase == "reveal":
        own = None if player is None else own_result(game, play, player)
        return msgspec.structs.replace(
            found,
            solution=questions.solution(play.question),
            summary=summary(game, play),
            why=play.question.explanation,
            own=own,
            source=play.question.source,
        )
    if game.phase == "board":
        own = None if player is None else own_result(game, play, player)
        brief = msgspec.structs.replace(shown(game, play), text="", media=None)
        return msgspec.structs.replace(found, shown=brief, own=own, board=board_for(game, player))
    return found


def _close_at(play: Play, player: Player | None) -> int | None:
    return play.close_at() if player is None or play.slide else own_close_at(play, player)


def _left_ms(game: Game, play: Play, player: Player | None) -> int | None:
    if game.paused_at is None:
        return None
    if game.phase == "prep":
        return max(0, play.open_at - game.paused_at)
    close_at = _close_at(play, player)
    return None if close_at is None or game.phase != "open" else max(0, close_at - game.paused_at)


def standing(game: Game, place: Place) -> Standing:
    player = game.players[place.key]
    return Standing(player.name, place.total, place.rank, _moved(player), player.team)


def _moved(player: Player) -> int:
    return player.shown_rank - player.rank if player.shown_rank and player.rank else 0


def top(game: Game) -> tuple[Standing, ...]:
    """The best, as many as the game shows; nobody when results are private."""
    options = game.setup.options
    if options.board == "private":
        return ()
    return tuple(standing(game, place) for place in rank(game)[: max(0, options.board_size)])


def team_standings(game: Game) -> tuple[Standing, ...]:
    return tuple(Standing(place.key, place.total, place.rank) for place in team_ranking(game))


def board(game: Game) -> Board:
    """The board without anybody's own line; the podium when the game is there."""
    places = rank(game)
    if game.board is None:
        final = game.phase in {"podium", "ended"}
        game.board = Board(top(game), None, team_standings(game), len(places), final)
    return game.board


def board_effect(game: Game) -> Effect:
    """The board for all, with the own line of everyone who is not in the top."""
    frame = board(game)
    rest = rank(game)[len(frame.top) :]
    return BoardToPlayers(frame, {place.key: standing(game, place) for place in rest})


def board_for(game: Game, player: Player | None) -> Board:
    """The board as one player sees it."""
    frame = board(game)
    places = rank(game)
    if player is None or player.state != "in" or any(p.key == player.pid for p in places[: len(frame.top)]):
        return frame
    own = standing(game, Place(player.pid, player.total, player.rank, player.gap))
    return msgspec.structs.replace(frame, own=own)


def seat(game: Game, player: Player) -> Seat:
    play = game.play
    rank(game)
    return Seat(
        pid=player.pid,
        name=player.name,
        team=player.team,
        state=player.state,
        connected=player.connected,
        away=player.away,
        low=player.low,
        answered=play is not None and player.pid in play.answers,
        ready=play is not None and player.pid in play.ready,
        total=player.total,
        rank=player.rank,
        streak=player.streak,
        extra_time=player.extra_time,
        fast_taps=player.fast_taps,
        aways=player.aways,
        device=player.device,
        finished=player.finished_ms is not None,
    )


def counts(game: Game) -> Counts:
    """How far the room is. In a self-paced game `answered` are those who have handed in."""
    seated = game.seated()
    connected = sum(player.connected for player in seated)
    play = game.play
    if play is None:
        answered = sum(player.finished_ms is not None for player in seated) if game.self_paced else 0
        return Counts(-1, len(seated), connected, len(seated), answered)
    eligible = [player for player in seated if player.since <= play.index]
    answers = play.answers
    stuck: list[str] = []
    if game.phase == "open":
        waiting = play.waiting
        stuck = [player.pid for player in eligible if player.pid in waiting][:MOST_STUCK]
    answered = sum(player.pid in answers for player in eligible)
    ready = sum(player.pid in play.ready for player in eligible)
    return Counts(play.q, len(seated), connected, len(eligible), answered, ready, tuple(stuck))


def next_step(game: Game) -> str:
    """What the one big button does next."""
    play = game.play
    if game.phase == "lobby":
        return "start"
    scored = any(other.full > 0 and not other.void for other in game.plays)
    if game.self_paced:
        return {"open": "podium" if scored else "end", "podium": "end"}.get(game.phase, "")
    if play is None:
        return "end" if game.phase == "podium" else ""
    if game.phase == "open" and not play.slide:
        return "close"
    last = game.next_q >= len(game.setup.quiz.questions)
    after = "question" if not last else "podium" if scored else "end"
    private = game.setup.options.board == "private"
    board = "board" if play.full > 0 and not play.void and not private and not last else after
    steps = {
        "prep": "open",
        "open": after,
        "closed": "reveal",
        "reveal": board,
        "board": after,
        "podium": "end",
    }
    return steps.get(game.phase, "")


def stage(game: Game, now_ms: int, *, solutions: bool) -> Stage:
    """The whole state for a teacher's window (`solutions`) or a screen."""
    count = counts(game)
    play = game.play
    ranked = game.phase in {"board", "podium", "ended"}
    found = Stage(
        seq=game.seq,
        phase=game.phase,
        now=now_ms,
        paused=game.paused_at is not None,
        locked=game.locked,
        voided=tuple(other.q for other in game.plays if other.void),
        top=top(game) if ranked else (),
        teams=team_standings(game) if ranked else (),
        players=count.players,
        connected=count.connected,
        answered=count.answered,
        eligible=count.eligible,
        next_step=next_step(game),  # type: ignore[arg-type]
    )
    if play is None or game.phase in {"lobby", "podium", "ended"}:
        return found
    return _with_question(game, play, found, solutions=solutions)


def _with_question(game: Game, play: Play, found: Stage, *, solutions: bool) -> Stage:
    seen = game.phase in SEEN
    question = play.question
    known = seen or solutions
    counted = seen or (solutions and game.phase == "closed")
    return msgspec.structs.replace(
        found,
        shown=shown(game, play),
        view=view_of(play) if solutions or game.phase != "prep" else None,
        open_at=play.open_at,
        close_at=play.close_at() if game.phase == "open" and game.paused_at is None else None,
        left_ms=_left_ms(game, play, None),
        solution=questions.solution(question) if known else None,
        summary=summary(game, play) if counted else None,
        why=question.explanation if known else "",
        source=question.source if known else None,
        late=late_answers(game, play) if solutions else (),
    )


def late_answers(game: Game, play: Play) -> tuple[LateAnswer, ...]:
    return tuple(
        LateAnswer(pid, answer.late_ms)
        for pid, answer in play.answers.items()
        if answer.late_ms and game.players[pid].state == "in"
    )
