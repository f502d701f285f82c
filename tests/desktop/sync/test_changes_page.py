from desktop.sync.changes_page import ChangesPage, RefusedCard, create_page
from desktop.sync.conflict_page import ConflictCard
from tests.support.page_stage import stage
from tests.support.sync_stage import FakeSync, SyncServices, conflict, refusal
from tests.support.waiting import until


async def test_nothing_to_check_is_said_kindly(qloop):
    async with stage(create_page, SyncServices()) as on:
        page: ChangesPage = on.page
        await until(lambda: page.state() == "empty")
        page.open_target(part="refused")
        assert page.parts.current() == "refused"
        assert page.state() == "empty"
        assert not page.export_button.isVisible()


async def test_one_click_uses_the_other_version_and_undo_brings_the_card_back(qloop):
    one, two = conflict("one"), conflict("two")
    services = SyncServices(FakeSync(open=[one, two]))
    async with stage(create_page, services) as on:
        page: ChangesPage = on.page
        await until(lambda: len(page.cards()) == 2)
        assert page.keep_all_button.isVisible()
        page.cards()[0].use_button.click()
        assert [card.conflict for card in page.cards()] == [two]
        [toast] = on.shell.toasts
        assert toast.action_text == "Undo"
        assert toast.text == "The other version takes its place."
        toast.on_action()
        assert {card.conflict.title for card in page.cards()} == {"one", "two"}
        assert services.sync.asked == []
        page.keep_all_button.click()
        assert page.state() == "empty"
    assert {what for what, _ in services.sync.asked} == {"dismiss"}


async def test_the_message_says_what_was_deleted_or_kept_and_offers_undo(qloop):
    services = SyncServices(
        FakeSync(open=[conflict("one", field="deleted"), conflict("two", field="deleted")])
    )
    async with stage(create_page, services) as on:
        page: ChangesPage = on.page
        await until(lambda: len(page.cards()) == 2)
        one, two = page.cards()
        one.use_button.click()
        two.keep_button.click()
        assert [toast.text for toast in on.shell.toasts] == ["Deleted: one.", "Kept: two."]
        assert {toast.action_text for toast in on.shell.toasts} == {"Undo"}


async def test_not_accepted_changes_say_why_and_can_be_saved_and_removed(qloop, tmp_path):
    services = SyncServices(FakeSync(held=[refusal(1), refusal(2, reason="not_granted")]))
    async with stage(create_page, services) as on:
        page: ChangesPage = on.page
        page.open_target(part="refused")
        await until(lambda: len(page.cards()) == 2)
        assert page.export_button.isVisible()
        page.view_model.export_to(tmp_path / "kept.json")
        await until(lambda: bool(on.shell.toasts))
        assert "kept.json" in on.shell.toasts[0].text
        card = page.cards()[0]
        assert isinstance(card, RefusedCard)
        card.remove_button.click()
        assert [one.edit.no for one in page.cards()] == [2]
    assert services.sync.asked[-1] == ("let_go", 1)


async def test_many_are_shown_as_there_is_room(qloop):
    services = SyncServices(FakeSync(open=[conflict(str(number)) for number in range(60)]))
    async with stage(create_page, services) as on:
        await until(lambda: len(on.page.cards()) == 40)
        assert all(isinstance(card, ConflictCard) for card in on.page.cards())
        on.page.cards()[0].keep_button.click()
        assert len(on.page.cards()) == 40
