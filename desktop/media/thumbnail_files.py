"""Where the picture of a file lies. Shared by who draws it and who shows it; opens nothing."""

from pathlib import Path

PICTURE_SUFFIX = ".jpg"
WAVE_SUFFIX = ".png"
"""The shape of a sound has no background, so that it sits on light and dark alike."""


def thumbnail_path(folder: Path, sha: bytes, kind: str) -> Path:
    """The picture of the content with this hash and kind; it may not be there."""
    return folder / (sha.hex() + (WAVE_SUFFIX if kind == "audio" else PICTURE_SUFFIX))
