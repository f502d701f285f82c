"""Parts of a snapshot stay until all are there."""

import hashlib

import pytest

from desktop.sync.snapshot_files import SnapshotFiles
from shared.errors import AppError
from sync.codec import packed
from sync.protocol import Chunk, Snapshot

BODIES = {hashlib.sha256(body).digest(): body for body in (packed(b"one" * 500), packed(b"two" * 500))}
OFFER = Snapshot("user:a", 5, 1, [Chunk(name, len(body)) for name, body in BODIES.items()])


class Server:
    def __init__(self):
        self.asked = []
        self.bodies = dict(BODIES)

    async def fetch(self, name):
        self.asked.append(name)
        if name not in self.bodies:
            raise AppError("network.unreachable")
        return self.bodies[name]


async def test_parts_are_put_together(tmp_path):
    files, server = SnapshotFiles(tmp_path / "s"), Server()
    path = await files.fetch(OFFER, server.fetch)
    assert path.read_bytes() == b"one" * 500 + b"two" * 500
    await files.clear()
    assert not (tmp_path / "s").exists()


async def test_a_cut_is_gone_on_with_and_old_parts_go(tmp_path):
    files, server = SnapshotFiles(tmp_path / "s"), Server()
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "old").write_bytes(b"x")
    last = OFFER.chunks[-1].name
    kept = server.bodies.pop(last)
    with pytest.raises(AppError, match="unreachable"):
        await files.fetch(OFFER, server.fetch)
    server.bodies[last], server.asked = kept, []
    await files.fetch(OFFER, server.fetch)
    assert server.asked == [last]
    assert not (tmp_path / "s" / "old").exists()


async def test_a_part_that_is_not_what_its_name_says_is_not_kept(tmp_path):
    files, server = SnapshotFiles(tmp_path / "s"), Server()
    server.bodies[OFFER.chunks[0].name] = packed(b"another")
    with pytest.raises(AppError, match="garbled"):
        await files.fetch(OFFER, server.fetch)
    server.bodies = dict(BODIES)
    (tmp_path / "s" / OFFER.chunks[0].name.hex()).write_bytes(b"torn")
    assert (await files.fetch(OFFER, server.fetch)).stat().st_size == 3_000


async def test_a_disk_that_takes_nothing_says_so(tmp_path):
    (tmp_path / "s").write_bytes(b"a file in the way")
    with pytest.raises(AppError, match="storage"):
        await SnapshotFiles(tmp_path / "s").fetch(OFFER, Server().fetch)
