"""Stands for the transfers before pages: what has come is what the test says. And items that are elsewhere."""

from collections.abc import Sequence

from shared.errors import AppError
from shared.ids import ItemId


class ToldFetcher:
    """Keeps what was asked for; the test moves it on."""

    def __init__(self, *, possible: bool = True, metered: bool = False) -> None:
        self.possible = possible
        self.metered = metered
        self.shares: dict[bytes, float] = {}
        self.trouble: AppError | None = None

    def share_of(self, sha256: bytes) -> float | None:
        return self.shares.get(sha256)

    async def ask(self, hashes: Sequence[bytes]) -> None:
        self.shares.update(dict.fromkeys(hashes, 0.0))

    async def stop_asking(self, sha256: bytes) -> None:
        self.shares.pop(sha256, None)
        self.trouble = None

    async def trouble_of(self, sha256: bytes) -> AppError | None:
        return self.trouble


async def send_away(database, item_id: ItemId, *, read: bool = True) -> None:
    """Make an item one whose file is on another computer; not `read`: its text is there as well."""

    def write(tx) -> None:
        sha = tx.execute("SELECT media_sha FROM item WHERE id = ?", [item_id.bytes]).fetchone()[0]
        tx.execute("UPDATE media_file SET here = 0, thumbnail = 0 WHERE sha = ?", [sha])
        if not read:
            tx.execute("DELETE FROM media_job WHERE item_id = ?", [item_id.bytes])
        tx.changed("item", item_id)

    await database.write(write)
