"""The frames between host and clients, declared once: JSON, tagged by `k`. Times are host milliseconds.

Unknown keys are ignored; `VERSION` is negotiated in hello and welcome. Samples live in tests/wire.
"""

from typing import Any, Literal

import msgspec

from shared.quiz.quiz import Media, Source
from shared.quiz.views import Solution, Summary, View

VERSION = 1
MAX_FRAME_BYTES = 16_384
"""Longest frame a host reads; a longer one closes the connection."""

Role = Literal["player", "host", "screen"]
Phase = Literal["lobby", "prep", "open", "closed", "reveal", "board", "podium", "ended"]


class Frame(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="k"):
    """Base of every frame."""


# Client to host


class Hello(Frame, frozen=True, tag="hello"):
    """First frame, also to resume. A player gives a PIN with a name, or a token, or a PIN with a rejoin code.

    Hosts and screens give their role's token. `device` is "phone", "desktop" or "".
    """

    v: int
    role: Role
    pin: str = ""
    token: str = ""
    code: str = ""
    name: str = ""
    team: str = ""
    lang: str = ""
    device: str = ""
    seen: tuple[int, int] = (0, 0)


class Ping(Frame, frozen=True, tag="ping"):
    """Asks for the host's time; `t1` is the sender's own clock."""

    i: int
    t1: float


class Pong(Frame, frozen=True, tag="pong"):
    """Answer to a ping (host: with `t1`, received `t2`, sent `t3`); a client answers it with `i` alone.

    Offset = ((t2 - t1) + (t3 - t4)) / 2 (RFC 5905, 8). The host takes the round trip from its own t3 to that
    last leg, so a client cannot claim a slower link than it shows.
    """

    i: int
    t1: float = 0
    t2: int = 0
    t3: int = 0


class Ready(Frame, frozen=True, tag="ready"):
    """The media of question `q` are loaded."""

    q: int


class AnswerFrame(Frame, frozen=True, tag="answer"):
    """One answer; the same (q, nonce) may come many times. `a` has the shape of the question's view.

    `shown_ms` is the host time at which the options were painted, by the client's estimate; `elapsed_ms` is the
    monotonic time from then to the tap. `sure` is the confidence bet, 1 to 4.
    """

    q: int
    nonce: str
    a: Any
    elapsed_ms: float
    shown_ms: float = 0
    sure: int = 0


class Away(Frame, frozen=True, tag="away"):
    """The page was hidden or shown again; `low` says that the battery is low."""

    away: bool
    low: bool = False


class Finish(Frame, frozen=True, tag="finish"):
    """A self-paced player hands in."""


class Leave(Frame, frozen=True, tag="leave"):
    """The player goes; the seat stays."""


# Host to client


class OwnResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """One player's result of one question. `gap` is the points to the next better player, `sure` the own bet."""

    fraction: float = 0
    points: int = 0
    total: int = 0
    rank: int = 0
    streak: int = 0
    gap: int = 0
    answer: Any = None
    state: Literal["right", "partly", "wrong", "none", "late", "void", "opinion", "joined_later"] = "none"
    sure: int = 0


class Shown(msgspec.Struct, frozen=True, omit_defaults=True):
    """What of a question is shown before the options: text, media, place in the game, points on offer."""

    q: int
    n: int
    type: str
    text: str = ""
    media: Media | None = None
    math: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    points: int = 1000
    limit_ms: int | None = None
    sure: bool = False


class Standing(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a leaderboard. `moved` is how many ranks up (+) since the last board."""

    name: str
    total: int
    rank: int
    moved: int = 0
    team: str = ""


class Board(Frame, frozen=True, tag="board"):
    """After a reveal: the best, and the receiver's own line when not among them. `final` is the podium."""

    top: tuple[Standing, ...] = ()
    own: Standing | None = None
    teams: tuple[Standing, ...] = ()
    players: int = 0
    final: bool = False


class Snapshot(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the game stands for one client, so that it can go on from nothing.

    `view` is there from open on, `answer` when the own answer is on record, `solution`, `summary`, `own` from
    the reveal on. `close_at` None while open means no limit; while paused, `left_ms` is what remains.
    """

    phase: Phase
    paused: bool = False
    shown: Shown | None = None
    view: View | None = None
    open_at: int = 0
    close_at: int | None = None
    left_ms: int | None = None
    answered: bool = False
    answer: Any = None
    eligible: bool = True
    solution: Solution | None = None
    summary: Summary | None = None
    why: str = ""
    own: OwnResult | None = None
    board: Board | None = None
    total: int = 0
    rank: int = 0
    players: int = 0
    source: Source | None = None


class GameInfo(msgspec.Struct, frozen=True, omit_defaults=True):
    """What never changes in a game, for its clients.

    `own_order` says that devices mix their options, so that letters mean nothing on a screen. `seed` mixes them
    on a device (0: keep the order): sort option indices i by (fnv1a32(f"{seed}:{q}:{i}"), i).
    """

    id: str
    pin: str
    title: str
    host: str = ""
    lang: str = ""
    pace: Literal["live", "self"] = "live"
    questions: int = 0
    teams: tuple[str, ...] = ()
    names: Literal["free", "generated", "roster"] = "free"
    change_answer: bool = False
    private: bool = False
    deadline_ms: int | None = None
    seed: int = 0
    own_order: bool = False


class Welcome(Frame, frozen=True, tag="welcome"):
    """The client is in. `token` is kept to come back, `code` is shown to come back on another device."""

    v: int
    pid: str
    token: str
    epoch: int
    seq: int
    now: int
    role: Role
    game: GameInfo
    snapshot: Snapshot
    code: str = ""
    name: str = ""
    team: str = ""


class Deny(Frame, frozen=True, tag="deny"):
    """The client is not in. Only `approval` keeps the connection open, until welcome or deny.

    `choices` are the names still free of a roster (`pick_name`), or one free generated name; `wait_ms` says when
    to try again.
    """

    reason: Literal[
        "pin", "full", "locked", "name", "name_taken", "pick_name", "pick_team", "banned", "kicked", "version",
        "approval", "refused", "too_many", "ended", "token", "over",
    ]  # fmt: skip
    choices: tuple[str, ...] = ()
    wait_ms: int = 0
    title: str = ""


class Prep(Frame, frozen=True, tag="prep"):
    """A question comes: text and media without options. Options open at about `open_at`."""

    seq: int
    shown: Shown
    open_at: int


class Open(Frame, frozen=True, tag="open"):
    """Options, to be shown at `open_at`. `close_at` None means no limit."""

    seq: int
    q: int
    open_at: int
    close_at: int | None
    view: View
    math: dict[str, str] = msgspec.field(default_factory=dict[str, str])


class Ack(Frame, frozen=True, tag="ack"):
    """The answer is on disk (`ok`, `late`: counted if the host allows), or was not taken and why."""

    q: int
    nonce: str
    s: Literal["ok", "late", "closed", "early", "locked", "paused", "bad", "ineligible"]


class Time(Frame, frozen=True, tag="time"):
    """The only source of time: a new deadline, a pause with what is left, or an extension."""

    seq: int
    q: int
    close_at: int | None = None
    paused: bool = False
    left_ms: int | None = None


class Close(Frame, frozen=True, tag="close"):
    """Answers are over; the reveal follows when the host wants."""

    seq: int
    q: int


class Reveal(Frame, frozen=True, tag="reveal"):
    """The solution, the room's answers, and the receiver's own result."""

    seq: int
    q: int
    solution: Solution
    summary: Summary
    why: str = ""
    source: Source | None = None
    math: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    own: OwnResult | None = None


class Lobby(Frame, frozen=True, tag="lobby"):
    """Back in the lobby, or what changed there for this player: own name or team, whether the game is locked."""

    name: str = ""
    team: str = ""
    players: int = 0


class Ended(Frame, frozen=True, tag="ended"):
    """The game is over, or was stopped by the host."""

    reason: Literal["finished", "stopped"] = "finished"


class Gone(Frame, frozen=True, tag="gone"):
    """The host ends this connection: `elsewhere` (same seat on another device), `kicked`, `banned`, `slow`."""

    reason: Literal["elsewhere", "kicked", "banned", "slow", "flood", "shutdown"]


class HostLost(Frame, frozen=True, tag="hostlost"):
    """No teacher window is connected since `since`; null says that one is back."""

    since: int | None = None


class Moved(Frame, frozen=True, tag="moved"):
    """The host answers at another address from now on."""

    url: str


class Assignment(Frame, frozen=True, tag="assignment"):
    """A self-paced game's questions, all at once, for answering without a connection."""

    seq: int
    items: tuple["AssignedItem", ...]
    answered: tuple[int, ...] = ()
    finished: bool = False


class AssignedItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question of an assignment."""

    shown: Shown
    view: View
    math: dict[str, str] = msgspec.field(default_factory=dict[str, str])


class Result(Frame, frozen=True, tag="result"):
    """What a self-paced player gets for handing in: one reveal per question and the total."""

    seq: int
    reveals: tuple[Reveal, ...]
    total: int
    best: int


ToHost = Hello | Ping | Pong | Ready | AnswerFrame | Away | Finish | Leave
"""What a player may send; hosts also send `Cmd` (shared/quiz/commands.py)."""

ToClient = (
    Welcome
    | Deny
    | Pong
    | Prep
    | Open
    | Ack
    | Time
    | Close
    | Reveal
    | Board
    | Lobby
    | Ended
    | Gone
    | HostLost
    | Moved
    | Assignment
    | Result
)
"""What a player or a screen may get; hosts and screens also get the frames of shared/quiz/commands.py."""
