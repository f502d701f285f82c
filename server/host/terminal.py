"""What `lantern-host` says in a terminal, and the keys it listens to there. Knows no socket."""

import asyncio
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

from server.host.host import Host
from server.host.owner_api import summary_of
from server.live.game import Game
from shared.quiz.commands import AnyAction, End, Lock, Next, Pause, Resume

_KEYS_AT_ONCE = 64
KEYS = "Enter: next · p: pause · l: lock · q: end"


def started_line(host: Host, game: Game | None) -> str:
    """One line of JSON for the program that started this one; empty texts when there is no game yet."""
    summary = summary_of(host, game) if game else None
    return json.dumps({
        "url": summary.urls[0] if summary else host.base_urls()[0],
        "pin": summary.pin if summary else "",
        "game_id": summary.id if summary else "",
        "host_token": summary.host_token if summary else "",
        "screen_url": summary.screen_url if summary else "",
        "host_url": summary.host_url if summary else "",
        "port": host.port,
        "data_dir": str(host.options.data_dir),
    })  # fmt: skip


def started_text(host: Host, game: Game | None) -> str:
    """Address, PIN and QR code for people."""
    lines = [f"{host.options.name} is open."]
    recovered = host.journal.recovered
    if recovered:
        lines.append(
            f"The file with earlier games was damaged. It was kept as {recovered.kept_at}; "
            f"{len(recovered.lost)} of its games could not be read, all others go on."
        )
    elif host.games.damaged:
        lines.append(f"{len(host.games.damaged)} of the earlier games could not be read; all others go on.")
    if game is None:
        return "\n".join((*lines, f"Address: {host.base_urls()[0]}", "Waiting for a quiz."))
    urls = host.join_urls(game)
    setup = game.record.setup
    lines += [setup.quiz.title, "", _qr(urls[0]), f"Address: {host.base_urls()[0]}", f"PIN:     {setup.pin}"]
    lines += [f"or:      {url}" for url in host.base_urls()[1:]]
    summary = summary_of(host, game)
    lines += [f"Screen:  {summary.screen_url}", f"Control: {summary.host_url}"]
    return "\n".join(lines)


def _qr(text: str) -> str:
    import segno

    drawn = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(out=drawn, compact=True, border=2)
    return drawn.getvalue()


def write_status(line: str) -> None:
    """Put a line in the place of the one before it, cut to the width of the terminal."""
    width = shutil.get_terminal_size().columns - 1
    sys.stdout.write(f"\r\x1b[K{line[:width]}")
    sys.stdout.flush()


def action_for(key: str, game: Game) -> AnyAction | None:
    """What a key asks for."""
    if key in ("\r", "\n", " "):
        return Next()
    if key == "p":
        return Resume() if game.session.snapshot("", game.now_ms()).paused else Pause()
    if key == "l":
        return Lock(not game.locked)
    return End() if key == "q" else None


@contextmanager
def keys(pressed: Callable[[str], None]) -> Generator[bool]:
    """Hand each key on while this lasts; says whether there is a keyboard to listen to."""
    try:
        import termios
        import tty
    except ImportError:
        yield False
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield False
        return
    loop, descriptor = asyncio.get_running_loop(), sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)

    def read() -> None:
        # Straight from the terminal: what Python's own buffer holds would wait for the next key.
        for key in os.read(descriptor, _KEYS_AT_ONCE).decode(errors="ignore"):
            pressed(key)

    loop.add_reader(descriptor, read)
    try:
        yield True
    finally:
        loop.remove_reader(descriptor)
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
