"""Hosts that start in a moment: one process imports the program once and forks a real host whenever it is asked.

For tests that kill a host hundreds of times. Run as a program it is the forking process itself.
"""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from tests.support.live_host import RunningHost, own_port
from tests.support.waiting import until


class HostForks:
    """The forking process. Use as a context manager."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.host_forks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

        self._ports: dict[Path, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        with self._process as process:
            process.stdin.close()
            process.wait(20)

    async def start(self, data_dir: Path, *arguments: str) -> "ForkedHost":
        """Start a host and wait until it is open."""
        told = data_dir / "started.json"
        data_dir.mkdir(parents=True, exist_ok=True)
        told.unlink(missing_ok=True)
        port = self._ports.setdefault(data_dir, own_port())
        given = ["--json", "--no-announce", "--data-dir", str(data_dir), "--port", str(port), *arguments]
        self._process.stdin.write(json.dumps({"arguments": given, "told": str(told)}) + "\n")
        self._process.stdin.flush()
        pid = int(await asyncio.get_running_loop().run_in_executor(None, self._process.stdout.readline))
        await until(lambda: _alive(pid) and told.exists() and told.read_text().endswith("\n"))
        started = json.loads(told.read_text())
        owner = json.loads((data_dir / "host.json").read_text())["owner_token"]
        return ForkedHost(pid, RunningHost(self._process, data_dir, started["port"], started, owner))


class ForkedHost:
    """One forked host; `host` is how it is asked (not how it is ended)."""

    def __init__(self, pid: int, host: RunningHost) -> None:
        self.pid = pid
        self.host = host

    async def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        os.kill(self.pid, signal.SIGKILL)
        await until(lambda: not _alive(self.pid))

    async def stop(self) -> None:
        """End it politely."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        await until(lambda: not _alive(self.pid))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _serve() -> None:
    from server.host.games import name_words
    from server.host.program import main

    name_words()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are taken away by the system as they end
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            null = os.open(os.devnull, os.O_RDONLY)
            os.dup2(null, 0)
            told = os.open(asked["told"], os.O_WRONLY | os.O_CREAT, 0o600)
            os.dup2(told, 1)
            code = 1
            try:
                code = main(asked["arguments"])
            finally:
                os._exit(code)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
