"""Groups of several desktops on the real server."""

import pytest

from desktop.groups.service import Role
from shared.errors import AppError
from tests.support.cloud_desktops import desktop, sign_up, synced

DAY_MS = 86_400_000


async def refused(awaitable):
    with pytest.raises(AppError) as caught:
        await awaitable
    return caught.value.code


async def link(services, group_id, role=Role.MEMBER):
    made = await services.groups.invite(
        group_id, role=role, uses=5, expires_ms=services.clock.now_ms() + DAY_MS
    )
    return made.url or made.token


async def join(services, pasted):
    token, view = await services.groups.look(pasted)
    await services.groups.accept(token)
    return view


async def test_without_an_account_there_are_no_groups(tmp_path):
    async with desktop(tmp_path / "a") as ana:
        assert await ana.groups.groups() == []
        assert await refused(ana.groups.create("Year 9")) == "accounts.signed_out"


async def test_a_group_from_its_making_to_its_end(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as ben:
        await sign_up(ana, cloud.url)
        await sign_up(ben, cloud.url, "ben@example.org", "Ben")
        group_id = await ana.groups.create("  Year 9 ", "Optics")
        [group] = await ana.groups.groups()
        assert (group.name, group.description, group.role) == ("Year 9", "Optics", Role.OWNER)
        view = await join(ben, await link(ana, group_id))
        assert (view.group_name, view.invited_by, view.member) == ("Year 9", "Ana", False)
        await synced(ana, ben)
        detail = await ben.groups.detail(group_id)
        assert [(one.name, one.role, one.me) for one in detail.members] == [
            ("Ana", Role.OWNER, False),
            ("Ben", Role.MEMBER, True),
        ]
        assert await refused(ben.groups.change(group_id, name="Mine")) == "groups.not_allowed"
        await ana.groups.change(group_id, name="Year 9 physics")
        ben_id = ben.accounts.session.user_id
        await ana.groups.set_role(group_id, ben_id, Role.OWNER)
        await synced(ben, ana)
        assert [group.role for group in await ana.groups.groups()] == [Role.MANAGER]
        assert [(group.name, group.role) for group in await ben.groups.groups()] == [
            ("Year 9 physics", Role.OWNER)
        ]
        await ana.groups.leave(group_id)
        assert await ana.groups.groups() == []
        await ben.groups.delete(group_id)
        await synced(ben)
        assert await ben.groups.groups() == []
        assert await refused(ben.groups.detail(group_id)) == "groups.not_found"


async def test_what_is_shared_is_listed_on_both_sides_and_leaves_with_the_person(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as ben:
        await sign_up(ana, cloud.url)
        await sign_up(ben, cloud.url, "ben@example.org", "Ben")
        group_id = await ana.groups.create("Year 9")
        await join(ben, await link(ana, group_id))
        quiz_id = await ana.quizzes.create("Optics")
        collection_id = await ana.media.library.add_collection("Light")
        [home] = await ana.groups.shareable()
        await ana.quizzes.share(quiz_id, home.scope)
        await ana.media.share_collection(collection_id, home.scope)
        await synced(ana, ben)
        for services in (ana, ben):
            shared = (await services.groups.detail(group_id)).shared
            assert {(thing.kind, thing.title, thing.thing_id) for thing in shared} == {
                ("quiz", "Optics", quiz_id),
                ("collection", "Light", collection_id),
            }
        await ana.groups.remove(group_id, ben.accounts.session.user_id)
        await synced(ben)
        assert await ben.groups.groups() == []
        assert [one.title for one in await ben.quizzes.quizzes()] == []
        assert [one.title for one in await ana.quizzes.quizzes()] == ["Optics"]


async def test_a_group_made_after_a_sync_can_be_shared_with_at_once(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        await synced(ana)
        quiz_id = await ana.quizzes.create("Optics")
        await ana.groups.create("Year 9")
        [home] = await ana.groups.shareable()
        await ana.quizzes.share(quiz_id, home.scope)
        assert [one.scope for one in await ana.quizzes.quizzes()] == [home.scope]


async def test_a_viewer_shares_nothing(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as ben:
        await sign_up(ana, cloud.url)
        await sign_up(ben, cloud.url, "ben@example.org", "Ben")
        await join(ben, await link(ana, await ana.groups.create("Year 9"), Role.VIEWER))
        await synced(ben)
        assert len(await ben.groups.groups()) == 1
        assert await ben.groups.shareable() == []


async def test_invitations_are_listed_and_withdrawn(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as ben:
        await sign_up(ana, cloud.url)
        await sign_up(ben, cloud.url, "ben@example.org", "Ben")
        group_id = await ana.groups.create("Year 9")
        pasted = await link(ana, group_id)
        [invitation] = await ana.groups.invitations(group_id)
        assert (invitation.uses_left, invitation.token) == (5, "")
        await ana.groups.withdraw(group_id, invitation.invitation_id)
        assert await ana.groups.invitations(group_id) == []
        assert await refused(ben.groups.look(pasted)) in {"groups.invitation_gone", "groups.other_server"}
        elsewhere = "https://other.example.org/join/" + "a" * 22
        assert await refused(ben.groups.look(elsewhere)) == "groups.other_server"
        assert await refused(ben.groups.look("hello")) == "groups.link_unreadable"


async def test_groups_are_there_without_a_connection(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        group_id = await ana.groups.create("Year 9")
        await cloud.listener.drain()
        assert [group.group_id for group in await ana.groups.groups()] == [group_id]
        assert len((await ana.groups.detail(group_id)).members) == 1
        assert await refused(ana.groups.change(group_id, name="New")) == "network.unreachable"


async def test_another_role_counts_as_soon_as_it_is_known_here(tmp_path, cloud):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as ben:
        await sign_up(ana, cloud.url)
        await sign_up(ben, cloud.url, "ben@example.org", "Ben")
        group = await ana.groups.create("Physics")
        invitation = await ana.groups.invite(group, role=Role.VIEWER, uses=1, expires_ms=0)
        await ben.groups.accept(invitation.token)
        quiz = await ana.quizzes.create("Light")
        await ana.quizzes.share(quiz, f"group:{group}")
        await synced(ana, ben)

        async def renamed(title):
            try:
                await ben.quizzes.rename(quiz, title)
            except AppError as error:
                return error.code
            return "renamed"

        assert await renamed("Too early") == "sync.scope_read_only"
        await ana.groups.set_role(group, ben.accounts.session.user_id, Role.MEMBER)
        await synced(ben)
        assert await renamed("Now") == "renamed"
        await synced(ben)
        await ana.groups.set_role(group, ben.accounts.session.user_id, Role.VIEWER)
        await synced(ben)
        assert await renamed("Too late") == "sync.scope_read_only"
        assert await ben.sync.refused() == []
