"""The `lantern` program: opens the window, runs a command, or is a worker process of its frozen build.

Loads only what the one it is asked for needs: the window paints first and the commands know no Qt.
"""

import multiprocessing
import runpy
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from desktop.runtime.paths import DEFAULT_PROFILE, ProfilePaths
from desktop.runtime.workers import WORKER_FLAG
from shared.errors import AppError


def main() -> None:
    """Do what the command line says and end the process with its status."""
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    if len(arguments) == 2 and arguments[0] == WORKER_FLAG:
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        return
    place = window_place(arguments)
    if place is None:
        import_module("desktop.cli_commands").app()
        return
    sys.exit(_open_window(*place))


def window_place(arguments: Sequence[str]) -> tuple[Path | None, str] | None:
    """Return data folder and profile when the window is asked for: when there is nothing but these options."""
    found: dict[str, str | None] = {"--data-dir": None, "--profile": None}
    rest = list(arguments)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if name not in found or not (equals or rest):
            return None
        found[name] = value if equals else rest.pop(0)
    folder = found["--data-dir"]
    return (Path(folder) if folder else None), found["--profile"] or DEFAULT_PROFILE


def _open_window(data_dir: Path | None, profile: str) -> int:
    try:
        paths = ProfilePaths.of(data_dir, profile)
    except AppError as error:
        import_module("desktop.cli_run").tell(error)
        return 1
    return import_module("desktop.app").run(paths)


if __name__ == "__main__":
    main()
