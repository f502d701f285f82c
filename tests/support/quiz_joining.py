"""Seats, results and a network for the join page, without a host."""

from typing import Any

from desktop.quiz.play_views import AttemptView, SeatView
from shared.errors import AppError
from shared.ids import AttemptId, new_id
from shared.quiz.player_seat import SavedSeat
from tests.support.quiz_playing import FakePlay


def seat(
    game: str = "g1",
    *,
    url: str = "http://h:1",
    used_ms: int = 1,
    name: str = "Ada",
    can_resume: bool = True,
    saved: SavedSeat | None = None,
) -> SeatView:
    """A seat as the list shows it."""
    return SeatView(game, url, "Room 4", "Sums", "123456", name, 0, used_ms, saved or SavedSeat(), can_resume)


class FakeService(FakePlay):
    """Holds seats and results; hosts answer when they are in `healths`."""

    def __init__(self):
        super().__init__()
        self.held, self.played, self.healths = [], [], {}
        self.joined, self.forgotten, self.deleted, self.restored, self.followed = [], [], [], [], []
        self.broken = None

    async def seats(self):
        if self.broken:
            raise self.broken
        return list(self.held)

    async def attempts(self):
        return list(self.played)

    async def ask_host(self, url):
        if url not in self.healths:
            raise AppError("quiz.nothing_there", address=url)
        return self.healths[url]

    def join(self, url, pin, *, host="", name="", lang=""):
        self.joined.append((url, pin, host, lang))
        return "playing"

    async def forget(self, game):
        self.forgotten.append(game)

    async def delete_attempt(self, attempt_id):
        self.deleted.append(attempt_id)

    async def restore_attempt(self, attempt_id):
        self.restored.append(attempt_id)

    async def follow(self, hosts):
        self.followed.append(hosts)


class FakeDiscovery:
    """Finds what it is told to."""

    made = None

    def __init__(self, _scope, on_change):
        self.found, self.tell, self.running = [], on_change, False
        FakeDiscovery.made = self

    def hosts(self):
        return self.found

    def start(self):
        self.running = True

    async def stop(self):
        self.running = False
        self.found = []


def played(title: str = "Sums", **more: Any) -> AttemptView:
    """A result as the list shows it."""
    values = {
        "host": "Room 4",
        "pace": "live",
        "name": "Ada",
        "started_ms": 1_795_000_000_000,
        "total": 900,
        "rank": 2,
        "players": 9,
        "finished": True,
        "questions": (),
    }
    return AttemptView(AttemptId(new_id()), f"game {title}", title, **{**values, **more})
