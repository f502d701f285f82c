"""A game that everyone plays in their own time: the assignment, handing in, the result for one learner."""

from shared.quiz import questions
from shared.quiz.effects import Effect, SeatsChanged, StageChanged, ToPlayer, ToPlayers
from shared.quiz.events import Finished
from shared.quiz.messages import AssignedItem, Assignment, Result, Reveal
from shared.quiz.session_marks import mark_one, own_of, own_result
from shared.quiz.session_state import Game, Play, Player
from shared.quiz.session_views import shown, view_of
from shared.quiz.views import Summary


def start(game: Game) -> list[Effect]:
    """Hand out the questions; times of questions do not count at one's own pace."""
    if not game.setup.quiz.questions:
        return []
    game.started_ms = game.now
    game.phase = "open"
    for q, question in enumerate(game.setup.quiz.questions):
        play = Play(q, q, question, opened=True, open_at=game.now, allow_late=game.setup.options.late_answers)
        game.plays.append(play)
        game.by_q[q] = play
    game.next_q = len(game.plays)
    return [ToPlayers(handed_out(game, "")), StageChanged(), SeatsChanged(tuple(game.players))]


def handed_out(game: Game, pid: str) -> Assignment:
    """The assignment as a new frame."""
    game.next_seq()
    return assignment(game, pid)


def assignment(game: Game, pid: str) -> Assignment:
    """All questions, and which of them this learner has answered."""
    player = game.players.get(pid)
    return Assignment(
        game.seq,
        tuple(AssignedItem(shown(game, play), view_of(play)) for play in game.plays),
        tuple(play.q for play in game.plays if pid in play.answers),
        player is not None and player.finished_ms is not None,
    )


def finish(game: Game, event: Finished) -> list[Effect]:
    """A learner hands in and learns everything; handing in again tells the same again."""
    player = game.players.get(event.pid)
    if player is None or player.state != "in" or not game.self_paced or game.phase == "lobby":
        return []
    if player.finished_ms is None:
        player.finished_ms = game.now
        settle(game, player)
    return [ToPlayer(player.pid, result_for(game, player)), SeatsChanged((player.pid,))]


def settle(game: Game, player: Player) -> None:
    """Derive the total and own results of one learner, in the order of the quiz."""
    player.total = player.streak = 0
    for play in game.plays:
        mark_one(play, player)
        play.own[player.pid] = own_of(game, play, player)
    game.unranked()


def settle_all(game: Game) -> None:
    """Derive everybody anew; who has not handed in has nothing yet."""
    for player in game.players.values():
        if player.finished_ms is not None:
            settle(game, player)
    for play in game.plays:
        play.summary = None


def finish_all(game: Game) -> list[Effect]:
    """The host ends the game: everyone's answers count as handed in now."""
    unfinished = [p for p in game.players.values() if p.finished_ms is None and p.state != "waiting"]
    for player in unfinished:
        player.finished_ms = game.now
        settle(game, player)
    for play in game.plays:
        play.revealed = True
    return [ToPlayer(p.pid, result_for(game, p)) for p in unfinished if p.state == "in"]


def result_for(game: Game, player: Player) -> Result:
    """One reveal per question for this learner alone: the room's answers stay out."""
    reveals = tuple(_reveal(game, play, player) for play in game.plays if not play.slide)
    best = sum(play.full for play in game.plays if not play.void)
    return Result(game.next_seq(), reveals, player.total, best)


def _reveal(game: Game, play: Play, player: Player) -> Reveal:
    question = play.question
    return Reveal(
        game.seq,
        play.q,
        questions.solution(question),
        Summary(),
        question.explanation,
        question.source,
        own=own_result(game, play, player),
    )
