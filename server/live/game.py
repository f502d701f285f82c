"""One running game: the one task that owns its state, and what it does in which order.

Events are applied in memory, committed to the journal, and only then does anything leave: an acknowledgement means
that the answer is on disk. Knows no web server; what an event means is `shared.quiz.session`'s.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from typing import Literal

import msgspec

from server.live import frames, tokens
from server.live.audience import Arrival, Audience
from server.live.clock import HostClock
from server.live.connection import CLOSE_OK, Connection
from server.live.journal import Journal
from server.live.journal_store import Batch, GameRecord, Timed, encode_events, trouble_of
from server.live.links import Links
from server.live.outlet import Outgoing, Outlet, Surroundings, promises
from server.live.roster import RosterFeed
from shared.quiz.commands import Cmd, Pause
from shared.quiz.effects import Effect, Seated
from shared.quiz.events import AnyEvent, Commanded, Connected, Disconnected, Joined, Restarted, Ticked
from shared.quiz.messages import Ended, Gone, HostLost
from shared.quiz.results import GameResult
from shared.quiz.session import Session
from shared.tasks import TaskScope

HOST_LOST_MS = 3_000
RETRY_MS = 500
_PUNCTUAL_MS = 100
_TICKS_AT_ONCE = 100
_REPLAYED_AT_ONCE = 500
_LOG = logging.getLogger("lantern.host")


class Game:
    """A game and its writer. Sockets only `post`; everything else happens in the writer's task."""

    def __init__(
        self,
        record: GameRecord,
        session: Session,
        journal: Journal,
        clock: HostClock,
        surroundings: Callable[[], Surroundings],
    ) -> None:
        self.record = record
        self.session = session
        self.audience = Audience()
        self.links = Links()
        self.tokens: dict[bytes, str] = {}
        self.codes: dict[str, str] = {}
        self.attended = False
        self._journal = journal
        self._clock = clock
        self._roster = RosterFeed(session, self.audience, self.links)
        self._outlet = Outlet(record.host, session, self.audience, self._roster, clock, surroundings)
        self._scope = TaskScope(f"game-{record.setup.game_id}")
        self._woken = asyncio.Event()
        self._pids: set[str] = set()
        self._posted: list[Timed] = []
        self._arrived: list[Connection] = []
        self._new_seats: list[tuple[bytes, str]] = []
        self._last_ms = record.last_ms
        self._host_gone_ms: int | None = None

    # Starting and ending

    async def replay(self, events: list[Timed], seats: dict[bytes, str]) -> None:
        """Bring the session to where the journal ends. An open question comes back paused; other games go on."""
        for number, (at_ms, event) in enumerate(events):
            if number % _REPLAYED_AT_ONCE == 0:
                await asyncio.sleep(0)
            self._remember(event)
            if isinstance(event, Restarted):
                self._outlet.epoch = event.epoch
            self._handle(event, at_ms)
            self._last_ms = at_ms
        self.tokens.update(seats)
        if events:
            self._outlet.epoch += 1
            self.post(Restarted(self._outlet.epoch))

    def start(self) -> None:
        """Run the writer."""
        self._host_gone_ms = self.now_ms()
        self._scope.spawn(self._write(), name="writer")

    async def stop(self, *, stopped_by_host: bool = False) -> None:
        """Say goodbye and end the writer. An answer that is not in the journal yet has not been acknowledged."""
        if stopped_by_host:
            self.audience.to_players(frames.text(Ended("stopped")))
        self.audience.end(Gone("shutdown"), CLOSE_OK)
        await self._scope.close()

    # For sockets

    def now_ms(self) -> int:
        return self._clock.now_ms()

    @property
    def trouble(self) -> str:
        """Why nothing can be written: "", `disk_full` or `disk`."""
        return self._outlet.trouble

    def post(self, event: AnyEvent) -> None:
        """Hand an event to the writer, stamped with the time of now."""
        self._posted.append((self.now_ms(), event))
        self._woken.set()

    def join(self, connection: Connection, event: Joined) -> None:
        """Ask for a new seat; `event` comes without its ids."""
        pid = tokens.new_pid(self._pids)
        self._pids.add(pid)
        code = tokens.new_code(self.codes)
        self.codes[code] = pid
        token = tokens.new_token()
        self._new_seat(token, pid)
        self.audience.arrive(pid, Arrival(connection, token, code))
        self.post(msgspec.structs.replace(event, pid=pid, code=code))

    def resume(self, connection: Connection, token: str, event: Connected) -> None:
        """Come back to a seat, by its token; without one (a rejoin code was given) a new token is drawn."""
        pid = event.pid
        if not token:
            token = tokens.new_token()
            self._new_seat(token, pid)
        code = next((code for code, owner in self.codes.items() if owner == pid), "")
        self.audience.arrive(pid, Arrival(connection, token, code))
        self.post(event)

    def has_seat(self, pid: str) -> bool:
        """Whether somebody was let in, or waits for it, under this id."""
        return self.session.seat(pid) is not None

    def attend(self, connection: Connection) -> None:
        """A teacher window or a projector arrives."""
        self._arrived.append(connection)
        self._woken.set()

    def leave(self, connection: Connection) -> None:
        """A socket is gone."""
        if connection in self._arrived:
            self._arrived.remove(connection)
        had_hosts = bool(self.audience.hosts)
        for pid in self.audience.leave(connection):
            self.post(Disconnected(pid))
        if had_hosts and not self.audience.hosts:
            self._host_gone_ms = self.now_ms()
            self._woken.set()

    def link_changed(self, pid: str) -> None:
        """A player's link got clearly better or worse."""
        self._roster.changed(pid)
        self._woken.set()

    def surroundings_changed(self) -> None:
        """Addresses changed, or a phone has reached this host."""
        self._outlet.send_stage()

    @property
    def locked(self) -> bool:
        """Whether nobody new is let in."""
        return self.session.locked

    def results(self) -> GameResult:
        """Everything of the game so far."""
        return self.session.results()

    # The writer

    async def _write(self) -> None:
        while True:
            await self._wait()
            effects: list[Outgoing] = []
            events = self._apply_posted(effects)
            if events:
                await self._commit(events, effects)
            self._outlet.release(effects)
            self._welcome_staff()
            self._watch_host()
            due_ms = self._roster.due_ms()
            if due_ms is not None and due_ms <= self.now_ms():
                self._roster.flush(self.now_ms())

    async def _wait(self) -> None:
        if not self._posted and not self._arrived:
            due = [
                at
                for at in (self.session.due_ms(), self._roster.due_ms(), self._host_due_ms())
                if at is not None
            ]
            timer = None
            if due:
                seconds = max(0, min(due) - self.now_ms()) / 1000
                timer = asyncio.get_running_loop().call_later(seconds, self._woken.set)
            await self._woken.wait()
            if timer is not None:
                timer.cancel()
        self._woken.clear()

    def _apply_posted(self, effects: list[Outgoing]) -> list[Timed]:
        """Apply everything that was posted, and the ticks that are due before each, in order of time."""
        posted, self._posted = self._posted, []
        events: list[Timed] = []
        for at_ms, event in posted:
            self._apply_ticks(at_ms, events, effects)
            self._apply(event, at_ms, events, effects)
        self._apply_ticks(self.now_ms(), events, effects)
        return events

    def _apply_ticks(self, until_ms: int, events: list[Timed], effects: list[Outgoing]) -> None:
        for _ in range(_TICKS_AT_ONCE):
            due_ms = self.session.due_ms()
            if due_ms is None or due_ms > until_ms:
                return
            # A little late is as good as punctual; after a sleep of the computer, time has really passed.
            at_ms = due_ms if until_ms - due_ms <= _PUNCTUAL_MS else until_ms
            self._apply(Ticked(self.links.lead_ms(until_ms)), at_ms, events, effects)

    def _apply(self, event: AnyEvent, at_ms: int, events: list[Timed], effects: list[Outgoing]) -> None:
        at_ms = self._last_ms = max(at_ms, self._last_ms)
        # A welcome tells of the number before its own event, so that what the event sends to the seat comes after.
        seq = self.session.seq
        caused = self._handle(event, at_ms)
        self._remember(event)
        events.append((at_ms, event))
        for effect in caused:
            if isinstance(effect, Seated):
                effects.extend(self._outlet.welcomes(effect.pid, seq))
            else:
                effects.append(effect)

    def _handle(self, event: AnyEvent, at_ms: int) -> list[Effect]:
        try:
            return self.session.handle(event, at_ms)
        except Exception:  # noqa: BLE001 - see below
            # A fault in the rules must not end a class: the event is journaled, so a replay meets the same fault.
            _LOG.exception("event %s of game %s failed", type(event).__name__, self.record.setup.game_id)
            return []

    def _remember(self, event: AnyEvent) -> None:
        if isinstance(event, Joined):
            self.codes[event.code] = event.pid
            self._pids.add(event.pid)

    async def _commit(self, events: list[Timed], effects: list[Outgoing]) -> None:
        """Return when all is on disk. While it cannot be, the game is paused and nothing that promises leaves."""
        seats = tuple((token, pid) for token, pid in self._new_seats if self.has_seat(pid))
        self._new_seats = []
        while True:
            batch = Batch(
                self.record.setup.game_id, encode_events(events), self._last_ms, self.session.over, seats
            )
            try:
                await self._journal.commit(batch)
            except sqlite3.Error as error:
                self._in_trouble(trouble_of(error), events, effects)
                await asyncio.sleep(RETRY_MS / 1000)
                self._welcome_staff()
                continue
            if self._outlet.trouble:
                self._outlet.trouble = ""
                self._outlet.send_stage()
            return

    def _in_trouble(
        self, trouble: Literal["disk_full", "disk"], events: list[Timed], effects: list[Outgoing]
    ) -> None:
        if self._outlet.trouble == trouble:
            return
        first = not self._outlet.trouble
        self._outlet.trouble = trouble
        _LOG.error("the journal of game %s cannot be written: %s", self.record.setup.game_id, trouble)
        if first:
            pause = Commanded(Cmd(f"trouble-{self._last_ms}", Pause()), self.links.lead_ms(self.now_ms()))
            self._apply(pause, self.now_ms(), events, effects)
            shown = [effect for effect in effects if not promises(effect)]
            effects[:] = [effect for effect in effects if promises(effect)]
            self._outlet.release(shown)
        self._outlet.send_stage()

    # Who is there

    def _new_seat(self, token: str, pid: str) -> None:
        hashed = tokens.token_hash(token)
        self.tokens[hashed] = pid
        self._new_seats.append((hashed, pid))

    def _welcome_staff(self) -> None:
        arrived, self._arrived = self._arrived, []
        for connection in arrived:
            if not connection.ending:
                self._outlet.welcome_staff(connection)

    def _host_due_ms(self) -> int | None:
        if self._host_gone_ms is None or self.audience.hosts or self._outlet.host_lost_ms is not None:
            return None
        return self._host_gone_ms + HOST_LOST_MS

    def _watch_host(self) -> None:
        """Tell players when no teacher window has been there for three seconds, and when one is back."""
        if self.attended or self.session.over or self.record.setup.options.pace == "self":
            self._host_gone_ms = None
        if self.audience.hosts or self._host_gone_ms is None:
            if self._outlet.host_lost_ms is not None:
                self._outlet.host_lost_ms = None
                self.audience.to_players(frames.text(HostLost()))
            return
        due_ms = self._host_due_ms()
        if due_ms is not None and due_ms <= self.now_ms():
            self._outlet.host_lost_ms = self._host_gone_ms
            self.audience.to_players(frames.text(HostLost(self._host_gone_ms)))
