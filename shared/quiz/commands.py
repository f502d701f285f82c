"""Frames of the teacher's window and the projector: commands, and the full state of a game. Declarations only."""

from typing import Literal

import msgspec

from shared.quiz.messages import Frame, Phase, Shown, Standing
from shared.quiz.quiz import Source
from shared.quiz.views import Solution, Summary, View


class Expect(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the sender saw; the command is refused with `stale` when the game has moved on."""

    phase: Phase
    q: int = -1


class Action(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="do"):
    """Base of what a host can ask."""


class Next(Action, frozen=True, tag="next"):
    """The one big button: start, open at once, close, reveal, board or podium, next question; whatever follows."""


class Pause(Action, frozen=True, tag="pause"):
    """Stop the clock."""


class Resume(Action, frozen=True, tag="resume"):
    """Go on with what was left."""


class Extend(Action, frozen=True, tag="extend"):
    """More time for everyone on the open question."""

    ms: int


class Skip(Action, frozen=True, tag="skip"):
    """Leave this question without points and go to the next."""


class Void(Action, frozen=True, tag="void"):
    """Take a question's points back from everyone (or give them again)."""

    q: int
    void: bool = True


class Remark(Action, frozen=True, tag="remark"):
    """Accept (or refuse) one typed text of question `q` for everyone who gave it; points follow."""

    q: int
    text: str
    right: bool = True


class Hide(Action, frozen=True, tag="hide"):
    """Hide (or show) a word of a word cloud on all screens."""

    q: int
    text: str
    hidden: bool = True


class AllowLate(Action, frozen=True, tag="allow_late"):
    """Count (or not) the late answers of question `q`."""

    q: int
    allow: bool = True


class Lock(Action, frozen=True, tag="lock"):
    """Let nobody new in (or open again)."""

    locked: bool = True


class Approve(Action, frozen=True, tag="approve"):
    """Let a waiting player in, or send them away."""

    pid: str
    yes: bool = True


class Rename(Action, frozen=True, tag="rename"):
    """Give a player another name."""

    pid: str
    name: str


class SetTeam(Action, frozen=True, tag="set_team"):
    """Move a player to a team."""

    pid: str
    team: str


class Kick(Action, frozen=True, tag="kick"):
    """Take a player out; with `ban`, for the whole game."""

    pid: str
    ban: bool = False


class Readmit(Action, frozen=True, tag="readmit"):
    """Undo a kick or ban: the seat and its points are back."""

    pid: str


class ExtraTime(Action, frozen=True, tag="extra_time"):
    """Personal time factor, 1 to 3, or 0 for no limit. Costs no points, others do not see it."""

    pid: str
    factor: float


class End(Action, frozen=True, tag="end"):
    """Go to the podium (when something was played), then end."""


AnyAction = (
    Next
    | Pause
    | Resume
    | Extend
    | Skip
    | Void
    | Remark
    | Hide
    | AllowLate
    | Lock
    | Approve
    | Rename
    | SetTeam
    | Kick
    | Readmit
    | ExtraTime
    | End
)


class Cmd(Frame, frozen=True, tag="cmd"):
    """One command. The same `id` again is answered again and done once."""

    id: str
    action: AnyAction
    expect: Expect | None = None


class Done(Frame, frozen=True, tag="done"):
    """Answer to a command. `error` is "", or why not."""

    id: str
    error: Literal["", "stale", "not_now", "unknown_player", "name", "bad"] = ""


class Seat(msgspec.Struct, frozen=True, omit_defaults=True):
    """A player as the teacher sees them. `link_ms` is the p95 round trip."""

    pid: str
    name: str
    team: str = ""
    state: Literal["waiting", "in", "kicked", "banned"] = "in"
    connected: bool = False
    away: bool = False
    low: bool = False
    answered: bool = False
    ready: bool = False
    total: int = 0
    rank: int = 0
    streak: int = 0
    extra_time: float = 1
    link_ms: int = 0
    fast_taps: int = 0
    aways: int = 0
    device: str = ""
    finished: bool = False


class Roster(Frame, frozen=True, tag="roster"):
    """Players that changed since the last frame; at most ten such frames a second. `full` replaces all."""

    seats: tuple[Seat, ...] = ()
    full: bool = False


class Counts(Frame, frozen=True, tag="counts"):
    """How far the room is with question `q`. `stuck` are connected, eligible, silent pids (host only)."""

    q: int
    players: int = 0
    connected: int = 0
    eligible: int = 0
    answered: int = 0
    ready: int = 0
    stuck: tuple[str, ...] = ()


class LateAnswer(msgspec.Struct, frozen=True):
    """One queued answer that came after the close."""

    pid: str
    late_ms: int


class Stage(Frame, frozen=True, tag="stage"):
    """The whole state for a teacher window or projector; sent at welcome and at every change of phase.

    Solutions are there for hosts at any time, for screens from the reveal on.
    """

    seq: int
    phase: Phase
    now: int
    paused: bool = False
    locked: bool = False
    trouble: Literal["", "disk_full", "disk"] = ""
    shown: Shown | None = None
    view: View | None = None
    math: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    open_at: int = 0
    close_at: int | None = None
    left_ms: int | None = None
    solution: Solution | None = None
    summary: Summary | None = None
    why: str = ""
    source: Source | None = None
    late: tuple[LateAnswer, ...] = ()
    voided: tuple[int, ...] = ()
    top: tuple[Standing, ...] = ()
    teams: tuple[Standing, ...] = ()
    players: int = 0
    connected: int = 0
    answered: int = 0
    eligible: int = 0
    next_step: Literal["start", "open", "close", "reveal", "board", "question", "podium", "end", ""] = ""
    urls: tuple[str, ...] = ()
    reached: bool = False


ToHostScreen = Roster | Counts | Stage | Done
"""What hosts (all) and screens (Stage, Counts) get besides the frames of players."""
