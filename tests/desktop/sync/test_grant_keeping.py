"""The signed word on shared scopes is fetched when it is missing or old, and not otherwise."""

from desktop.sync import store
from desktop.sync.grants import EVERY_MS
from tests.support.clocks import ManualClock
from tests.support.synced_devices import device


class Counted:
    """The line, counting how often a grant is asked for."""

    def __init__(self, line):
        self._line, self.asked = line, 0

    async def grant(self):
        self.asked += 1
        return await self._line.grant()


async def test_it_is_fetched_once_a_day_and_kept(cloud, tmp_path):
    async with device(tmp_path / "a") as one:
        await one.sign_up(cloud.url)
        keeper = one.sync._grants
        line = keeper._line = Counted(one.sync._line)
        await one.sync.sync_now()
        await one.sync.sync_now()
        assert line.asked == 1
        async with one.database.reader() as reader:
            assert (await store.profile(reader)).grant_document.count(".") == 2
        keeper._clock = ManualClock(keeper._clock.now_ms() + EVERY_MS + 60_000)
        await keeper.fetch(one.accounts.session)
        assert line.asked == 2
