"""One window per profile: a second start sends its request to the first and ends. Knows no pages."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER_TIMEOUT_MS = 1_500
_MOST_BYTES = 64 * 1024


class SingleInstance(QObject):
    """Listens under the profile's name; `request_received` carries what a second start asked."""

    request_received = Signal(dict)

    def __init__(self, profile_root: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(str(profile_root.resolve()).encode()).hexdigest()[:24]
        self._name = f"lantern-{digest}"
        self._server: QLocalServer | None = None
        self._sockets: list[QLocalSocket] = []

    def ask_first(self, request: dict[str, Any]) -> bool:
        """Hand the request to a running window. False when there is none: this process is the first."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_ANSWER_TIMEOUT_MS):
            return False
        socket.write(json.dumps(request).encode() + b"\n")
        socket.flush()
        # The window answers once it has taken the request; a hung one does not keep us from starting.
        answered = socket.waitForReadyRead(_ANSWER_TIMEOUT_MS)
        socket.disconnectFromServer()
        return bool(answered)

    def listen(self) -> bool:
        """Become the first. False when the name cannot be had; the program then runs without this service."""
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(self._name):
            # A crash left the socket file behind.
            QLocalServer.removeServer(self._name)
            if not server.listen(self._name):
                return False
        server.newConnection.connect(self._greet)
        self._server = server
        return True

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _greet(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._sockets.append(socket)
            socket.readyRead.connect(self._reader(socket))
            socket.disconnected.connect(lambda gone=socket: self._forget(gone))

    def _reader(self, socket: QLocalSocket) -> Callable[[], None]:
        received = bytearray()

        def read() -> None:
            received.extend(bytes(socket.readAll().data()))
            if len(received) > _MOST_BYTES:
                socket.abort()
            elif received.endswith(b"\n"):
                try:
                    request = json.loads(received)
                except ValueError:
                    socket.abort()
                    return
                socket.write(b"ok\n")
                socket.flush()
                if isinstance(request, dict):
                    self.request_received.emit(request)

        return read

    def _forget(self, socket: QLocalSocket) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
        socket.deleteLater()
