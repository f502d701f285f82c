from desktop.admin.models_page import state_of
from desktop.widgets.text_dialog import TextDialog
from shared.billing.messages import ListedModel
from tests.support.admin_stage import MODELS, AdminAccount, opened_admin
from tests.support.waiting import until

SONNET = "claude-sonnet-5-5"


def listed(**given):
    return ListedModel(model=MODELS[0], **{"edited": False, "reachable": True, "price_version": 1, **given})


def test_the_state_of_a_model(qapp):
    assert state_of(listed()) == ("Offered", "ok")
    assert state_of(listed(price_version=0)) == ("No prices", "danger")
    assert state_of(listed(reachable=False)) == ("No key", "warning")


async def test_a_model_is_edited_and_its_edits_dropped(qloop):
    async with opened_admin("models") as shown:
        account, form = shown.account, shown.section.chooser.detail()
        form.aliases.setText("lantern, best lantern")
        form.aliases.textEdited.emit("")
        form.plans["pro"].click()
        form.fallbacks.picker.selected.emit("gpt-5.6-terra")
        form.fallbacks._move(1)
        form.output.number.setText("4096")
        form.output.changed.emit()
        assert form.dirty
        form.save_button.click()
        await until(lambda: SONNET in account.edited_models)
        saved = account.models[SONNET]
        assert (saved.aliases, saved.plans, saved.output_tokens) == (("lantern", "best"), ("pro",), 4_096)
        assert saved.fallbacks == ("gpt-5.6-terra", "claude-haiku-5-5")
        await until(lambda: form.reset_button.isVisible() and form.reset_button.isEnabled())
        form.reset_button.click()
        await until(lambda: account.models[SONNET] == MODELS[0])
        await until(lambda: form.aliases.text() == "lantern")
        await until(lambda: len(shown.shell.toasts) == 2)
        shown.shell.toasts[-1].on_action()
        await until(lambda: account.models[SONNET] == saved)


async def test_who_answers_decides_the_wire(qloop):
    async with opened_admin("models") as shown:
        form = shown.section.chooser.detail()
        form.upstream.set_selected("xai")
        form.upstream.selected.emit("xai")
        form.fallbacks._drop("claude-haiku-5-5")
        found = form.edited()
        assert (found.upstream, found.wire, found.fallbacks) == ("xai", "openai", ())
        form.output.number.setText("0")
        form.output.changed.emit()
        assert form.edited() is None
        form.discard_button.click()
        assert not form.dirty


async def test_a_new_model_is_off_at_first_and_can_go_again(qloop):
    async with opened_admin("models", AdminAccount()) as shown:
        section, account = shown.section, shown.account
        section.new_button.click()
        [dialog] = section.findChildren(TextDialog)
        dialog.field.setText("bad name ü/")
        dialog.action_button.click()
        assert dialog.isVisible()
        assert "no spaces" in dialog.line.problem()
        assert dialog.text() == "bad name ü/"
        dialog.field.setText("llama-5")
        dialog.action_button.click()
        await until(lambda: section.chooser.current == "llama-5")
        assert not account.models["llama-5"].enabled
        form = section.chooser.detail()
        form.prices_button.click()
        assert shown.page.page_state() == {"part": "prices"}
        shown.page.show_part("models")
        form.reset_button.click()
        await until(lambda: "llama-5" not in account.models)
        await until(lambda: section.chooser.current != "llama-5")
        section._add(SONNET)
        assert section.chooser.current == SONNET
