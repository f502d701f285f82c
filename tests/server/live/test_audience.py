import json

from server.live.audience import Arrival, Audience
from server.live.connection import Connection
from shared.quiz.messages import Board, Gone, Role, Standing
from tests.server.live.test_connection import FakeWire


def connection(role: Role = "player") -> tuple[Connection, FakeWire]:
    wire = FakeWire()
    found = Connection(wire, "a", 0)
    if role != "player":
        found.staff(role, 0)
    return found, wire


async def test_the_newest_connection_of_a_seat_wins():
    audience = Audience()
    (first, told), (second, quiet) = connection(), connection()
    audience.seat("p", first)
    audience.seat("p", second)
    assert b"elsewhere" in told.written
    assert first.ending
    assert audience.leave(first) == []
    assert audience.leave(second) == ["p"]
    assert quiet.written == b""


async def test_who_leaves_at_the_door_or_on_the_way_in_leaves_a_seat_empty():
    audience = Audience()
    at_door, entering = connection()[0], connection()[0]
    audience.arrive("a", Arrival(at_door, "t", "c"))
    audience.seating["b"] = entering
    assert len(list(audience)) == 2
    assert audience.leave(at_door) == ["a"]
    assert audience.leave(entering) == ["b"]
    assert audience.leave(entering) == []


async def test_a_second_arrival_takes_the_place_of_the_first():
    audience = Audience()
    (first, told), (second, _) = connection(), connection()
    audience.arrive("a", Arrival(first, "t", "c"))
    audience.arrive("a", Arrival(second, "t", "c"))
    assert b"elsewhere" in told.written
    assert audience.waiting["a"].connection is second


async def test_everyone_gets_the_frame_and_some_their_own_line():
    audience = Audience()
    wires = {}
    for pid in ("a", "b"):
        found, wires[pid] = connection()
        audience.seat(pid, found)
    screen, wires["screen"] = connection("screen")
    audience.screens.add(screen)
    audience.each_own(Board((Standing("Ana", 9, 1),)), {"b": Standing("Ben", 3, 7)})
    lines = {who: json.loads(wire.written[wire.written.index(b"{") :]) for who, wire in wires.items()}
    assert lines["b"]["own"]["name"] == "Ben"
    assert "own" not in lines["a"]
    assert "own" not in lines["screen"]
    audience.end(Gone("shutdown"), 1000)
    assert all(b"shutdown" in wire.written for wire in wires.values())


async def test_players_and_screens_get_the_same_bytes_and_hosts_do_not():
    audience = Audience()
    (player, one), (screen, two), (host, three) = connection(), connection("screen"), connection("host")
    audience.seat("a", player)
    audience.screens.add(screen)
    audience.hosts.add(host)
    audience.to_players(b"x")
    audience.to_player("a", b"y")
    audience.to_player("nobody", b"y")
    audience.to_hosts(b"h")
    audience.to_screens(b"s")
    assert (one.written, two.written, three.written) == (b"xy", b"xs", b"h")
