"""Pictures, sounds and films of the games on this host, by sha256. Knows no request."""

from collections.abc import Mapping
from pathlib import Path

from shared.quiz.media_kinds import is_sha
from shared.quiz.questions import media_of
from shared.quiz.quiz import Quiz


class MediaFiles:
    """Files of the current games; what no game speaks of is neither served nor kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mimes: dict[str, dict[str, str]] = {}

    def add(self, game_id: str, quiz: Quiz, media: Mapping[str, bytes]) -> None:
        """Keep what a quiz needs. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self.know(game_id, quiz)
        for sha in self._mimes[game_id].keys() & media.keys():
            path = self._folder / sha
            if not path.exists():
                part = path.with_suffix(".part")
                part.write_bytes(media[sha])
                part.replace(path)

    def know(self, game_id: str, quiz: Quiz) -> None:
        """A restored game's files may be served again."""
        self._mimes[game_id] = {
            media.sha: media.mime
            for question in quiz.questions
            for media in media_of(question)
            if is_sha(media.sha)
        }

    def forget(self, game_id: str) -> None:
        """Delete the files that only this game needed."""
        gone = self._mimes.pop(game_id, {})
        for sha in gone.keys() - {sha for mimes in self._mimes.values() for sha in mimes}:
            (self._folder / sha).unlink(missing_ok=True)

    def find(self, sha: str) -> tuple[Path, str] | None:
        """Path and MIME type of a file of a current game."""
        mime = next((mimes[sha] for mimes in self._mimes.values() if sha in mimes), None)
        path = self._folder / sha
        return (path, mime) if mime is not None and path.is_file() else None
