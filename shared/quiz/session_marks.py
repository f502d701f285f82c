"""Marks of a session: fractions, points, totals, streaks and ranks, always derived from the stored answers."""

from typing import Any

from shared.errors import AppError
from shared.quiz import questions
from shared.quiz.messages import OwnResult
from shared.quiz.ranking import Place, places
from shared.quiz.scoring import WEIGHTS, penalty_points, points, streak_bonus, tied
from shared.quiz.session_state import Answer, Game, Mark, Play, Player
from shared.quiz.teams import team_places
from shared.quiz.views import Summary


def mark(game: Game, play: Play) -> None:
    """Reckon what each counted answer of a play earned by itself (live-quiz.md 3.3)."""
    weight = WEIGHTS[game.setup.options.preset]
    full = play.full
    counted = {pid: answer for pid, answer in play.answers.items() if play.allow_late or not answer.late_ms}
    times = tied({pid: answer.time_ms for pid, answer in counted.items()}) if weight < 1 else {}
    marks: dict[str, Mark] = {}
    for pid, answer in counted.items():
        fraction = _fraction(play, answer.value)
        marks[pid] = Mark(fraction, points(full, fraction, weight, times.get(pid, 0), answer.limit_ms))
    play.marks = marks
    play.summary = None


def mark_one(play: Play, player: Player) -> None:
    """Reckon what one answer of a self-paced game earned: correctness alone."""
    answer = play.answers.get(player.pid)
    play.marks.pop(player.pid, None)
    if answer is not None and (play.allow_late or not answer.late_ms):
        fraction = _fraction(play, answer.value)
        play.marks[player.pid] = Mark(fraction, points(play.full, fraction, WEIGHTS["accuracy"], 0, None))


def _fraction(play: Play, value: Any) -> float:
    """What an answer is worth; equal answers are judged once."""
    fraction = play.known.get(value)
    if fraction is None:
        accepted, refused = frozenset(play.accepted), frozenset(play.refused)
        fraction = play.known[value] = questions.check(play.question, value, accepted, refused)
    return fraction


def totals(game: Game) -> None:
    """Derive every total, streak and own result anew, from the first play on."""
    for player in game.players.values():
        player.total = player.streak = 0
    for play in game.plays:
        add(game, play)


def add(game: Game, play: Play) -> None:
    """Put the marks of a revealed play on top of the totals so far."""
    if not play.revealed:
        return
    own: dict[str, OwnResult] = {}
    for pid, player in game.players.items():
        if player.state != "waiting":
            own[pid] = own_of(game, play, player)
    play.own = own
    game.unranked()


def own_of(game: Game, play: Play, player: Player) -> OwnResult:
    """What a play gave one player, put on top of the total and streak so far."""
    answer = play.answers.get(player.pid)
    found = play.marks.get(player.pid)
    fraction = 0.0 if found is None else found.fraction
    gained = 0
    if play.void:
        state = "void"
    elif answer is None:
        state = "joined_later" if player.since > play.index else "none"
        if state == "none" and play.full:
            player.streak = 0
    elif found is None:
        state = "late"
        if play.full:
            player.streak = 0
    elif not play.counts:
        state = "opinion"
    else:
        state = "right" if fraction >= 1 else "partly" if fraction > 0 else "wrong"
        gained = _gained(game, play, player, found) if play.full else 0
    player.total += gained
    return OwnResult(
        fraction=fraction,
        points=gained,
        total=player.total,
        streak=player.streak,
        answer=None if answer is None else answer.value,
        state=state,
        sure=0 if answer is None else answer.sure,
    )


def _gained(game: Game, play: Play, player: Player, found: Mark) -> int:
    """Points with streak and penalty. A partly right answer neither lengthens nor breaks a streak."""
    if found.fraction <= 0:
        player.streak = 0
        return -penalty_points(play.full, game.setup.options.penalty, player.total)
    if found.fraction >= 1:
        player.streak += 1
        if game.setup.options.streak_bonus:
            return found.base + streak_bonus(player.streak)
    return found.base


def rank(game: Game) -> list[Place]:
    """Places of all who are in, best first; sorted once until something changes."""
    if game.places is None:
        seated = [(player.pid, player.total) for player in game.players.values() if player.state == "in"]
        game.places = places(seated)
        for player in game.players.values():
            player.rank = player.gap = 0
        for place in game.places:
            player = game.players[place.key]
            player.rank, player.gap = place.rank, place.gap
    return game.places


def enter(game: Game, player: Player) -> None:
    """Rank a new player without points behind all others; a crowd that joins is not sorted each time."""
    game.board = None
    if game.places is None:
        return
    last = game.places[-1] if game.places else None
    if last is None or last.total > 0:
        place = Place(player.pid, 0, len(game.places) + 1, last.total if last else 0)
    else:
        place = Place(player.pid, 0, last.rank, last.gap)
    game.places.append(place)
    player.rank, player.gap = place.rank, place.gap


def team_ranking(game: Game) -> list[Place]:
    """Places of the teams, best first; empty in an individual game."""
    options = game.setup.options
    if not options.teams:
        return []
    members = [(player.team, player.total) for player in game.players.values() if player.state == "in"]
    return team_places(options.teams, members, options.team_score)


def summary(game: Game, play: Play) -> Summary:
    """What the room answered, without those who were taken out."""
    if play.summary is None:
        answers = [answer.value for answer in counted_answers(game, play)]
        hidden, accepted, refused = frozenset(play.hidden), frozenset(play.accepted), frozenset(play.refused)
        play.summary = questions.summarise(play.question, answers, hidden, accepted, refused)
    return play.summary


def counted_answers(game: Game, play: Play) -> list[Answer]:
    """Answers that count: in time, or late where late ones are allowed, of players who are in."""
    players = game.players
    return [
        answer
        for pid, answer in play.answers.items()
        if players[pid].state == "in" and (play.allow_late or not answer.late_ms)
    ]


def read(play: Play, raw: Any) -> Any:
    """An answer in the shape of its kind. Raises `AppError("quiz.bad_answer")`."""
    if not questions.is_answerable(play.question.body):
        raise AppError("quiz.bad_answer")
    return questions.read_answer(play.question, raw)


def own_result(game: Game, play: Play, player: Player) -> OwnResult | None:
    """The result of one player with their rank of now."""
    rank(game)
    found = play.own.get(player.pid)
    if found is None:
        later = player.since > play.index
        return OwnResult(total=player.total, rank=player.rank, state="joined_later") if later else None
    return OwnResult(
        found.fraction,
        found.points,
        found.total,
        player.rank,
        found.streak,
        player.gap,
        found.answer,
        found.state,
        found.sure,
    )
