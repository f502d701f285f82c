"""Frames as bytes on the wire: encoded once, headed once, the receiver's own part spliced in. Knows no game."""

from typing import Any

import msgspec

from shared.quiz.messages import Frame

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
_ENCODER = msgspec.json.Encoder()


def framed(payload: bytes, opcode: int = TEXT) -> bytes:
    """One whole, unmasked WebSocket frame (RFC 6455, 5.2), the same for every receiver."""
    length = len(payload)
    if length < 126:
        head = bytes((0x80 | opcode, length))
    elif length < 65_536:
        head = bytes((0x80 | opcode, 126)) + length.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 127)) + length.to_bytes(8, "big")
    return head + payload


def text(frame: Frame) -> bytes:
    """Encode and head one frame."""
    return framed(_ENCODER.encode(frame))


def closing(code: int) -> bytes:
    """A close frame."""
    return framed(code.to_bytes(2, "big"), CLOSE)


class Spliced:
    """One frame for many, each with its own value under `key`; what they share is encoded once."""

    def __init__(self, frame: Frame, key: str) -> None:
        self.plain = text(frame)
        # A frame has its tag at least, so a comma always stands before what is added.
        self._head = _ENCODER.encode(frame)[:-1] + b',"' + key.encode() + b'":'

    def with_own(self, own: Any) -> bytes:
        """The frame with `own` put in."""
        return framed(self._head + _ENCODER.encode(own) + b"}")
