"""A TCP relay on loopback that counts what passes: bytes each way and HTTP requests. Changes nothing."""

import socket
import threading
from contextlib import suppress

_PIECE = 1 << 16
_REQUESTS = (b"POST /", b"GET /", b"HEAD /", b"PATCH /")


class CountingRelay:
    """Stands before a port until it is closed. `up` and `down` are bytes from and to the client."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.up = self.down = self.requests = 0
        self._pairs: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def reset(self) -> None:
        """Count from zero."""
        self.up = self.down = self.requests = 0

    def close(self) -> None:
        """End every connection."""
        for one in [self._socket, *self._pairs]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                for one in (client, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._pairs += [client, server]
                for source, sink, up in ((client, server, True), (server, client, False)):
                    threading.Thread(
                        target=self._pass, args=(source, sink), kwargs={"up": up}, daemon=True
                    ).start()

    def _pass(self, source: socket.socket, sink: socket.socket, *, up: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(_PIECE):
                if up:
                    self.up += len(piece)
                    self.requests += piece.startswith(_REQUESTS)
                else:
                    self.down += len(piece)
                sink.sendall(piece)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
