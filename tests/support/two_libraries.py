"""Two libraries of one person: rows are carried over as sync would, files by the real transfers and content server."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.runtime.server_http import ServerHttp
from desktop.sync.transfers import Transfers
from shared.clock import SystemClock
from tests.support.content_server import ContentServer, content_server
from tests.support.media_profile import MediaProfile, media_profile
from tests.support.transferring import ToldAccount

TABLES = {
    "collection": "collection", "item": "item", "tag": "tag", "correction": "correction",
    "transcript_file": "transcript",
}  # fmt: skip
"""Tables whose rows travel, and their kinds."""


@dataclass
class Side:
    """One library with its transfers."""

    profile: MediaProfile
    transfers: Transfers

    async def rows(self, table: str) -> list[dict]:
        async with self.profile.database.reader() as reader:
            return [dict(row) for row in await reader.execute_fetchall(f"SELECT * FROM {table}")]

    async def become(self, user: bytes) -> None:
        """Be a library of this person."""
        await self.profile.database.write(
            lambda tx: tx.execute("UPDATE sync_profile SET user_id = ?", [user])
        )

    async def take_rows(self, other: "Side", *, only: tuple[str, ...] = tuple(TABLES)) -> None:
        """Have the rows of another library, as after an exchange."""
        carried = {table: await other.rows(table) for table in only}

        def write(tx) -> None:
            tx.received = True
            for table, rows in carried.items():
                for row in rows:
                    names = ", ".join(row)
                    marks = ", ".join("?" * len(row))
                    tx.execute(
                        f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", list(row.values())
                    )
                tx.changed(TABLES[table])

        await self.profile.database.write(write)


@dataclass
class TwoLibraries:
    """`one` has made things, `other` is new."""

    server: ContentServer
    one: Side
    other: Side


@asynccontextmanager
async def _side(folder: Path, server: ContentServer, models: tuple[str, ...]) -> AsyncGenerator[Side, None]:
    async with media_profile(folder, models=models) as profile:
        http = ServerHttp()
        transfers = Transfers(
            profile.database,
            ToldAccount("ana:pro", server.url),
            http,
            folder=profile.paths.root / "transfers",
            clock=SystemClock(),
            bus=profile.bus,
        )
        transfers.register("transcript", profile.media.transcript_files)
        transfers.register("item", profile.media.item_files)
        profile.media.fetching.use(transfers)
        yield Side(profile, transfers)
        await transfers.close()
        await http.close()


@asynccontextmanager
async def two_libraries(folder: Path, *, models: tuple[str, ...] = ()) -> AsyncGenerator[TwoLibraries, None]:
    """Open both and the server."""
    (folder / "server").mkdir()
    async with (
        content_server(folder / "server") as server,
        _side(folder / "one", server, models) as one,
        _side(folder / "other", server, ()) as other,
    ):
        user = (await one.rows("sync_profile"))[0]["user_id"]
        await other.become(user)
        server.groups.put("ana", (await _home(one)))
        yield TwoLibraries(server, one, other)


async def _home(side: Side) -> str:
    return await side.profile.database.write(lambda tx: tx.home)
