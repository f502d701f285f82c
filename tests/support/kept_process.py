"""A program that lives as long as the test process: ended at its exit, and also when it is killed.

A small shell stands between: it reads from a pipe that only the test process holds open, and when the pipe closes it
ends the program by its id and removes its folder.
"""

import atexit
import contextlib
import subprocess
from pathlib import Path

END_S = 20.0
_KEEPER = """
folder=$1; shift
exec 3<&0
"$@" </dev/null 3<&- & pid=$!
( read -r _ <&3; kill -{signal} $pid ) & reader=$!
wait $pid
kill $reader 2>/dev/null
rm -rf -- "$folder"
"""


class KeptProcess:
    """A program and the folder that is its own.

    `user` is whose they are, when the tests run as root and the program refuses to.
    """

    def __init__(
        self, command: list[str], folder: Path, *, user: str | None = None, signal: str = "TERM"
    ) -> None:
        self.log = folder / "log"
        with self.log.open("ab") as output:
            self._keeper = subprocess.Popen(
                ["sh", "-c", _KEEPER.replace("{signal}", signal), "keeper", str(folder), *command],
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
        return self.log.read_text(errors="replace")[-2_000:] if self.log.exists() else ""


def identity(user: str | None) -> dict:
    """The arguments of `subprocess` by which a program runs as another user."""
    return {} if user is None else {"user": user, "group": user, "extra_groups": []}
