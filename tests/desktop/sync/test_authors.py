"""Names of those whose values lost: of the person's own computers, and of others in a group."""

from desktop.sync import store
from shared.groups.messages import Role
from shared.ids import new_id
from shared.media.records import COLLECTION
from tests.support.cloud_desktops import desktop, sign_in, sign_up, synced
from tests.support.waiting import until


async def add(services, scope=None):
    made = new_id()
    await services.database.write(
        lambda tx: tx.insert(COLLECTION, made, scope=scope, title="Before", created_ms=1)
    )
    return made


async def rename(services, made, title, *, after_ms=0):
    """Rename once it is later than another device's time; returns the time of this one, as it stamps edits."""
    async with services.database.reader() as reader:
        offset_ms = (await store.profile(reader)).offset_ms
    await until(lambda: services.clock.now_ms() + offset_ms > after_ms + 1)
    await services.database.write(lambda tx: tx.update(COLLECTION, made, title=title))
    return services.clock.now_ms() + offset_ms


async def told(services):
    (one,) = await services.sync.conflicts()
    return one.mine, one.device, one.who, one.group, one.base


async def test_a_value_of_the_persons_other_computer_goes_by_its_name(cloud, tmp_path):
    async with desktop(tmp_path / "a") as one, desktop(tmp_path / "b") as other:
        await sign_up(one, cloud.url)
        await sign_in(other, cloud.url)
        for services, name in ((one, "Laptop"), (other, "School computer")):
            await services.accounts.own.rename_device(services.accounts.session.device_id, name)
        made = await add(one)
        await synced(one, other)
        at_ms = await rename(one, made, "Earlier")
        await rename(other, made, "Later", after_ms=at_ms)
        await synced(one, other)
        assert await told(one) == (True, "", "", "", "Before")
        assert await told(other) == (False, "Laptop", "", "", "Before")


async def test_a_value_of_somebody_in_a_group_goes_by_their_name(cloud, tmp_path):
    async with desktop(tmp_path / "a") as ana, desktop(tmp_path / "b") as ben:
        await sign_up(ana, cloud.url)
        await sign_up(ben, cloud.url, "ben@example.org", "Ben")
        group = await ana.groups.create("Physics")
        link = await ana.groups.invite(group, role=Role.MEMBER, uses=1, expires_ms=0)
        await synced(ana)
        await ben.groups.accept(link.token)
        await synced(ana, ben)
        made = await add(ana, f"group:{group}")
        await synced(ana, ben)
        at_ms = await rename(ben, made, "Earlier")
        await rename(ana, made, "Later", after_ms=at_ms)
        await synced(ben, ana)
        assert await told(ana) == (False, "", "Ben", "Physics", "Before")
        assert (await told(ben))[:3] == (True, "", "")
