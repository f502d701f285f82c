"""Offline, locked, in two places, reloaded: nobody loses the seat or an answer."""

import asyncio

import pytest
from playwright.async_api import expect

from shared.quiz.messages import Ack, Deny, Gone, HostLost, Moved, Snapshot, Time
from tests.support.player_scenes import KINDS, opened, prep, question, shown, welcome
from tests.support.player_stand import host_ms, player_stand
from tests.support.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="session")
PRIVATE = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); }
})"""


def midway(*, answered: bool = False, answer=None) -> Snapshot:
    kind = KINDS["single"]
    return Snapshot("open", shown=shown(kind), view=kind.view, open_at=1, close_at=host_ms() + 20_000,
                    answered=answered, answer=answer, total=900, rank=3)  # fmt: skip


async def test_an_answer_given_offline_is_sent_when_the_line_is_back(seated, stand):
    page, line = await seated()
    await line.send(*question("single"))
    await page.get_by_role("button", name="Saturn").wait_for()
    stand.open = False
    await line.cut()
    await page.context.set_offline(True)
    await expect(page.locator(".banner")).to_contain_text("You are offline")
    await page.get_by_role("button", name="Saturn").click()
    await expect(page.locator(".status")).to_contain_text("Saved on this phone, will be sent")
    stand.open = True
    await page.context.set_offline(False)
    again = await stand.line()
    assert again.hello["token"] == "token-1"
    assert again.hello["seen"] == [1, 41]
    await again.send(welcome(midway()))
    first = await again.get("answer")
    assert (first["q"], first["a"]) == (2, 1)
    await again.send(Ack(2, first["nonce"], "ok"))
    await expect(page.locator(".status")).to_contain_text("Answer sent")
    await expect(page.locator(".banner")).to_be_hidden()


async def test_an_answer_is_sent_again_with_the_same_nonce_until_it_is_acknowledged(seated, stand):
    page, line = await seated()
    await line.send(*question("single"))
    await page.get_by_role("button", name="Saturn").click()
    first = await line.get("answer")
    await line.cut()
    again = await stand.line()
    await again.send(welcome(midway()))
    assert (await again.get("answer")) == first
    await expect(page.get_by_role("button", name="Saturn")).to_have_attribute("aria-pressed", "true")


async def test_an_answer_survives_a_reload(seated, stand):
    page, line = await seated()
    await line.send(*question("single"))
    await page.get_by_role("button", name="Saturn").click()
    first = await line.get("answer")
    await page.reload()
    again = await stand.line()
    assert again.hello["token"] == "token-1"
    await again.send(welcome(midway()))
    assert (await again.get("answer"))["nonce"] == first["nonce"]


async def test_what_is_on_record_is_shown_after_a_reload(seated, stand):
    page, line = await seated()
    await line.send(welcome())
    await page.get_by_text("You’re in!").wait_for()
    await page.reload()
    again = await stand.line()
    await again.send(welcome(midway(answered=True, answer=2)))
    await expect(page.get_by_role("button", name="Uranus")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator(".status")).to_contain_text("Answer sent")
    await expect(page.locator(".bar .total")).to_have_text("900 points")


async def test_the_seat_is_found_without_a_pin_in_the_address(seated, stand):
    page, line = await seated()
    await line.send(welcome())
    await page.get_by_text("You’re in!").wait_for()
    await page.goto(stand.url)
    assert (await stand.line()).hello["token"] == "token-1"


async def test_a_seat_the_host_does_not_know_leads_back_to_the_name(seated, stand):
    page, line = await seated()
    await line.send(welcome())
    await page.get_by_text("You’re in!").wait_for()
    await page.reload()
    again = await stand.line()
    await again.send(Deny("token"))
    anew = await stand.line()
    assert "token" not in anew.hello
    assert anew.hello["pin"] == "482913"
    await anew.send(Deny("name_taken", ("Brave Otter",)))
    await expect(page.get_by_label("Your name")).to_have_value("Amélie")


async def test_a_private_window_plays_too(device, stand):
    page = await device(own=True)
    await page.add_init_script(PRIVATE)
    await page.goto(stand.url + "/?pin=482913")
    line = await stand.line()
    await line.send(*question("single"))
    await page.get_by_role("button", name="Saturn").click()
    first = await line.get("answer")
    await line.cut()
    again = await stand.line()
    assert again.hello["token"] == "token-1"
    await again.send(welcome(midway()))
    assert (await again.get("answer")) == first


async def test_waking_up_finds_a_dead_connection_soon(seated, stand):
    page, line = await seated()
    await line.send(welcome())
    await page.get_by_text("You’re in!").wait_for()
    await until(lambda: line.pings >= 5)
    line.silent = True
    await page.evaluate("dispatchEvent(new Event('pageshow'))")
    async with asyncio.timeout(4):
        again = await stand.line()
    assert again.hello["token"] == "token-1"


async def test_the_host_hears_when_the_page_is_hidden(seated):
    page, line = await seated()
    await line.send(welcome())
    await page.get_by_text("You’re in!").wait_for()
    await page.evaluate(
        "Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    assert (await line.get("away"))["away"] is True


async def test_a_host_without_its_teacher_is_told_from_a_lost_line(seated):
    page, line = await seated()
    await line.send(welcome(), HostLost(host_ms()))
    await expect(page.locator(".banner")).to_contain_text("The host is reconnecting")
    await line.send(HostLost(None))
    await expect(page.locator(".banner")).to_be_hidden()


async def test_a_host_that_is_away_is_tried_again(seated, stand):
    page, line = await seated()
    await line.send(welcome())
    stand.open = False
    await line.cut()
    await expect(page.locator(".banner")).to_contain_text("Connecting again…")
    stand.open = True
    assert (await stand.line()).hello["token"] == "token-1"


async def test_the_newest_place_has_the_seat_and_the_old_one_can_take_it_back(seated, stand):
    page, line = await seated()
    await line.send(welcome(), Gone("elsewhere"))
    await expect(page.get_by_role("heading")).to_have_text("You play in another place")
    await page.get_by_role("button", name="Play here").click()
    again = await stand.line()
    assert again.hello["token"] == "token-1"
    await again.send(welcome())
    await page.get_by_text("You’re in!").wait_for()


async def test_a_code_opens_the_seat_on_another_device(device, stand):
    page = await device()
    await page.goto(stand.url)
    await page.get_by_role("button", name="I have a rejoin code").click()
    await page.get_by_label("Game PIN").fill("482913")
    await page.get_by_label("Rejoin code").fill("k7qm")
    await page.get_by_role("button", name="Go in").click()
    line = await stand.line()
    assert (line.hello["pin"], line.hello["code"]) == ("482913", "K7QM")
    assert "name" not in line.hello
    await line.send(Deny("token"))
    await expect(page.get_by_role("alert")).to_contain_text("This PIN and this code do not belong together")


async def test_a_pause_keeps_the_answer_until_the_game_goes_on(seated):
    page, line = await seated()
    await line.send(*question("single"))
    await page.get_by_role("button", name="Saturn").click()
    first = await line.get("answer")
    await line.send(Time(42, 2, None, paused=True, left_ms=9000), Ack(2, first["nonce"], "paused"))
    await expect(page.locator(".status")).to_contain_text("The clock is paused")
    await expect(page.locator(".timer .number")).to_have_text("9 s")
    await line.send(Time(43, 2, host_ms() + 9000))
    assert (await line.get("answer")) == first


async def test_an_old_frame_changes_nothing(seated):
    page, line = await seated()
    await line.send(*question("single"), prep(KINDS["typed"], q=1))
    await expect(page.locator("h1")).to_have_text(KINDS["single"].text)
    await expect(page.get_by_role("button", name="Saturn")).to_be_visible()


async def test_a_doubled_frame_changes_nothing(seated):
    page, line = await seated()
    await line.send(*question("multiple"))
    await page.get_by_role("button", name="Bat").click()
    await line.send(opened(KINDS["multiple"]))
    await line.send(HostLost(host_ms()))
    await expect(page.locator(".banner")).to_be_visible()
    await expect(page.get_by_role("button", name="Bat")).to_have_attribute("aria-pressed", "true")


async def test_a_host_that_moves_is_followed_with_the_seat_and_the_answers(seated, stand):
    page, line = await seated()
    async with player_stand() as other:
        await line.send(*question("single"), Moved(other.url + "/?pin=482913"))
        await page.get_by_role("button", name="Saturn").click()
        first = await line.get("answer")
        stand.open = False
        await line.cut()
        again = await other.line()
        assert again.hello["token"] == "token-1"
        await again.send(welcome(midway()))
        assert (await again.get("answer"))["nonce"] == first["nonce"]
        # What was handed over in the address is taken out of it once it is kept.
        await page.wait_for_url(other.url + "/?pin=482913")
        await page.close()


async def test_a_line_that_works_is_not_given_up_for_another_address(seated, stand):
    page, line = await seated()
    await line.send(welcome(), Moved("http://127.0.0.1:9/"))
    await page.get_by_text("You’re in!").wait_for()
    await line.cut()
    await (await stand.line()).send(welcome())
    assert page.url.startswith(stand.url)


async def test_a_pause_does_not_count_as_thinking(seated):
    page, line = await seated()
    await line.send(*question("single"))
    await page.get_by_role("button", name="Saturn").wait_for()
    await page.wait_for_timeout(100)
    await line.send(Time(42, 2, None, paused=True, left_ms=9000))
    await page.wait_for_timeout(1500)
    await line.send(Time(43, 2, host_ms() + 9000))
    await page.get_by_role("button", name="Saturn").click()
    began = await page.evaluate("performance.now()")
    assert (await line.get("answer"))["elapsed_ms"] < began - 1400


async def test_what_was_typed_survives_a_restart_of_the_host(seated, stand):
    page, line = await seated()
    await line.send(*question("typed"))
    await page.get_by_role("textbox").fill("Canb")
    await line.cut()
    kind = KINDS["typed"]
    again = await stand.line()
    paused = Snapshot("open", paused=True, shown=shown(kind), view=kind.view, left_ms=9000)
    await again.send(welcome(paused, epoch=2, seq=3))
    await expect(page.locator(".status")).to_contain_text("The clock is paused")
    await expect(page.get_by_role("textbox")).to_have_value("Canb")


@pytest.mark.parametrize("reason", ["kicked", "banned"])
async def test_who_is_let_back_in_has_the_same_seat(seated, stand, reason):
    page, line = await seated()
    await line.send(welcome(), Gone(reason))
    await page.get_by_role("button", name="Try again").click()
    await (await stand.line()).send(Deny(reason))
    await page.get_by_role("button", name="Try again").click()
    again = await stand.line()
    assert again.hello["token"] == "token-1"
    await again.send(welcome(midway()))
    await expect(page.locator(".bar .total")).to_have_text("900 points")


async def test_who_was_taken_out_may_come_back_under_another_name(seated, stand):
    page, line = await seated()
    await line.send(welcome(), Gone("kicked"))
    await page.get_by_role("button", name="Join with another name").click()
    anew = await stand.line()
    assert "token" not in anew.hello
    assert (anew.hello["pin"], anew.hello["name"]) == ("482913", "")
    await anew.send(Deny("name"))
    await expect(page.get_by_label("Your name")).to_be_visible()


async def test_who_was_banned_is_not_offered_another_name(seated):
    page, line = await seated()
    await line.send(welcome(), Gone("banned"))
    await expect(page.get_by_role("heading")).to_have_text("You cannot join this game")
    await expect(page.get_by_role("button", name="Join with another name")).to_have_count(0)
