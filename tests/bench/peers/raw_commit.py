"""The floor of a push: an aiohttp handler that commits one SQLite row as durably as the server does. Nothing else."""

import asyncio
import json
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor

from aiohttp import web


def opened(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE pushed (no INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    return connection


async def main(path: str) -> None:
    connection = opened(path)
    writer = ThreadPoolExecutor(1)

    def keep(body: bytes) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO pushed (body) VALUES (?)", [body])
        connection.execute("COMMIT")

    async def exchange(request: web.Request) -> web.Response:
        body = await request.read()
        await asyncio.get_running_loop().run_in_executor(writer, keep, body)
        return web.Response(body=b"taken", content_type="application/octet-stream")

    application = web.Application()
    application.router.add_post("/api/v1/sync/exchange", exchange)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    print(json.dumps({"port": runner.addresses[0][1]}), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
