"""A player's game without a host: frames are fed by hand, what would be sent is recorded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.quiz.attempts import Keeper
from desktop.quiz.play_link import PlayLink, own_time_ms
from desktop.quiz.play_service import Playing
from desktop.quiz.play_view_model import PlayViewModel
from desktop.runtime.changes import ChangeBus
from shared.errors import AppError
from shared.quiz import messages
from shared.quiz.messages import Frame, GameInfo, Shown, Snapshot, Welcome
from shared.quiz.player_seat import SavedSeat
from shared.quiz.quiz import Choice, Media
from shared.quiz.views import (
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
    TrueFalseView,
    TypedView,
    View,
    WordCloudView,
)
from shared.tasks import TaskScope

CHOICES = (Choice("Paris"), Choice("Lyon"), Choice("Nice"))
VIEWS: dict[str, View] = {
    "single": SingleView(CHOICES),
    "true_false": TrueFalseView(),
    "multiple": MultipleView(CHOICES),
    "typed": TypedView(60),
    "number": NumberView(0, 10, 1, "m", slider=False),
    "slider": NumberView(0, 10, 1, "m", slider=True),
    "order": OrderView(CHOICES),
    "cloze": ClozeView(("Plants make ", " from ", "."), ("", "a gas"), (), 60),
    "matching": MatchingView(CHOICES, (Choice("x"), Choice("y"), Choice("z"))),
    "poll": PollView(CHOICES, multiple=False),
    "polls": PollView(CHOICES, multiple=True),
    "scale": ScaleView(1, 5, "bad", "good"),
    "word_cloud": WordCloudView(2, 30),
    "slide": SlideView("Read this."),
}
SOLUTIONS: dict[str, Solution] = {
    "single": Solution(1),
    "true_false": Solution(answer=False),
    "multiple": Solution((0, 2)),
    "typed": Solution("Nile", ("Nile", "Amazon")),
    "number": Solution(5.0, tolerance=0.5),
    "slider": Solution(5.0),
    "order": Solution((2, 0, 1)),
    "cloze": Solution(("glucose", "CO2"), (("glucose",), ("CO2", "carbon dioxide"))),
    "matching": Solution((1, 0, 2)),
}
ANSWERS: dict[str, Any] = {
    "single": 1,
    "true_false": False,
    "multiple": [0, 2],
    "typed": "Nile",
    "number": 5.0,
    "slider": 5.0,
    "order": [2, 0, 1],
    "cloze": ["glucose", "CO2"],
    "matching": [1, 0, 2],
    "poll": [1],
    "polls": [0, 2],
    "scale": 4,
    "word_cloud": ["sun"],
}


class FakePlay:
    """The part of `PlayService` that pages use. `files` are media that come."""

    def __init__(self) -> None:
        self.files: dict[str, Path] = {}
        self.left: list[Playing] = []
        self.resumed: list[str] = []
        self.playings: dict[str, Playing] = {}

    async def media_file(self, _playing: Playing, media: Media) -> Path:
        if media.sha not in self.files:
            raise AppError("quiz.media_lost")
        return self.files[media.sha]

    async def leave(self, playing: Playing) -> None:
        self.left.append(playing)

    async def resume(self, game: str, *, lang: str = "", patient: bool = False) -> Playing:
        self.resumed.append(game)
        if game not in self.playings:
            raise AppError("quiz.no_seat")
        return self.playings[game]

    async def follow(self, _hosts: Any) -> None:
        """Nothing is found here."""


class Table:
    """One game at a table without a network: `feed` frames, look at `sent`. Tests put what they show into the rest."""

    view: Any
    page: Any
    shell: Any
    play: Any
    retries: list[dict[str, str]]
    game_model: Any

    def __init__(self, scope: TaskScope, **game: Any) -> None:
        self.scope = scope
        self.sent: list[Frame] = []
        self.playing = Playing("Room 4", Keeper(), 0)
        self.info = GameInfo(id="g1", pin="123456", title="Sums", questions=3, **game)
        self.link: Any = PlayLink(SavedSeat(pin="123456"), "http://127.0.0.1:9", scope, changed=self._changed)
        self.playing.link = self.link
        self.seat = self.link.seat
        # What would go over the network is kept for the test to see.
        self.link._post = self.sent.extend
        self.link.start = lambda: None
        self.seq = 0

    def _changed(self) -> None:
        self.playing.keeper.look(self.seat)
        self.playing.tell()

    def model(self, service: Any = None) -> PlayViewModel:
        fake: Any = service or FakePlay()
        made = PlayViewModel(fake, self.scope, ChangeBus())
        made.show(self.playing)
        return made

    def feed(self, *frames: Frame) -> None:
        for frame in frames:
            self.sent.extend(self.seat.receive(frame, own_time_ms()))
        self._changed()

    def enter(self, snapshot: Snapshot | None = None, name: str = "Ada") -> None:
        """The host lets the player in."""
        self.seat.connected(own_time_ms())
        now = round(own_time_ms())
        place = snapshot or Snapshot("lobby", players=2)
        self.feed(Welcome(1, "p1", "t" * 8, 1, 0, now, "player", self.info, place, code="K7GQ", name=name))

    def next_seq(self) -> int:
        self.seq += 1
        return self.seq

    def prep(self, kind: str = "single", *, q: int = 0, **shown: Any) -> Shown:
        """A question is announced."""
        tag = {"slider": "number", "polls": "poll"}.get(kind, kind)
        fields = {"text": "Which city?", "limit_ms": 30_000, **shown}
        asked = Shown(q=q, n=3, type=tag, **fields)
        self.feed(messages.Prep(self.next_seq(), asked, round(own_time_ms()) + 10_000))
        return asked

    def open(
        self, kind: str = "single", *, q: int = 0, in_ms: int = -1, lasts_ms: int | None = 30_000
    ) -> None:
        """Its options open."""
        at = round(own_time_ms()) + in_ms
        close_at = None if lasts_ms is None else at + lasts_ms
        self.feed(messages.Open(self.next_seq(), q, at, close_at, VIEWS[kind]))

    def reveal(
        self, kind: str = "single", *, q: int = 0, own: messages.OwnResult | None = None, why: str = ""
    ) -> None:
        """The answer is told."""
        counts = {"single": (1, 2, 0), "poll": (1, 1, 1)}.get(kind, ())
        summary = Summary(answers=3, right=2, counts=counts)
        self.feed(
            messages.Close(self.next_seq(), q),
            messages.Reveal(self.next_seq(), q, SOLUTIONS.get(kind, Solution()), summary, why=why, own=own),
        )

    def answers(self) -> list[messages.AnswerFrame]:
        return [frame for frame in self.sent if isinstance(frame, messages.AnswerFrame)]


def listening(signal: Any) -> list[Any]:
    """What a Qt signal carries from now on."""
    heard: list[Any] = []
    keep: Callable[..., None] = lambda *values: heard.append(values)  # noqa: E731
    signal.connect(keep)
    return heard
