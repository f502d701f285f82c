"""The jobs lock: one holder, freed by the system when a holder dies."""

import subprocess
import sys

from desktop.storage.jobs_lock import JobsLock

HOLDER = (
    "import sys; from pathlib import Path; from desktop.storage.jobs_lock import JobsLock;"
    "lock = JobsLock(Path(sys.argv[1])); print(lock.try_acquire(), flush=True); sys.stdin.read()"
)


def test_only_one_holds_it(tmp_path):
    one, other = JobsLock(tmp_path / "jobs.lock"), JobsLock(tmp_path / "jobs.lock")
    assert one.try_acquire()
    assert one.held
    assert not one.try_acquire()
    assert not other.try_acquire()
    one.release()
    assert other.try_acquire()
    other.release()


def test_a_killed_holder_gives_it_back(tmp_path):
    path = tmp_path / "jobs.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline().strip() == "True"
        lock = JobsLock(path)
        assert not lock.try_acquire()
        holder.kill()
        holder.wait()
        assert lock.try_acquire()
        lock.release()
