"""Moments of a game as the frames that lead to them, for looking at every view of the player page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from msgspec import structs

from shared.quiz.commands import Counts, Roster, Seat, Stage
from shared.quiz.messages import (
    AssignedItem,
    Assignment,
    Board,
    Deny,
    Ended,
    Frame,
    GameInfo,
    Gone,
    Open,
    OwnResult,
    Phase,
    Prep,
    Result,
    Reveal,
    Shown,
    Snapshot,
    Standing,
    Welcome,
)
from shared.quiz.quiz import Choice, Media
from shared.quiz.views import (
    Bucket,
    ClozeView,
    MatchingView,
    MultipleView,
    NumberView,
    OrderView,
    PollView,
    ScaleView,
    SingleView,
    SlideView,
    Solution,
    Summary,
    TextCount,
    TrueFalseView,
    TypedView,
    View,
    WordCloudView,
)
from tests.support.player_stand import host_ms

PIN = "482913"
SQUARE = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow>'
    "<msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mfrac><mn>9</mn><mn>4</mn></mfrac></mrow></math>"
)
MATHS = {"x^2 = \\frac{9}{4}": SQUARE}


WRONG = OwnResult(0.0, 0, 2150, 7, 0, 140, None, "wrong")


@dataclass(frozen=True)
class Kind:
    """One kind of question with a solution, somebody's answer and what a room said."""

    text: str
    view: View
    solution: Solution
    summary: Summary
    answer: Any
    own: OwnResult = WRONG
    math: dict[str, str] = field(default_factory=dict[str, str])
    media: Media | None = None

    @property
    def type(self) -> str:
        return str(self.view.__struct_config__.tag)


def choices(*texts: str) -> tuple[Choice, ...]:
    return tuple(Choice(text) for text in texts)


RIGHT = OwnResult(1.0, 940, 3090, 2, 3, 60, None, "right")
PARTLY = OwnResult(0.67, 610, 2760, 4, 0, 80, None, "partly")
OPINION = OwnResult(0, 0, 2150, 4, 0, 0, None, "opinion")
PICTURE = Media("ab" * 32, "image/svg+xml", "A lake between green mountains")

KINDS = {
    "single": Kind(
        "Which planet has the most moons we know of today?",
        SingleView(choices("Jupiter", "Saturn", "Uranus", "Neptune")),
        Solution(1),
        Summary(24, 15, (6, 15, 2, 1)),
        1,
        RIGHT,
    ),
    "true_false": Kind(
        "A lightning bolt is hotter than the surface of the Sun.",
        TrueFalseView(),
        Solution(answer=True),
        Summary(24, 11, (11, 13)),
        answer=False,
    ),
    "multiple": Kind(
        "Which of these are mammals?",
        MultipleView(choices("Bat", "Penguin", "Dolphin", "Platypus", "Shark")),
        Solution((0, 2, 3)),
        Summary(24, 9, (19, 4, 22, 14, 3)),
        [0, 2],
        PARTLY,
    ),
    "pictures": Kind(
        "Which picture shows a fjord?",
        SingleView((Choice("", PICTURE), Choice("North", PICTURE), Choice("", PICTURE), Choice("", PICTURE))),
        Solution(2),
        Summary(24, 18, (2, 3, 18, 1)),
        2,
        RIGHT,
        media=PICTURE,
    ),
    "maths": Kind(
        "For which \\(x\\) is \\(x^2 = \\frac{9}{4}\\)?",
        SingleView(choices("\\(x^2 = \\frac{9}{4}\\)", "x = 2", "x = 1.5 and x = −1.5")),
        Solution(2),
        Summary(24, 18, (2, 4, 18)),
        2,
        RIGHT,
        MATHS,
    ),
    "typed": Kind(
        "What is the capital of Australia?",
        TypedView(80),
        Solution("Canberra", ("Canberra", "Canberra ACT")),
        Summary(
            22,
            14,
            texts=(TextCount("Canberra", 14, 1.0), TextCount("Sydney", 7, 0.0), TextCount("Perth", 1, 0.0)),
        ),
        "Sydney",
    ),
    "number": Kind(
        "How long is the river Nile?",
        NumberView(0, 100, 1, "km", slider=False),
        Solution(6650, tolerance=100),
        Summary(
            20,
            8,
            buckets=(
                Bucket(4000, 5000, 3),
                Bucket(5000, 6000, 6),
                Bucket(6000, 7000, 8),
                Bucket(7000, 8000, 3),
            ),
            mean=5980,
            median=6100,
        ),
        5200,
    ),
    "slider": Kind(
        "How much of the Earth is covered with water?",
        NumberView(0, 100, 1, "%", slider=True),
        Solution(71, tolerance=2),
        Summary(20, 8, buckets=(Bucket(40, 60, 5), Bucket(60, 80, 15)), mean=68, median=70),
        64,
        PARTLY,
    ),
    "order": Kind(
        "Put these inventions in order, the oldest first.",
        OrderView(choices("Steam engine", "Printing press", "Telephone", "Compass")),
        Solution((3, 1, 0, 2)),
        Summary(21, 6, (17, 15, 13, 19)),
        [1, 3, 0, 2],
        PARTLY,
    ),
    "cloze": Kind(
        "Fill the gaps.",
        ClozeView(
            ("Plants take in ", " and give off ", " when there is ", "."),
            ("a gas", "", ""),
            ("light", "oxygen", "carbon dioxide", "nitrogen", "salt"),
            60,
        ),
        Solution(("carbon dioxide", "oxygen", "light")),
        Summary(20, 11, (15, 14, 18)),
        ["oxygen", "oxygen", "light"],
        PARTLY,
    ),
    "cloze_typed": Kind(
        "Complete the sentence.",
        ClozeView(("The heart has ", " chambers and ", " valves."), ("a number", ""), (), 60),
        Solution(("four", "four"), (("4",), ("4",))),
        Summary(20, 11, (15, 14)),
        ["four", "two"],
        PARTLY,
    ),
    "matching": Kind(
        "Which capital belongs to which country?",
        MatchingView(choices("Portugal", "Kenya", "Chile"), choices("Nairobi", "Santiago", "Lisbon")),
        Solution((2, 0, 1)),
        Summary(20, 16, (17, 18, 16)),
        [2, 1, 0],
        PARTLY,
    ),
    "poll": Kind(
        "What should we look at again before the test?",
        PollView(choices("Cells", "Photosynthesis", "Food webs"), multiple=False),
        Solution(),
        Summary(23, 0, (4, 15, 4)),
        [1],
        OPINION,
    ),
    "scale": Kind(
        "How well did you understand today’s topic?",
        ScaleView(1, 5, "Not at all", "I could explain it"),
        Solution(),
        Summary(23, 0, (1, 2, 8, 9, 3), mean=3.48, median=4),
        4,
        OPINION,
    ),
    "word_cloud": Kind(
        "What comes to your mind when you think of energy?",
        WordCloudView(3, 30),
        Solution(),
        Summary(
            30,
            0,
            texts=tuple(
                TextCount(word, count)
                for word, count in (
                    ("sun", 9),
                    ("food", 6),
                    ("heat", 5),
                    ("wind", 3),
                    ("sport", 2),
                    ("light bulb", 1),
                )
            ),
        ),
        ["sun", "food"],
        OPINION,
    ),
    "slide": Kind(
        "Before we go on",
        SlideView(
            "Cells are the smallest units of life.\n\nIn the next questions you compare plant and animal cells."
        ),
        Solution(),
        Summary(),
        None,
        OPINION,
    ),
}
WHY = "Saturn has 274 confirmed moons; 128 of them were recognised in March 2025."


def shown(kind: Kind, q: int = 2, **more: Any) -> Shown:
    return Shown(q, 10, kind.type, kind.text, kind.media, kind.math, limit_ms=30_000, **more)


def info(**more: Any) -> GameInfo:
    return GameInfo("game-1", PIN, "Life on Earth", "Room 12", "en", questions=10, **more)


def welcome(
    snapshot: Snapshot | None = None, game: GameInfo | None = None, name: str = "Amélie", **more: Any
) -> Welcome:
    given = {"code": "K7QM", "seq": 10, "epoch": 1, **more}
    return Welcome(
        1, "p1", token="token-1", now=host_ms(), role="player", game=game or info(), name=name,
        snapshot=snapshot or Snapshot("lobby", players=14), **given,
    )  # fmt: skip


def prep(kind: Kind, q: int = 2, lead_ms: int = 60_000) -> Prep:
    return Prep(20 + q * 10, shown(kind, q), host_ms() + lead_ms)


def opened(kind: Kind, q: int = 2, limit_ms: int | None = 30_000) -> Open:
    now = host_ms()
    return Open(21 + q * 10, q, now, None if limit_ms is None else now + limit_ms, kind.view, kind.math)


def revealed(kind: Kind, q: int = 2, own: OwnResult | None = None, why: str = "") -> Reveal:
    with_answer = structs.replace(own or kind.own, answer=kind.answer)
    return Reveal(24 + q * 10, q, kind.solution, kind.summary, why, math=kind.math, own=with_answer)


def question(name: str) -> list[Frame]:
    return [welcome(), prep(KINDS[name]), opened(KINDS[name])]


def reveal(name: str, why: str = "") -> list[Frame]:
    return [*question(name), revealed(KINDS[name], why=why)]


STANDINGS = (
    Standing("Nadia", 3150, 1, 2),
    Standing("Amélie", 3090, 2, 1),
    Standing("Bartholomew Featherstone", 2980, 3, -2),
    Standing("Yusuf", 2910, 4, -1),
    Standing("李小龍", 2760, 5),
)
TEAMS = (Standing("Owls", 2890, 1), Standing("Foxes", 2610, 2))


def board(*, final: bool = False) -> Board:
    return Board(STANDINGS, None, TEAMS, 24, final)


def items() -> Assignment:
    asked = ("single", "multiple", "slide", "typed", "order", "cloze")
    return Assignment(
        12, tuple(AssignedItem(shown(KINDS[name], q), KINDS[name].view) for q, name in enumerate(asked))
    )


def own_results() -> Result:
    return Result(
        13,
        tuple(
            Reveal(
                13, q, KINDS[name].solution, Summary(), WHY if q == 0 else "", own=revealed(KINDS[name]).own
            )
            for q, name in ((0, "single"), (1, "multiple"), (3, "typed"), (4, "order"), (5, "cloze"))
        ),
        3420,
        5000,
    )


SELF = {"pace": "self", "deadline_ms": None}


def assignment() -> list[Frame]:
    return [welcome(Snapshot("open"), info(**SELF)), items()]


def scenes() -> dict[str, Callable[[], list[Frame]]]:
    """Player views by name; each call makes fresh frames (their times start now)."""
    found: dict[str, Callable[[], list[Frame]]] = {
        "name": lambda: [Deny("name", ("Brave Otter",), title="Life on Earth")],
        "roster": lambda: [Deny("pick_name", ROSTER, title="Life on Earth")],
        "team": lambda: [Deny("pick_team", ("Owls", "Foxes", "Hares"), title="Life on Earth")],
        "denied": lambda: [Deny("locked")],
        "waiting": lambda: [Deny("approval")],
        "lobby": lambda: [welcome(team="Owls")],
        "prep": lambda: [welcome(), prep(KINDS["pictures"])],
        "paused": lambda: [
            welcome(
                Snapshot(
                    "open",
                    paused=True,
                    shown=shown(KINDS["single"]),
                    view=KINDS["single"].view,
                    left_ms=12_000,
                )
            )
        ],
        "late": lambda: [
            welcome(
                Snapshot(
                    "open",
                    shown=shown(KINDS["single"]),
                    view=KINDS["single"].view,
                    open_at=1,
                    close_at=host_ms() + 20_000,
                    eligible=False,
                )
            )
        ],
        "answered": lambda: [
            welcome(
                Snapshot(
                    "open",
                    shown=shown(KINDS["single"]),
                    view=KINDS["single"].view,
                    open_at=1,
                    close_at=host_ms() + 20_000,
                    answered=True,
                    answer=1,
                )
            )
        ],
        "sure": lambda: [
            welcome(),
            Prep(40, shown(KINDS["single"], sure=True), host_ms()),
            opened(KINDS["single"]),
        ],
        "why": lambda: reveal("single", WHY),
        "board": lambda: [welcome(Snapshot("board", board=board(), total=3090, rank=2))],
        "podium": lambda: [welcome(Snapshot("podium", board=board(final=True), total=3090, rank=2))],
        "ended": lambda: [welcome(Snapshot("podium", board=board(final=True), total=3090, rank=2)), Ended()],
        "elsewhere": lambda: [welcome(), Gone("elsewhere")],
        "kicked": lambda: [welcome(), Gone("kicked")],
        "assignment": assignment,
        "results": lambda: [*assignment(), own_results()],
    }
    for name in KINDS:
        found["open_" + name] = lambda name=name: question(name)
        if name != "slide":
            found["reveal_" + name] = lambda name=name: reveal(name)
    return found


ROSTER = ("Amélie Dubois", "Ben Carter", "Chinonso Okafor", "Dilara Yıldız", "Elif Demir", "Finn", "Giulia", "Hana",
          "Ibrahim", "Jonas", "Khadija", "Liam", "María José Fernández-Castaño", "Noor")  # fmt: skip

SEATS = (
    Seat("p1", "Nadia", "Owls", connected=True, answered=True, total=3150, rank=1),
    Seat("p2", "Amélie", "Foxes", connected=True),
    Seat("p3", "Bartholomew Featherstone", "Owls", connected=True, away=True),
    Seat("p4", "Yusuf", "Foxes"),
    Seat("p5", "Mallory", state="waiting", connected=True),
    Seat("p6", "Oscar", state="kicked"),
)


def stage(phase: Phase, kind: Kind | None = None, **more: Any) -> Stage:
    now = host_ms()
    base: dict[str, Any] = {
        "players": 24,
        "connected": 23,
        "answered": 9,
        "eligible": 24,
        "urls": (f"http://192.168.1.20:8420/?pin={PIN}",),
    }
    if kind is not None:
        base |= {"shown": shown(kind), "open_at": now, "math": kind.math}
        if phase != "prep":
            base["view"] = kind.view
        if phase == "open":
            base["close_at"] = now + 24_000
        if phase == "reveal":
            base |= {"solution": kind.solution, "summary": kind.summary, "why": WHY}
    return Stage(30, phase, now, **(base | more))


def stage_scenes() -> dict[str, Callable[[], list[Frame]]]:
    """What a projector or a remote shows; the same frames for both, roster and counts with them."""

    def scene(*frames: Frame, role: str = "screen") -> list[Frame]:
        hello = Welcome(1, "", "", 1, 5, host_ms(), "screen", info(), Snapshot("lobby"))
        return [hello, *frames]

    found: dict[str, Callable[[], list[Frame]]] = {
        "lobby": lambda: scene(stage("lobby", next_step="start"), Roster(SEATS, full=True)),
        "prep": lambda: scene(stage("prep", KINDS["single"], next_step="open"), Roster(SEATS, full=True)),
        "paused": lambda: scene(
            stage("open", KINDS["single"], paused=True, close_at=None, left_ms=9000, next_step="close")
        ),
        "board": lambda: scene(stage("board", top=STANDINGS, teams=TEAMS, next_step="question")),
        "podium": lambda: scene(stage("podium", top=STANDINGS, next_step="end")),
    }
    for name, kind in KINDS.items():
        found["open_" + name] = lambda kind=kind: scene(
            stage("open", kind, next_step="close"),
            Roster(SEATS, full=True),
            Counts(2, 24, 23, 24, 13, 24, ("p2",)),
        )
        found["reveal_" + name] = lambda kind=kind: scene(
            stage("reveal", kind, next_step="board"), Roster(SEATS, full=True)
        )
    return found
