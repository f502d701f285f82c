"""How a game played together moves: prep, open, closed, reveal, board, podium, end; and its clock."""

from collections.abc import Callable
from typing import Final

from shared.quiz import questions
from shared.quiz.effects import (
    Effect,
    GameOver,
    RevealToPlayers,
    SeatsChanged,
    StageChanged,
    ToPlayers,
)
from shared.quiz.events import Ticked
from shared.quiz.messages import Close, Ended, Open, Phase, Prep, Reveal
from shared.quiz.session_clock import expect_all, own_times, reckon_due
from shared.quiz.session_marks import add, mark, own_result, rank, summary
from shared.quiz.session_state import Game, Play
from shared.quiz.session_views import board_effect, shown, view_of

MEDIA_WAIT_MS: Final = 5_000
DROPPED_GRACE_MS: Final = 3_000
"""How long a room that has answered waits for somebody who just lost the connection."""
REVEAL_MS: Final = 8_000
BOARD_MS: Final = 6_000
CLOSED_MS: Final = 800
LATE_MS: Final = 3_000
"""How long after the close an answer that was queued on a device is taken (live-quiz.md 3.3)."""


def step(game: Game) -> list[Effect]:
    """What the one big button does; [] when there is nothing to go on to."""
    do = _STEPS.get(game.phase)
    return [] if do is None else do(game)


def tick(game: Game, event: Ticked) -> list[Effect]:
    """Do what is due; a tick before its time changes nothing."""
    game.set_lead(event.lead_ms)
    if game.due is None or game.now < game.due or game.paused_at is not None:
        return []
    play = game.play
    if game.phase == "open" and play is not None and not play.slide:
        return _deadline(game, play)
    if game.phase == "prep" and play is not None and _media_missing(game, play):
        limit = play.open_at + MEDIA_WAIT_MS - game.lead_ms
        if game.now < limit:
            game.due = limit
            return []
    return step(game)


def _after_open(game: Game) -> list[Effect]:
    return after_play(game) if game.plays[-1].slide else close_play(game)


def _after_reveal(game: Game) -> list[Effect]:
    return show_board(game) if board_follows(game) else after_play(game)


def _start(game: Game) -> list[Effect]:
    if not game.setup.quiz.questions:
        return []
    game.started_ms = game.now
    return prepare(game)


def prepare(game: Game) -> list[Effect]:
    """Show the next question without its options; a slide opens at once."""
    question = game.setup.quiz.questions[game.next_q]
    play = Play(len(game.plays), game.next_q, question, allow_late=game.setup.options.late_answers)
    play.limit_ms = None if question.time_limit_s is None else question.time_limit_s * 1000
    game.plays.append(play)
    game.by_q[play.q] = play
    game.next_q += 1
    game.phase = "prep"
    return _prep(game, play)


def _prep(game: Game, play: Play) -> list[Effect]:
    game.paused_at = None
    play.open_at = game.now + (game.lead_ms if play.slide else questions.reading_ms(play.question))
    game.due = max(game.now, play.open_at - game.lead_ms)
    effects: list[Effect] = [ToPlayers(Prep(game.next_seq(), shown(game, play), play.open_at))]
    if play.slide:
        return effects + open_play(game)
    return [*effects, StageChanged(), _all_seats(game)]


def media_ready(game: Game, play: Play) -> list[Effect]:
    """Open when the reading time is over and the last missing device has its media."""
    waits = game.phase == "prep" and game.paused_at is None and game.now >= play.open_at - game.lead_ms
    return open_play(game) if waits and not _media_missing(game, play) else []


def _media_missing(game: Game, play: Play) -> bool:
    return play.question.media is not None and any(
        player.connected and player.since <= play.index and player.pid not in play.ready
        for player in game.seated()
    )


def open_play(game: Game) -> list[Effect]:
    """Send the options, to be shown by all at the same moment `lead_ms` ahead (live-quiz.md 3.2, open)."""
    play = game.plays[-1]
    early = game.now + game.lead_ms
    game.phase = "open"
    game.paused_at = None
    play.opened = True
    play.open_at = early
    if play.slide:
        play.limit_ms = None
        game.due = play.open_at + slide_ms(play) if game.setup.options.auto_advance else None
    else:
        expect_all(game, play)
        reckon_due(game, play)
    frame = Open(game.next_seq(), play.q, play.open_at, play.close_at(), view_of(play))
    return [ToPlayers(frame), *own_times(game, play), StageChanged(), _all_seats(game)]


def slide_ms(play: Play) -> int:
    """How long a slide stays in a game that goes on by itself."""
    limit_s = play.question.time_limit_s
    return questions.reading_ms(play.question) if limit_s is None else limit_s * 1000


def _deadline(game: Game, play: Play) -> list[Effect]:
    """The clock ran out, for all or for those without extra time; or the grace for a lost one did."""
    play.waiting = {
        pid for pid in play.waiting if play.deadline(game.players[pid]) + game.in_flight_ms > game.now
    }
    close_at = play.close_at()
    play.base_over = close_at is not None and game.now >= close_at + game.in_flight_ms
    if play.waiting:
        reckon_due(game, play)
        return []
    return _close_or_wait(game, play)


def check_all_in(game: Game, play: Play) -> list[Effect]:
    """Close when everyone connected and eligible has answered (live-quiz.md 3.3).

    Not when nobody is connected (the network is down, the host just restarted), and not while an answer may
    still be changed.
    """
    if game.phase != "open" or play.slide or play.waiting or game.paused_at is not None:
        return []
    if game.setup.options.change_answer and not play.base_over:
        return []
    players = game.players
    if not any(players[pid].connected and players[pid].state == "in" for pid in play.answers):
        return []
    return _close_or_wait(game, play)


def _close_or_wait(game: Game, play: Play) -> list[Effect]:
    """Close, unless somebody who may still answer lost the connection a moment ago."""
    grace = max(
        (
            max(player.dropped_ms, game.resumed_ms) + DROPPED_GRACE_MS
            for player in game.seated()
            if not player.connected
            and player.since <= play.index
            and player.pid not in play.answers
            and play.deadline(player) > game.now
        ),
        default=0,
    )
    if grace <= game.now:
        return close_play(game)
    game.due = grace if game.due is None or game.due <= game.now else min(game.due, grace)
    return []


def close_play(game: Game) -> list[Effect]:
    """No more answers but those on their way."""
    play = game.plays[-1]
    play.open_at += game.now - game.clock
    play.closed_at = game.now
    game.phase = "closed"
    game.paused_at = None
    play.waiting = set()
    game.due = None
    if game.setup.options.auto_advance:
        lost = any(
            not player.connected and player.since <= play.index and player.pid not in play.answers
            for player in game.seated()
        )
        game.due = game.now + (LATE_MS if lost else CLOSED_MS)
    return [ToPlayers(Close(game.next_seq(), play.q)), StageChanged()]


def reveal(game: Game) -> list[Effect]:
    """Mark the question and show what was right."""
    play = game.plays[-1]
    game.phase = "reveal"
    game.due = game.now + REVEAL_MS if game.setup.options.auto_advance else None
    play.revealed = True
    mark(game, play)
    add(game, play)
    return [reveal_effect(game, play), StageChanged(), _all_seats(game)]


def reveal_effect(game: Game, play: Play) -> Effect:
    question = play.question
    frame = Reveal(
        game.next_seq(),
        play.q,
        questions.solution(question),
        summary(game, play),
        question.explanation,
        question.source,
    )
    found = ((player.pid, own_result(game, play, player)) for player in game.seated())
    own = {pid: result for pid, result in found if result is not None}
    return RevealToPlayers(frame, own)


def board_follows(game: Game) -> bool:
    """A board is shown after questions that gave points, unless results are private or the podium comes."""
    play = game.play
    if play is None or game.setup.options.board == "private" or is_last(game):
        return False
    return play.full > 0 and not play.void


def is_last(game: Game) -> bool:
    return game.next_q >= len(game.setup.quiz.questions)


def show_board(game: Game) -> list[Effect]:
    game.phase = "board"
    game.due = game.now + BOARD_MS if game.setup.options.auto_advance else None
    _note_ranks(game)
    return [board_effect(game), StageChanged()]


def _note_ranks(game: Game) -> None:
    """Remember who stood where on the board before this one."""
    rank(game)
    game.board = None
    for player in game.players.values():
        player.shown_rank, player.board_rank = player.board_rank, player.rank


def after_play(game: Game) -> list[Effect]:
    """The next question, or the end."""
    return podium(game) if is_last(game) else prepare(game)


def was_scored(game: Game) -> bool:
    return any(play.revealed and play.full > 0 and not play.void for play in game.plays)


def podium(game: Game) -> list[Effect]:
    """The last board, when points were given at all; else the end."""
    game.due = None
    game.paused_at = None
    if not was_scored(game):
        return end(game)
    game.phase = "podium"
    _note_ranks(game)
    return [board_effect(game), StageChanged(), _all_seats(game)]


def end(game: Game) -> list[Effect]:
    game.phase = "ended"
    game.due = None
    game.paused_at = None
    game.ended_ms = game.now
    reason = "stopped" if game.stopped else "finished"
    return [ToPlayers(Ended(reason)), StageChanged(), _all_seats(game), GameOver()]


def drop_play(game: Game) -> None:
    """Leave the question on stage without points: forget it when it never opened, else keep answers, no points."""
    play = game.play
    if play is None or play.revealed or play.slide:
        return
    if play.opened:
        play.void = True
        play.closed_at = game.now
        play.waiting = set()
        play.revealed = True
        mark(game, play)
        add(game, play)
    else:
        game.plays.pop()
        del game.by_q[play.q]


def _all_seats(game: Game) -> Effect:
    return SeatsChanged(tuple(game.players))


_STEPS: Final[dict[Phase, Callable[[Game], list[Effect]]]] = {
    "lobby": _start,
    "prep": open_play,
    "open": _after_open,
    "closed": reveal,
    "reveal": _after_reveal,
    "board": after_play,
    "podium": end,
}
