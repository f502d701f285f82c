from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from desktop.ai.service import UsageTotal
from desktop.media.service import StorageUsed
from desktop.runtime.changes import ChangeBus
from desktop.shell.status_view_model import StatusViewModel, month_start_ms
from shared.tasks import TaskScope
from tests.support.waiting import until
from tests.support.window_services import FakeMedia


class FakeAi:
    def __init__(self) -> None:
        self.since: list[int] = []

    async def usage_totals(self, since_ms: int) -> list[UsageTotal]:
        self.since.append(since_ms)
        return [
            UsageTotal("openai", "m", 2, 1000, 200, 0, None),
            UsageTotal("xai", "m", 1, 30, 4, 0, None),
            UsageTotal("lantern", "m", 9, 50_000, 4_000, 0, None),
        ]


async def test_it_reads_both_and_follows_changes(qloop, clock):
    media, ai, bus = FakeMedia(), FakeAi(), ChangeBus()
    async with TaskScope("test") as scope:
        status = StatusViewModel(media, ai, clock, scope, bus)
        assert not status.low
        bus.announce("ai_usage")
        await until(lambda: status.storage)
        assert status.tokens == 1234
        assert not status.low
        media.library.used = StorageUsed(1, 0, 1_000_000)
        bus.announce("item")
        await until(lambda: status.low)
        status.close()


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - made UTC below
def test_the_month_is_that_of_utc(moment: datetime):
    now = moment.replace(tzinfo=UTC)
    start = datetime.fromtimestamp(month_start_ms(int(now.timestamp() * 1000)) / 1000, UTC)
    assert (start.year, start.month, start.day, start.hour, start.minute) == (now.year, now.month, 1, 0, 0)
