import uuid

import pytest

from desktop.groups.service import Role
from desktop.groups.view_model import GroupsViewModel
from shared.errors import AppError
from shared.tasks import TaskScope
from tests.support.group_stage import FakeGroups, GroupServices, Someone, group, invitation
from tests.support.waiting import until


class Stand:
    def __init__(self, *, accounts=None, **groups):
        self.services = GroupServices(FakeGroups(**groups), accounts or Someone())
        self.groups = self.services.groups
        self.errors, self.done = [], []
        self.scope = TaskScope("test", on_error=self.errors.append)
        self.model = GroupsViewModel(self.groups, self.services.accounts, self.scope, self.services.bus)
        self.model.done.connect(lambda what, name: self.done.append((what, name)))

    async def __aenter__(self):
        self.model.reload()
        await until(lambda: self.model.loaded)
        return self

    async def __aexit__(self, *_):
        self.model.close()
        await self.scope.close()


async def test_the_first_group_is_shown_with_its_invitations(qloop):
    one, two = group("A"), group("B", Role.MEMBER)
    async with Stand(own=[one, two], open=[invitation()]) as stand:
        assert (stand.model.chosen, stand.model.detail.group) == (one.group_id, one)
        await until(lambda: len(stand.model.invitations) == 1)
        stand.model.choose(two.group_id)
        await until(lambda: stand.model.detail is not None and stand.model.detail.group == two)
        assert stand.model.invitations == []


async def test_a_group_that_is_gone_is_not_shown_on(qloop):
    one, two = group("A"), group("B")
    async with Stand(own=[one, two]) as stand:
        stand.groups.own = [two]
        stand.services.bus.announce("membership")
        await until(lambda: stand.model.chosen == two.group_id)
        stand.groups.own = []
        stand.services.bus.announce("group")
        await until(lambda: stand.model.detail is None)


async def test_a_dialogs_wish_ends_with_done_or_an_error_for_the_dialog(qloop):
    async with Stand() as stand:
        stand.model.create("Year 9", "Optics")
        await until(lambda: stand.done == [("created", "Year 9")])
        assert stand.groups.asked == [("create", "Year 9", "Optics")]
        stand.groups.failing = AppError("groups.bad_name", limit=100)
        stand.model.create("x", "")
        stand.model.create("y", "")
        await until(lambda: stand.model.asked_error is not None)
        assert (stand.groups.asked[-1], stand.errors) == (("create", "x", ""), [])
        stand.model.begin()
        assert stand.model.asked_error is None


async def test_an_invitation_is_looked_at_before_joining(qloop):
    async with Stand() as stand:
        stand.model.join()
        assert stand.groups.asked == []
        stand.model.look("link")
        await until(lambda: stand.model.seen is not None and not stand.model.busy)
        stand.model.join()
        await until(lambda: stand.done == [("joined", "Year 9")])


async def test_a_made_link_is_kept_for_the_dialog(qloop):
    one = group()
    async with Stand(own=[one]) as stand:
        stand.model.invite(one, Role.VIEWER, 3, 14, "", 0)
        await until(lambda: stand.model.made is not None)
        assert stand.model.made.url
        assert stand.groups.asked == [("invite", Role.VIEWER, 3, "")]


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (lambda model, one: model.leave(one), "left"),
        (lambda model, one: model.delete(one), "deleted"),
        (lambda model, one: model.remove(one, uuid.uuid4(), "Li"), "removed"),
        (lambda model, one: model.set_role(one, uuid.uuid4(), "Li", Role.MEMBER), "role"),
        (lambda model, one: model.set_role(one, uuid.uuid4(), "Li", Role.OWNER), "handed_over"),
        (lambda model, one: model.withdraw(one, uuid.uuid4()), "withdrawn"),
        (lambda model, one: model.change(one, "New", ""), "changed"),
    ],
)
async def test_what_is_asked_is_done_and_said(qloop, act, what):
    one = group()
    async with Stand(own=[one]) as stand:
        act(stand.model, one)
        await until(lambda: [said for said, _ in stand.done] == [what])


async def test_a_refusal_goes_to_the_window(qloop):
    one = group()
    async with Stand(own=[one], failing=AppError("groups.owner_stays")) as stand:
        stand.model.leave(one)
        await until(lambda: bool(stand.errors))
        assert (stand.errors[0].code, stand.done) == ("groups.owner_stays", [])


async def test_offline_asks_for_no_invitations(qloop):
    async with Stand(own=[group()], open=[invitation()], accounts=Someone(session=None)) as stand:
        assert (stand.model.signed_in, stand.model.known) == (False, True)
        stand.model.load_invitations()
        assert stand.model.invitations == []
