"""A game at one's own pace: answers at any time, also offline, handing in, and the own result."""

import pytest
from playwright.async_api import expect

from shared.quiz.messages import Ack, Assignment, Snapshot
from tests.support.player_scenes import SELF, assignment, info, items, own_results, welcome

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_questions_are_answered_in_any_order(seated):
    page, line = await seated()
    await line.send(*assignment())
    await page.get_by_role("button", name="What is the capital").click()
    await page.get_by_role("textbox").fill("Canberra")
    await page.get_by_role("button", name="Send answer").click()
    typed = await line.get("answer")
    assert (typed["q"], typed["a"]) == (3, "Canberra")
    await line.send(Ack(3, typed["nonce"], "ok"))
    await page.get_by_role("button", name="Overview").click()
    await expect(page.locator(".items li").nth(3)).to_contain_text("Answered")
    await expect(page.locator(".progress-text")).to_have_text("1 of 5 answered")


@pytest.mark.parametrize("change", [False, True])
async def test_that_the_first_answer_counts_is_said_before_it_is_given(seated, change: bool):
    page, line = await seated()
    await line.send(welcome(Snapshot("open"), info(**SELF, change_answer=change)), items())
    await page.get_by_role("button", name="Which planet").wait_for()
    assert ("Your first answer counts." in await page.locator(".assignment").inner_text()) is not change
    await page.get_by_role("button", name="Which planet").click()
    await page.get_by_role("button", name="Saturn").wait_for()
    assert ("Your first answer counts." in await page.locator("main").inner_text()) is not change


async def test_answers_given_offline_wait_and_are_handed_in_with_the_line(seated, stand):
    page, line = await seated()
    await line.send(*assignment())
    await page.get_by_role("button", name="Which planet").wait_for()
    stand.open = False
    await line.cut()
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Which planet").click()
    await page.get_by_role("button", name="Saturn").click()
    await page.get_by_role("button", name="Next").click()
    await page.get_by_role("button", name="Bat").click()
    await page.get_by_role("button", name="Send answer").click()
    await page.get_by_role("button", name="Overview").click()
    await expect(page.locator(".assignment")).to_contain_text(
        "2 answers are saved on this phone, will be sent"
    )
    await page.get_by_role("button", name="Hand in").click()
    await expect(page.locator(".assignment")).to_contain_text("3 questions are still open.")
    await page.get_by_role("button", name="Hand in anyway").click()
    await expect(page.locator(".assignment")).to_contain_text("It is handed in when the connection is back.")
    stand.open = True
    await page.context.set_offline(False)
    again = await stand.line()
    await again.send(*assignment())
    first, second = await again.get("answer"), await again.get("answer")
    assert ((first["q"], first["a"]), (second["q"], second["a"])) == ((0, 1), (1, [0]))
    await again.get("finish")


async def test_answers_and_progress_survive_a_reload(seated, stand):
    page, line = await seated()
    await line.send(*assignment())
    await page.get_by_role("button", name="Which planet").click()
    await page.get_by_role("button", name="Saturn").click()
    sent = await line.get("answer")
    await page.reload()
    again = await stand.line()
    await again.send(*assignment())
    assert (await again.get("answer"))["nonce"] == sent["nonce"]
    await expect(page.locator(".progress-text")).to_have_text("1 of 5 answered")
    await page.get_by_role("button", name="Which planet").click()
    await expect(page.get_by_role("button", name="Saturn")).to_have_attribute("aria-pressed", "true")


async def test_what_another_device_answered_is_known(seated):
    page, line = await seated()
    asked = items()
    await line.send(welcome(Snapshot("open"), info(**SELF)), Assignment(asked.seq, asked.items, (0, 1)))
    await expect(page.locator(".progress-text")).to_have_text("2 of 5 answered")


async def test_the_own_result_comes_after_handing_in(seated):
    page, line = await seated()
    await line.send(*assignment(), own_results())
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your results")
    await expect(page.locator(".big-score")).to_contain_text("3,420 of 5,000 points")
    await expect(page.locator(".own-result")).to_have_count(5)
    await expect(page.locator(".own-result").first).to_contain_text("Saturn has 274 confirmed moons")


async def test_a_result_without_the_questions_still_tells_the_score(seated):
    page, line = await seated()
    await line.send(welcome(Snapshot("open"), info(**SELF)), own_results())
    await expect(page.locator(".big-score")).to_contain_text("3,420 of 5,000 points")


async def test_one_waits_for_the_questions(seated):
    page, line = await seated()
    await line.send(welcome(Snapshot("lobby"), info(**SELF)))
    await expect(page.locator("main")).to_contain_text(
        "The questions appear here as soon as your teacher opens them."
    )
