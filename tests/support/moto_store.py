"""An S3-compatible store for tests: moto's own server as a process on a loopback port."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import aiohttp
import pytest

from server.config.declarations import ContentSection

BUCKET = "lessons"
KEYS = {"s3_access_key": "test", "s3_secret_key": "test"}


class MotoStore:
    """The running process. `section` says how to reach a bucket of it."""

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self.process = process
        self.url = url

    @property
    def section(self) -> ContentSection:
        return ContentSection(store="s3", s3_endpoint=self.url, s3_bucket=BUCKET, **KEYS)

    def stop(self) -> None:
        """End it, as a store that is down."""
        self.process.kill()
        self.process.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
async def moto_store(tmp_path: Path) -> AsyncGenerator[MotoStore, None]:
    """A fresh store with one empty bucket."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    program = [
        sys.executable,
        "-c",
        "from moto.server import main; main()",
        "-H",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    with (tmp_path / "moto.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: ASYNC220 - it is not waited for
            program, stdout=log, stderr=log, env={**os.environ, "AWS_DEFAULT_REGION": "us-east-1"}
        )
    store = MotoStore(process, url)
    try:
        async with asyncio.timeout(60), aiohttp.ClientSession() as http:
            while True:
                try:
                    async with http.put(f"{url}/{BUCKET}") as answer:
                        assert answer.status == 200
                    break
                except aiohttp.ClientConnectorError:
                    await asyncio.sleep(0.1)
        yield store
    finally:
        store.stop()
