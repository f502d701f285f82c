"""The service against the real server: every path and body is as the server has it."""

import uuid

import pytest

from desktop.admin.schools_view_model import SERVER
from desktop.admin.service import AdminService, Reach
from shared.accounts.messages import (
    AuditQuery,
    NewTenant,
    NewTenantInvitation,
    TenantChange,
    Tenants,
    UserChange,
)
from shared.billing.messages import Adjustment, AiModel, BudgetChange, Cap, Caps, Margin, NewPrice
from shared.billing.meters import Meter
from shared.billing.prices import Prices, flat
from shared.errors import AppError
from shared.ids import new_id
from shared.payments.admin_messages import EventQuery
from shared.plans import FREE
from tests.support.admin_stage import Admin, OverHttp
from tests.support.catalog_stage import changed, signed_up, super_admin


async def test_the_catalog(cloud):
    root = await super_admin(cloud)
    admin = AdminService(OverHttp(cloud, root.token))
    put = await admin.put_plan(changed(FREE, ai_tokens_per_month=77))
    assert put == await admin.plans()
    assert not any(each.edited for each in (await admin.reset_plan("free")).plans)
    await admin.put_model(AiModel(model="org/own model".replace(" ", "-"), upstream="custom", wire="openai"))
    added = await admin.add_price(NewPrice(model="org/own-model", prices=Prices(flat(5, 6))))
    assert added == await admin.prices("org/own-model")
    assert "org/own-model" not in {
        each.model.model for each in (await admin.reset_model("org/own-model")).models
    }
    margins = await admin.put_margin(Margin(plan="pro", margin_ppm=1_000_000))
    assert margins == await admin.margins()
    assert (await admin.put_prompt("hint", "Ours.")).source == "database"
    [hint] = [each for each in (await admin.prompts()).prompts if each.context == "hint"]
    assert (hint.text, hint.environment) == ("Ours.", None)
    assert (await admin.put_budget(BudgetChange(5))).budget_micros == 5
    assert (await admin.budget()).edited
    assert {each.model.model for each in (await admin.models()).models}


async def test_people_their_ledger_and_what_happened(cloud, tmp_path):
    root, ana = await super_admin(cloud), await signed_up(cloud)
    admin = AdminService(OverHttp(cloud, root.token))
    everybody = await admin.people()
    assert len(everybody.users) >= 2
    [first] = (await admin.people(everybody.users[0].email)).users
    assert first == everybody.users[0]
    assert (await admin.people(str(first.user_id))).users == (first,)
    assert (await admin.people("x" * 36)).users == ()
    assert first.user_id not in {each.user_id for each in (await admin.people(after=first.user_id)).users}
    ana_id = uuid.UUID(str(ana.user_id))
    assert (await admin.change_person(ana_id, UserChange(plan="pro"))).plan == "pro"
    change = Adjustment(adjustment_id=new_id(), meter=Meter.AI_TOKENS, amount=500, reason="An outage.")
    status = await admin.adjust(ana_id, change)
    assert [each.meter for each in status.meters] == [
        each.meter for each in (await admin.status(ana_id)).meters
    ]
    page = await admin.ledger(ana_id, meter=Meter.AI_TOKENS)
    assert "An outage." in {each.reason for each in page.entries}
    assert await admin.save_ledger(ana_id, tmp_path / "ledger.csv") > 0
    found = await admin.audit(AuditQuery(user_id=ana_id, action="billing.", limit=10))
    assert [each.action for each in found.entries] == ["billing.adjusted"]
    assert ana_id in {each.user_id for each in found.people}
    events = await admin.events(EventQuery(provider="stripe", state="dead", text="x"))
    assert (events.events, events.more) == ((), False)
    assert (await admin.settle(ana_id)).disputes == 0


def test_whose_administrator_somebody_is(cloud):
    account = OverHttp(cloud, "")
    admin = AdminService(account)
    for role, reach, place in (
        ("super_admin", Reach.SERVER, "Colegio del Lago"),
        ("admin", Reach.SCHOOL, "Instituto Norte"),
        ("teacher", Reach.NOBODY, "Colegio del Lago"),
    ):
        account.session = Admin(role=role)
        assert (admin.reach, admin.place) == (reach, place)
    assert admin.me == account.session.user_id
    account.session = None
    assert (admin.reach, admin.place, admin.me) == (Reach.NOBODY, "", None)


async def test_schools_and_who_is_invited(cloud):
    root, ana = await super_admin(cloud), await signed_up(cloud)
    admin = AdminService(OverHttp(cloud, root.token))
    made = await admin.new_school(NewTenant(new_id(), "Norte"))
    assert await admin.schools() == Tenants((made,))
    assert (await admin.change_school(made.tenant_id, TenantChange(name="Sur"))).name == "Sur"
    caps = Caps((Cap(meter=Meter.AI_TOKENS, cap=9, overdraft=1),))
    assert await admin.put_caps(made.tenant_id, caps) == await admin.caps(made.tenant_id) == caps
    for place in (made.tenant_id, SERVER):
        invited = await admin.invite(place, NewTenantInvitation("eva@example.org", "teacher"))
        assert invited.url
        assert [each.email for each in (await admin.invitations(place)).invitations] == ["eva@example.org"]
        await admin.withdraw(place, invited.invitation_id)
        assert (await admin.invitations(place)).invitations == ()
    with pytest.raises(AppError, match=r"accounts\.user_not_found"):
        await admin.remove_member(made.tenant_id, uuid.UUID(str(ana.user_id)))
