"""Which hosted games of this computer have no final result in the library yet: one small file beside the host's."""

import asyncio
from pathlib import Path

import msgspec

FILE = "open_games.json"
_KIND = dict[str, str]


class OpenGames:
    """Game ids with their pace ("live" or "self"). What cannot be read counts as none."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = asyncio.Lock()

    async def all(self) -> dict[str, str]:
        """Return pace by game id."""
        return await asyncio.to_thread(self._read)

    async def add(self, game_id: str, pace: str) -> None:
        """Remember a game before anybody plays it. Raises OSError."""
        async with self._lock:
            await asyncio.to_thread(lambda: self._write({**self._read(), game_id: pace}))

    async def drop(self, *game_ids: str) -> None:
        """Forget games whose result is in the library, or that no host knows."""
        async with self._lock:
            await asyncio.to_thread(self._without, frozenset(game_ids))

    def _without(self, game_ids: frozenset[str]) -> None:
        held = self._read()
        left = {game_id: pace for game_id, pace in held.items() if game_id not in game_ids}
        if left != held:
            self._write(left)

    def _read(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=_KIND)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return {}

    def _write(self, games: dict[str, str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(".part")
        part.write_bytes(msgspec.json.encode(games))
        part.replace(self._path)
