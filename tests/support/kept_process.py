"""A program that lives as long as the test process: ended at its exit, and also when it is killed.

A small shell stands between: it reads from a pipe that only the test process holds open, and ends the program by
its id when the pipe closes.
"""

import atexit
import contextlib
import subprocess
from pathlib import Path

END_S = 20.0
_KEEPER = '"$@" </dev/null & pid=$!; read -r _; kill -{signal} $pid 2>/dev/null; wait $pid'


class KeptProcess:
    """`user` is whose the program is, when the tests run as root and it refuses to."""

    def __init__(
        self, command: list[str], log: Path, *, user: str | None = None, signal: str = "TERM"
    ) -> None:
        self.log = log
        with log.open("ab") as output:
            self._keeper = subprocess.Popen(
                ["sh", "-c", _KEEPER.replace("{signal}", signal), "keeper", *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                cwd="/",
                start_new_session=True,
                **identity(user),
            )
        atexit.register(self.end)

    @property
    def running(self) -> bool:
        return self._keeper.poll() is None

    def end(self) -> None:
        """End the program and wait for it."""
        if self._keeper.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._keeper.stdin.close()
        try:
            self._keeper.wait(END_S)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()
        atexit.unregister(self.end)

    def said(self) -> str:
        """The end of what the program wrote."""
        return self.log.read_text(errors="replace")[-2_000:]


def identity(user: str | None) -> dict:
    """The arguments of `subprocess` by which a program runs as another user."""
    return {} if user is None else {"user": user, "group": user, "extra_groups": []}
