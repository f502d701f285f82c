"""What goes into a game: every input of the session, as it stands in the journal. Declarations only.

Each is handed over with the host time (ms) at which it arrived. The same inputs give the same game.
"""

from typing import Any

import msgspec

from shared.quiz.commands import Cmd


class Event(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="e"):
    """Base of every event."""


class Joined(Event, frozen=True, tag="joined"):
    """Somebody asks for a new seat. The host has drawn `pid` and checked PIN and rates; the session judges the rest.

    It came over a live connection, so the seat counts as connected from now on, without a `Connected`.
    `code` is the rejoin code; only the host keeps the token (as a hash beside the journal's game).
    """

    pid: str
    name: str = ""
    team: str = ""
    lang: str = ""
    device: str = ""
    code: str = ""


class Connected(Event, frozen=True, tag="connected"):
    """A seat's player is back over a new connection, by token or rejoin code: `Seated` or `Refused` follows."""

    pid: str
    device: str = ""
    lang: str = ""


class Disconnected(Event, frozen=True, tag="disconnected"):
    """A seat's last connection is gone."""

    pid: str


class Answered(Event, frozen=True, tag="answered"):
    """An answer arrived. `allowance_ms` is the player's latency allowance by the host's own measurement."""

    pid: str
    q: int
    nonce: str
    answer: Any
    elapsed_ms: float
    allowance_ms: int
    sure: int = 0


class MediaReady(Event, frozen=True, tag="ready"):
    """A player has loaded what question `q` needs."""

    pid: str
    q: int


class WentAway(Event, frozen=True, tag="away"):
    """A page was hidden or shown."""

    pid: str
    away: bool
    low: bool = False


class Finished(Event, frozen=True, tag="finished"):
    """A self-paced player hands in."""

    pid: str


class Commanded(Event, frozen=True, tag="commanded"):
    """A host's command. `lead_ms` is how far ahead options must be sent: clamp(2 x p95 one-way, 250, 400)."""

    cmd: Cmd
    lead_ms: int = 250


class Ticked(Event, frozen=True, tag="ticked"):
    """The time that the session asked for (`due_ms`) has come."""

    lead_ms: int = 250


class Restarted(Event, frozen=True, tag="restarted"):
    """The host process started again: nobody is connected, an open question is paused with what was left."""

    epoch: int


AnyEvent = (
    Joined
    | Connected
    | Disconnected
    | Answered
    | MediaReady
    | WentAway
    | Finished
    | Commanded
    | Ticked
    | Restarted
)
