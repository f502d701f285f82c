"""Makes one FLAC file of the raw pieces of a recording. Runs in the worker process."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.runtime.paths import disk_error
from shared.errors import AppError

SAMPLE_BYTES = 2
_READ_FRAMES = 96_000


def join_pieces(
    pieces: Sequence[Path], rate: int, channels: int, target: Path, check: Callable[[], None]
) -> int:
    """Write the pieces (signed 16-bit little-endian, interleaved) as FLAC. Returns the length in ms.

    The target appears whole or not at all. A half sample at a piece's end, left by a crash, is dropped. Raises AppError
    `media.empty` when there is no sound in the pieces, `storage.disk_full` and the like.
    """
    part = target.with_name(target.name + ".part")
    try:
        frames = _encode(pieces, rate, channels, part, check)
        if not frames:
            raise AppError("media.empty")
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except OSError as cause:
        raise disk_error(cause, target.parent) from cause
    finally:
        part.unlink(missing_ok=True)
    return frames * 1000 // rate


def _encode(pieces: Sequence[Path], rate: int, channels: int, part: Path, check: Callable[[], None]) -> int:
    import av
    import numpy as np

    layout = "mono" if channels == 1 else "stereo"
    width = SAMPLE_BYTES * channels
    frames = 0
    with av.open(str(part), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=rate, layout=layout)
        for piece in pieces:
            check()
            with piece.open("rb") as reading:
                while raw := reading.read(_READ_FRAMES * width):
                    whole = raw[: len(raw) // width * width]
                    if not whole:
                        break
                    frame = av.AudioFrame.from_ndarray(
                        np.frombuffer(whole, dtype="<i2").reshape(1, -1), format="s16", layout=layout
                    )
                    frame.sample_rate, frame.pts = rate, frames
                    frames += frame.samples
                    container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return frames
