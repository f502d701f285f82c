"""The real host: browsers as players, as projector and as remote, from the lobby to the podium."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from shared.quiz.quiz import Choice, GameOptions, Multiple, Question, Quiz, Single, Typed
from tests.support.live_host import RunningHost, start_host

pytestmark = pytest.mark.asyncio(loop_scope="session")
MAMMALS = Multiple((Choice("Bat"), Choice("Whale"), Choice("Trout")), (0, 1))
QUIZ = Quiz(
    "q", "Life on Earth", (
        Question("a", "Which planet has \\(x^2\\) moons?", Single((Choice("Saturn"), Choice("Mars")), 0), read_s=2),
        Question("b", "Which are mammals?", MAMMALS, read_s=2),
        Question("c", "What is the capital of Australia?", Typed(("Canberra",)), time_limit_s=None, read_s=2),
    ),
)  # fmt: skip


@pytest.fixture
def host(tmp_path: Path):
    running = start_host(tmp_path / "host")
    yield running
    running.stop()


async def join(device, host: RunningHost, pin: str, name: str) -> Page:
    page = await device()
    await page.goto(f"{host.url}?pin={pin}")
    await page.get_by_label("Your name").fill(name)
    await page.get_by_role("button", name="Go in").click()
    await page.get_by_text("You’re in!").wait_for()
    return page


async def staff(device, host: RunningHost, path: str, token: str) -> Page:
    page = await device(viewport={"width": 1280, "height": 720})
    await page.goto(f"{host.url}{path}#t={token}")
    await page.wait_for_selector("h1")
    return page


async def step(remote: Page, name: str) -> None:
    button = remote.locator("button.next")
    await expect(button).to_have_text(name)
    await button.click()


async def test_a_game_with_two_phones_a_projector_and_a_remote(device, host: RunningHost):
    game = host.create_game(QUIZ, GameOptions(own_order=False, auto_advance=False))
    remote = await staff(device, host, "host", game.host_token)
    screen = await staff(device, host, "screen", game.screen_token)
    await expect(screen.locator(".pin")).to_have_text(f"{game.pin[:3]} {game.pin[3:]}")
    assert await screen.locator(".qr").evaluate("(node) => node.decode().then(() => node.naturalWidth > 0)")
    ada = await join(device, host, game.pin, "Ada")
    ben = await join(device, host, game.pin, "Ben")
    await expect(screen.locator(".players")).to_contain_text("2 players")
    await expect(screen.locator(".names li")).to_have_text(["Ada", "Ben"])
    await expect(ada.locator(".players")).to_contain_text("2 players")

    await step(remote, "Start")
    await expect(ada.locator("h1 math")).to_be_visible()
    await ada.get_by_role("button", name="Saturn").click()
    await expect(ada.locator(".status")).to_contain_text("Answer sent")
    await expect(screen.locator(".counted")).to_have_text("1 of 2 answered")
    await ben.get_by_role("button", name="Mars").click()
    await step(remote, "Show the answer")
    await expect(ada.locator(".result h2")).to_have_text("Right!")
    await expect(ben.locator(".result h2")).to_have_text("Not this time")
    await expect(screen.locator(".is-right")).to_contain_text("Saturn")
    await step(remote, "Show the leaderboard")
    await expect(ada.locator(".standing.own")).to_contain_text("Ada")
    await expect(screen.locator(".standing").first).to_contain_text("Ada")

    await step(remote, "Next question")
    await ada.get_by_role("button", name="Bat").click()
    await ada.get_by_role("button", name="Whale").click()
    await ada.context.set_offline(True)
    await ada.get_by_role("button", name="Send answer").click()
    await remote.get_by_role("button", name="Pause").click()
    await expect(ben.locator(".status")).to_contain_text("The clock is paused")
    await ada.context.set_offline(False)
    await remote.get_by_role("button", name="Go on").click()
    await expect(ada.locator(".status")).to_contain_text("Answer sent")
    await step(remote, "Close the answers")
    await step(remote, "Show the answer")
    await expect(ada.locator(".result h2")).to_have_text("Right!")
    await expect(ben.locator(".result h2")).to_have_text("No answer")
    await step(remote, "Show the leaderboard")

    await step(remote, "Next question")
    for page in (ada, ben):
        await page.get_by_role("textbox").fill("canbera")
        await page.keyboard.press("Enter")
    await step(remote, "Show the answer")
    await expect(ben.locator(".result h2")).to_have_text("Right!")
    await step(remote, "Show the podium")
    await expect(ada.locator(".podium-1")).to_contain_text("Ada")
    await expect(screen.locator(".podium-1")).to_contain_text("Ada")
    await step(remote, "End the game")
    await expect(ada.get_by_role("heading", level=1)).to_have_text("Well played!")
    right = [answer.fraction for answer in host.result(game.game_id).answers]
    assert sorted(right) == [0, 1, 1, 1, 1]


async def test_a_killed_host_comes_back_with_the_question_paused(device, host: RunningHost):
    game = host.create_game(QUIZ, GameOptions(own_order=False))
    remote = await staff(device, host, "host", game.host_token)
    ada = await join(device, host, game.pin, "Ada")
    ben = await join(device, host, game.pin, "Ben")
    await step(remote, "Start")
    await ada.get_by_role("button", name="Saturn").click()
    await expect(ada.locator(".status")).to_contain_text("Answer sent")
    host.kill()
    await ben.get_by_role("button", name="Mars").click()
    await expect(ben.locator(".status")).to_contain_text("Saved on this phone, will be sent")
    host.restart()
    await expect(ada.locator(".status")).to_contain_text("The clock is paused")
    await expect(ada.get_by_role("button", name="Saturn")).to_have_attribute("aria-pressed", "true")
    await remote.get_by_role("button", name="Go on").click()
    await expect(ben.locator(".status")).to_contain_text("Answer sent")
    await step(remote, "Show the answer")
    await expect(ada.locator(".result h2")).to_have_text("Right!")
    await expect(ben.locator(".result h2")).to_have_text("Not this time")


async def test_a_seat_moves_to_another_device_by_its_code(device, host: RunningHost):
    game = host.create_game(QUIZ)
    ada = await join(device, host, game.pin, "Ada")
    code = await ada.locator(".code").text_content()
    other = await device()
    await other.goto(host.url)
    await other.get_by_role("button", name="I have a rejoin code").click()
    await other.get_by_label("Game PIN").fill(game.pin)
    await other.get_by_label("Rejoin code").fill(code or "")
    await other.get_by_role("button", name="Go in").click()
    await expect(other.locator(".big-name")).to_have_text("Ada")
    await expect(ada.get_by_role("heading")).to_have_text("You play in another place")
    await other.reload()
    await expect(other.locator(".big-name")).to_have_text("Ada")


async def test_an_assignment_is_answered_and_handed_in(device, host: RunningHost):
    game = host.create_game(QUIZ, GameOptions(pace="self", preset="accuracy", own_order=False))
    remote = await staff(device, host, "host", game.host_token)
    ada = await join(device, host, game.pin, "Ada")
    await step(remote, "Start")
    await ada.get_by_role("button", name="What is the capital").click()
    await ada.get_by_role("textbox").fill("Canberra")
    await ada.keyboard.press("Enter")
    await ada.get_by_role("button", name="Overview").click()
    await expect(ada.locator(".items li").nth(2)).to_contain_text("Answered")
    await ada.get_by_role("button", name="Hand in").click()
    await ada.get_by_role("button", name="Hand in anyway").click()
    await expect(remote.locator(".players")).to_have_text("1 of 1 have handed in")
    await expect(ada.locator(".big-score")).to_contain_text("1,000 of 3,000 points")
    await ada.reload()
    await expect(ada.locator(".big-score")).to_contain_text("1,000 of 3,000 points")


async def test_an_approved_team_player_with_a_generated_name(device, host: RunningHost):
    options = GameOptions(names="generated", approval=True, teams=("Owls", "Foxes"))
    game = host.create_game(QUIZ, options)
    remote = await staff(device, host, "host", game.host_token)
    page = await device()
    await page.goto(f"{host.url}?pin={game.pin}")
    await page.get_by_role("radio", name="Foxes").check()
    await page.get_by_role("button", name="Go in").click()
    await expect(page.get_by_role("heading")).to_have_text("Almost there")
    await remote.get_by_role("button", name="Players").click()
    await remote.get_by_role("button", name="Let in").click()
    await expect(page.locator(".team")).to_have_text("Team Foxes")
    await remote.get_by_role("button", name="Take out").click()
    await expect(page.get_by_role("heading")).to_have_text("You were taken out of the game")
    await remote.get_by_role("button", name="Let back in").click()
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("heading")).to_have_text("You’re in!")
