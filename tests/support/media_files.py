"""Small real media files made on the spot: a tone, and a film whose picture says where it is."""

from pathlib import Path

import av
import numpy as np

PLAYER_MESSAGES = (
    "PulseAudioService",
    "No audio device",
    "pipewire",
    "Could not open media",
    "No RHI backend",
)
"""What QtMultimedia says on a machine without sound, without graphics, or of a file that is broken on purpose."""
RATE = 16_000
FRAMES_PER_SECOND = 10


def make_tone(path: Path, length_ms: int = 2_000, hertz: int = 440) -> Path:
    """A sound file; the suffix chooses wav, flac, mp3, ogg or m4a."""
    with av.open(str(path), "w") as container:
        codec = {".wav": "pcm_s16le", ".flac": "flac", ".mp3": "libmp3lame", ".ogg": "libopus"}.get(
            path.suffix, "aac"
        )
        rate = 48_000 if codec == "libopus" else RATE
        stream = container.add_stream(codec, rate=rate, layout="mono")
        _write_tone(container, stream, length_ms, hertz, rate)
    return path


def make_film(path: Path, length_ms: int = 3_000, *, size: tuple[int, int] = (320, 180)) -> Path:
    """A film with sound. Each second of the picture has its own grey: second n is 40 * (n % 6) + 20."""
    width, height = size
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=FRAMES_PER_SECOND)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        sound = container.add_stream("aac", rate=RATE, layout="mono")
        for number in range(length_ms * FRAMES_PER_SECOND // 1000):
            grey = 40 * (number // FRAMES_PER_SECOND % 6) + 20
            picture = np.full((height, width, 3), grey, dtype=np.uint8)
            container.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(video.encode(None))
        _write_tone(container, sound, length_ms, 330, RATE)
    return path


def _write_tone(container, stream, length_ms: int, hertz: int, rate: int) -> None:
    samples = np.sin(np.arange(length_ms * rate // 1000) * (2 * np.pi * hertz / rate)) * 8_000
    resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=rate)
    step = 1_024
    for start in range(0, len(samples), step):
        block = samples[start : start + step].astype("<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(block, format="s16", layout="mono")
        frame.sample_rate, frame.pts = rate, start
        for ready in resampler.resample(frame):
            container.mux(stream.encode(ready))
    container.mux(stream.encode(None))
