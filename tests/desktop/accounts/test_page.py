"""The account page against the real server."""

import zipfile

import pytest

from desktop.accounts.email_dialog import EmailDialog
from desktop.accounts.entry import Purpose
from desktop.accounts.page import create_page
from desktop.accounts.password_dialog import PasswordDialog
from desktop.accounts.service import FoundServer
from desktop.widgets.confirm_dialog import ConfirmDialog
from desktop.widgets.text_dialog import TextDialog
from shared.accounts.foreign_messages import Ways
from shared.errors import AppError
from shared.ids import new_id
from shared.media.records import COLLECTION
from tests.support.account_stage import OFFERING, PERSON, AccountServices, FakeAccounts, proven
from tests.support.cloud_desktops import PASSWORD, desktop, sign_in, sign_up
from tests.support.cloud_server import cloud_config, running_cloud
from tests.support.page_stage import stage
from tests.support.waiting import until


async def test_from_nothing_to_an_account_and_out_again(qloop, tmp_path):
    async with (
        running_cloud(cloud_config(tmp_path / "cloud")) as cloud,
        desktop(tmp_path / "a") as ana,
        stage(create_page, ana) as on,
    ):
        page = on.page
        assert page.state() == "out"
        page.open_target(create=True)
        form = page.form
        form.server.setText(cloud.url)
        form.name.setText("Ana")
        form.email.setText("ana@example.org")
        form.password.setText(PASSWORD)
        form.submit()
        await until(lambda: page.state() == "in")
        assert form.password.text() == ""
        assert page.person.name.full_text() == "Ana"
        await until(lambda: len(page.view_model.devices) == 1)
        await ana.sync.sync_now()
        assert await page.view_model.pending() == 0
        page.out_button.click()
        await until(lambda: page.state() == "out")
        await until(lambda: len(on.shell.toasts) == 2)
        assert form.email.text() == "ana@example.org", "the library is still theirs"
        assert form.purpose.current() == Purpose.SIGN_IN
        assert [toast.tone for toast in on.shell.toasts] == ["ok", "ok"]
        assert on.shell.reported == []


async def test_what_is_not_sent_yet_is_said_before_one_leaves(qloop, tmp_path):
    async with (
        running_cloud(cloud_config(tmp_path / "cloud")) as cloud,
        desktop(tmp_path / "a") as ana,
        stage(create_page, ana) as on,
    ):
        page = on.page
        await sign_up(ana, cloud.url)
        await ana.sync.sync_now()
        await ana.database.write(lambda tx: tx.insert(COLLECTION, new_id(), title="Optics", created_ms=1))
        page.out_button.click()
        await until(lambda: page.findChildren(ConfirmDialog))
        [dialog] = page.findChildren(ConfirmDialog)
        dialog.reject()
        assert page.state() == "in"
        page.out_button.click()
        await until(lambda: any(one.isVisible() for one in page.findChildren(ConfirmDialog)))
        next(one for one in page.findChildren(ConfirmDialog) if one.isVisible()).accept()
        await until(lambda: page.state() == "out")


async def test_devices_names_and_export(qloop, tmp_path):
    async with (
        running_cloud(cloud_config(tmp_path / "cloud")) as cloud,
        desktop(tmp_path / "a") as ana,
        desktop(tmp_path / "b") as other,
    ):
        await sign_up(ana, cloud.url)
        await sign_in(other, cloud.url)
        async with stage(create_page, ana) as on:
            page = on.page
            await until(lambda: len(page.view_model.devices) == 2)
            away = next(device for device in page.view_model.devices if not device.current)
            page.devices.row(away.device_id).rename.trigger()
            await until(lambda: bool(page.findChildren(TextDialog)))
            [dialog] = page.findChildren(TextDialog)
            dialog.field.setText("  Staff   room ")
            dialog.accept()
            await until(lambda: "Staff room" in {device.name for device in page.view_model.devices})
            page.devices.row(away.device_id).revoke.trigger()
            await until(lambda: bool(page.findChildren(ConfirmDialog)))
            page.findChildren(ConfirmDialog)[0].accept()
            await until(lambda: len([d for d in page.view_model.devices if d.signed_in]) == 1)
            page.view_model.export_to(tmp_path / "mine.zip")
            await until(lambda: not page.view_model.exporting)
            assert zipfile.is_zipfile(tmp_path / "mine.zip")
            page.person.rename_asked.emit()
            await until(lambda: any(one.isVisible() for one in page.findChildren(TextDialog)))
            dialog = next(one for one in page.findChildren(TextDialog) if one.isVisible())
            dialog.field.setText("Ana Castillo")
            dialog.accept()
            await until(lambda: page.person.name.full_text() == "Ana Castillo")
            assert on.shell.reported == []


async def test_a_session_ended_elsewhere_asks_to_sign_in_and_says_why(qloop, tmp_path):
    async with (
        running_cloud(cloud_config(tmp_path / "cloud")) as cloud,
        desktop(tmp_path / "a") as ana,
        desktop(tmp_path / "b") as other,
    ):
        await sign_up(ana, cloud.url)
        await sign_in(other, cloud.url)
        async with stage(create_page, ana) as on:
            page = on.page
            await until(lambda: page.state() == "in")
            await other.accounts.own.revoke_device(ana.accounts.session.device_id)
            ana.accounts._access.clear()
            page.activated()
            await until(lambda: page.state() == "out")
            assert page._ended.isVisible()
            assert page.form.email.text() == "ana@example.org"


async def test_everywhere_asks_first(qloop, tmp_path):
    async with running_cloud(cloud_config(tmp_path / "cloud")) as cloud, desktop(tmp_path / "a") as ana:
        await sign_up(ana, cloud.url)
        async with stage(create_page, ana) as on:
            page = on.page
            page.everywhere_button.click()
            await until(lambda: bool(page.findChildren(ConfirmDialog)))
            page.findChildren(ConfirmDialog)[0].reject()
            assert ana.accounts.session is not None
            page.everywhere_button.click()
            await until(lambda: any(one.isVisible() for one in page.findChildren(ConfirmDialog)))
            next(one for one in page.findChildren(ConfirmDialog) if one.isVisible()).accept()
            await until(lambda: page.state() == "out")


async def test_a_deleted_account_leaves_nothing_in_the_form(qloop, tmp_path):
    async with (
        running_cloud(cloud_config(tmp_path / "cloud")) as cloud,
        desktop(tmp_path / "a") as ana,
        stage(create_page, ana) as on,
    ):
        page, form = on.page, on.page.form
        page.open_target(create=True)
        form.server.setText(cloud.url)
        form.name.setText("Ana")
        form.email.setText("ana@example.org")
        form.password.setText(PASSWORD)
        form.submit()
        await until(lambda: page.state() == "in")
        page.view_model.delete_account(PASSWORD)
        await until(lambda: page.state() == "out")
        fields = (form.server, form.name, form.email, form.password, form.invitation)
        assert [field.text() for field in fields] == [""] * 5
        assert not form.purpose.isHidden()


@pytest.mark.parametrize("before", [True, False])
async def test_after_signing_in_one_may_go_on_where_one_was(qloop, before):
    services = AccountServices(FakeAccounts(session=PERSON, last=PERSON))
    async with stage(create_page, services) as on:
        on.shell.before = before
        on.page.view_model.done.emit("signed_in")
        assert on.page.go_on.isVisible() is before
        assert len(on.shell.toasts) == (0 if before else 1)
        if before:
            on.page.go_on.button.click()
            assert on.shell.backs == 1
            on.page.deactivated()
            assert on.page.go_on.isHidden()


async def test_an_error_and_the_button_below_it_are_in_sight(qloop):
    services = AccountServices(FakeAccounts(entering=AppError("accounts.wrong_sign_in")))
    async with stage(create_page, services, width=1000, height=480) as on:
        page, form = on.page, on.page.form
        page.open_target(create=True)
        for field, text in (
            (form.server, "l.example"), (form.name, "Ana"), (form.email, "a@b.org"), (form.password, PASSWORD),
        ):  # fmt: skip
            field.setText(text)
        form.submit()
        port = page._out_column.viewport()

        def inside(widget):
            top = widget.mapTo(port, widget.rect().topLeft()).y()
            return top >= 0 and top + widget.height() <= port.height()

        await until(lambda: form.error.isVisible() and inside(form.submit_button))
        assert inside(form.error)
        assert form.submit_button.hasFocus() or not page.isActiveWindow()


async def test_the_page_says_how_big_an_export_gets(qloop):
    services = AccountServices(FakeAccounts(session=PERSON, last=PERSON))
    async with stage(create_page, services) as on:
        await until(lambda: "3.4 GB" in on.page._export_words.text())
        on.page.email_button.click()
        [dialog] = on.page.findChildren(EmailDialog)
        assert dialog.isVisible()
        dialog.reject()


async def test_the_last_step_takes_the_forms_place(qloop, still_browser):
    found = FoundServer("https://x", OFFERING, plain=False)
    services = AccountServices(FakeAccounts(found=found, last=PERSON, info=OFFERING))
    services.accounts.foreign.shown = proven("account")
    async with stage(create_page, services) as on:
        page = on.page
        page.activated()
        await until(lambda: page.form.providers.isVisible())
        page.form.providers.button("school").click()
        await until(lambda: page.completing.isVisible())
        assert not page.form.isVisible()
        assert still_browser == ["forward"]
        page.completing.back_button.click()
        assert page.form.isVisible()
        page.form.providers.button("school").click()
        await until(lambda: page.completing.isVisible() and not page.view_model.busy)
        page.completing.submit()
        await until(lambda: page.state() == "in")
        services.bus.announce("account")
        await until(page.ways.isVisible)
        assert not page.password_button.isVisible()


async def test_without_providers_the_password_is_changed_where_it_was(qloop):
    services = AccountServices(FakeAccounts(session=PERSON, last=PERSON))
    services.accounts.ways.answer = Ways(password=True, ways=())
    async with stage(create_page, services) as on:
        on.page.activated()
        await until(lambda: on.page.ways_model.ways is not None)
        assert not on.page.ways.isVisible()
        assert on.page.password_button.isVisible()
        on.page.password_button.click()
        dialog = on.page.findChild(PasswordDialog)
        assert dialog is not None
        dialog.reject()
