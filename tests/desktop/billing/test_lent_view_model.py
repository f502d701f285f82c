import uuid

import msgspec

from desktop.billing.lent_view_model import LentViewModel
from shared.billing.lease_messages import LentLease
from shared.billing.meters import DAY_MS, Meter
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.billing_stage import NOVEMBER_20_MS, BillingAccount, billing_status
from tests.support.waiting import until


def lease(device_id, *, device="Laptop", removed=False):
    return LentLease(
        lease_id=uuid.UUID(int=100 + device_id),
        device_id=uuid.UUID(int=device_id),
        device=device,
        removed=removed,
        meter=Meter.VOICE_MS,
        grant=120_000,
        spent=30_000,
        issued_ms=NOVEMBER_20_MS,
        until_ms=NOVEMBER_20_MS + 7 * DAY_MS,
        returns_ms=NOVEMBER_20_MS + 37 * DAY_MS,
        reported_ms=NOVEMBER_20_MS,
    )


def status(left):
    said = billing_status()
    meters = tuple(
        msgspec.structs.replace(meter, offline_left=left) if meter.meter is Meter.VOICE_MS else meter
        for meter in said.meters
    )
    return msgspec.structs.replace(said, meters=meters)


async def test_the_server_is_asked_while_something_is_set_aside(qloop, stage):
    made = stage(account=BillingAccount(leases=(lease(8),)))
    async with TaskScope("test") as scope:
        model = LentViewModel(made.billing, scope, made.bus)
        await made.billing.refresh()
        model.reload()
        assert "leases" not in made.account.asked
        made.account.status = status(120_000)
        await made.billing.refresh()
        await until(lambda: model.leases)
        assert model.leases == (lease(8),)
        made.account.failing = AppError("network.unreachable")
        model.reload()
        await until(lambda: made.account.asked[-1] == "leases")
        assert model.leases == (lease(8),)
        made.account.failing = None
        made.account.status = status(None)
        await made.billing.refresh()
        await until(lambda: not model.leases)
        model.close()
    await made.close()


async def test_an_older_server_has_none(stage):
    made = stage(account=BillingAccount(failing=AppError("web.not_found")))
    assert await made.billing.lent() == ()
    await made.close()
