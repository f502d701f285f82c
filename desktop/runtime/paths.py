"""Where a profile's files live. Creates folders, writes no files."""

import errno
import os
import re
from pathlib import Path

import msgspec
import platformdirs

from shared.errors import AppError

DATA_DIR_VARIABLE = "LANTERN_DATA_DIR"
DEFAULT_PROFILE = "default"
_PROFILE_NAME = re.compile(r"[\w][\w .-]{0,63}")


def default_data_dir() -> Path:
    """Return the user's Lantern folder; `LANTERN_DATA_DIR` overrides the system's choice."""
    named = os.environ.get(DATA_DIR_VARIABLE)
    return Path(named) if named else Path(platformdirs.user_data_dir("lantern", appauthor=False))


class ProfilePaths(msgspec.Struct, frozen=True):
    """The files of one profile. Models are shared by all profiles of a data folder."""

    data_dir: Path
    profile: str

    @classmethod
    def of(cls, data_dir: Path | None = None, profile: str = DEFAULT_PROFILE) -> "ProfilePaths":
        """Check the profile's name and resolve the folder. Raises `AppError("profile.bad_name")`."""
        if not _PROFILE_NAME.fullmatch(profile) or profile.endswith((".", " ")):
            raise AppError("profile.bad_name", name=profile[:80])
        return cls((data_dir or default_data_dir()).expanduser().absolute(), profile)

    @property
    def root(self) -> Path:
        """The profile's own folder."""
        return self.data_dir / "profiles" / self.profile

    @property
    def database(self) -> Path:
        """The library file."""
        return self.root / "library.db"

    @property
    def media_dir(self) -> Path:
        """Imported files, named by their content."""
        return self.root / "media"

    @property
    def thumbnails_dir(self) -> Path:
        """Pictures made from media; may be deleted at any time."""
        return self.root / "thumbnails"

    @property
    def recordings_dir(self) -> Path:
        """Pieces of recordings not yet joined."""
        return self.root / "recordings"

    @property
    def temporary_dir(self) -> Path:
        """Half-written files, on the same disk as the media."""
        return self.root / "temporary"

    @property
    def backups_dir(self) -> Path:
        """Automatic backups of the library file."""
        return self.root / "backups"

    @property
    def sessions_dir(self) -> Path:
        """One locked file per running process; an unlocked one is left by a crash."""
        return self.root / "sessions"

    @property
    def jobs_lock(self) -> Path:
        """Held by the process that runs this profile's jobs."""
        return self.root / "jobs.lock"

    @property
    def settings_file(self) -> Path:
        """Settings of this computer, not of the person."""
        return self.root / "device-settings.json"

    @property
    def logs_dir(self) -> Path:
        """Logs of all processes of this profile."""
        return self.root / "logs"

    @property
    def models_dir(self) -> Path:
        """Model weights, shared by the profiles."""
        return self.data_dir / "models"

    def create(self) -> None:
        """Make the folders. Raises AppError `storage.read_only`, `storage.disk_full`, `storage.not_a_folder`."""
        try:
            for folder in (
                self.root,
                self.media_dir,
                self.thumbnails_dir,
                self.recordings_dir,
                self.temporary_dir,
                self.backups_dir,
                self.sessions_dir,
                self.logs_dir,
                self.models_dir,
            ):
                folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as cause:
            raise AppError("storage.not_a_folder", folder=str(_file_among(Path(cause.filename)))) from cause
        except OSError as cause:
            raise disk_error(cause, self.data_dir) from cause


def _file_among(path: Path) -> Path:
    """The file that stands where a folder of this path should be."""
    return next((part for part in (path, *path.parents) if part.is_file()), path)


def disk_error(cause: OSError, path: Path) -> AppError:
    """Turn an operating system's error about our own files into what a person can act on."""
    if cause.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return AppError("storage.disk_full", folder=str(path), detail=str(cause.strerror))
    if cause.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return AppError("storage.read_only", folder=str(path), detail=str(cause.strerror))
    if isinstance(cause, FileNotFoundError):
        return AppError("storage.file_missing", detail=str(cause.strerror))
    return AppError("storage.disk_error", folder=str(path), detail=str(cause.strerror))
