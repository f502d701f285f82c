"""Real speech with known words and times: the shipped sample lecture, and recordings made from it."""

import json
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from tests.support.source_tree import ROOT

SAMPLES = ROOT / "resources" / "samples"
LECTURE = SAMPLES / "how_a_lantern_works.m4a"
RATE_HZ = 16_000


@dataclass(frozen=True)
class Sentence:
    """A sentence of the lecture and its true times in its audio."""

    section: str
    text: str
    start_ms: int
    end_ms: int


SENTENCES = tuple(Sentence(**entry) for entry in json.loads(LECTURE.with_suffix(".json").read_text("utf-8")))
SCRIPT = " ".join(sentence.text for sentence in SENTENCES)
DURATION_MS = 260_000
"""Within a second."""


def sentence_with(words: str) -> Sentence:
    """The first sentence that holds these words."""
    return next(sentence for sentence in SENTENCES if words in sentence.text)


def sound(start_ms: int = 0, end_ms: int | None = None) -> np.ndarray:
    """A stretch of the lecture: float32 mono samples at 16 kHz."""
    pieces: list[np.ndarray] = []
    resampler = av.AudioResampler("flt", "mono", RATE_HZ)
    with av.open(str(LECTURE)) as container:
        for frame in container.decode(audio=0):
            pieces += [made.to_ndarray()[0] for made in resampler.resample(frame)]
        pieces += [made.to_ndarray()[0] for made in resampler.resample(None)]
    samples = np.concatenate(pieces).astype(np.float32)
    end = len(samples) if end_ms is None else end_ms * RATE_HZ // 1000
    return samples[start_ms * RATE_HZ // 1000 : end]


def silence(length_ms: int) -> np.ndarray:
    """Nothing but zeros."""
    return np.zeros(length_ms * RATE_HZ // 1000, np.float32)


def tone(length_ms: int, frequency_hz: float = 440.0) -> np.ndarray:
    """A quiet note: sound without words."""
    times = np.arange(length_ms * RATE_HZ // 1000) / RATE_HZ
    return (0.1 * np.sin(2 * np.pi * frequency_hz * times)).astype(np.float32)


CODECS = {
    ".wav": "pcm_s16le",
    ".flac": "flac",
    ".mp3": "libmp3lame",
    ".ogg": "libopus",
    ".m4a": "aac",
    ".mp4": "aac",
    ".webm": "libopus",
}
"""Encoders that are free to use and to ship; the suffix chooses."""


def write_audio(path: Path, samples: np.ndarray, *, sample_rate: int = RATE_HZ) -> Path:
    """Encode 16 kHz samples into `path`; what comes out depends on its suffix."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(CODECS[path.suffix], rate=sample_rate, layout="mono")
        _encode(container, stream, samples, sample_rate)
    return path


def write_video(
    path: Path, samples: np.ndarray, *, width: int = 320, height: int = 180, rate: int = 5
) -> Path:
    """A video (MPEG-4 part 2 in .mp4 or .mkv, VP8 in .webm) whose picture changes, with this sound."""
    with av.open(str(path), "w") as container:
        codec = "libvpx" if path.suffix == ".webm" else "mpeg4"
        pictures = container.add_stream(
            codec, rate=rate, options={"deadline": "realtime"} if codec == "libvpx" else {}
        )
        pictures.width, pictures.height, pictures.pix_fmt = width, height, "yuv420p"
        stream = container.add_stream(
            "libopus" if path.suffix == ".webm" else "aac", rate=RATE_HZ * 3, layout="mono"
        )
        for index in range(max(1, len(samples) * rate // RATE_HZ)):
            shade = np.full((height, width, 3), 40 + index * 7 % 180, np.uint8)
            shade[: height // 2, : width // 2] = (200, 120, 20)
            container.mux(pictures.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        container.mux(pictures.encode(None))
        _encode(container, stream, samples, RATE_HZ * 3)
    return path


def _encode(container, stream, samples: np.ndarray, sample_rate: int) -> None:
    wanted = stream.codec_context.format.name if stream.codec_context.format else "fltp"
    resampler = av.AudioResampler(wanted, "mono", sample_rate, stream.codec_context.frame_size or 1024)
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate = RATE_HZ
    frame.pts = 0
    for made in [*resampler.resample(frame), *resampler.resample(None)]:
        container.mux(stream.encode(made))
    container.mux(stream.encode(None))


def repeated(times: int, gap_ms: int = 1_500) -> np.ndarray:
    """The lecture several times over, for lengths; its words repeat, so it says nothing about accuracy."""
    once = np.concatenate([sound(), silence(gap_ms)])
    return np.tile(once, times)


def truncated(source: Path, target: Path, part: float) -> Path:
    """Copy the first `part` (0 to 1) of a file's bytes."""
    data = source.read_bytes()
    target.write_bytes(data[: int(len(data) * part)])
    return target
