"""The classroom host beside the window: found by its `host.json`, else started as a process of its own."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import msgspec

from desktop.runtime.http import request
from shared.errors import AppError

HOST_FILE = "host.json"
LOG_FILE = "host.log"
START_TIMEOUT_S = 20.0
PROBE_TIMEOUT_S = 3.0
_LOOK_AGAIN_S = 0.05
_FOLDER_MODE = 0o700
# Only its own name in `health` proves that the port is still this host's and not another program's.
_PROGRAM = "lantern-host"


class HostAddress(msgspec.Struct, frozen=True):
    """What `host.json` says: where the host of this profile listens, and the token of its owner."""

    pid: int
    port: int
    owner_token: str
    id: str

    @property
    def url(self) -> str:
        """Address for this computer's own window."""
        return f"http://127.0.0.1:{self.port}"


class _Health(msgspec.Struct, frozen=True):
    id: str


def program() -> list[str]:
    """Return how the host is started: the executable beside the one that runs (`lantern-host`)."""
    suffix = ".exe" if os.name == "nt" else ""
    return [str(Path(sys.executable).with_name(_PROGRAM + suffix))]


class HostProcess:
    """Starts and finds the one classroom host of a folder. It outlives this object and the window."""

    def __init__(self, folder: Path, command: list[str] | None = None) -> None:
        self.folder = folder
        self._command = command or program()
        self._starting = asyncio.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    async def running(self) -> HostAddress | None:
        """Return the address of the host if it answers, else None."""
        address = await asyncio.to_thread(self._read)
        if address is None:
            return None
        try:
            body = await request("GET", f"{address.url}/health", timeout_s=PROBE_TIMEOUT_S, max_bytes=1 << 20)
            told = msgspec.json.decode(body, type=_Health)
        except (AppError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        return address if told.id == address.id else None

    async def ensure(self) -> HostAddress:
        """Return the host's address, starting it first when it does not run. Raises `quiz.host_not_started`."""
        async with self._starting:
            found = await self.running()
            return found or await self._start()

    def release(self) -> None:
        """Let go of a host that was started here; it runs on."""
        child, self._child = self._child, None
        if child is not None and child.poll() is None:
            # Popen warns of a child that is still running; this one is meant to.
            child.returncode = 0

    async def _start(self) -> HostAddress:
        # A host that starts again answers on its port a moment before it has written its new token.
        stale = await asyncio.to_thread(self._read)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
            self.release()
            self._child = await asyncio.to_thread(self._spawn)
        except OSError as cause:
            raise AppError("quiz.host_not_started", detail=str(cause)) from cause
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                while True:
                    ended = self._child.poll() is not None
                    found = await self.running()
                    if found is not None and found != stale:
                        return found
                    if ended:
                        raise await self._not_started()
                    await asyncio.sleep(_LOOK_AGAIN_S)
        except TimeoutError as cause:
            raise await self._not_started() from cause

    def _spawn(self) -> subprocess.Popen[bytes]:
        """Start it detached: neither the window's end nor Ctrl+C in its terminal reaches it."""
        with (self.folder / LOG_FILE).open("ab") as log:
            return subprocess.Popen(
                [*self._command, "--data-dir", str(self.folder)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=os.name != "nt",
                creationflags=_detached_flags(),
            )

    def _read(self) -> HostAddress | None:
        try:
            return msgspec.json.decode((self.folder / HOST_FILE).read_bytes(), type=HostAddress)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    async def _not_started(self) -> AppError:
        return AppError("quiz.host_not_started", detail=await asyncio.to_thread(self._last_words))

    def _last_words(self) -> str:
        try:
            lines = (self.folder / LOG_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        return "\n".join(lines[-5:])


def _detached_flags() -> int:
    if os.name != "nt":
        return 0
    return getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
