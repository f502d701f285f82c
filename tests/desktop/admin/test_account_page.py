from desktop.admin.account_page import create_page
from tests.support.admin_stage import Admin, AdminAccount, admin_services
from tests.support.page_stage import stage


async def test_the_way_to_administration_is_for_administrators(qloop):
    account = AdminAccount()
    services = admin_services(account)
    async with stage(create_page, services) as shown:
        account.session = Admin(role="learner")
        services.bus.announce("account")
        assert not shown.page.isVisible()
        account.session = Admin(role="admin")
        services.bus.announce("account")
        assert shown.page.isVisible()
        assert shown.page.title.text() == "You administer Instituto Norte"
        shown.page.button.click()
        assert shown.shell.opened == [("admin", {})]
        account.session = Admin()
        services.bus.announce("account")
        assert shown.page.title.text() == "You administer Colegio del Lago"
