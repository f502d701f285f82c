from tests.support.admin_stage import Admin, AdminAccount, OverHttp, opened_admin
from tests.support.catalog_stage import signed_up, super_admin
from tests.support.cloud_server import cloud_config, running_cloud
from tests.support.waiting import until

ALL = ["plans", "prices", "models", "prompts", "budget", "schools", "events", "people", "audit"]


async def test_every_part_for_the_server_and_some_for_a_school(qloop):
    async with opened_admin("plans") as shown:
        page, account = shown.page, shown.account
        assert page.part_ids() == ALL
        for part in ALL:
            page.show_part(part)
            await until(lambda: page.section().state() == "content")
        assert page.header.subtitle.full_text() == "Colegio del Lago"
        account.session = Admin(role="admin")
        shown.services.bus.announce("account")
        assert page.part_ids() == ["people", "audit"]
        assert page.header.subtitle.full_text() == "Instituto Norte"
        account.session = None
        shown.services.bus.announce("account")
        assert page.state() == "closed"
        assert page.section() is None
        page._outer.widget(0).button.click()
        assert shown.shell.opened == [("account", {})]


async def test_with_little_room_the_parts_are_a_list_that_opens(qloop):
    async with opened_admin("budget", width=560) as shown:
        page = shown.page
        assert page.picker.isVisible()
        assert not page._list.isVisible()
        assert [option.id for option in page.picker.options()] == ALL
        page.picker.selected.emit("audit")
        assert page.page_state() == {"part": "audit"}
        page.resize(1000, 700)
        assert page._list.isVisible()


async def test_it_comes_back_where_it_was_left(qloop):
    async with opened_admin("plans") as shown:
        shown.page.restore_state({"part": "models"})
        assert shown.page.page_state() == {"part": "models"}
        shown.page.restore_state({"part": "nonsense"})
        assert shown.page.page_state() == {"part": "models"}


async def test_closed_to_everybody_else(qloop):
    async with opened_admin("plans", AdminAccount(session=Admin(role="teacher"))) as shown:
        assert shown.page.state() == "closed"
        assert shown.account.asked == []


async def test_an_edit_counts_on_the_real_server(qloop, tmp_path):
    async with running_cloud(cloud_config(tmp_path / "cloud")) as cloud:
        root, ana = await super_admin(cloud), await signed_up(cloud)
        async with opened_admin("plans", OverHttp(cloud, root.token)) as shown:
            form = shown.section.chooser.detail()
            form.fields["ai_tokens_per_month"].number.setText("77")
            form.fields["ai_tokens_per_month"].changed.emit()
            form.save_button.click()
            await until(lambda: not form.dirty)
            status = await cloud.ask("GET", "/api/v1/billing/status", token=ana.token)
            assert status.json["meters"][0]["limit"] == 77
            for part in ALL:
                shown.page.show_part(part)
                await until(lambda: shown.page.section().state() != "loading")
                assert shown.page.section().state() in ("content", "empty"), part
            assert shown.shell.reported == []
