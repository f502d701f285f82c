"""Reads the sound of any media file as a stream of 16 kHz mono samples, placed on the player's timeline.

Runs in the worker process. Never holds more than a few seconds of sound itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.errors import AppError

if TYPE_CHECKING:
    import numpy as np

SAMPLE_RATE = 16_000
SAMPLES_PER_MS = SAMPLE_RATE // 1000
_GROUP_SAMPLES = 400_000
"""Frames are resampled in groups: one call per 20 ms frame costs more than the decoding."""
_GAP_S = 0.1
"""Missing sound longer than this becomes silence, else times drift away from what the player shows."""
_LONGEST_UNKNOWN_S = 3600.0
_BEYOND_END_S = 5.0
"""A damaged time stamp may claim years of silence: a gap must end before the file does, or within an hour."""
_SILENCE_BLOCK_S = 60
_SEEK_EARLIER_S = 3.0
_MOST_DAMAGED = 5_000
"""So many damaged packets in a row are the end of what can be heard."""
_EXACT_SEEK = ("mov", "matroska", "wav", "flac", "ogg")
"""Containers whose frames carry true times after a seek. MP3 and AVI do not: there we decode and drop."""


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a media file with PyAV. Raises `AppError("media.unreadable")`, `("storage.file_missing")`."""
    import av
    import av.error

    try:
        container = av.open(str(path), mode="r", metadata_errors="ignore")
    except FileNotFoundError as cause:
        raise AppError("storage.file_missing", detail="the file is gone") from cause
    except (av.error.FFmpegError, ValueError) as cause:
        raise AppError("media.unreadable", detail=str(cause)) from cause
    try:
        yield container
    finally:
        container.close()


def audio_stream(container: Any) -> Any:
    """Return the stream to listen to. Raises `AppError("media.no_audio")`."""
    stream = container.streams.best("audio")
    if stream is None:
        raise AppError("media.no_audio")
    stream.thread_type = "AUTO"
    return stream


def samples(path: Path, start_ms: int = 0) -> "Iterator[np.ndarray[Any, np.dtype[np.float32]]]":
    """Yield blocks of sound from `start_ms` on, as float32 in [-1, 1], 16 kHz, mono.

    Sample n of the whole stream belongs to n / 16 ms of the player's time: late starts and gaps are silence.
    Damaged packets are passed over. Raises `AppError("media.unreadable")`, `("media.no_audio")`.
    """
    with opened(path) as container:
        stream = audio_stream(container)
        exact = any(name in container.format.name.split(",") for name in _EXACT_SEEK)
        if start_ms and exact:
            _seek(container, stream, start_ms / 1000)
        else:
            exact = False
        start = start_ms * SAMPLES_PER_MS
        for at, block in _placed(container, stream, from_zero=not exact):
            late = start - at
            if late >= len(block):
                continue
            yield block[late:] if late > 0 else block


def _seek(container: Any, stream: Any, target_s: float) -> None:
    """Go to a packet shortly before the target: decoders need a moment to settle."""
    earlier = max(0.0, target_s - _SEEK_EARLIER_S)
    container.seek(round((earlier + _origin_s(container)) / stream.time_base), stream=stream, backward=True)


def _origin_s(container: Any) -> float:
    """Where the player's zero lies in the file's own times."""
    return max(0, container.start_time or 0) / 1_000_000


def _placed(
    container: Any, stream: Any, *, from_zero: bool
) -> "Iterator[tuple[int, np.ndarray[Any, np.dtype[np.float32]]]]":
    """Decode from where the container stands: (index of the block's first sample on the timeline, block)."""
    groups = _Groups()
    origin_s = _origin_s(container)
    length_s = (container.duration or 0) / 1_000_000
    position_s = 0.0 if from_zero else None
    at = 0
    for frame in _frames(container, stream):
        time_s = None if frame.time is None else max(0.0, float(frame.time) - origin_s)
        if position_s is None:
            position_s = time_s or 0.0
            at = round(position_s * SAMPLE_RATE)
        gap_s = 0.0 if time_s is None else time_s - position_s
        most_s = length_s + _BEYOND_END_S - position_s if length_s else _LONGEST_UNKNOWN_S
        gap = _silence(gap_s) if _GAP_S < gap_s < most_s else []
        for block in (*(groups.drained() if gap else ()), *gap, *groups.added(frame)):
            yield at, block
            at += len(block)
        position_s += frame.samples / frame.sample_rate + (gap_s if gap else 0.0)
    for block in groups.drained(flush=True):
        yield at, block
        at += len(block)


class _Groups:
    """Collects decoded frames and resamples them in groups. A change of format in the middle of a file is followed."""

    def __init__(self) -> None:
        self._format: tuple[str, str, int] | None = None
        self._fifo: Any = None
        self._resampler: Any = None

    def added(self, frame: Any) -> "list[np.ndarray[Any, np.dtype[np.float32]]]":
        """Take a frame in; returns blocks when a group is full or the format changed."""
        import av

        blocks: list[np.ndarray[Any, np.dtype[np.float32]]] = []
        found = (frame.format.name, frame.layout.name, frame.sample_rate)
        if found != self._format:
            blocks = self.drained(flush=True)
            self._format = found
            self._fifo = av.AudioFifo()
            self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        frame.pts = None
        self._fifo.write(frame)
        if self._fifo.samples >= _GROUP_SAMPLES:
            blocks += self.drained()
        return blocks

    def drained(self, *, flush: bool = False) -> "list[np.ndarray[Any, np.dtype[np.float32]]]":
        """Resample what was collected; with `flush` also what the resampler keeps back."""
        import numpy as np

        if self._fifo is None:
            return []
        frames = [self._fifo.read()] if self._fifo.samples else []
        resampled = [made for frame in frames for made in self._resampler.resample(frame)]
        if flush:
            resampled += self._resampler.resample(None)
            self._fifo = None
        return [made.to_ndarray().reshape(-1).astype(np.float32) / 32768.0 for made in resampled]


def _frames(container: Any, stream: Any) -> Iterator[Any]:
    """Decode packet by packet: one damaged packet costs its own sound only."""
    import av
    import av.error

    packets = container.demux(stream)
    damaged = 0
    while damaged < _MOST_DAMAGED:
        try:
            packet = next(packets, None)
        except av.error.EOFError:
            return
        except av.error.InvalidDataError:
            damaged += 1
            continue
        except av.error.FFmpegError as cause:
            raise AppError("media.unreadable", detail=str(cause)) from cause
        if packet is None:
            return
        try:
            yield from packet.decode()
        except av.error.FFmpegError:
            damaged += 1
        else:
            damaged = 0


def _silence(length_s: float) -> "list[np.ndarray[Any, np.dtype[np.float32]]]":
    """Blocks that share one memory: an hour of missing sound costs as much as a minute."""
    import numpy as np

    total, block = round(length_s * SAMPLE_RATE), _SILENCE_BLOCK_S * SAMPLE_RATE
    whole = np.zeros(block, dtype=np.float32)
    return [whole[: min(block, total - done)] for done in range(0, total, block)]


def levels(sound: Any, level_ms: int) -> list[float]:
    """Root-mean-square loudness of consecutive frames of `level_ms`; an incomplete last frame is left out."""
    import numpy as np

    size = level_ms * SAMPLES_PER_MS
    whole = len(sound) // size * size
    return np.sqrt(np.square(sound[:whole].reshape(-1, size)).mean(axis=1)).tolist()
