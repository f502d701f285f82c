"""A classroom in virtual time: player seats over lossy links, a session with its journal, a teacher who presses on.

Links delay, double, reorder and drop what players send, drop acknowledgements, and break at any moment; the host
restarts from its journal. Broadcasts of one connection keep their order, as on a WebSocket.
"""

import heapq
import random
from collections.abc import Callable
from typing import Any

import msgspec

from shared.quiz import commands, events, messages
from shared.quiz.effects import Refused, Seated
from shared.quiz.messages import Ack, Frame
from shared.quiz.player_seat import PlayerSeat, SavedSeat
from shared.quiz.quiz import GameOptions, GameSetup, Quiz
from shared.quiz.session import Session
from tests.support.quiz_game import PIN, START_MS, frames_of

LOWEST_MS, HIGHEST_MS = 2, 120


class Faults(msgspec.Struct, frozen=True):
    """How bad it is: chances per frame, mean time between breaks of one link, and between restarts of the host."""

    drop: float = 0.0
    double: float = 0.0
    break_ms: float = 0.0
    restart_ms: float = 0.0


class Device:
    """One player's device: own clock, own seat, one connection at a time."""

    def __init__(self, room: "Classroom", name: str) -> None:
        self.room = room
        self.name = name
        self.skew_ms = room.rng.uniform(-1e6, 1e6)
        self.seat = self._seat(SavedSeat(pin=PIN, name=name))
        self.connection = 0
        self.inbox_ms = 0.0
        self.acked: dict[int, tuple[str, str]] = {}
        self.sent: dict[str, tuple[int, Any]] = {}

    def _seat(self, saved: SavedSeat) -> PlayerSeat:
        rng = self.room.rng
        return PlayerSeat(saved, nonce=lambda: f"{rng.getrandbits(64):x}", jitter=rng.random)

    def restart(self) -> None:
        """The app is killed and comes back with what it had saved."""
        saved = msgspec.json.decode(msgspec.json.encode(self.seat.saved()), type=SavedSeat)
        self.cut()
        self.seat = self._seat(saved)

    @property
    def now_ms(self) -> float:
        return self.room.at + self.skew_ms

    def connect(self) -> None:
        if self.connection or self.seat.link in {"over", "gone", "refused"}:
            return
        self.connection = self.room.fresh()
        self.inbox_ms = 0.0
        self.send(self.seat.connected(self.now_ms))
        self.tick()

    def cut(self) -> None:
        """The connection breaks: all that is under way is lost."""
        if not self.connection:
            return
        self.room.host_lost(self)
        self.connection = 0
        wait_ms = self.seat.lost()
        if wait_ms is not None:
            self.room.later(wait_ms, self.connect)

    def send(self, frames: list[Frame]) -> None:
        for frame in frames:
            if isinstance(frame, messages.AnswerFrame):
                self.sent.setdefault(frame.nonce, (frame.q, frame.a))
            copies = 2 if self.room.chance(self.room.faults.double) else 1
            loseable = isinstance(frame, messages.AnswerFrame | messages.Ping)
            for _ in range(0 if loseable and self.room.chance(self.room.faults.drop) else copies):
                self.room.deliver(self, frame)

    def receive(self, frame: Frame, connection: int) -> None:
        if connection != self.connection:
            return
        if isinstance(frame, Ack) and frame.s in {"ok", "late"} and self.awaits(frame):
            self.acked[frame.q] = (frame.nonce, frame.s)
        self.send(self.seat.receive(frame, self.now_ms))

    def since(self, q: int, nonce: str) -> list[Any]:
        """What was sent for a question from one answer on, oldest first."""
        sent = list(self.sent)
        return [self.sent[later][1] for later in sent[sent.index(nonce) :] if self.sent[later][0] == q]

    def awaits(self, ack: Ack) -> bool:
        """Whether this word is for the answer that is on its way, not for an older one once more."""
        going = self.seat._unsent._going.get(ack.q)
        return going is not None and going.frame.nonce == ack.nonce

    def tick(self) -> None:
        due = self.seat.due_ms()
        if due is None or not self.connection:
            return
        if self.seat.is_dead(self.now_ms):
            self.cut()
            return
        self.send(self.seat.tick(self.now_ms))
        self.room.later(max(20.0, due - self.now_ms), self.tick)


class Classroom:
    """`at` is virtual host time. `run(ms)` lets it pass."""

    def __init__(self, held: Quiz, seed: int, faults: Faults, **options: Any) -> None:
        self.rng = random.Random(seed)
        self.faults = faults
        self.setup = GameSetup("game", PIN, held, GameOptions(**options), 99, START_MS)
        self.session = Session(self.setup)
        self.journal: list[tuple[events.AnyEvent, int]] = []
        self.at = float(START_MS)
        self.devices: dict[str, Device] = {}
        self.tokens: dict[str, str] = {}
        self._links: dict[int, str] = {}
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._number = self._commands = 0
        self.all: list[Device] = []

    def fresh(self) -> int:
        self._number += 1
        return self._number

    def chance(self, part: float) -> bool:
        return part > 0 and self.rng.random() < part

    def later(self, wait_ms: float, do: Callable[[], None]) -> None:
        heapq.heappush(self._heap, (self.at + wait_ms, self.fresh(), do))

    def run(self, ms: float) -> None:
        end = self.at + ms
        while self._heap and self._heap[0][0] <= end:
            self.at, _, do = heapq.heappop(self._heap)
            do()
            self._ticks()
        self.at = end
        self._ticks()

    def _ticks(self) -> None:
        due = self.session.due_ms()
        if due is not None and due <= self.at:
            self.handle(events.Ticked())
        elif due is not None:
            self.later(due - self.at, lambda: None)

    def add(self, name: str) -> Device:
        device = Device(self, name)
        self.all.append(device)
        device.connect()
        if self.faults.break_ms:
            self._break_some_time(device)
        return device

    def _break_some_time(self, device: Device) -> None:
        def broken() -> None:
            device.cut()
            self._break_some_time(device)

        self.later(self.rng.expovariate(1 / self.faults.break_ms), broken)

    def deliver(self, device: Device, frame: Frame) -> None:
        """A frame travels to the host: with its own delay, so that frames overtake each other."""
        connection = device.connection
        first = isinstance(frame, messages.Hello)
        delay = LOWEST_MS if first else self.rng.uniform(LOWEST_MS + 1, HIGHEST_MS)
        self.later(delay, lambda: self._arrived(device, frame, connection))

    def _arrived(self, device: Device, frame: Frame, connection: int) -> None:
        if connection != device.connection:
            return
        match frame:
            case messages.Hello():
                if connection not in self._links:
                    self._hello(device, frame)
            case messages.Ping():
                self.tell(device, messages.Pong(frame.i, frame.t1, round(self.at), round(self.at)))
            case messages.AnswerFrame() if connection in self._links:
                pid = self._links[connection]
                answered = events.Answered(
                    pid, frame.q, frame.nonce, frame.a, frame.elapsed_ms, 300, frame.sure
                )
                self.handle(answered)
            case messages.Finish() if connection in self._links:
                self.handle(events.Finished(self._links[connection]))
            case _:
                pass

    def _hello(self, device: Device, frame: messages.Hello) -> None:
        pid = self.tokens.get(frame.token, "")
        if not pid:
            pid = f"p{self.fresh()}"
            self.tokens[f"token-{pid}"] = pid
            self._links[device.connection] = pid
            self.devices[pid] = device
            self.handle(events.Joined(pid, frame.name, frame.team))
            return
        self._links[device.connection] = pid
        self.devices[pid] = device
        self.handle(events.Connected(pid))

    def host_lost(self, device: Device) -> None:
        pid = self._links.pop(device.connection, None)
        if pid is not None:
            self.handle(events.Disconnected(pid))

    def handle(self, event: events.AnyEvent) -> None:
        at_ms = int(self.at)
        self.journal.append((event, at_ms))
        for effect in self.session.handle(event, at_ms):
            if isinstance(effect, Seated):
                self.tell(self.devices[effect.pid], self._welcome(effect.pid))
            elif isinstance(effect, Refused):
                self.tell(self.devices[effect.pid], effect.frame)
            for pid, device in self.devices.items():
                for frame in frames_of(effect, pid):
                    if self._links.get(device.connection) == pid:
                        self.tell(device, frame)

    def _welcome(self, pid: str) -> messages.Welcome:
        snapshot = self.session.snapshot(pid, int(self.at))
        info = self.session.game_info(pid)
        return messages.Welcome(
            1, pid, f"token-{pid}", 1, self.session.seq, int(self.at), "player", info, snapshot
        )

    def tell(self, device: Device, frame: Frame) -> None:
        """A frame travels to a player, behind those before it; acknowledgements may get lost."""
        if isinstance(frame, Ack) and self.chance(self.faults.drop):
            return
        connection = device.connection
        arrival = max(device.inbox_ms, self.at + self.rng.uniform(LOWEST_MS, HIGHEST_MS))
        device.inbox_ms = arrival
        self.later(arrival - self.at, lambda: device.receive(frame, connection))

    def restart(self) -> None:
        """kill -9 and back: all connections are gone, the journal is replayed."""
        links, self._links = self._links, {}
        self.session = self.replayed()
        self.handle(events.Restarted(2))
        for pid in links.values():
            self.devices[pid].cut()

    def replayed(self) -> Session:
        other = Session(self.setup)
        for event, at_ms in self.journal:
            other.handle(event, at_ms)
        return other

    def command(self, action: commands.AnyAction) -> None:
        self._commands += 1
        self.handle(events.Commanded(commands.Cmd(f"c{self._commands}", action)))
