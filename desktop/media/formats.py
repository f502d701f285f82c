"""Which files can be imported: endings, kinds, limits. Pure tables; what a file really is, `probing` finds out."""

from shared.errors import AppError

VIDEO = frozenset({".mp4", ".mov", ".avi", ".webm", ".mkv", ".m4v"})
AUDIO = frozenset({".mp3", ".m4a", ".wav", ".flac", ".ogg", ".opus", ".aac", ".oga"})
TEXT = frozenset({".txt", ".md", ".srt", ".vtt"})
SUBTITLES = frozenset({".srt", ".vtt"})
MEDIA = VIDEO | AUDIO
SUFFIXES = MEDIA | TEXT | {".pdf"}
"""Endings an import looks for in folders, and what the picker offers."""

ALIASES = {".markdown": ".md", ".text": ".txt", ".mpeg4": ".mp4"}

CONTAINERS: dict[str, tuple[str, ...]] = {
    "mov": (".mp4", ".m4a", ".mov", ".m4v"),
    "avi": (".avi",),
    "matroska": (".webm", ".mkv"),
    "mp3": (".mp3",),
    "wav": (".wav",),
    "flac": (".flac",),
    "ogg": (".ogg", ".opus", ".oga"),
    "aac": (".aac",),
}
"""Containers we read, with the endings that are right for each; the first replaces a wrong one."""

MOST_MEDIA_BYTES = 64 * 1024**3
MOST_PDF_BYTES = 2 * 1024**3
MOST_TEXT_BYTES = 64 * 1024**2


def normal_suffix(suffix: str) -> str:
    """Lower case, with aliases resolved."""
    lower = suffix.lower()
    return ALIASES.get(lower, lower)


def most_bytes(suffix: str) -> int:
    """Largest file accepted under this ending."""
    if suffix in TEXT:
        return MOST_TEXT_BYTES
    return MOST_PDF_BYTES if suffix == ".pdf" else MOST_MEDIA_BYTES


def check_size(suffix: str, size_bytes: int) -> None:
    """Raises `AppError("media.empty")` or `("media.too_large")`."""
    if size_bytes == 0:
        raise AppError("media.empty")
    most = most_bytes(suffix)
    if size_bytes > most:
        raise AppError("media.too_large", most_mb=most // 1024**2, size_mb=size_bytes // 1024**2)


def container_suffix(format_names: str, suffix: str) -> str | None:
    """Ending to store a container under, `format_names` as FFmpeg gives them; None when we do not read it."""
    for name in format_names.split(","):
        if name in CONTAINERS:
            allowed = CONTAINERS[name]
            return suffix if suffix in allowed else allowed[0]
    return None


def unreadable_file(cause: OSError) -> AppError:
    """What a person can do about a file of theirs that the system does not give us."""
    code = "media.no_permission" if isinstance(cause, PermissionError) else "storage.file_missing"
    return AppError(code, detail=str(cause.strerror))
