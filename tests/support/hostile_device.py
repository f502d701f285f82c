"""A signed-in device whose program is the adversary's: it says whatever the wire can carry."""

import hashlib
import itertools
import uuid
from typing import Any

import msgspec
import zstandard

from sync.codec import MAGIC, VERSION, seal, unseal
from sync.protocol import Answer, Batch, Exchange, Want
from sync.rows import Flag, Op
from sync.stamps import EVERY, author_of, encode_fields, encode_stamps
from tests.support.cloud_people import CloudDevice

_raw = msgspec.msgpack.encode


def fields(**values: Any) -> bytes:
    return encode_fields({name: msgspec.Raw(_raw(value)) for name, value in values.items()})


def sealed(plain: bytes) -> bytes:
    """Any bytes with a good check value."""
    return framed(zstandard.ZstdCompressor(level=3).compress(plain))


def framed(packed: bytes) -> bytes:
    return MAGIC + bytes([VERSION]) + hashlib.sha256(packed).digest()[:16] + packed


class HostileDevice:
    """Speaks for a device of the cloud; `numbers` are of batches and operations."""

    def __init__(self, device: CloudDevice) -> None:
        self.device = device
        self.numbers = itertools.count(1)

    def made(self, kind: str, row_id: bytes, scope: str, /, *, flags: int = 0, **values: Any) -> Op:
        """An operation in order that makes a row."""
        stamp = (self.device.sync.now_ms() << 16, author_of(self.device.sync.id), next(self.numbers))
        return Op(kind, row_id, scope, flags, encode_stamps({EVERY: stamp}), fields(**values))

    def event(self, kind: str, row_id: bytes, scope: str, /, **values: Any) -> Op:
        return self.made(kind, row_id, scope, flags=int(Flag.EVENT), **values)

    async def hand_in(self, *ops: Any, wants: list[Want] | None = None) -> Answer:
        """Hand in a batch of whatever operations."""
        body = _raw([self.device.sync.id.bytes, next(self.numbers), list(ops), []])
        return await self.say(body, wants)

    async def say(self, batch: bytes | Batch, wants: list[Want] | None = None) -> Answer:
        given = batch if isinstance(batch, bytes) else _raw(batch)
        exchange = Exchange(next(self.numbers), self.device.sync.id.bytes, -1, given, wants or [])
        return unseal(await self.device.send(seal(exchange)), Answer)


def op_list(eve: HostileDevice, **changes: Any) -> list[Any]:
    """A good operation's places, some of them replaced."""
    op = eve.made("collection", uuid.uuid4().bytes, eve.device.own, title="x", created_ms=1)
    return [changes.get(name, getattr(op, name)) for name in Op.__struct_fields__]
