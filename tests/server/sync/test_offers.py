"""Where chunks are, and that an offer needs all of them."""

from server.sync.offers import ChunkFiles
from sync.protocol import Chunk


def test_chunks_lie_under_their_hash(tmp_path):
    files = ChunkFiles(tmp_path)
    name = bytes(range(32))
    path = files.path(name)
    assert path == tmp_path / "00" / name.hex()
    chunk = Chunk(name, 3)
    assert not files.have([chunk])
    path.parent.mkdir()
    path.write_bytes(b"ab")
    assert not files.have([chunk]), "a part is not the chunk"
    path.write_bytes(b"abc")
    assert files.have([chunk])
    assert not files.have([chunk, Chunk(bytes(32), 1)])
