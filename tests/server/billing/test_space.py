"""Files count in the real ledger: bytes as a level, uploads by month; refused before the first byte."""

import asyncio

import pytest
from sqlalchemy import func, select

from server.billing.space import SpaceLedger
from server.billing.tables import HOLD
from server.config.declarations import ContentSection
from server.content.local_files import LocalFiles
from server.content.service import ContentService
from shared.billing.messages import Adjustment, Cap, Caps, LedgerQuery
from shared.billing.meters import Meter
from shared.content.messages import Have, NewUpload
from shared.errors import AppError
from shared.groups.messages import Role
from shared.ids import new_id
from shared.plans import FREE
from tests.support.catalog_stage import changed, usage_stage
from tests.support.content_server import ToldGroups, sha
from tests.support.failing_files import STEPS, Crash, FailingFiles

STORAGE, UPLOADS = Meter.STORAGE_BYTES, Meter.UPLOADS


class Files:
    """Content over the ledger, as the server joins them."""

    def __init__(self, stage, folder, files=None):
        self.stage, self.who = stage, stage.ana
        on = stage.on
        self.space = SpaceLedger(on.database, on.catalog, stage.billing.ledger)
        self.groups = ToldGroups()
        section = ContentSection(unreferenced_days=1, min_free_bytes=0)
        self.content = ContentService(
            on.database, self.groups, files or LocalFiles(folder), section, meter=self.space
        )
        self.own = f"user:{self.who.user_id}"

    async def begin(self, data, scope=""):
        return await self.content.uploads.begin(self.who, NewUpload(sha(data), len(data), scope or self.own))

    async def send(self, data, scope=""):
        upload = await self.begin(data, scope)
        if not upload.complete:
            await self.content.uploads.append(
                self.who, upload.upload_id, upload.offset, data[upload.offset :]
            )

    async def meters(self):
        status = await self.stage.billing.status(self.who.user_id)
        found = {each.meter: each for each in status.meters}
        return [(found[meter].used, found[meter].held) for meter in (STORAGE, UPLOADS)]

    async def open_holds(self):
        async with self.stage.on.database.read() as tx:
            query = select(func.count()).select_from(HOLD).where(HOLD.c.state == 0)
            return (await tx.connection.execute(query)).scalar()


@pytest.fixture
async def files(server_database, clock, tmp_path):
    async with usage_stage(server_database, clock) as stage:
        yield Files(stage, tmp_path / "content")


async def small(files, **limits):
    on = files.stage.on
    await on.edits.put_plan(on.root, "free", changed(FREE, **limits))


async def test_a_file_is_held_while_it_comes_and_counts_when_it_is_there(files):
    await files.begin(b"x" * 100)
    assert await files.meters() == [(0, 100), (0, 1)]
    await files.begin(b"x" * 100)
    assert await files.meters() == [(0, 100), (0, 1)]
    await files.send(b"x" * 100)
    assert await files.meters() == [(100, 0), (1, 0)]
    await files.send(b"x" * 100)
    assert (await files.meters(), await files.open_holds()) == ([(100, 0), (1, 0)], 0)


async def test_given_up_and_expired_uploads_are_given_back(files, clock):
    upload = await files.begin(b"x" * 100)
    await files.content.uploads.abandon(files.who, upload.upload_id)
    assert await files.meters() == [(0, 0), (0, 0)]
    await files.begin(b"y" * 100)
    clock.advance(8 * 86_400_000)
    await files.content.collect()
    assert (await files.meters(), await files.open_holds()) == ([(0, 0), (0, 0)], 0)


async def test_what_was_deleted_frees_the_level_and_no_upload(files, clock):
    await files.send(b"x" * 100)
    for _ in range(2):
        await files.content.collect()
        clock.advance(2 * 86_400_000)
    await files.content.collect()
    used = await files.meters()
    assert used[0] == (0, 0)
    page = [each for each in await ledger_of(files) if each.kind == "level_down"]
    assert [each.amount for each in page] == [100]
    await files.content.collect()
    assert await files.meters() == used


async def ledger_of(files):
    return (await files.stage.billing.ledger_page(files.who.user_id, LedgerQuery(limit=500))).entries


async def test_uploads_of_a_month_are_used_up_whatever_is_deleted(files, clock):
    await small(files, uploads_per_month=2)
    for data in (b"1", b"22"):
        await files.send(data)
    for _ in range(2):
        await files.content.collect()
        clock.advance(2 * 86_400_000)
    with pytest.raises(AppError, match="uploads_used"):
        await files.begin(b"333")
    assert await files.open_holds() == 0


async def test_there_is_no_room_before_the_first_byte(files):
    await small(files, storage_bytes=150)
    await files.send(b"x" * 100)
    with pytest.raises(AppError, match="storage_full"):
        await files.begin(b"y" * 51)
    await files.begin(b"z" * 50)
    with pytest.raises(AppError, match="storage_full"):
        await files.begin(b"w")
    assert await files.meters() == [(100, 50), (1, 1)]


async def test_room_that_was_given_by_hand_counts(files):
    await small(files, storage_bytes=10)
    given = Adjustment(adjustment_id=new_id(), meter=STORAGE, amount=100, reason="A project.")
    await files.stage.billing.adjust(files.stage.on.root, files.who.user_id, given)
    await files.send(b"x" * 90)
    assert (await files.content.usage(files.who)).storage_limit_bytes == 110
    assert (await files.meters())[0] == (90, 0)


async def test_a_tenants_cap_refuses_too(files):
    on, tenant = files.stage.on, new_id()
    files.who = changed(files.who, tenant_id=tenant)
    await on.edits.put_caps(on.root, tenant, Caps((Cap(meter=STORAGE, cap=10),)))
    with pytest.raises(AppError) as caught:
        await files.begin(b"x" * 11)
    assert (caught.value.code, caught.value.parameters["whose"]) == ("billing.used_up", "tenant")
    await files.send(b"x" * 10)


async def test_a_file_that_is_linked_counts_without_an_upload(files):
    ana, ben = files.who, changed(files.who, user_id=files.stage.on.root.user_id)
    for who in (ana, ben):
        files.groups.members[who.user_id] = {"group:g": Role.MEMBER}
    await files.send(b"x" * 100, "group:g")
    files.who = ben
    own = f"user:{ben.user_id}"
    answer = await files.content.have(ben, Have(own, [sha(b"x" * 100)]))
    assert answer.linked == [sha(b"x" * 100)]
    assert await files.meters() == [(100, 0), (0, 0)]
    await small(files, storage_bytes=150)
    files.who = ana
    await files.send(b"y" * 40, "group:g")
    await files.send(b"z" * 10, "group:g")
    files.who = ben
    answer = await files.content.have(ben, Have(own, [sha(b"y" * 40), sha(b"z" * 10)]))
    assert len(answer.linked) == 2
    assert (await files.meters(), await files.open_holds()) == ([(150, 0), (0, 0)], 0)


async def test_what_was_stored_before_it_was_counted_is_taken_in(files):
    await files.send(b"x" * 100)
    level = {"now": 70}

    async def stored(_tx):
        return level["now"]

    await files.space.level(files.who.user_id, stored)
    assert (await files.meters())[0] == (70, 0)
    level["now"] = 90
    await files.space.level(files.who.user_id, stored)
    assert (await files.meters())[0] == (90, 0)
    level["now"] = 1 << 50
    await files.space.level(files.who.user_id, stored)
    assert (await files.meters())[0] == (90, 0)


async def test_a_reservation_without_an_upload_is_found_and_given_back(files, clock):
    await files.space.reserve(files.who, 10, 1)
    assert await files.open_holds() == 1
    clock.advance(2 * 86_400_000)
    await files.begin(b"kept")
    await files.content.collect()
    assert await files.open_holds() == 1
    assert await files.meters() == [(0, 4), (0, 1)]


async def test_many_at_once_take_exactly_what_there_is(files):
    await small(files, storage_bytes=100, uploads_per_month=100)
    begun = await asyncio.gather(
        *(files.begin(bytes([number]) * 10) for number in range(20)), return_exceptions=True
    )
    refused = [each for each in begun if isinstance(each, BaseException)]
    assert {each.code for each in refused} <= {"content.storage_full", "billing.reserved"}
    assert len(begun) - len(refused) == 10
    assert (await files.meters(), await files.open_holds()) == ([(0, 100), (0, 10)], 10)


@pytest.mark.parametrize("step", STEPS)
async def test_a_crash_at_any_step_is_made_good(server_database, clock, tmp_path, step):
    folder, data = tmp_path / "content", b"x" * 100
    async with usage_stage(server_database, clock) as stage:
        with pytest.raises(Crash):
            await Files(stage, folder, FailingFiles(folder, step)).send(data)
        again = Files(stage, folder)
        await again.send(data)
        assert (await again.meters(), await again.open_holds()) == ([(100, 0), (1, 0)], 0)
        clock.advance(2 * 86_400_000)
        await again.content.collect()
        assert await again.open_holds() == 0
