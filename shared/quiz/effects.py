"""What comes out of a game: frames and for whom. The driver sends them after the journal has the event."""

import msgspec

from shared.quiz.messages import Board, Frame, OwnResult, Reveal, Standing


class ToPlayer(msgspec.Struct, frozen=True):
    """One frame for one seat (dropped when it is not connected)."""

    pid: str
    frame: Frame


class ToPlayers(msgspec.Struct, frozen=True):
    """One frame for every seat that is in, and for every screen."""

    frame: Frame


class RevealToPlayers(msgspec.Struct, frozen=True):
    """One reveal for all, with each seat's own result put in; screens get it without."""

    frame: Reveal
    own: dict[str, OwnResult]


class BoardToPlayers(msgspec.Struct, frozen=True):
    """One board for all, with the own line of those who are not in the top put in; screens get it without."""

    frame: Board
    own: dict[str, Standing]


class ToHosts(msgspec.Struct, frozen=True):
    """One frame for every teacher window."""

    frame: Frame


class Seated(msgspec.Struct, frozen=True):
    """The seat is in: the driver answers with welcome and `Session.snapshot(pid)`."""

    pid: str


class Refused(msgspec.Struct, frozen=True):
    """The seat is not in: the driver sends this `Deny` and, unless it waits for approval, closes."""

    pid: str
    frame: Frame


class Dismissed(msgspec.Struct, frozen=True):
    """A seat lost its right to a connection (kicked, banned): the driver sends `Gone` and closes."""

    pid: str
    reason: str


class StageChanged(msgspec.Struct, frozen=True):
    """Teacher windows and screens need a new `Session.stage(...)`."""


class SeatsChanged(msgspec.Struct, frozen=True):
    """Roster lines (and counts) of these seats changed; the driver coalesces to ten frames a second."""

    pids: tuple[str, ...]


class GameOver(msgspec.Struct, frozen=True):
    """The game has ended; its results stay readable."""


Effect = (
    ToPlayer
    | ToPlayers
    | RevealToPlayers
    | BoardToPlayers
    | ToHosts
    | Seated
    | Refused
    | Dismissed
    | StageChanged
    | SeatsChanged
    | GameOver
)
