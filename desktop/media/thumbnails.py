"""Draws a small picture of a file: a frame of a video, the first page, the shape of a sound. Runs in the worker."""

from pathlib import Path
from typing import Any

from desktop.media.audio import SAMPLES_PER_MS, audio_stream, opened, samples
from desktop.media.documents import opened_pdf
from desktop.media.formats import TEXT
from desktop.media.text_files import decode_text
from desktop.media.thumbnail_files import WAVE_SUFFIX
from desktop.runtime.paths import disk_error
from shared.errors import AppError

SIZE = (480, 270)
"""Pixels; twice what a card shows, for screens that want it."""
_FRAME_AT = 0.12
_TRIES = 4
_PLAIN_SPREAD = 12.0
_BARS = 96
_WAVE_COLOUR = (111, 127, 149, 255)
_WHOLE_BELOW_S = 600
_TEXT_LINES = 16
_LINE_CHARACTERS = 62


def draw(path: Path, kind: str, suffix: str, target: Path) -> bool:
    """Draw `path` into `target`, whole or not at all. False when there is nothing to draw.

    Raises AppError `storage.disk_full` and the like only for the target.
    """
    try:
        picture = _picture(path, kind, suffix)
    except Exception:  # noqa: BLE001 - whatever a damaged file does to its painter, it is still a file without picture
        return False
    if picture is None:
        return False
    part = target.with_name(target.name + ".part")
    try:
        picture.save(part, "PNG" if target.suffix == WAVE_SUFFIX else "JPEG", quality=82, optimize=True)
        part.replace(target)
    except OSError as cause:
        raise disk_error(cause, target.parent) from cause
    finally:
        part.unlink(missing_ok=True)
    return True


def _picture(path: Path, kind: str, suffix: str) -> Any:
    if kind == "video":
        return _video_frame(path)
    if kind == "audio":
        return wave_picture(wave_bars(path))
    if suffix == ".pdf":
        return _first_page(path)
    return _text_page(path) if suffix in TEXT else None


def _video_frame(path: Path) -> Any:
    """The first frame after an eighth of the film that is not of one colour."""
    import av
    import av.error

    with opened(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        length = container.duration or 0
        best: Any = None
        best_spread = -1.0
        for attempt in range(_TRIES):
            share = _FRAME_AT + attempt * 0.2
            try:
                container.seek(round(length * share), backward=True)
                frame = next(container.decode(stream), None)
            except (av.error.FFmpegError, StopIteration):
                frame = None
            if frame is None:
                continue
            picture = _fitted(frame.to_image())
            spread = _spread(picture)
            if spread > best_spread:
                best, best_spread = picture, spread
            if spread >= _PLAIN_SPREAD:
                break
        return best


def _spread(picture: Any) -> float:
    from PIL import ImageStat

    return float(ImageStat.Stat(picture.convert("L")).stddev[0])


def _fitted(picture: Any) -> Any:
    """Scale and cut to `SIZE`, keeping the middle."""
    from PIL import Image, ImageOps

    return ImageOps.fit(picture.convert("RGB"), SIZE, Image.Resampling.LANCZOS)


def _first_page(path: Path) -> Any:
    """The upper part of the first page, on white."""
    from PIL import Image, ImageOps

    with opened_pdf(path) as document:
        page = document[0]
        width = max(1.0, page.get_width())
        scale = min(4.0, 1.25 * SIZE[0] / width)
        picture = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
    return ImageOps.fit(picture, SIZE, Image.Resampling.LANCZOS, centering=(0.5, 0.0))


def _text_page(path: Path) -> Any:
    """Grey bars where the words are: what a page of text looks like from afar, in any script and without a font."""
    from PIL import Image, ImageDraw

    with path.open("rb") as reading:
        head = reading.read(8_192)
    lines = _decodable(head).splitlines()[:_TEXT_LINES]
    picture = Image.new("RGB", SIZE, (250, 250, 248))
    pen = ImageDraw.Draw(picture)
    step, left = 15, 28
    unit = (SIZE[0] - 2 * left) / _LINE_CHARACTERS
    for row, line in enumerate(lines):
        at = 0
        for word in line[:_LINE_CHARACTERS].split():
            x = left + at * unit
            width = min(len(word), _LINE_CHARACTERS - at) * unit
            if width <= 0:
                break
            pen.rounded_rectangle((x, 18 + row * step, x + width, 24 + row * step), 3, fill=(176, 182, 190))
            at += len(word) + 1
    return picture


def _decodable(head: bytes) -> str:
    for cut in range(4):
        try:
            return decode_text(head[: len(head) - cut])
        except AppError:
            continue
    return ""


def wave_bars(path: Path, count: int = _BARS) -> list[float]:
    """Loudness of `count` equal parts of a sound, scaled to at most 1. Long files are sampled, not read whole."""
    with opened(path) as container:
        length_s = (container.duration or 0) / 1_000_000
    loudness = _sampled(path, length_s, count) if length_s > _WHOLE_BELOW_S else _whole(path, count)
    loudest = max(loudness, default=0.0)
    return [value / loudest if loudest else 0.0 for value in loudness]


def _whole(path: Path, count: int) -> list[float]:
    import numpy as np

    size = 10 * SAMPLES_PER_MS
    blocks = [
        np.square(block[: len(block) // size * size].reshape(-1, size)).mean(axis=1)
        for block in samples(path)
    ]
    power = np.concatenate(blocks) if blocks else np.zeros(0)
    return [float(np.sqrt(part.mean())) if len(part) else 0.0 for part in np.array_split(power, count)]


def _sampled(path: Path, length_s: float, count: int) -> list[float]:
    import av
    import av.error
    import numpy as np

    loudness: list[float] = []
    with opened(path) as container:
        stream = audio_stream(container)
        for index in range(count):
            try:
                container.seek(round(length_s * (index + 0.5) / count * 1_000_000))
                frames = [frame for frame, _ in zip(container.decode(stream), range(12), strict=False)]
            except av.error.FFmpegError:
                frames = []
            values = [_frame_power(frame) for frame in frames]
            loudness.append(float(np.sqrt(np.mean(values))) if values else 0.0)
    return loudness


def _frame_power(frame: Any) -> float:
    import numpy as np

    sound = frame.to_ndarray()
    scale = float(np.iinfo(sound.dtype).max) if np.issubdtype(sound.dtype, np.integer) else 1.0
    return float(np.square(sound.astype(np.float64) / scale).mean())


def wave_picture(bars: list[float]) -> Any:
    """Upright bars around the middle line."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    width, height = SIZE
    margin = 24
    step = (width - 2 * margin) / max(1, len(bars))
    for index, value in enumerate(bars):
        half = max(1.5, value * (height / 2 - margin))
        x = margin + index * step
        pen.rounded_rectangle(
            (x, height / 2 - half, x + max(1.0, step * 0.6), height / 2 + half), 2, fill=_WAVE_COLOUR
        )
    return picture
