import av
import numpy as np
import pytest

from desktop.media.recording_join import join_pieces
from shared.errors import AppError
from tests.support.speech import tone


def decoded(path):
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        blocks = [frame.to_ndarray().reshape(-1) for frame in container.decode(stream)]
        return np.concatenate(blocks), stream.rate, stream.channels


def test_pieces_become_one_lossless_file(tmp_path):
    sound = (tone(3_500) * 32_767).astype("<i2")
    pieces = []
    for number, part in enumerate(np.array_split(sound, 3)):
        pieces.append(tmp_path / f"{number}.pcm")
        pieces[-1].write_bytes(part.tobytes())
    length_ms = join_pieces(pieces, 16_000, 1, tmp_path / "a.flac", lambda: None)
    assert length_ms == 3_500
    found, rate, channels = decoded(tmp_path / "a.flac")
    assert (rate, channels) == (16_000, 1)
    assert np.array_equal(found, sound)


def test_half_a_sample_left_by_a_crash_is_dropped(tmp_path):
    piece = tmp_path / "1.pcm"
    piece.write_bytes((tone(100) * 32_767).astype("<i2").tobytes() + b"\x01")
    assert join_pieces([piece], 16_000, 1, tmp_path / "a.flac", lambda: None) == 100
    piece.write_bytes(b"\x01\x02\x03")
    with pytest.raises(AppError) as refused:
        join_pieces([piece], 16_000, 2, tmp_path / "b.flac", lambda: None)
    assert refused.value.code == "media.empty"


def test_stopping_leaves_nothing_behind(tmp_path):
    piece = tmp_path / "1.pcm"
    piece.write_bytes((tone(100) * 32_767).astype("<i2").tobytes())

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        join_pieces([piece], 16_000, 1, tmp_path / "a.flac", stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.pcm"]
