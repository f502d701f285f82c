"""What the media worker is asked and what it answers. Declarations only."""

import msgspec

from desktop.media.segments import Segment


class ProbeRequest(msgspec.Struct, frozen=True):
    """What kind of file is this? The path is as the system has it: names need not be text."""

    path: bytes


class Probe(msgspec.Struct, frozen=True):
    """What a file is, by its content. `suffix` is the ending it is stored under; `format` names the container."""

    kind: str
    suffix: str
    format: str
    duration_ms: int | None = None
    page_count: int | None = None
    width: int | None = None
    height: int | None = None
    has_video: bool = False
    has_audio: bool = False


class ThumbnailRequest(msgspec.Struct, frozen=True):
    """Draw a picture of a file. `target` is written whole or not at all."""

    path: str
    kind: str
    suffix: str
    target: str


class DocumentRequest(msgspec.Struct, frozen=True):
    """Read the text of a document or of subtitles."""

    path: str
    suffix: str


class DocumentText(msgspec.Struct, frozen=True):
    """All segments of a document, in reading order."""

    segments: list[Segment]
    cpu_ms: int = 0


class TranscribeRequest(msgspec.Struct, frozen=True):
    """Turn speech into text from `start_ms` on, beginning with window number `first_window`.

    `language` is a code or empty for detection; `batch` is how many pieces of 30 s are decoded at once.
    """

    path: str
    model_folder: str
    threads: int
    batch: int
    language: str = ""
    translate: bool = False
    start_ms: int = 0
    first_window: int = 0
    duration_ms: int | None = None


class Preview(msgspec.Struct, frozen=True, tag="preview"):
    """A first look at the beginning; the first window replaces it."""

    segments: list[Segment]
    language: str


class WindowDone(msgspec.Struct, frozen=True, tag="window"):
    """One finished window: committed as a whole. `cpu_ms` and `wall_ms` were spent since the one before."""

    idx: int
    start_ms: int
    end_ms: int
    segments: list[Segment]
    language: str
    speech_ms: int
    cpu_ms: int
    wall_ms: int
    redone: bool = False


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """How far into the recording the work has come."""

    done_ms: int


TranscribeEvent = Preview | WindowDone | Progress


class Transcribed(msgspec.Struct, frozen=True):
    """The whole recording was read. `heard_ms` is how much sound there really was."""

    heard_ms: int


class JoinRequest(msgspec.Struct, frozen=True):
    """Make one FLAC file of the raw pieces of a recording."""

    pieces: list[str]
    rate: int
    channels: int
    target: str
