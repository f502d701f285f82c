"""Fetches a wheel with whatever pip this computer has, in a separate process. Runs nothing of the wheel."""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.models.background import Report, Stopped, StoppedError, in_thread, on_loop
from desktop.models.catalogue import Wheel
from shared.errors import AppError

_POLL_S = 0.1
_PROBE_TIMEOUT_S = 20
_END_TIMEOUT_S = 2
_NET_TIMEOUT_S = 15


def is_source_install() -> bool:
    """Whether pip can be expected at all: a frozen program has none and must not start itself as Python."""
    return not getattr(sys, "frozen", False)


def pip_commands() -> list[Sequence[str]]:
    """Ways to run pip, best first: this environment's, the PATH's, another Python's, uv's; all untried."""
    commands: list[Sequence[str]] = []
    if importlib.util.find_spec("pip") is not None:
        commands.append((sys.executable, "-m", "pip"))
    commands += [(found,) for name in ("pip3", "pip") if (found := shutil.which(name))]
    commands += [(found, "-m", "pip") for name in ("python3", "python") if (found := shutil.which(name))]
    if uv := shutil.which("uv"):
        commands.append((uv, "tool", "run", "pip"))
    return commands


async def download_wheel(
    wheel: Wheel, folder: Path, on_bytes: Report, commands: Sequence[Sequence[str]] | None = None
) -> Path:
    """Return the wheel's path in `folder`, downloading it unless it is there. `on_bytes` gets bytes so far.

    Raises `AppError("network.unreachable")` when there is no usable pip or pip failed; `detail` says which.
    """
    if (found := find_wheel(wheel, folder)) is not None:
        return found
    choices = pip_commands() if commands is None else commands
    report = on_loop(on_bytes)
    await in_thread(lambda stopped: _download(wheel, folder, choices, report, stopped))
    if (found := find_wheel(wheel, folder)) is None:
        raise AppError("network.unreachable", detail=f"pip left no wheel of {wheel.package}")
    return found


def find_wheel(wheel: Wheel, folder: Path) -> Path | None:
    """The complete wheel in `folder`, if it is there (names as PEP 427 writes them)."""
    start = f"{wheel.package.replace('-', '_')}-{wheel.version}-"
    for path in folder.glob("*.whl"):
        if path.name.lower().startswith(start) and zipfile.is_zipfile(path):
            return path
    return None


def _download(
    wheel: Wheel, folder: Path, commands: Sequence[Sequence[str]], report: Report, stopped: Stopped
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pip = next((command for command in commands if _works(command, folder, stopped)), None)
    if pip is None:
        raise AppError("network.unreachable", detail="no pip was found")
    # pip downloads into its temporary folder first: ours, so that progress shows and nothing is left behind.
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(temporary), "TEMP": str(temporary), "TMP": str(temporary)}
    log = folder / "pip.log"
    try:
        with log.open("wb") as output:
            running = _Command([*pip, *_arguments(wheel, folder)], folder, environment, output.fileno())
            code = running.wait(stopped, tick=lambda: report(_bytes_in(folder)))
        if code:
            last = log.read_text("utf-8", "replace").strip().rpartition("\n")[2]
            raise AppError("network.unreachable", detail=f"pip ended with {code}: {last[:300]}")
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        log.unlink(missing_ok=True)


def _arguments(wheel: Wheel, folder: Path) -> list[str]:
    quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar=off"]
    patience = ["--retries=1", f"--timeout={_NET_TIMEOUT_S}"]
    arguments = ["download", "--no-deps", "--no-cache-dir", "--only-binary=:all:", *quiet, *patience]
    if wheel.platform:
        system = [f"--platform={wheel.platform}", f"--python-version={wheel.python}"]
        arguments += [*system, "--implementation=cp"]
    return [*arguments, "--dest", str(folder), f"{wheel.package}=={wheel.version}"]


def _works(command: Sequence[str], folder: Path, stopped: Stopped) -> bool:
    probe = _Command([*command, "--version"], folder, None, subprocess.DEVNULL)
    try:
        return probe.wait(stopped, timeout_s=_PROBE_TIMEOUT_S) == 0
    except OSError:
        return False


def _bytes_in(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        # pip moves and deletes files meanwhile.
        with contextlib.suppress(OSError):
            total += path.stat().st_size if path.is_file() else 0
    return total


class _Command:
    """A separate process that ends with the thread that waits for it.

    It runs in a folder of ours: `python -m` looks for modules in the current folder first.
    """

    def __init__(
        self, arguments: Sequence[str], folder: Path, environment: dict[str, str] | None, output: int
    ) -> None:
        self._arguments = list(arguments)
        self._folder = folder
        self._environment = environment
        self._output = output

    def wait(self, stopped: Stopped, *, tick: Callable[[], None] = lambda: None, timeout_s: float = 0) -> int:
        """Run to the end and return the exit code; -1 when it took too long. Raises OSError."""
        end = time.monotonic() + timeout_s if timeout_s else float("inf")
        with subprocess.Popen(
            self._arguments,
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
        ) as process:
            try:
                while process.poll() is None:
                    if stopped():
                        raise StoppedError
                    if time.monotonic() > end:
                        return -1
                    tick()
                    time.sleep(_POLL_S)
            finally:
                _end(process)
        return process.returncode


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(_END_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
