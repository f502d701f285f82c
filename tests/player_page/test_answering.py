"""Each kind of question: what is tapped or typed becomes the answer that its view asks for."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs
from playwright.async_api import Page, expect

from shared.quiz.messages import Ack, Open, OwnResult, Prep, Snapshot
from shared.quiz.own_order import own_order
from shared.quiz.quiz import Choice
from shared.quiz.views import MatchingView, Solution
from tests.support.player_scenes import KINDS, info, opened, prep, question, revealed, shown, welcome
from tests.support.player_stand import host_ms

pytestmark = pytest.mark.asyncio(loop_scope="session")


PLANETS = ("Jupiter", "Saturn", "Uranus", "Neptune")


async def press(page: Page, *names: str) -> None:
    for name in names:
        await page.get_by_role("button", name=name).click()


async def drag(page: Page, text: str, by: int) -> None:
    handle = page.locator("li", has_text=text).locator(".handle")
    box = await handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, y + by / 2, steps=4)
    await page.mouse.move(x, y + by, steps=4)
    await page.mouse.up()


async def fill(page: Page, *texts: str) -> None:
    fields = page.locator(".answer-area input:visible")
    for index, text in enumerate(texts):
        await fields.nth(index).fill(text)


async def choose(page: Page, *values: str) -> None:
    selects = page.locator(".answer-area select")
    for index, value in enumerate(values):
        await selects.nth(index).select_option(value)


SEND = "Send answer"
SWAPS = ("Move up: Compass", "Move down: Steam engine")
Act = Callable[[Page], Awaitable[Any]]
CASES: dict[str, tuple[str, Act, Any]] = {
    "tap": ("single", lambda page: press(page, "Saturn"), 1),
    "number key": ("single", lambda page: page.keyboard.press("3"), 2),
    "letter key": ("single", lambda page: page.keyboard.press("d"), 3),
    "true": ("true_false", lambda page: press(page, "True"), True),
    "false": ("true_false", lambda page: page.keyboard.press("B"), False),
    "several": ("multiple", lambda page: press(page, "Dolphin", "Bat", SEND), [0, 2]),
    "several by keys": ("multiple", lambda page: keys(page, "3", "5", "5", "1", "Enter"), [0, 2]),
    "typed": ("typed", lambda page: typed(page, " Canberra "), "Canberra"),
    "number": ("number", lambda page: typed(page, "6650.5"), 6650.5),
    "slider": ("slider", lambda page: press(page, "More", "More", SEND), 51),
    "order by buttons": ("order", lambda page: press(page, *SWAPS, SEND), [1, 0, 3, 2]),
    "order by dragging": ("order", lambda page: dragged(page), [1, 2, 0, 3]),
    "gaps from a bank": ("cloze", lambda page: press(page, "nitrogen", "oxygen", SEND), ["nitrogen", "oxygen", ""]),
    "gaps by selects": ("cloze", lambda page: selected(page, "salt", "light", "oxygen"), ["salt", "light", "oxygen"]),
    "gaps typed": ("cloze_typed", lambda page: filled(page, "four", "4"), ["four", "4"]),
    "matching": ("matching", lambda page: selected(page, "2", "-1", "1"), [2, -1, 1]),
    "poll": ("poll", lambda page: press(page, "Food webs"), [2]),
    "scale": ("scale", lambda page: page.keyboard.press("4"), 4),
    "words": ("word_cloud", lambda page: filled(page, "sun", "", "food"), ["sun", "food"]),
}  # fmt: skip


async def keys(page: Page, *names: str) -> None:
    for name in names:
        await page.keyboard.press(name)


async def typed(page: Page, text: str) -> None:
    await page.get_by_role("textbox").fill(text)
    await page.keyboard.press("Enter")


async def filled(page: Page, *texts: str) -> None:
    await fill(page, *texts)
    await press(page, SEND)


async def selected(page: Page, *values: str) -> None:
    await choose(page, *values)
    await press(page, SEND)


async def dragged(page: Page) -> None:
    await drag(page, "Steam engine", 150)
    await press(page, SEND)


@pytest.mark.parametrize("case", CASES)
async def test_an_answer_has_the_shape_of_its_view(seated, case: str):
    kind, act, answer = CASES[case]
    page, line = await seated()
    await line.send(*question(kind))
    await page.wait_for_selector(".answer-area :is(button, input, select)")
    await act(page)
    frame = await line.get("answer")
    assert frame["a"] == answer
    assert frame["q"] == 2
    assert len(frame["nonce"]) == 16
    assert frame["elapsed_ms"] >= 0
    assert abs(frame["shown_ms"] - host_ms()) < 10_000
    await line.send(Ack(2, frame["nonce"], "ok"))
    await expect(page.locator(".status")).to_contain_text("Answer sent")


async def test_options_stand_in_the_order_of_this_device(seated):
    page, line = await seated()
    await line.send(welcome(game=info(seed=12345)), prep(KINDS["single"]), opened(KINDS["single"]))
    order = own_order(12345, 2, 4)
    assert order != (0, 1, 2, 3)
    texts = [PLANETS[index] for index in order]
    await expect(page.locator(".choice-text")).to_have_text(texts)
    await page.keyboard.press("1")
    assert (await line.get("answer"))["a"] == order[0]


TAP_SOON = """() => new Promise((done) => {
  const watch = new MutationObserver(() => {
    const tile = document.querySelector(".tile");
    if (!tile) return;
    watch.disconnect();
    const seen = performance.now();
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
      tile.click();
      done([seen, performance.now()]);
    }, 50)));
  });
  watch.observe(document.body, { childList: true, subtree: true });
})"""


async def test_options_wait_for_their_time_and_the_clock_starts_when_they_are_seen(seated):
    page, line = await seated()
    await line.send(welcome(), prep(KINDS["single"]))
    await page.wait_for_selector(".get-ready")
    open_at = host_ms() + 600
    await line.send(Open(41, 2, open_at, open_at + 30_000, KINDS["single"].view))
    seen, tapped = await page.evaluate(TAP_SOON)
    frame = await line.get("answer")
    assert 0 < frame["elapsed_ms"] <= tapped - seen + 1
    assert frame["shown_ms"] >= open_at


async def test_a_bet_goes_with_the_answer(seated):
    page, line = await seated()
    await line.send(
        welcome(), Prep(40, shown(KINDS["single"], sure=True), host_ms()), opened(KINDS["single"])
    )
    await press(page, "Saturn")
    assert await page.get_by_role("button", name=SEND).is_disabled()
    await press(page, "3 Fairly sure", SEND)
    frame = await line.get("answer")
    assert (frame["a"], frame["sure"]) == (1, 3)


async def test_an_answer_is_locked_in(seated):
    page, line = await seated()
    await line.send(*question("single"))
    await press(page, "Saturn")
    assert await page.get_by_role("button", name="Jupiter").is_disabled()
    await page.keyboard.press("1")
    await line.get("answer")
    assert line.waiting("answer") == 0


async def test_an_answer_may_be_changed_where_the_game_allows_it(seated):
    page, line = await seated()
    await line.send(
        welcome(game=info(change_answer=True)), prep(KINDS["multiple"]), opened(KINDS["multiple"])
    )
    await press(page, "Bat", SEND)
    first = await line.get("answer")
    await line.send(Ack(2, first["nonce"], "ok"))
    await expect(page.locator(".status")).to_contain_text("You can change it")
    await press(page, "Dolphin", "Change answer")
    second = await line.get("answer")
    assert (first["a"], second["a"]) == ([0], [0, 2])
    assert first["nonce"] != second["nonce"]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("late", "It came late. Your teacher decides whether it counts."),
        ("closed", "It came too late to count."),
        ("bad", "This answer could not be used. Look at it and send it again."),
    ],
)
async def test_the_host_s_word_is_told(seated, word, said: str):
    page, line = await seated()
    await line.send(*question("typed"))
    await typed(page, "Canberra")
    frame = await line.get("answer")
    await line.send(Ack(2, frame["nonce"], word))
    await expect(page.locator(".status")).to_contain_text(said)
    assert await page.get_by_role("textbox").is_enabled() == (word != "late")


async def test_who_came_in_during_a_question_waits_for_the_next(seated):
    page, line = await seated()
    kind = KINDS["single"]
    snapshot = Snapshot(
        "open", shown=shown(kind), view=kind.view, open_at=1, close_at=host_ms() + 9000, eligible=False
    )
    await line.send(welcome(snapshot))
    await expect(page.locator(".status")).to_contain_text("You play from the next one")
    assert await page.get_by_role("button", name="Saturn").is_disabled()


async def test_media_are_loaded_before_the_options_come(seated, stand):
    page, line = await seated()
    await line.send(welcome(), prep(KINDS["pictures"]))
    assert (await line.get("ready"))["q"] == 2
    assert stand.asked == ["ab" * 32]
    picture = page.get_by_role("img", name="A lake between green mountains")
    await expect(picture).to_be_visible()


async def test_a_button_says_what_it_does_as_soon_as_the_options_are_there(seated):
    page, line = await seated()
    kind = KINDS["multiple"]
    await line.send(welcome(), prep(kind))
    await page.wait_for_selector(".get-ready")
    opening = host_ms() + 300
    await line.send(Open(41, 2, opening, opening + 30_000, kind.view))
    await page.wait_for_selector(".tile")
    button = page.locator(".send")
    assert (await button.text_content(), await button.is_disabled()) == ("Send answer", True)


async def test_what_the_host_forgave_is_not_crossed_out(seated):
    page, line = await seated()
    kind = KINDS["cloze_typed"]
    own = OwnResult(1.0, 900, 900, 1, 1, 0, None, "right")
    await line.send(welcome(), prep(kind), opened(kind))
    await page.locator(".answer-area input").first.wait_for()
    told = revealed(kind, own=own)
    await line.send(structs.replace(told, own=structs.replace(own, answer=["foour", "Fóur"])))
    await page.wait_for_selector(".cloze .gap-right")
    await expect(page.locator(".gap-wrong")).to_have_count(0)
    again = structs.replace(own, answer=["Fóur", "two"], state="partly", fraction=0.5)
    await line.send(structs.replace(told, seq=told.seq + 1, own=again))
    await expect(page.locator(".gap-wrong")).to_have_count(1)
    await expect(page.locator(".gap-wrong")).to_contain_text("two")


async def test_either_copy_of_a_right_that_two_pairs_share_fits(seated):
    page, line = await seated()
    view = MatchingView(
        tuple(Choice(text) for text in ("Whale", "Bat", "Trout")),
        tuple(Choice(text) for text in ("mammal", "fish", "mammal")),
    )
    kind = replace(KINDS["matching"], view=view, solution=Solution((0, 2, 1)), answer=[2, 0, 1])
    await line.send(welcome(), prep(kind), opened(kind))
    await page.wait_for_selector("select")
    await line.send(revealed(kind))
    await page.wait_for_selector(".matches.results")
    await expect(page.locator(".matches .mark.wrong")).to_have_count(0)
    await expect(page.locator(".matches .mark.ok")).to_have_count(3)
