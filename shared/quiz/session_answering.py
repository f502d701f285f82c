"""Judging an answer: early, in time, late, repeated, out of turn, not eligible. Nothing is judged elsewhere."""

import math
from typing import Any, Final, Literal

from shared.errors import AppError
from shared.quiz.effects import Effect, SeatsChanged, ToPlayer
from shared.quiz.events import Answered
from shared.quiz.messages import Ack
from shared.quiz.scoring import MAX_ALLOWANCE_MS, counted_ms
from shared.quiz.session_marks import read
from shared.quiz.session_phases import LATE_MS, check_all_in
from shared.quiz.session_state import Answer, Game, Play, Player

FAST_TAP_MS: Final = 150
_NONCE_LENGTH: Final = 64
_MOST_CHANGES: Final = 200
_LONGEST_MS: Final = 1e9

Status = Literal["ok", "late", "closed", "early", "locked", "paused", "bad", "ineligible"]


def answer(game: Game, event: Answered) -> list[Effect]:
    """Take an answer or say why not. The same nonce again gets the same word again and changes nothing."""
    status, changed = _judge(game, event)
    effects: list[Effect] = [ToPlayer(event.pid, Ack(event.q, event.nonce, status))]
    if changed:
        effects.append(SeatsChanged((event.pid,)))
        play = game.play
        if play is not None and play.q == event.q:
            play.waiting.discard(event.pid)
            if not play.waiting:
                effects += check_all_in(game, play)
    return effects


def _judge(game: Game, event: Answered) -> tuple[Status, bool]:
    """The word for an answer, and whether it was put on record."""
    player = game.players.get(event.pid)
    play = game.by_q.get(event.q)
    if player is None or player.state != "in":
        return "ineligible", False
    if play is None:
        return _unasked(game, event.q), False
    held = play.answers.get(event.pid)
    if held is not None and (event.nonce == held.nonce or event.nonce in held.nonces):
        return ("late" if held.late_ms else "ok"), False
    if player.since > play.index:
        return "ineligible", False
    timing = self_paced_timing if game.self_paced else live_timing
    status, late_ms = timing(game, play, player, event)
    if status in {"ok", "late"}:
        refusal = _put(game, play, player, event, late_ms)
        return refusal or status, refusal is None
    return status, False


def _unasked(game: Game, q: int) -> Status:
    if not 0 <= q < len(game.setup.quiz.questions):
        return "bad"
    return "closed" if game.phase == "ended" or q < game.next_q else "early"


def _put(game: Game, play: Play, player: Player, event: Answered, late_ms: int) -> Status | None:
    """Put an answer that came in time on record; the word for it when it cannot be taken."""
    held = play.answers.get(player.pid)
    if held is not None and (
        not game.setup.options.change_answer or late_ms or len(held.nonces) >= _MOST_CHANGES
    ):
        return "locked"
    if not 0 < len(event.nonce) <= _NONCE_LENGTH:
        return "bad"
    try:
        value = read(play, event.answer)
    except AppError:
        return "bad"
    _record(game, play, player, event, value, late_ms)
    return None


def live_timing(game: Game, play: Play, player: Player, event: Answered) -> tuple[Status, int]:
    """Whether an answer comes in time (live-quiz.md 3.3); with how late it is, 0 in time.

    Until the own deadline plus the allowance it is in time. For 3 s more, one that was queued on the device is
    late: the tap must lie before the deadline by the device's own watch. Nothing is taken after the reveal.
    """
    allowance = min(max(event.allowance_ms, 0), MAX_ALLOWANCE_MS)
    if play.revealed:
        return "closed", 0
    if game.phase == "prep" or game.now < play.open_at:
        return "early", 0
    if game.paused_at is not None and game.now > game.paused_at + allowance:
        return "paused", 0
    deadline = play.deadline(player)
    if play.closed_at is not None:
        deadline = min(deadline, play.closed_at)
    over = game.now - deadline
    if over <= allowance:
        game.in_flight_ms = max(game.in_flight_ms, allowance)
        return "ok", 0
    if over <= LATE_MS and event.elapsed_ms <= deadline - play.open_at:
        return "late", over
    return "closed", 0


def self_paced_timing(game: Game, play: Play, player: Player, event: Answered) -> tuple[Status, int]:
    """Until the learner hands in or the host ends the game; after the deadline an answer is late."""
    del play, event
    if game.phase != "open" or player.finished_ms is not None:
        return "closed", 0
    deadline = game.setup.options.deadline_ms
    over = 0 if deadline is None else game.now - deadline
    return ("late", over) if over > 0 else ("ok", 0)


def _record(game: Game, play: Play, player: Player, event: Answered, value: Any, late_ms: int) -> None:
    held = play.answers.get(player.pid)
    time_ms, clamped_ms = _times(game, play, player, event, late=late_ms > 0)
    if event.elapsed_ms < FAST_TAP_MS and not game.self_paced:
        player.fast_taps += 1
    play.answers[player.pid] = Answer(
        value,
        event.nonce,
        time_ms,
        clamped_ms,
        play.own_limit_ms(player),
        game.now,
        event.sure if 1 <= event.sure <= 4 else 0,
        late_ms,
        () if held is None else (*held.nonces, held.nonce),
    )
    play.summary = None


def _times(game: Game, play: Play, player: Player, event: Answered, *, late: bool) -> tuple[int, int]:
    """The time that counts, and that minus what the device said.

    A late answer counts with the whole time: nobody gains by holding an answer back.
    """
    said = event.elapsed_ms if math.isfinite(event.elapsed_ms) else 0.0
    said = min(max(said, 0.0), _LONGEST_MS)
    if game.self_paced:
        return round(said), 0
    used = play.used_ms(game.clock)
    if late:
        deadline = play.deadline(player) - play.open_at
        counted = min(used, deadline)
    else:
        counted = counted_ms(event.elapsed_ms, used, event.allowance_ms)
    return counted, counted - round(said)
