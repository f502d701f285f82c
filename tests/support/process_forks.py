"""Real processes that start in a moment: one process imports desktop and server once and forks whichever is asked.

For tests that kill programs hundreds of times. Run as a program it is the forking process itself. A fork's standard
input and output are one socket, whose end at the test says that the process is gone.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.support.waiting import until

MOST_BYTES = 1 << 16
LINE_BYTES = 1 << 26


class DiedError(Exception):
    """The process is gone; its last command may have done anything between nothing and everything."""


@dataclass
class Fork:
    """A forked process, spoken to in lines of JSON."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    log: Path
    _ended: bool = False

    @property
    def alive(self) -> bool:
        """Once it was seen to be gone it stays gone, whoever gets its number."""
        if not self._ended:
            try:
                os.kill(self.pid, 0)
            except (ProcessLookupError, PermissionError):
                self._ended = True
        return not self._ended

    async def tell(self, what: Any) -> None:
        with contextlib.suppress(OSError):
            self.writer.write(json.dumps(what).encode() + b"\n")
            await self.writer.drain()

    async def hear(self, limit_s: float = 200.0) -> Any:
        """Return the next line. Raises `DiedError`."""
        try:
            async with asyncio.timeout(limit_s):
                line = await self.reader.readline()
        except ConnectionError:
            line = b""
        except TimeoutError:
            raise TimeoutError(f"no answer; the log ends with\n{self.last_words()}") from None
        if not line.endswith(b"\n"):
            await self.gone()
            raise DiedError
        return json.loads(line)

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-3_000:] if self.log.exists() else ""

    async def end(self, how: signal.Signals) -> None:
        """Send a signal and wait until the process is gone."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, how)
        await self.gone()

    async def gone(self) -> None:
        """Wait until the process is gone."""
        await until(lambda: not self.alive)
        self.writer.close()
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()


class Forks:
    """The forking process. Use as a context manager; what it forked ends with it."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.process_forks", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env={
                **os.environ,
                "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
                "OPENBLAS_NUM_THREADS": "1",  # a process with threads is not forked
            },
        )
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self._socket.close()
        self._process.wait(90)

    async def fork(self, role: str, log: Path, **request: Any) -> Fork:
        """Start a "desktop" or a "server"; `request` is what their `serve` takes."""
        ours, theirs = socket.socketpair()
        log.parent.mkdir(parents=True, exist_ok=True)
        message = json.dumps({"role": role, "log": str(log), **request}).encode()
        socket.send_fds(self._socket, [message], [theirs.fileno()])
        theirs.close()
        pid = int(await asyncio.get_running_loop().run_in_executor(None, self._socket.recv, 64))
        reader, writer = await asyncio.open_connection(sock=ours, limit=LINE_BYTES)
        return Fork(pid, reader, writer, log)


def _become(request: dict[str, Any], channel: int) -> int:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for target, source in ((0, channel), (1, channel), (2, log)):
        os.dup2(source, target)
    os.close(channel)
    if request["role"] == "server":
        from tests.support import forked_server

        threading.Thread(target=_obey, daemon=True).start()
        return forked_server.serve(request)
    from tests.support import desktop_device

    return desktop_device.serve(request)


def _obey() -> None:
    """Arm the points when told to, and tell which were passed since; end with the test."""
    from tests.support.dying import POINTS

    with os.fdopen(0, closefd=False) as lines:
        for line in lines:
            passed = POINTS.passed
            POINTS.arm(json.loads(line)["die_at"])
            os.write(1, json.dumps(passed).encode() + b"\n")
    os._exit(3)


def _serve(channel: socket.socket) -> None:
    from tests.support import dying

    dying.install()
    from tests.support import desktop_device, forked_server

    desktop_device.load()
    forked_server.load()
    from tests.support.rehearsal import rehearse

    rehearse()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are taken away by the system as they end
    while True:
        message, files, _, _ = socket.recv_fds(channel, MOST_BYTES, 1)
        if not message:
            return
        pid = os.fork()
        if pid == 0:
            channel.close()
            code = 1
            try:
                code = _become(json.loads(message), files[0])
            except BaseException:  # noqa: BLE001 - the fork must not go on as the forking process
                import traceback

                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        os.close(files[0])
        channel.send(str(pid).encode())


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
