"""WebSocket clients by hand, for what no library would send or leave unread. Blocking sockets; short messages."""

import json
import os
import socket
import struct

LIMIT_S = 60.0
TEXT, CLOSE = 1, 8


class RawClient:
    """A connection that is upgraded; nothing is read unless asked for."""

    def __init__(self, port: int, *, receive_bytes: int | None = None, host: str = "127.0.0.1") -> None:
        self.socket = socket.socket()
        if receive_bytes is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.socket.settimeout(LIMIT_S)
        self.socket.connect((host, port))
        self.socket.sendall(
            f"GET /ws HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += self.socket.recv(1)
        assert b" 101 " in answer.split(b"\r\n")[0], answer

    def send(self, payload: bytes, opcode: int = TEXT, *, claimed: int | None = None) -> None:
        """One masked frame; `claimed` is the length that its head tells."""
        length = len(payload) if claimed is None else claimed
        mask = os.urandom(4)
        if length < 126:
            head = struct.pack("!BB", 0x80 | opcode, 0x80 | length)
        elif length < 65_536:
            head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, length)
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, length)
        body = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
        self.socket.sendall(head + mask + body)

    def say(self, **frame: object) -> None:
        self.send(json.dumps(frame).encode())

    def receive(self) -> tuple[int, bytes]:
        """Opcode and payload of the next frame. Raises ConnectionError when the socket is closed."""
        first, second = self._exactly(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack("!H", self._exactly(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", self._exactly(8))
        return first & 0x0F, self._exactly(length)

    def close_code(self) -> int:
        """Read to the close frame; its code."""
        while True:
            opcode, payload = self.receive()
            if opcode == CLOSE:
                return struct.unpack("!H", payload[:2])[0]

    def join(self, pin: str, name: str) -> None:
        """Become a player."""
        self.say(k="hello", v=1, role="player", pin=pin, name=name)
        opcode, payload = self.receive()
        assert opcode == TEXT, payload
        assert json.loads(payload)["k"] == "welcome", payload

    def close(self) -> None:
        self.socket.close()

    def _exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            piece = self.socket.recv(count - len(found))
            if not piece:
                raise ConnectionError("closed")
            found += piece
        return found
