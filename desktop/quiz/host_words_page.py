"""Words of the teacher's window and the projector: the one button, states, refusals, addresses."""

from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from desktop.quiz.host_view_model import Told
from desktop.widgets.formats import format_number
from desktop.widgets.pill import Tone
from desktop.widgets.quiz_number import number_words
from shared.quiz.commands import Seat, Stage
from shared.quiz.messages import Shown

OPINIONS = frozenset({"poll", "scale", "word_cloud"})
_PIN_HALF = 3
SLOW_LINK_MS = 400
"""A slower round trip than the longest allowance on a classroom network is worth telling."""


def step_words(stage: Stage, *, self_paced: bool) -> tuple[str, str]:
    """(words, icon) of what the one button does next."""
    opinion = stage.shown is not None and stage.shown.type in OPINIONS
    reveal = (
        QCoreApplication.translate("HostWords", "Show the results")
        if opinion
        else QCoreApplication.translate("HostWords", "Show the right answer")
    )
    start = (
        QCoreApplication.translate("HostWords", "Hand out the questions")
        if self_paced
        else QCoreApplication.translate("HostWords", "Start the game")
    )
    podium = (
        QCoreApplication.translate("HostWords", "Collect from everyone")
        if self_paced
        else QCoreApplication.translate("HostWords", "Show the podium")
    )
    words = {
        "start": (start, "play"),
        "open": (QCoreApplication.translate("HostWords", "Show the answers now"), "timer-play-outline"),
        "close": (QCoreApplication.translate("HostWords", "Stop answering"), "hand-back-right-outline"),
        "reveal": (reveal, "eye-outline"),
        "board": (QCoreApplication.translate("HostWords", "Show the board"), "format-list-numbered"),
        "question": (QCoreApplication.translate("HostWords", "Next question"), "arrow-right"),
        "podium": (podium, "podium"),
        "end": (QCoreApplication.translate("HostWords", "End the game"), "flag-checkered"),
        "": (QCoreApplication.translate("HostWords", "The game is over"), "flag-checkered"),
    }
    return words[stage.next_step]


def phase_words(stage: Stage) -> tuple[str, Tone]:
    """(words, tone) of where the question is."""
    if stage.paused:
        return QCoreApplication.translate("HostWords", "Paused"), "warning"
    words: dict[str, tuple[str, Tone]] = {
        "prep": (QCoreApplication.translate("HostWords", "Being read"), "info"),
        "open": (QCoreApplication.translate("HostWords", "Answers are open"), "ok"),
        "closed": (QCoreApplication.translate("HostWords", "Answers are closed"), "neutral"),
        "reveal": (QCoreApplication.translate("HostWords", "Results are shown"), "accent"),
    }
    return words.get(stage.phase, ("", "neutral"))


def question_words(shown: Shown) -> str:
    """Which question of how many, and what it is worth."""
    words = QCoreApplication.translate("HostWords", "Question {number} of {count}")
    text = words.format(number=format_number(shown.q + 1), count=format_number(shown.n))
    if not shown.points:
        return text
    points = QCoreApplication.translate("HostWords", "up to {points} points")
    return f"{text} · {points.format(points=format_number(shown.points))}"


def answered_words(answered: int, eligible: int) -> str:
    """How many have answered."""
    words = QCoreApplication.translate("HostWords", "{answered} of {all} have answered")
    return words.format(answered=format_number(answered), all=format_number(eligible))


def pin_words(pin: str) -> str:
    """A PIN in two halves, as people read it out."""
    return f"{pin[:_PIN_HALF]} {pin[_PIN_HALF:]}"


def address_words(url: str) -> str:
    """An address as it is typed: without scheme, path and PIN."""
    return urlsplit(url).netloc


def refusal_words(code: str) -> str:
    """Why the host did nothing."""
    words = {
        "stale": QCoreApplication.translate(
            "HostWords", "The game had moved on already, so nothing was done."
        ),
        "not_now": QCoreApplication.translate(
            "HostWords", "That is not possible at this moment of the game."
        ),
        "unknown_player": QCoreApplication.translate("HostWords", "This player is no longer in the game."),
        "name": QCoreApplication.translate(
            "HostWords", "This name is taken, or it is not one for a classroom."
        ),
    }
    return words.get(code, QCoreApplication.translate("HostWords", "The game could not do that."))


def told_words(told: Told) -> str:
    """What was done, for a message with Undo."""
    words = {
        "kicked": QCoreApplication.translate("HostWords", "{name} is out of the game"),
        "banned": QCoreApplication.translate("HostWords", "{name} is out and cannot come back"),
        "renamed": QCoreApplication.translate("HostWords", "The player is now called {name}"),
        "team": QCoreApplication.translate("HostWords", "{name} is in another team"),
        "void": QCoreApplication.translate("HostWords", "Question {name} counts differently now"),
        "accepted": QCoreApplication.translate("HostWords", "“{name}” counts as right"),
        "refused": QCoreApplication.translate("HostWords", "“{name}” counts as wrong"),
        "hidden": QCoreApplication.translate("HostWords", "“{name}” is hidden on all screens"),
    }
    return words[told.kind].format(name=told.name)


def seat_words(seat: Seat, state: str) -> str:
    """What a player is doing, with team and extra time."""
    states = {
        "waiting": QCoreApplication.translate("HostWords", "asks to be let in"),
        "kicked": QCoreApplication.translate("HostWords", "out of the game"),
        "banned": QCoreApplication.translate("HostWords", "out for good"),
        "offline": QCoreApplication.translate("HostWords", "not connected"),
        "away": QCoreApplication.translate("HostWords", "looks at something else"),
        "answered": QCoreApplication.translate("HostWords", "has answered"),
        "stuck": QCoreApplication.translate("HostWords", "is still thinking"),
        "finished": QCoreApplication.translate("HostWords", "has handed in"),
        "here": QCoreApplication.translate("HostWords", "is here"),
    }
    parts = [seat.team] if seat.team else []
    parts.append(states[state])
    if seat.extra_time != 1:
        parts.append(time_words(seat.extra_time))
    if seat.low and state not in {"kicked", "banned"}:
        parts.append(QCoreApplication.translate("HostWords", "battery low"))
    if seat.link_ms >= SLOW_LINK_MS:
        parts.append(QCoreApplication.translate("HostWords", "slow connection"))
    if seat.fast_taps:
        parts.append(QCoreApplication.translate("HostWords", "taps very fast"))
    return " · ".join(parts)


def time_words(factor: float) -> str:
    """A personal time factor."""
    if not factor:
        return QCoreApplication.translate("HostWords", "no time limit")
    if factor == 1:
        return QCoreApplication.translate("HostWords", "the usual time")
    return QCoreApplication.translate("HostWords", "{factor} × time").format(factor=number_words(factor))
