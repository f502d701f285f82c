from desktop.sync.settings_page import create_page
from tests.support.account_stage import PERSON, AccountServices
from tests.support.page_stage import stage


async def test_with_whom_the_library_syncs(qloop):
    services = AccountServices()
    async with stage(create_page, services) as on:
        assert "does not sync" in on.page.server.text()
        on.page.account_button.click()
        assert on.shell.opened == [("account", {})]
        services.accounts.session = PERSON
        services.bus.announce("account")
        assert "lantern.riverside.org" in on.page.server.text()
        assert PERSON.email in on.page._words.text()
        services.bus.announce("item")
