"""A whole game from the PIN to the podium with nothing but a keyboard, and what a screen reader hears of it."""

import pytest
from playwright.async_api import Page, expect

from shared.quiz.messages import Ack, Close, Deny, Ended, Open
from tests.support.player_scenes import KINDS, STANDINGS, board, opened, prep, revealed, welcome
from tests.support.player_stand import Line, host_ms

pytestmark = pytest.mark.asyncio(loop_scope="session")


FOCUSED = """(() => {
  const at = document.activeElement;
  return at === document.body ? "" : at.textContent || at.id;
})()"""


async def keys(page: Page, *names: str) -> None:
    for name in names:
        await page.keyboard.press(name)


async def focused(page: Page) -> str:
    return await page.evaluate(FOCUSED)


async def tab_to(page: Page, text: str) -> None:
    for _ in range(30):
        await page.keyboard.press("Tab")
        if text in await focused(page):
            return
    raise AssertionError(f"Tab never reaches {text!r}")


async def ask(line: Line, kind: str, q: int) -> None:
    await line.send(prep(KINDS[kind], q), opened(KINDS[kind], q))


async def acknowledged(line: Line, q: int) -> object:
    frame = await line.get("answer")
    await line.send(Ack(q, frame["nonce"], "ok"))
    return frame["a"]


async def test_a_game_with_the_keyboard_alone(device, stand):
    page = await device()
    await page.goto(stand.url)
    assert await page.evaluate("document.activeElement.id") == "pin"
    await page.keyboard.type("482913")
    await keys(page, "Enter")
    await (await stand.line()).send(Deny("name", title="Life on Earth"))
    await expect(page.locator("#name")).to_be_focused()
    await page.keyboard.type("Ada")
    await keys(page, "Enter")
    line = await stand.line()
    assert line.hello["name"] == "Ada"
    await line.send(welcome(name="Ada"))
    await expect(page.locator("h1")).to_be_focused()

    await ask(line, "single", 0)
    await expect(page.locator("h1")).to_be_focused()
    await page.get_by_role("button", name="Saturn").wait_for()
    await tab_to(page, "Saturn")
    await keys(page, "Enter")
    assert await acknowledged(line, 0) == 1
    await line.send(revealed(KINDS["single"], 0))
    await expect(page.locator(".result h2")).to_have_text("Right!")

    await ask(line, "multiple", 1)
    await page.get_by_role("button", name="Bat").wait_for()
    await keys(page, "a", "3")
    await tab_to(page, "Send answer")
    await keys(page, "Space")
    assert await acknowledged(line, 1) == [0, 2]

    await ask(line, "order", 2)
    await page.get_by_role("button", name="Move up: Compass").focus()
    await keys(page, "Enter", "Enter", "Enter")
    await tab_to(page, "Send answer")
    await keys(page, "Enter")
    assert await acknowledged(line, 2) == [3, 0, 1, 2]

    await ask(line, "matching", 3)
    await page.locator("select").first.focus()
    await keys(page, "ArrowDown", "Tab", "ArrowDown", "ArrowDown")
    await tab_to(page, "Send answer")
    await keys(page, "Enter")
    assert await acknowledged(line, 3) == [0, 1, -1]

    await ask(line, "typed", 4)
    await page.get_by_role("textbox").wait_for()
    await tab_to(page, "typed")
    await page.keyboard.type("Canberra")
    await keys(page, "Enter")
    assert await acknowledged(line, 4) == "Canberra"

    await line.send(board(final=True), Ended())
    await expect(page.get_by_role("heading", name="Well played!")).to_be_focused()
    await tab_to(page, "Join another game")


async def test_what_a_screen_reader_hears(seated):
    page, line = await seated()
    heard = page.locator("#live p")
    kind = KINDS["single"]
    await line.send(welcome(), prep(kind))
    now = host_ms()
    await line.send(Open(41, 2, now, now + 12_000, kind.view))
    await expect(heard.last).to_have_text("Question 3 is open. 12 seconds.")
    await expect(heard.last).to_have_text("10 seconds left.", timeout=10_000)
    await page.get_by_role("button", name="Saturn").click()
    frame = await line.get("answer")
    await line.send(Ack(2, frame["nonce"], "ok"))
    await expect(heard.last).to_contain_text("Answer sent")
    await line.send(Close(42, 2))
    await expect(page.locator("#live")).to_contain_text("Answers are closed.")
    await line.send(revealed(kind))
    await expect(heard.last).to_have_text("Right! + 940 points. Total: 3,090 points. Place 2")
    await line.send(board())
    await expect(heard.last).to_have_text("Leaderboard. You are in place 2 with 3,090 points.")
    assert await page.locator("#live").get_attribute("aria-live") == "polite"


async def test_nothing_moves_for_who_asks_for_less(seated):
    page, line = await seated(reduced_motion="reduce")
    await line.send(welcome(), prep(KINDS["single"]))
    await page.wait_for_selector(".get-ready")
    assert await page.evaluate("document.getAnimations().length") == 0
    await line.send(board(final=True))
    await page.wait_for_selector(".podium")
    assert await page.evaluate("document.getAnimations().length") == 0
    assert [line.name for line in STANDINGS[:3]] == await page.locator(".podium-who").all_text_contents()


async def test_focus_is_seen(seated):
    page, line = await seated()
    await line.send(welcome(), prep(KINDS["single"]), opened(KINDS["single"]))
    await page.get_by_role("button", name="Saturn").wait_for()
    await tab_to(page, "Saturn")
    outline = await page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "3px" in outline
    assert "solid" in outline
