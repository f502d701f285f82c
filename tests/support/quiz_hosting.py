"""The teacher's side with the real `lantern-host`: a service over a library with a quiz, its host ended at the end."""

import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop.quiz.host_process import HostAddress, HostProcess
from desktop.quiz.host_service import HostService
from desktop.quiz.service import QuizService
from desktop.runtime.paths import ProfilePaths
from desktop.storage.database import Database
from shared.clock import SystemClock
from shared.ids import QuizId
from shared.quiz.quiz import Quiz
from tests.support.live_host import sums_quiz
from tests.support.waiting import until

COMMAND = [sys.executable, "-m", "server.host.program", "--no-announce"]


def host_process(folder: Path) -> HostProcess:
    """One that starts the real host of this tree, not advertised."""
    return HostProcess(folder, COMMAND)


def host_address(folder: Path) -> HostAddress | None:
    """What the host wrote about itself."""
    try:
        return msgspec.json.decode((folder / "host.json").read_bytes(), type=HostAddress)
    except OSError:
        return None


async def kill_host(folder: Path) -> None:
    """kill -9, and wait until it is gone."""
    address = host_address(folder)
    assert address is not None
    with suppress(ProcessLookupError):
        os.kill(address.pid, signal.SIGKILL)
    await until(lambda: not _alive(address.pid))


def _alive(pid: int) -> bool:
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@dataclass
class Hosting:
    """`service` with one quiz in the library."""

    service: HostService
    quizzes: QuizService
    quiz_id: QuizId
    folder: Path

    async def kill(self) -> None:
        await kill_host(self.folder)

    @property
    def socket_url(self) -> str:
        address = host_address(self.folder)
        assert address is not None
        return f"ws://127.0.0.1:{address.port}/ws"


@asynccontextmanager
async def hosting(
    database: Database, paths: ProfilePaths, quiz: Quiz | None = None
) -> AsyncIterator[Hosting]:
    """Make them; at the end the host is killed."""
    clock = SystemClock()
    quizzes = QuizService(database, paths, clock)
    given = quiz or sums_quiz()
    quiz_id = await quizzes.create(given.title, given.questions)
    folder = paths.root / "classroom"
    service = HostService(database, quizzes, host_process(folder), clock)
    try:
        yield Hosting(service, quizzes, quiz_id, folder)
    finally:
        await service.close()
        if host_address(folder) is not None:
            await kill_host(folder)
