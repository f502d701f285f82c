"""The way in: PIN, name, roster, team, approval; each refusal is told in kind words and leads on."""

import pytest
from playwright.async_api import expect

from shared.quiz.messages import Deny
from tests.support.player_scenes import ROSTER, welcome

pytestmark = pytest.mark.asyncio(loop_scope="session")

GO = "Go in"


async def test_a_pin_is_typed_with_big_digits(device, stand):
    page = await device()
    await page.goto(stand.url)
    pin = page.get_by_label("Game PIN")
    await expect(pin).to_be_focused()
    await pin.press_sequentially("48x2913")
    await expect(pin).to_have_value("482 913")
    await page.get_by_role("button", name=GO).click()
    line = await stand.line()
    assert (line.hello["pin"], line.hello["name"], line.hello["role"], line.hello["v"]) == (
        "482913",
        "",
        "player",
        1,
    )


async def test_a_short_pin_is_told_before_anything_is_asked(device, stand):
    page = await device()
    await page.goto(stand.url)
    await page.get_by_label("Game PIN").fill("482")
    await page.get_by_role("button", name=GO).click()
    await expect(page.locator("#pin-problem")).to_have_text(
        "The PIN has 6 digits. It is on the screen in front."
    )
    await expect(page.get_by_label("Game PIN")).to_have_attribute("aria-invalid", "true")


async def test_a_name_is_asked_for_without_blame(seated, stand):
    page, line = await seated()
    await line.send(Deny("name", ("Brave Otter",), title="Life on Earth"))
    await expect(page.get_by_role("heading")).to_have_text("What is your name?")
    assert await page.get_by_role("alert").count() == 0
    await page.get_by_label("Your name").fill("Zoë")
    await page.keyboard.press("Enter")
    assert (await stand.line()).hello["name"] == "Zoë"


async def test_a_name_that_is_taken_comes_with_another(seated, stand):
    page, line = await seated()
    await line.send(Deny("name"))
    await page.get_by_label("Your name").fill("Zoë")
    await page.keyboard.press("Enter")
    await (await stand.line()).send(Deny("name_taken", ("Brave Otter",)))
    await expect(page.get_by_role("alert")).to_contain_text("Somebody already has this name")
    await page.get_by_role("button", name="Brave Otter").click()
    last = await stand.line()
    assert last.hello["name"] == "Brave Otter"
    await last.send(welcome(name="Brave Otter"))
    await expect(page.locator(".big-name")).to_have_text("Brave Otter")


async def test_a_name_is_picked_from_the_class(seated, stand):
    page, line = await seated()
    await line.send(Deny("pick_name", ROSTER))
    await page.get_by_label("Find your name").fill("maría")
    await expect(page.locator(".pick:visible")).to_have_count(1)
    await page.get_by_role("radio", name="María José").check()
    await page.get_by_role("button", name=GO).click()
    again = await stand.line()
    assert again.hello["name"] == "María José Fernández-Castaño"
    await again.send(Deny("name_taken", ROSTER[:3]))
    await expect(page.get_by_role("alert")).to_contain_text("Somebody already has this name")
    await expect(page.locator(".pick")).to_have_count(3)


async def test_a_roster_that_is_used_up_is_told(seated):
    page, line = await seated()
    await line.send(Deny("pick_name"))
    await expect(page.locator("form")).to_contain_text("All names are taken. Ask your teacher.")


async def test_a_team_is_chosen_where_there_are_teams(seated, stand):
    page, line = await seated()
    assert line.hello["team"] == "?"
    await line.send(Deny("pick_team", ("Owls", "Foxes")))
    await page.get_by_role("radio", name="Foxes").check()
    await page.get_by_role("button", name=GO).click()
    second = await stand.line()
    assert second.hello["team"] == "Foxes"
    await second.send(Deny("name"))
    await page.get_by_label("Your name").fill("Zoë")
    await page.keyboard.press("Enter")
    third = await stand.line()
    assert (third.hello["name"], third.hello["team"]) == ("Zoë", "Foxes")


async def test_any_team_will_do(seated, stand):
    page, line = await seated()
    await line.send(Deny("pick_team", ("Owls", "Foxes")))
    await page.get_by_role("button", name="Any team").click()
    assert (await stand.line()).hello["team"] == ""


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("pin", "No game has this PIN"),
        ("locked", "The game is locked for now"),
        ("full", "The game is full"),
        ("version", "This page is out of date"),
    ],
)
async def test_a_refusal_is_told_where_it_can_be_put_right(seated, reason, said: str):
    page, line = await seated()
    await line.send(Deny(reason))
    await expect(page.get_by_role("alert")).to_contain_text(said)
    await expect(page.get_by_label("Game PIN")).to_have_value("482 913")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("banned", "You cannot join this game"),
        ("kicked", "You were taken out of the game"),
        ("refused", "You were not let in"),
        ("ended", "This game is over"),
        ("over", "This game is over"),
    ],
)
async def test_what_is_final_is_told_and_leads_to_another_game(seated, reason, said: str):
    page, line = await seated()
    await line.send(Deny(reason))
    await expect(page.get_by_role("heading")).to_have_text(said)
    await page.get_by_role("button", name="Join another game").click()
    await expect(page.get_by_label("Game PIN")).to_have_value("")


async def test_too_many_tries_wait(seated):
    page, line = await seated()
    await line.send(Deny("too_many", wait_ms=1200))
    await expect(page.get_by_role("alert")).to_contain_text("Wait 2 s")
    assert await page.get_by_role("button", name=GO).is_disabled()
    await expect(page.get_by_role("button", name=GO)).to_be_enabled()


async def test_approval_is_waited_for(seated, stand):
    page, line = await seated()
    await line.send(Deny("name"))
    await page.get_by_label("Your name").fill("Zoë")
    await page.keyboard.press("Enter")
    again = await stand.line()
    await again.send(Deny("approval"))
    await expect(page.get_by_role("heading")).to_have_text("Almost there")
    await expect(page.locator(".big-name")).to_have_text("Zoë")
    await again.send(welcome(name="Zoë"))
    await expect(page.get_by_role("heading")).to_have_text("You’re in!")


async def test_the_waiting_line_is_kept_when_it_breaks(seated, stand):
    page, line = await seated()
    await line.send(Deny("approval"))
    await page.get_by_text("Almost there").wait_for()
    await line.cut()
    assert (await stand.line()).hello["pin"] == "482913"
    await expect(page.get_by_text("Almost there")).to_be_visible()
