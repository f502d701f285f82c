"""One's own account and devices."""

from shared.accounts.messages import AccountChange
from shared.ids import new_id
from tests.support.accounts_stage import HOME, refused


async def test_name_and_language_change_with_the_profile_record(stage):
    written = []

    async def write(_tx, user_id, name, language):
        written.append((user_id, name, language))

    stage.accounts.on_profile_changed(write)
    person = await stage.person()
    who = await person.principal()
    account = await stage.accounts.profile.change(who, AccountChange(name=" Ada  L. "))
    assert (account.name, account.language) == ("Ada L.", "en")
    await stage.accounts.profile.change(who, AccountChange(language="es-MX"))
    await stage.accounts.profile.change(who, AccountChange())
    assert written == [
        (person.user_id, "Ada", "en"),
        (person.user_id, "Ada L.", "en"),
        (person.user_id, "Ada L.", "es-MX"),
    ]
    assert await refused(stage.accounts.profile.change(who, AccountChange("\0"))) == "accounts.name_invalid"


async def test_a_synced_profile_is_followed_where_an_account_may_have_it(stage):
    person = await stage.person()
    for name, language in (("Grace", "es"), ("\0", None), ("", "not a tag!"), (None, None)):
        async with stage.database.write() as tx:
            await stage.accounts.follow_profile(tx, person.user_id, name, language)
    account = await stage.accounts.profile.me(await person.principal())
    assert (account.name, account.language) == ("Grace", "en")


async def test_devices_are_listed_renamed_and_removed(stage):
    person = await stage.person()
    phone = stage.device()
    phone.name = "Phone\0"
    stage.clock.advance(1_000)
    elsewhere = await stage.accounts.sign_ins.sign_in(phone.sign_in("ada@example.org"), HOME)
    profile, who = stage.accounts.profile, await person.principal()
    await profile.rename_device(who, phone.device_id, " My  phone ")
    listed = (await profile.devices(who)).devices
    assert [(d.name, d.platform, d.current, d.signed_in) for d in listed] == [
        ("My phone", "linux", False, True),
        ("Laptop", "linux", True, True),
    ]
    await profile.remove_device(who, phone.device_id, HOME)
    assert [device.name for device in (await profile.devices(who)).devices] == ["Laptop"]
    assert await refused(stage.accounts.principal(elsewhere.access_token)) == "accounts.token_revoked"
    renewal = stage.accounts.refresh(phone.refresh(elsewhere.refresh_token), HOME)
    assert await refused(renewal) == "accounts.token_revoked"
    again = stage.accounts.sign_ins.sign_in(phone.sign_in("ada@example.org"), HOME)
    assert await refused(again) == "accounts.device_taken"


async def test_a_strangers_device_does_not_exist(stage):
    person = await stage.person()
    bob = await stage.person("bob@example.org")
    profile, who = stage.accounts.profile, await bob.principal()
    for device_id in (person.device.device_id, new_id()):
        assert await refused(profile.rename_device(who, device_id, "mine")) == "accounts.device_not_found"
        assert await refused(profile.remove_device(who, device_id, HOME)) == "accounts.device_not_found"
    assert await person.code() == ""
