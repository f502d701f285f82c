"""How far the fetching of a model is."""

from collections.abc import Callable
from enum import StrEnum

import msgspec


class Phase(StrEnum):
    """What is going on with a model."""

    WAITING = "waiting"
    """Another program is at the same model."""
    COPYING = "copying"
    """Taking it from this computer's disk or a file."""
    DOWNLOADING = "downloading"
    CHECKING = "checking"
    """Comparing checksums and moving it in place."""


class Progress(msgspec.Struct, frozen=True):
    """One step of one model; `total_bytes` may change when another source is tried."""

    name: str
    phase: Phase
    done_bytes: int
    total_bytes: int


OnProgress = Callable[[Progress], None]
