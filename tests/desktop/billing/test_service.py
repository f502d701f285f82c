import asyncio
import uuid

import pytest

from desktop.billing.service import KIND, BillingService
from server.accounts.origin import Origin
from server.billing.orders import HoldRequest
from server.web.principal import Principal
from shared.accounts.messages import UserChange
from shared.billing.messages import PAGE_MOST
from shared.billing.meters import Meter
from shared.clock import SystemClock
from shared.errors import AppError
from shared.plans import PLANS
from tests.support.billing_stage import BillingAccount, Session, billing_status, entry
from tests.support.synced_devices import device
from tests.support.waiting import until

OFFLINE = AppError("network.unreachable")


async def test_it_asks_and_tells(stage):
    made = stage()
    told = []
    made.bus.subscribe(lambda changes: told.append(set(changes.kinds)))
    assert made.billing.standing is None
    made.account.status = billing_status(ai_tokens=6_512)
    standing = await made.billing.refresh()
    assert standing == made.billing.standing
    assert (standing.of(Meter.AI_TOKENS).used, standing.offline) == (6_512, False)
    assert told == [{"usage"}]
    await made.close()


async def test_offline_it_knows_what_it_was_told_last(stage):
    made = stage(account=BillingAccount(status=billing_status(ai_tokens=6_512)))
    await made.billing.refresh()
    asked_ms = made.clock.now_ms()
    await made.close()
    made.clock.advance(3_600_000)
    made.account.failing = OFFLINE
    again = made.opened()
    assert again.standing.of(Meter.AI_TOKENS).used == 6_512
    with pytest.raises(AppError, match=r"network\.unreachable"):
        await again.refresh()
    assert (again.standing.offline, again.standing.at_ms) == (True, asked_ms)
    made.account.failing = None
    assert not (await again.refresh()).offline
    await again.close()


async def test_somebody_elses_numbers_are_not_shown(stage):
    made = stage()
    await made.billing.refresh()
    owner = made.account.session
    for session in (None, Session(user_id=uuid.UUID(int=9)), Session(server_url="https://other.example")):
        made.account.session = session
        assert made.billing.standing is None
        assert made.billing.prompt is None
    made.account.session = owner
    assert made.billing.standing is not None
    made.account.session = None
    with pytest.raises(AppError, match=r"accounts\.signed_out"):
        await made.billing.refresh()
    await made.close()


async def test_an_answer_that_comes_after_signing_out_is_not_kept(stage):
    made = stage()
    made.account.hold = asyncio.Event()
    asking = asyncio.ensure_future(made.billing.refresh())
    await until(lambda: made.account.asked)
    owner, made.account.session = made.account.session, None
    made.account.hold.set()
    with pytest.raises(AppError):
        await asking
    made.account.session = owner
    assert made.billing.standing is None
    await made.close()


@pytest.mark.parametrize(
    "error", [AppError("web.not_found"), AppError("network.bad_answer", status=404)], ids=lambda e: e.code
)
async def test_a_server_that_counts_nothing_is_no_trouble(stage, error):
    made = stage(account=BillingAccount(failing=error))
    assert await made.billing.refresh() is None
    assert (made.billing.supported, made.billing.problem) == (False, None)
    made.account.failing = None
    await made.billing.refresh()
    assert made.billing.supported
    await made.close()


async def test_pokes_and_signing_in_make_it_ask(stage):
    made = stage(account=BillingAccount(session=None))
    made.billing.start()
    await asyncio.sleep(0.02)
    assert made.account.asked == []
    made.account.session = Session()
    made.bus.announce("account")
    await until(lambda: made.billing.standing)
    made.account.status = billing_status(ai_tokens=8_000)
    made.billing.wake()
    await until(lambda: made.billing.standing.of(Meter.AI_TOKENS).used == 8_000)
    made.account.status = billing_status("pro", ai_tokens=8_000)
    made.bus.announce("ai_usage")
    await until(lambda: made.billing.standing.plan == "pro")
    await made.close()


async def test_a_burst_of_pokes_asks_a_few_times_only(stage):
    made = stage()
    made.billing.start()
    await until(lambda: made.billing.standing)
    made.account.status = billing_status(ai_tokens=5)
    for _ in range(200):
        made.billing.wake()
        await asyncio.sleep(0)
    await until(lambda: made.billing.standing.of(Meter.AI_TOKENS).used == 5)
    assert len(made.account.asked) <= 8
    await made.close()


async def test_it_tries_again_by_itself(stage):
    made = stage(account=BillingAccount(failing=OFFLINE))
    made.billing.start()
    await until(lambda: len(made.account.asked) >= 3)
    assert made.billing.problem is not None
    made.account.failing = None
    await until(lambda: made.billing.standing)
    assert made.billing.problem is None
    await made.close()


async def test_a_prompt_is_put_away_for_its_period(stage):
    made = stage(account=BillingAccount(status=billing_status(ai_tokens=8_100)))
    await made.billing.refresh()
    near = made.billing.prompt
    assert (near.meter.meter, near.full) == (Meter.AI_TOKENS, False)
    await made.billing.put_away(near)
    assert made.billing.prompt is None
    assert made.opened().prompt is None
    made.account.status = billing_status(ai_tokens=10_000)
    await made.billing.refresh()
    assert made.billing.prompt.full
    await made.billing.put_away(made.billing.prompt)
    assert made.billing.prompt is None
    made.next_day(11)
    made.account.status = billing_status(now_ms=made.clock.now_ms(), ai_tokens=9_000)
    await made.billing.refresh()
    assert not made.billing.prompt.full
    await made.close()


async def test_a_folder_that_takes_nothing_hides_no_numbers(stage):
    made = stage(account=BillingAccount(status=billing_status(ai_tokens=9_000)))
    made.folder.rmdir()
    assert (await made.billing.refresh()).of(Meter.AI_TOKENS).used == 9_000
    assert await made.billing.plans()
    with pytest.raises(AppError, match=r"storage\."):
        await made.billing.put_away(made.billing.prompt)
    await made.close()


async def test_more_room_is_told_once(stage):
    made = stage(account=BillingAccount(status=billing_status(storage_bytes=1 << 30)))
    told = []
    made.billing.on_room(lambda: told.append(1))
    await made.billing.refresh()
    await made.billing.refresh()
    assert told == []
    made.account.status = billing_status("pro", storage_bytes=1 << 30)
    await made.billing.refresh()
    await made.billing.refresh()
    assert told == [1]
    await made.close()


async def test_the_ledger_is_read_in_pages_and_written_whole(stage, tmp_path):
    made = stage(account=BillingAccount(entries=[entry(n) for n in range(PAGE_MOST * 2 + 3, 0, -1)]))
    page = await made.billing.ledger(limit=2)
    assert [one.number for one in page.entries] == [PAGE_MOST * 2 + 3, PAGE_MOST * 2 + 2]
    assert page.next
    older = await made.billing.ledger(before="2.0", meter=Meter.AI_TOKENS)
    assert ([one.number for one in older.entries], older.next) == ([1], "")
    assert "meter=ai_tokens" in made.account.asked[-1]
    target = tmp_path / "ledger.csv"
    assert await made.billing.export_ledger(target, str) == PAGE_MOST * 2 + 3
    assert len(target.read_text("utf-8-sig").splitlines()) == PAGE_MOST * 2 + 4
    with pytest.raises(AppError, match=r"storage\."):
        await made.billing.export_ledger(tmp_path / "gone" / "x.csv", str)
    await made.close()


async def test_offline_the_minutes_that_are_set_aside_here_are_shown(stage):
    made = stage()
    left: list[int | None] = [None]
    made.billing.use_offline(lambda: left[0])
    await made.billing.refresh()
    assert made.billing.standing.of(Meter.VOICE_MS).offline_left is None
    made.account.failing = AppError("network.unreachable")
    with pytest.raises(AppError):
        await made.billing.refresh()
    told = []
    made.bus.subscribe(lambda changes: told.append(changes.touches(KIND)))
    left[0] = 90_000
    made.bus.announce("lease")
    assert any(told)
    assert made.billing.standing.of(Meter.VOICE_MS).offline_left == 90_000
    assert made.billing.device_id == str(made.account.session.device_id)
    await made.close()


async def test_plans_are_known_offline_once_they_were_read(stage):
    made = stage(account=BillingAccount(failing=OFFLINE))
    with pytest.raises(AppError):
        await made.billing.plans()
    made.account.failing = None
    assert await made.billing.plans() == tuple(PLANS.values())
    made.account.failing = OFFLINE
    assert await made.opened().plans() == tuple(PLANS.values())
    made.account.failing = AppError("accounts.suspended")
    with pytest.raises(AppError, match=r"accounts\.suspended"):
        await made.billing.plans()
    await made.close()


async def test_history_is_asked_for_so_many_days(stage):
    made = stage()
    assert (await made.billing.history(90)).last_day == "2026-11-20"
    assert made.account.asked == ["billing/usage?days=90"]
    await made.close()


async def test_what_is_used_at_the_server_is_seen_within_a_second(cloud, tmp_path):
    async with device(tmp_path / "data") as one:
        billing = BillingService(one.accounts, tmp_path, SystemClock(), one.database.bus)
        heard: list[None] = []
        one.sync.on_usage(billing.wake)
        one.sync.on_usage(lambda: heard.append(None))
        await one.sign_up(cloud.url)
        billing.start()
        one.start()
        await until(lambda: billing.standing and heard)
        ledger, user_id = cloud.services.billing.ledger, one.accounts.session.user_id
        hold = await ledger.hold(
            HoldRequest(
                user_id=user_id, tenant_id=None, amounts=((Meter.AI_TOKENS, 6_512),), operation="chat"
            )
        )
        await ledger.settle(hold, {Meter.AI_TOKENS: 6_512})
        await until(lambda: billing.standing.of(Meter.AI_TOKENS).used == 6_512, limit_s=1.0)
        [spent, _] = (await billing.ledger(meter=Meter.AI_TOKENS)).entries
        assert (spent.amount, spent.operation) == (-6_512, "chat")
        [day] = (await billing.history(30)).days
        assert day.amount == 6_512
        assert [plan.name for plan in await billing.plans()] == ["free", "basic", "pro", "enterprise"]
        accounts = cloud.services.accounts
        root = await accounts.create_super_admin("root@example.org", "Root", "correct horse battery")
        who = Principal(root, uuid.uuid4(), role="super_admin")
        await accounts.admin.change_user(who, user_id, UserChange(plan="pro"), Origin("203.0.113.7"))
        await until(lambda: billing.standing.plan == "pro", limit_s=1.0)
        assert billing.standing.of(Meter.AI_TOKENS).remaining == 50_000 - 6_512
        await billing.close()
