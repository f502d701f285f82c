"""Words of the teacher's window and the projector: the one button, states, refusals, addresses."""

from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from desktop.quiz.host_view_model import Told
from desktop.widgets.formats import format_number
from desktop.widgets.pill import Tone
from shared.quiz.commands import Seat, Stage
from shared.quiz.messages import Shown

OPINIONS = frozenset({"poll", "scale", "word_cloud"})
_PIN_HALF = 3


def step_words(stage: Stage, *, self_paced: bool) -> tuple[str, str]:
    """(words, icon) of what the one button does next."""
    translate = QCoreApplication.translate
    opinion = stage.shown is not None and stage.shown.type in OPINIONS
    reveal = (
        translate("HostWords", "Show the results")
        if opinion
        else translate("HostWords", "Show the right answer")
    )
    start = (
        translate("HostWords", "Hand out the questions")
        if self_paced
        else translate("HostWords", "Start the game")
    )
    podium = (
        translate("HostWords", "Collect from everyone")
        if self_paced
        else translate("HostWords", "Show the podium")
    )
    words = {
        "start": (start, "play"),
        "open": (translate("HostWords", "Show the answers now"), "timer-play-outline"),
        "close": (translate("HostWords", "Stop answering"), "hand-back-right-outline"),
        "reveal": (reveal, "eye-outline"),
        "board": (translate("HostWords", "Show the board"), "format-list-numbered"),
        "question": (translate("HostWords", "Next question"), "arrow-right"),
        "podium": (podium, "podium"),
        "end": (translate("HostWords", "End the game"), "flag-checkered"),
        "": (translate("HostWords", "The game is over"), "flag-checkered"),
    }
    return words[stage.next_step]


def phase_words(stage: Stage) -> tuple[str, Tone]:
    """(words, tone) of where the question is."""
    translate = QCoreApplication.translate
    if stage.paused:
        return translate("HostWords", "Paused"), "warning"
    words: dict[str, tuple[str, Tone]] = {
        "prep": (translate("HostWords", "Being read"), "info"),
        "open": (translate("HostWords", "Answers are open"), "ok"),
        "closed": (translate("HostWords", "Answers are closed"), "neutral"),
        "reveal": (translate("HostWords", "Results are shown"), "accent"),
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


def base_url(url: str) -> str:
    """An address without its PIN."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""


def refusal_words(code: str) -> str:
    """Why the host did nothing."""
    translate = QCoreApplication.translate
    words = {
        "stale": translate("HostWords", "The game had moved on already, so nothing was done."),
        "not_now": translate("HostWords", "That is not possible at this moment of the game."),
        "unknown_player": translate("HostWords", "This player is no longer in the game."),
        "name": translate("HostWords", "This name is taken, or it is not one for a classroom."),
    }
    return words.get(code, translate("HostWords", "The game could not do that."))


def told_words(told: Told) -> str:
    """What was done, for a message with Undo."""
    translate = QCoreApplication.translate
    words = {
        "kicked": translate("HostWords", "{name} is out of the game"),
        "banned": translate("HostWords", "{name} is out and cannot come back"),
        "renamed": translate("HostWords", "The player is now called {name}"),
        "team": translate("HostWords", "{name} is in another team"),
        "void": translate("HostWords", "Question {name} counts differently now"),
        "accepted": translate("HostWords", "“{name}” counts as right"),
        "refused": translate("HostWords", "“{name}” counts as wrong"),
        "hidden": translate("HostWords", "“{name}” is hidden on all screens"),
    }
    return words[told.kind].format(name=told.name)


def seat_words(seat: Seat, state: str) -> str:
    """What a player is doing, with team and extra time."""
    translate = QCoreApplication.translate
    states = {
        "waiting": translate("HostWords", "asks to be let in"),
        "kicked": translate("HostWords", "out of the game"),
        "banned": translate("HostWords", "out for good"),
        "offline": translate("HostWords", "not connected"),
        "away": translate("HostWords", "looks at something else"),
        "answered": translate("HostWords", "has answered"),
        "stuck": translate("HostWords", "is still thinking"),
        "finished": translate("HostWords", "has handed in"),
        "here": translate("HostWords", "is here"),
    }
    parts = [seat.team] if seat.team else []
    parts.append(states[state])
    if seat.extra_time != 1:
        parts.append(time_words(seat.extra_time))
    if seat.low and state not in {"kicked", "banned"}:
        parts.append(translate("HostWords", "battery low"))
    if seat.fast_taps:
        parts.append(translate("HostWords", "taps very fast"))
    return " · ".join(parts)


def time_words(factor: float) -> str:
    """A personal time factor."""
    if not factor:
        return QCoreApplication.translate("HostWords", "no time limit")
    if factor == 1:
        return QCoreApplication.translate("HostWords", "the usual time")
    return QCoreApplication.translate("HostWords", "{factor} × time").format(factor=f"{factor:g}")
