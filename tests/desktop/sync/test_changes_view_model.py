from desktop.sync.changes_view_model import ChangesViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.sync_stage import FakeSync, SyncServices, conflict, refusal
from tests.support.waiting import until

LATER_MS = 60_000


class Stand:
    def __init__(self, *, undo_ms=LATER_MS, **sync):
        self.services = SyncServices(FakeSync(**sync))
        self.sync = self.services.sync
        self.scope = TaskScope("test")
        self.model = ChangesViewModel(self.sync, self.scope, self.services.bus, undo_ms=undo_ms)
        self.failed = []
        self.model.failed.connect(self.failed.append)

    async def __aenter__(self):
        self.model.reload()
        await until(lambda: self.model.loaded)
        return self

    async def __aexit__(self, *_):
        self.model.close()
        await self.scope.close()


async def test_what_is_decided_goes_at_once_and_is_done_a_moment_later(qloop):
    one, two = conflict("one"), conflict("two")
    async with Stand(undo_ms=0, open=[one, two]) as stand:
        decided = []
        stand.model.decided.connect(lambda keys, use: decided.append((keys, use)))
        stand.model.use(one.id)
        assert stand.model.conflicts == [two]
        await until(lambda: stand.sync.asked == [("restore", one.id)])
        stand.model.keep([two.id])
        await until(lambda: ("dismiss", two.id) in stand.sync.asked)
        await until(lambda: not stand.model._waiting)
        assert (stand.model.conflicts, decided) == ([], [([one.id], True), ([two.id], False)])


async def test_it_can_be_taken_back_until_then(qloop):
    one, two = conflict("one"), conflict("two")
    async with Stand(open=[one, two]) as stand:
        stand.model.keep([one.id, two.id])
        assert stand.model.conflicts == []
        stand.model.undo([one.id, two.id])
        assert stand.model.conflicts == [one, two]
        await stand.model.finish()
        assert stand.sync.asked == []


async def test_what_waits_is_counted_as_decided_until_it_is_done_or_taken_back(qloop):
    one, two = conflict("one"), conflict("two")
    async with Stand(open=[one, two], held=[refusal(7)]) as stand:
        stand.model.keep([one.id, two.id])
        stand.model.let_go(7)
        await until(lambda: stand.sync.decided == {one.id, two.id, 7})
        stand.model.undo([one.id])
        await until(lambda: stand.sync.decided == {two.id, 7})
        await stand.model.finish()
        assert stand.sync.decided == frozenset()


async def test_closing_the_page_does_what_waits(qloop):
    one = conflict()
    async with Stand(open=[one], held=[refusal(7)]) as stand:
        stand.model.use(one.id)
        stand.model.let_go(7)
        assert stand.model.refused == []
        await stand.model.finish()
        assert stand.sync.asked == [("restore", one.id), ("let_go", 7)]


async def test_a_failure_is_told_and_the_conflict_is_there_again(qloop):
    one = conflict()
    async with Stand(undo_ms=0, open=[one], failing=AppError("storage.disk_full", folder="x")) as stand:
        stand.model.use(one.id)
        await until(lambda: bool(stand.failed))
        await until(lambda: stand.model.conflicts == [one])


async def test_one_that_another_device_decided_is_simply_gone(qloop):
    one = conflict()
    async with Stand(undo_ms=0, open=[one], failing=AppError("sync.conflict_gone")) as stand:
        stand.model.use(one.id)
        await until(lambda: stand.sync.asked == [("restore", one.id)])
        await until(lambda: not stand.model._waiting)
        assert stand.failed == []


async def test_the_bus_brings_new_ones(qloop):
    async with Stand() as stand:
        stand.sync.open = [conflict()]
        stand.services.bus.announce("conflict")
        await until(lambda: len(stand.model.conflicts) == 1)


async def test_export(qloop, tmp_path):
    async with Stand(held=[refusal(1), refusal(2)]) as stand:
        told = []
        stand.model.exported.connect(lambda target, count: told.append((target, count)))
        stand.model.export_to(tmp_path / "x.json")
        await until(lambda: told == [(tmp_path / "x.json", 2)])
        stand.sync.failing = AppError("storage.disk_full", folder="x")
        stand.model.export_to(tmp_path / "x.json")
        await until(lambda: len(stand.failed) == 1)


async def test_nothing_is_decided_after_the_page_is_closed(qloop):
    one = conflict()
    async with Stand(open=[one]) as stand:
        await stand.scope.close()
        stand.model.use(one.id)
        assert stand.model.conflicts == [one]
