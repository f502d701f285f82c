"""What leaves a game: each effect becomes frames for those it is for, with maths and surroundings put in."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar

import msgspec

from server.live import frames, maths
from server.live.audience import Arrival, Audience
from server.live.clock import HostClock
from server.live.connection import CLOSE_OK, Connection
from server.live.roster import RosterFeed
from shared.quiz.commands import Done, Stage
from shared.quiz.effects import (
    BoardToPlayers,
    Dismissed,
    Effect,
    GameOver,
    Refused,
    RevealToPlayers,
    SeatsChanged,
    StageChanged,
    ToHosts,
    ToPlayer,
    ToPlayers,
)
from shared.quiz.messages import (
    VERSION,
    Ack,
    Assignment,
    Deny,
    Frame,
    Gone,
    HostLost,
    Open,
    Prep,
    Result,
    Reveal,
    Shown,
    Snapshot,
    Welcome,
)
from shared.quiz.session import Session

F = TypeVar("F", bound=Frame)


class Surroundings(msgspec.Struct, frozen=True):
    """What a game cannot know by itself: where players reach it, and whether one has from another device."""

    urls: tuple[str, ...] = ()
    reached: bool = False


class Welcomed(msgspec.Struct, frozen=True):
    """A seat's connection and its first frame, encoded when the event was applied: what follows is newer."""

    pid: str
    connection: Connection
    data: bytes


Outgoing = Effect | Welcomed


def promises(effect: Outgoing) -> bool:
    """Whether somebody relies on this being on disk. The rest may be shown while the disk is full."""
    if isinstance(effect, ToPlayer):
        return isinstance(effect.frame, Ack) and effect.frame.s in ("ok", "late", "locked")
    if isinstance(effect, ToHosts):
        return isinstance(effect.frame, Done)
    return isinstance(effect, Welcomed | Refused | RevealToPlayers | BoardToPlayers | GameOver)


def with_maths(frame: F) -> F:
    """The same frame with MathML beside its texts."""
    replace = msgspec.structs.replace
    if isinstance(frame, Prep):
        return replace(frame, shown=_shown(frame.shown))
    if isinstance(frame, Open):
        return _beside(frame, frame.view)
    if isinstance(frame, Reveal):
        return _beside(frame, frame.solution, frame.why, frame.summary)
    if isinstance(frame, Assignment):
        items = tuple(_beside(replace(item, shown=_shown(item.shown)), item.view) for item in frame.items)
        return replace(frame, items=items)
    if isinstance(frame, Result):
        reveals = tuple(
            _beside(reveal, reveal.solution, reveal.why, reveal.summary) for reveal in frame.reveals
        )
        return replace(frame, reveals=reveals)
    return frame


def _beside(struct: Any, *parts: Any) -> Any:
    found = maths.in_struct(*parts)
    return msgspec.structs.replace(struct, math=found) if found else struct


def _shown(shown: Shown, *parts: Any) -> Shown:
    return _beside(shown, shown.text, *parts)


def _snapshot(snapshot: Snapshot) -> Snapshot:
    if snapshot.shown is None:
        return snapshot
    shown = _shown(snapshot.shown, snapshot.view, snapshot.solution, snapshot.why, snapshot.summary)
    return msgspec.structs.replace(snapshot, shown=shown)


class Outlet:
    """Sends for one game."""

    def __init__(
        self,
        host: str,
        session: Session,
        audience: Audience,
        roster: RosterFeed,
        clock: HostClock,
        surroundings: Callable[[], Surroundings],
    ) -> None:
        self._host = host
        self._session = session
        self._audience = audience
        self._roster = roster
        self._clock = clock
        self._surroundings = surroundings
        self.epoch = 1
        self.trouble: Literal["", "disk_full", "disk"] = ""
        self.host_lost_ms: int | None = None

    def release(self, effects: list[Outgoing]) -> None:
        """Send what is on disk, in order; the stage once, at the end."""
        for effect in effects:
            match effect:
                case Welcomed():
                    self._seat(effect)
                case Refused(pid, frame):
                    self._refuse(pid, frame)
                case Dismissed(pid, reason):
                    self._dismiss(pid, reason)
                case SeatsChanged(pids):
                    self._roster.changed(*pids)
                case _:
                    self._pass_on(effect)
        if any(isinstance(effect, StageChanged | GameOver) for effect in effects):
            self.send_stage()

    def _pass_on(self, effect: Outgoing) -> None:
        audience = self._audience
        match effect:
            case ToPlayer(pid, frame):
                audience.to_player(pid, frames.text(with_maths(frame)))
            case ToPlayers(frame):
                audience.to_players(frames.text(with_maths(frame)))
            case RevealToPlayers(frame, own):
                audience.each_own(with_maths(frame), {**own})
            case BoardToPlayers(frame, own):
                audience.each_own(frame, {**own})
            case ToHosts(frame):
                audience.to_hosts(frames.text(frame))
            case _:
                return

    def welcomes(self, pid: str, seq: int) -> list[Outgoing]:
        """What lets the connection that waits for this seat in; nothing when it is gone."""
        arrival = self._audience.waiting.pop(pid, None)
        if arrival is None or arrival.connection.ending:
            return []
        self._audience.seating[pid] = arrival.connection
        return [Welcomed(pid, arrival.connection, frames.text(self._welcome(pid, arrival, seq)))]

    def welcome_staff(self, connection: Connection) -> None:
        """Let a teacher window or a projector in, with the whole state."""
        audience = self._audience
        host = connection.role == "host"
        (audience.hosts if host else audience.screens).add(connection)
        connection.send(frames.text(self._welcome("", Arrival(connection, "", ""), self._session.seq)))
        connection.send(frames.text(self._stage(solutions=host)))
        if host:
            connection.send(self._roster.whole())
        else:
            self._welcome_screen(connection)
        connection.send(self._roster.counts(stuck=host))

    def _welcome_screen(self, connection: Connection) -> None:
        if self._session.phase == "lobby":
            connection.send(self._roster.names())
        if self.host_lost_ms is not None:
            connection.send(frames.text(HostLost(self.host_lost_ms)))

    def send_stage(self) -> None:
        """Send the whole state to teacher windows and screens."""
        audience = self._audience
        if audience.hosts:
            audience.to_hosts(frames.text(self._stage(solutions=True)))
        if audience.screens:
            audience.to_screens(frames.text(self._stage(solutions=False)))

    def _stage(self, *, solutions: bool) -> Stage:
        stage = self._session.stage(self._clock.now_ms(), solutions=solutions)
        around = self._surroundings()
        shown = stage.shown and _shown(stage.shown)
        stage = msgspec.structs.replace(
            stage, shown=shown, urls=around.urls, reached=around.reached, trouble=self.trouble
        )
        return _beside(stage, stage.view, stage.solution, stage.why, stage.summary)

    def _seat(self, welcomed: Welcomed) -> None:
        if self._audience.seating.get(welcomed.pid) is not welcomed.connection:
            return
        del self._audience.seating[welcomed.pid]
        self._audience.seat(welcomed.pid, welcomed.connection)
        welcomed.connection.send(welcomed.data)
        if self.host_lost_ms is not None:
            welcomed.connection.send(frames.text(HostLost(self.host_lost_ms)))

    def _welcome(self, pid: str, arrival: Arrival, seq: int) -> Welcome:
        session = self._session
        now_ms = self._clock.now_ms()
        seat = session.seat(pid) if pid else None
        return Welcome(
            v=VERSION, pid=pid, token=arrival.token, epoch=self.epoch, seq=seq, now=now_ms,
            role=arrival.connection.role,
            game=msgspec.structs.replace(session.game_info(pid), host=self._host),
            snapshot=_snapshot(session.snapshot(pid, now_ms)), code=arrival.code,
            name=seat.name if seat else "", team=seat.team if seat else "",
        )  # fmt: skip

    def _refuse(self, pid: str, frame: Frame) -> None:
        audience = self._audience
        arrival = audience.waiting.get(pid)
        if arrival is None:
            return
        if isinstance(frame, Deny):
            # Who knows the PIN may know which game it is.
            frame = msgspec.structs.replace(frame, title=self._session.game_info("").title)
        if isinstance(frame, Deny) and frame.reason == "approval":
            arrival.connection.send(frames.text(frame))
            return
        del audience.waiting[pid]
        arrival.connection.end(frame, CLOSE_OK)

    def _dismiss(self, pid: str, reason: str) -> None:
        connection = self._audience.players.pop(pid, None)
        if connection is not None:
            connection.end(Gone("banned" if reason == "banned" else "kicked"), CLOSE_OK)
