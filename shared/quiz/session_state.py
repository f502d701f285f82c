"""What a session remembers: players, played questions, the game around them. No rules and no frames."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from shared.quiz.messages import Board, OwnResult, Phase
from shared.quiz.nicknames import NameWords, clean_name, skeleton
from shared.quiz.questions import is_opinion
from shared.quiz.quiz import GameSetup, Question, Slide
from shared.quiz.ranking import Place
from shared.quiz.scoring import full_points
from shared.quiz.views import Solution, Summary, View

Error = Literal["", "stale", "not_now", "unknown_player", "name", "bad"]
"""Words of `Done`."""

NEVER: Final = 1 << 62
"""Later than any host time: a limit that does not come."""
MOST_LEAD_MS: Final = 400


@dataclass(slots=True)
class Player:
    """A seat. `since` is the number of the first play it takes part in; `dropped_ms` when it was last lost."""

    pid: str
    name: str
    skeleton: str
    since: int
    joined_ms: int
    team: str = ""
    device: str = ""
    lang: str = ""
    state: Literal["waiting", "in", "kicked", "banned"] = "in"
    connected: bool = True
    dropped_ms: int = 0
    away: bool = False
    low: bool = False
    aways: int = 0
    fast_taps: int = 0
    extra_time: float = 1
    finished_ms: int | None = None
    total: int = 0
    streak: int = 0
    rank: int = 0
    gap: int = 0
    board_rank: int = 0
    shown_rank: int = 0


@dataclass(slots=True)
class Answer:
    """An answer on record. `limit_ms` is the player's own T when it came; `nonces` are those it replaced."""

    value: Any
    nonce: str
    time_ms: int
    clamped_ms: int
    limit_ms: float | None
    at_ms: int
    sure: int
    late_ms: int = 0
    nonces: tuple[str, ...] = ()


@dataclass(slots=True)
class Mark:
    """What an answer earned before and after what depends on earlier questions (penalty, streak)."""

    fraction: float
    base: int


@dataclass(slots=True)
class Play:
    """One question as it is played. `index` counts plays.

    `open_at` moves by every pause, so that time - open_at is what has been used up.
    """

    index: int
    q: int
    question: Question
    open_at: int = 0
    limit_ms: int | None = None
    extended_ms: int = 0
    opened: bool = False
    closed_at: int | None = None
    base_over: bool = False
    revealed: bool = False
    void: bool = False
    allow_late: bool = True
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])
    waiting: set[str] = field(default_factory=set[str])
    ready: set[str] = field(default_factory=set[str])
    accepted: set[str] = field(default_factory=set[str])
    refused: set[str] = field(default_factory=set[str])
    hidden: set[str] = field(default_factory=set[str])
    known: dict[Any, float] = field(default_factory=dict[Any, float])
    marks: dict[str, Mark] = field(default_factory=dict[str, Mark])
    own: dict[str, OwnResult] = field(default_factory=dict[str, OwnResult])
    view: View | None = None
    solution: Solution | None = None
    summary: Summary | None = None

    full: int = 0
    slide: bool = False
    counts: bool = True

    def __post_init__(self) -> None:
        """`full` are the points on offer; `counts` says whether answers are right or wrong at all."""
        body = self.question.body
        self.slide = isinstance(body, Slide)
        self.counts = not is_opinion(body) and not self.slide
        self.full = full_points(self.question.multiplier) if self.counts else 0

    def used_ms(self, now_ms: int) -> int:
        """Time used up since the options opened, pauses taken out (negative before)."""
        return now_ms - self.open_at

    def own_limit_ms(self, player: Player) -> float | None:
        """The player's own T; None is no limit."""
        if self.limit_ms is None or player.extra_time == 0:
            return None
        return self.limit_ms * player.extra_time

    def deadline(self, player: Player) -> int:
        """When answers of this player end by the clock; `NEVER` without a limit."""
        limit = self.own_limit_ms(player)
        return NEVER if limit is None else round(self.open_at + limit) + self.extended_ms

    def close_at(self) -> int | None:
        """When answers of players without extra time end; None without a limit."""
        return None if self.limit_ms is None else self.open_at + self.limit_ms + self.extended_ms


@dataclass(slots=True)
class Game:
    """Everything of one game.

    `due` is when the session wants `Ticked`; `paused_at` is None while time runs; `names` and `roster` are by
    skeleton; `places` and `board` are kept until ranks or names change.
    """

    setup: GameSetup
    words: NameWords
    now: int
    last_ms: int = 0
    phase: Phase = "lobby"
    seq: int = 0
    epoch: int = 1
    locked: bool = False
    lead_ms: int = 250
    in_flight_ms: int = 150
    due: int | None = None
    paused_at: int | None = None
    resumed_ms: int = 0
    started_ms: int = 0
    ended_ms: int | None = None
    stopped: bool = False
    players: dict[str, Player] = field(default_factory=dict[str, Player])
    roster: dict[str, str] = field(default_factory=dict[str, str])
    names: dict[str, str] = field(default_factory=dict[str, str])
    plays: list[Play] = field(default_factory=list[Play])
    by_q: dict[int, Play] = field(default_factory=dict[int, Play])
    next_q: int = 0
    places: list[Place] | None = None
    board: Board | None = None
    done: dict[str, Error] = field(default_factory=dict[str, Error])

    @property
    def self_paced(self) -> bool:
        return self.setup.options.pace == "self"

    @property
    def play(self) -> Play | None:
        """The question on stage, in a game played together."""
        return self.plays[-1] if self.plays and not self.self_paced else None

    @property
    def clock(self) -> int:
        """The time that counts for deadlines: it stands while the game is paused."""
        return self.now if self.paused_at is None else min(self.now, self.paused_at)

    def expects(self, play: Play, player: Player) -> bool:
        """Whether the room waits for an answer of this player."""
        return (
            player.state == "in"
            and player.connected
            and player.since <= play.index
            and player.pid not in play.answers
            and play.deadline(player) > self.clock
        )

    def seated(self) -> list[Player]:
        return [player for player in self.players.values() if player.state == "in"]

    def __post_init__(self) -> None:
        for name in map(clean_name, self.setup.options.roster):
            if name:
                self.roster.setdefault(skeleton(name), name)

    def unranked(self) -> None:
        """Ranks and boards are out of date."""
        self.places = self.board = None

    def set_lead(self, lead_ms: int) -> None:
        """How far ahead options are sent: what the host measured, at most 400 ms (live-quiz.md 3.2, open)."""
        self.lead_ms = min(max(lead_ms, 0), MOST_LEAD_MS)

    def next_seq(self) -> int:
        self.seq += 1
        return self.seq
