import asyncio

from server.live import frames
from server.live.connection import CLOSE_POLICY, OUTBOX_BYTES, STAFF_OUTBOX_BYTES, Connection
from shared.quiz.messages import Gone


class FakeWire:
    """A socket that takes what it is told to."""

    def __init__(self, buffered: int = 0) -> None:
        self.buffered = buffered
        self.written = b""
        self.aborted = False

    def write(self, data: bytes, /) -> None:
        self.written += data

    def get_write_buffer_size(self) -> int:
        return self.buffered

    def abort(self) -> None:
        self.aborted = True


async def test_what_is_sent_is_written_at_once():
    wire = FakeWire()
    Connection(wire, "a", 0).send(b"frame")
    assert wire.written == b"frame"


async def test_a_full_outbox_ends_the_connection_and_says_so():
    wire = FakeWire(OUTBOX_BYTES + 1)
    connection = Connection(wire, "a", 0)
    connection.send(b"frame")
    assert connection.ending
    assert wire.written == frames.text(Gone("slow")) + frames.closing(CLOSE_POLICY)
    connection.send(b"more")
    connection.end(Gone("kicked"))
    assert b"more" not in wire.written
    assert b"kicked" not in wire.written


async def test_a_teacher_window_may_have_more_waiting():
    wire = FakeWire(OUTBOX_BYTES + 1)
    connection = Connection(wire, "a", 0)
    connection.staff("host", 0)
    connection.send(b"roster")
    assert wire.written == b"roster"
    wire.buffered = STAFF_OUTBOX_BYTES + 1
    connection.send(b"again")
    assert connection.ending


async def test_an_ended_socket_is_cut_when_the_client_does_not_close(monkeypatch):
    monkeypatch.setattr("server.live.connection._LAST_WORDS_S", 0.01)
    wire = FakeWire()
    Connection(wire, "a", 0).end()
    assert not wire.aborted
    await asyncio.sleep(0.05)
    assert wire.aborted


async def test_too_many_frames_are_noticed():
    connection = Connection(FakeWire(), "a", 0)
    assert all(connection.may_speak(0) for _ in range(60))
    assert not connection.may_speak(0)
    assert connection.may_speak(1_000)
    assert connection.heard_ms == 1_000
