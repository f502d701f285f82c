"""`lantern-host`: reads its arguments, starts the host, ends it cleanly. Imports no Qt and no SQLAlchemy."""

import argparse
import asyncio
import gc
import logging
import os
import signal
import socket
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path

from server.host.app import bound_socket, serve
from server.host.desk import Desk
from server.host.games import NewGame, source_of
from server.host.host import Host, HostOptions
from server.host.host_file import HostFile, remove_host_file, write_host_file
from server.host.terminal import KEYS, keys, started_line, started_text, write_status
from server.live.game import Game
from server.texts import language, told
from server.version import program_version
from shared.clock import SystemClock
from shared.errors import AppError
from shared.quiz.quiz import GameOptions
from shared.quiz.quiz_file import read_quiz_file
from shared.tasks import TaskScope

_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")
_HOUR_MS = 3_600_000
_MOST_HOURS = 10_000
_LAST_PORT = 65_535
_SWITCH_S = 0.0005
_SOCKETS = 16_384
_YOUNG, _OLD = 10_000, 1_000


def main(arguments: list[str] | None = None) -> int:
    """Run until a signal, the owner or two idle hours end it. Returns the exit code."""
    options = _arguments().parse_args(arguments)
    logging.basicConfig(format="lantern-host: %(message)s", level=logging.WARNING)
    # The journal's thread must get its turns while the loop handles a burst.
    sys.setswitchinterval(_SWITCH_S)
    # Taking up a game makes 100,000 objects that stay: the collector would look at them over and over.
    gc.disable()
    _allow_sockets()
    try:
        asyncio.run(_run(options))
    except AppError as error:
        sys.stderr.write(f"lantern-host: {told(error, language())}\n")
        return 1
    except (OSError, sqlite3.Error) as error:
        sys.stderr.write(f"lantern-host: {error}\n")
        return 1
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lantern-host", description="Host live quizzes in a classroom.")
    parser.add_argument(
        "--quiz", type=Path, help="a .lantern-quiz file to play; without it, wait for the desktop"
    )
    parser.add_argument("--name", default=socket.gethostname(), help="how this host is called in the room")
    parser.add_argument(
        "--port", type=_port, default=0, help="default: the last one, 8420, or any that is free"
    )
    parser.add_argument("--data-dir", type=Path, default=None, help="where games are kept")
    parser.add_argument("--json", action="store_true", help="print one line of JSON when open")
    parser.add_argument("--no-announce", action="store_true", help="do not advertise on the network")
    parser.add_argument("--idle-hours", type=_hours, default=2.0, help="end so long after the last client")
    parser.add_argument("--version", action="version", version=program_version())
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{port} is not between 0 and {_LAST_PORT}")
    return port


def _hours(text: str) -> float:
    hours = float(text)
    if not 0 < hours <= _MOST_HOURS:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and {_MOST_HOURS}")
    return hours


def _data_dir() -> Path:
    """Where games are kept when nothing is said."""
    chosen = os.environ.get("LANTERN_DATA_DIR")
    if chosen:
        return Path(chosen) / "host"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Lantern" / "host"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Lantern" / "host"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "lantern" / "host"


def _allow_sockets() -> None:
    """Every player is an open file; the usual limit is 1,024."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _SOCKETS if hard == resource.RLIM_INFINITY else min(hard, _SOCKETS)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


async def _run(options: argparse.Namespace) -> None:
    folder: Path = (options.data_dir or _data_dir()).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    idle_ms = round(options.idle_hours * _HOUR_MS)
    clock = SystemClock()
    settings = HostOptions(folder, options.name, announce=not options.no_announce, idle_ms=idle_ms)
    host = await Host.open(settings, clock)
    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        with suppress(AttributeError, NotImplementedError):
            loop.add_signal_handler(getattr(signal, name), host.ended.set)
    try:
        game = await _game_of(host, options.quiz) if options.quiz else None
        taken = bound_socket(options.port, await host.last_port())
        runner = await serve(host, taken)
        try:
            await host.listening(taken.getsockname()[1])
            pid = os.getpid()
            write_host_file(
                folder,
                HostFile(pid, host.port, host.owner_token, host.id, program_version(), clock.now_ms()),
            )
            _tell(host, game, as_json=options.json)
            await _until_ended(host, game)
        finally:
            await host.close()
            await runner.cleanup()
    finally:
        await host.close()
        remove_host_file(folder, os.getpid())


async def _game_of(host: Host, path: Path) -> Game:
    """The game of a quiz file: the one that a crash interrupted, or a new one."""
    try:
        data = path.read_bytes()
    except OSError as cause:
        raise AppError("host.no_quiz_file", path=str(path)) from cause
    source = source_of(data)
    game = host.games.from_source(source)
    if game is not None:
        return game
    file = read_quiz_file(data)
    return await host.games.create(NewGame(file.quiz, file.media, GameOptions(), host.options.name, source))


def _tell(host: Host, game: Game | None, *, as_json: bool) -> None:
    text = started_line(host, game) if as_json else started_text(host, game)
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def _until_ended(host: Host, game: Game | None) -> None:
    # What is loaded now stays until the end. A whole collection takes 50 ms in a big game, so it waits for quiet.
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, _OLD)
    gc.enable()
    if game is None:
        await host.ended.wait()
        return
    desk = Desk(game, host.ended.set, write_status)
    scope = TaskScope("terminal")
    with keys(desk.press) as listening:
        if listening:
            game.attended = True
            sys.stdout.write(f"{KEYS}\n")
            scope.spawn(desk.keep_told(), name="status")
        try:
            await host.ended.wait()
        finally:
            await scope.close()
            if listening:
                sys.stdout.write("\n")


if __name__ == "__main__":
    sys.exit(main())
