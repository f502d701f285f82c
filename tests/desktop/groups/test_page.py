import uuid

from desktop.groups.group_dialog import GroupDialog
from desktop.groups.invite_dialog import InviteDialog
from desktop.groups.join_dialog import JoinDialog
from desktop.groups.page import GroupsPage, create_page
from desktop.groups.service import MemberView, Role, SharedThing
from desktop.widgets.confirm_dialog import ConfirmDialog
from tests.support.group_stage import NOW_MS, FakeGroups, GroupServices, Someone, group
from tests.support.page_stage import stage
from tests.support.waiting import until

LI = MemberView(uuid.UUID(int=3), "Li", Role.MEMBER, NOW_MS, me=False)


def shown(page, kind):
    return next((one for one in page.findChildren(kind) if one.isVisible()), None)


async def test_signed_out_leads_to_the_account(qloop):
    async with stage(create_page, GroupServices(accounts=Someone(None, None))) as on:
        page: GroupsPage = on.page
        await until(lambda: page.state() == "empty")
        page._empty.button.click()
        assert on.shell.opened == [("account", {})]
        assert not page.new_button.isVisible()


async def test_the_first_group_is_made_from_the_empty_page(qloop):
    async with stage(create_page, GroupServices()) as on:
        page: GroupsPage = on.page
        await until(lambda: page.state() == "empty")
        page._empty.button.click()
        dialog = shown(page, GroupDialog)
        dialog.name.setText("Year 9")
        dialog.action_button.click()
        await until(lambda: page.state() == "content")
        await until(lambda: page.detail.name.full_text() == "Year 9")
        assert [toast.tone for toast in on.shell.toasts] == ["ok"]
        page.join_button.click()
        shown(page, JoinDialog).reject()
        page.detail.invite_asked.emit()
        shown(page, InviteDialog).reject()
        page.detail.change_asked.emit()
        shown(page, GroupDialog).reject()


async def test_a_group_is_chosen_from_the_list_and_in_a_narrow_window_alone(qloop):
    one, two = group("A"), group("B", Role.VIEWER, locked=True)
    async with stage(create_page, GroupServices(FakeGroups([one, two])), width=1100) as on:
        page: GroupsPage = on.page
        await until(lambda: len(page.rows()) == 2)
        page.rows()[1].click()
        await until(lambda: page.detail.name.full_text() == "B")
        assert page.rows()[1].is_highlighted()
        assert page._list.isVisible()
        page.resize(500, 700)
        assert not page._list.isVisible()
        page._list_button.click()
        assert page._list.isVisible()
        assert not page.detail.isVisible()
        page.open_target(group_id=one.group_id)
        assert page.detail.isVisible()


async def test_what_cannot_be_undone_is_asked_first(qloop):
    services = GroupServices(FakeGroups([group()]))
    async with stage(create_page, services) as on:
        page: GroupsPage = on.page
        await until(lambda: page.view_model.detail is not None)
        for ask, what in (
            (page.detail.leave_asked.emit, "leave"),
            (page.detail.delete_asked.emit, "delete"),
            (lambda: page.detail.remove_asked.emit(LI), "remove"),
            (lambda: page.detail.role_asked.emit(LI, Role.OWNER), "set_role"),
        ):
            ask()
            await until(lambda: shown(page, ConfirmDialog) is not None)
            shown(page, ConfirmDialog).reject()
            await until(lambda: shown(page, ConfirmDialog) is None)
            assert services.groups.asked == []
            ask()
            await until(lambda: shown(page, ConfirmDialog) is not None)
            shown(page, ConfirmDialog).accept()
            await until(lambda what=what: [one[0] for one in services.groups.asked] == [what])
            services.groups.asked.clear()
        page.detail.role_asked.emit(LI, Role.VIEWER)
        await until(lambda: services.groups.asked == [("set_role", LI.user_id, Role.VIEWER)])


async def test_shared_things_open_where_they_belong(qloop):
    async with stage(create_page, GroupServices(FakeGroups([group()]))) as on:
        quiz, collection = uuid.uuid4(), uuid.uuid4()
        on.page.detail.open_asked.emit(SharedThing("quiz", quiz, "Optics", 1))
        on.page.detail.open_asked.emit(SharedThing("collection", collection, "Light", 1))
        assert on.shell.opened == [
            ("quizzes", {"quiz_id": quiz}),
            ("library", {"collection_id": collection}),
        ]


async def test_an_invitation_from_outside_opens_its_dialog(qloop):
    async with stage(create_page, GroupServices()) as on:
        on.page.open_target(invitation="https://x/join/abc")
        await until(lambda: shown(on.page, JoinDialog) is not None)
        shown(on.page, JoinDialog).reject()
