"""The note beside the library: the newest wins, and a store that does not open is no obstacle."""

import asyncio
import uuid

from desktop.leases.marks import Mark, Marks, is_restored
from desktop.runtime.paths import ProfilePaths
from shared.errors import AppError
from tests.desktop.leases.test_store import row

MARK = Mark(uuid.UUID(int=1), 3, 90, 5)


async def test_the_newest_is_kept_through_a_restart(paths: ProfilePaths):
    paths.create()
    marks = Marks(paths.root)
    assert await marks.read() is None
    await asyncio.gather(*(marks.keep(Mark(MARK.lease_id, number, 1, 1)) for number in range(5)))
    await marks.keep(MARK)
    assert await Marks(paths.root).read() == MARK
    await marks.forget()
    assert await Marks(paths.root).read() is None


async def test_what_cannot_be_read_or_written_says_nothing(paths: ProfilePaths, monkeypatch):
    paths.create()
    marks = Marks(paths.root)
    await marks.keep(MARK)
    await marks._secrets.keep_safely("lease mark", "torn")
    assert await marks.read() is None

    async def shut(*_args, **_more):
        raise AppError("accounts.keyring_failed")

    for name in ("get", "keep_safely", "forget"):
        monkeypatch.setattr(marks._secrets, name, shut)
    assert await marks.read() is None
    await marks.keep(MARK)
    await marks.forget()


def test_a_library_that_knows_less_was_put_back():
    assert is_restored(row(1, counter=2), MARK)
    assert not is_restored(row(1, counter=3), MARK)
    assert not is_restored(row(2), MARK)
    assert not is_restored(row(1), None)
