"""The projector and the remote: what they show, what their buttons ask for, and who may use them."""

import msgspec
import pytest
from playwright.async_api import Page, expect

from shared.quiz.commands import Counts, Done, Roster, Seat
from shared.quiz.messages import Deny, HostLost, Welcome
from tests.support.player_scenes import KINDS, SEATS, stage, stage_scenes
from tests.support.player_stand import Line, host_ms

pytestmark = pytest.mark.asyncio(loop_scope="session")
PROJECTOR = {"width": 1280, "height": 720}


@pytest.fixture
def remote(seated):
    async def make(scene: str) -> tuple[Page, Line]:
        page, line = await seated("/host#t=key")
        await line.send(*stage_scenes()[scene]())
        await page.wait_for_selector(".control-bar")
        return page, line

    return make


async def asked(line: Line) -> dict[str, object]:
    frame = await line.get("cmd")
    await line.send(Done(frame["id"]))
    return frame["action"]


async def test_a_projector_asks_with_its_token(seated):
    _, line = await seated("/screen#t=key", viewport=PROJECTOR)
    assert (line.hello["role"], line.hello["token"]) == ("screen", "key")


async def test_a_remote_asks_with_its_token(seated):
    _, line = await seated("/host#t=key")
    assert (line.hello["role"], line.hello["token"]) == ("host", "key")


async def test_without_a_token_nothing_is_asked(device, stand):
    page = await device()
    await page.goto(stand.url + "/host")
    await expect(page.get_by_role("heading")).to_have_text("This page has no key to the game")


async def test_a_refused_token_is_told(seated):
    page, line = await seated("/screen#t=old")
    await line.send(Deny("token"))
    await expect(page.get_by_role("heading")).to_have_text("This page has no key to the game")


async def test_the_way_in_stays_on_the_projector(seated):
    page, line = await seated("/screen#t=key", viewport=PROJECTOR)
    await line.send(*stage_scenes()["open_single"]())
    await expect(page.locator(".join-small")).to_have_text("192.168.1.20:8420 · Game PIN 482 913")


async def test_the_projector_counts_and_closes(seated):
    page, line = await seated("/screen#t=key", viewport=PROJECTOR)
    await line.send(*stage_scenes()["open_single"]())
    await expect(page.locator(".counted")).to_have_text("13 of 24 answered")
    await line.send(Counts(2, 24, 23, 24, 20, 24))
    await expect(page.locator(".counted")).to_have_text("20 of 24 answered")
    await line.send(stage("reveal", KINDS["single"]))
    await expect(page.locator(".is-right")).to_contain_text("Saturn")
    await expect(page.locator(".share")).to_have_text("15 of 24 answers were right")


async def test_options_come_on_the_projector_when_they_come_on_the_phones(seated):
    page, line = await seated("/screen#t=key", viewport=PROJECTOR)
    await line.send(*stage_scenes()["prep"]())
    await page.wait_for_selector(".get-ready")
    now = host_ms()
    await line.send(stage("open", KINDS["single"], open_at=now + 500, close_at=now + 9000))
    assert await page.locator(".tile").count() == 0
    await expect(page.locator(".tile")).to_have_count(4)


async def test_letters_are_left_out_where_devices_mix_their_options(seated):
    page, line = await seated("/screen#t=key", viewport=PROJECTOR)
    hello, *rest = stage_scenes()["open_single"]()
    assert isinstance(hello, Welcome)
    await line.send(
        msgspec.structs.replace(hello, game=msgspec.structs.replace(hello.game, own_order=True)), *rest
    )
    await expect(page.locator(".tile")).to_have_count(4)
    await expect(page.locator(".letter").first).to_be_hidden()


@pytest.mark.parametrize(
    ("scene", "button", "action"),
    [
        ("lobby", "Start", {"do": "next"}),
        ("lobby", "Lock", {"do": "lock", "locked": True}),
        ("open_single", "Close the answers", {"do": "next"}),
        ("open_single", "Pause", {"do": "pause"}),
        ("open_single", "30 s more", {"do": "extend", "ms": 30_000}),
        ("open_single", "Skip", {"do": "skip"}),
        ("paused", "Go on", {"do": "resume"}),
        ("reveal_single", "Do not count", {"do": "void", "q": 2, "void": True}),
        ("reveal_word_cloud", "Hide sun", {"do": "hide", "q": 2, "text": "sun"}),
    ],
)
async def test_a_button_asks_the_host(remote, scene: str, button: str, action: dict[str, object]):
    page, line = await remote(scene)
    await page.get_by_role("button", name=button).click()
    assert await asked(line) == action


async def test_ending_wants_a_second_press(remote):
    page, line = await remote("open_single")
    await page.get_by_role("button", name="End").click()
    assert line.waiting("cmd") == 0
    await page.get_by_role("button", name="Press again").click()
    assert await asked(line) == {"do": "end"}


async def test_a_command_says_what_was_seen_and_a_stale_one_is_told(remote):
    page, line = await remote("open_single")
    await page.get_by_role("button", name="Close the answers").click()
    frame = await line.get("cmd")
    assert frame["expect"] == {"phase": "open", "q": 2}
    await line.send(Done(frame["id"], "stale"))
    await expect(page.get_by_role("alert")).to_contain_text("The game had already moved on")


async def test_a_command_is_sent_again_after_a_lost_line(remote, stand):
    page, line = await remote("open_single")
    await page.get_by_role("button", name="Pause").click()
    first = await line.get("cmd")
    await line.cut()
    again = await stand.line()
    await again.send(*stage_scenes()["open_single"]())
    assert (await again.get("cmd"))["id"] == first["id"]


async def test_players_are_let_in_and_taken_out(remote):
    page, line = await remote("lobby")
    await page.get_by_role("button", name="Players").click()
    await expect(page.locator(".seat .who-name").first).to_have_text("Mallory")
    await page.get_by_role("button", name="Let in: Mallory").click()
    assert await asked(line) == {"do": "approve", "pid": "p5"}
    await page.get_by_role("button", name="Take out: Nadia").click()
    assert await asked(line) == {"do": "kick", "pid": "p1"}
    await page.get_by_role("button", name="Let back in: Oscar").click()
    assert await asked(line) == {"do": "readmit", "pid": "p6"}
    await line.send(Roster((Seat("p5", "Mallory", connected=True),)))
    await expect(page.get_by_role("button", name="Take out: Mallory")).to_be_visible()


async def test_names_come_into_the_lobby(remote):
    page, line = await remote("lobby")
    await expect(page.locator(".names li")).to_have_count(sum(seat.state == "in" for seat in SEATS))
    await line.send(Roster((Seat("p9", "Zoë", connected=True),)))
    await expect(page.locator(".names")).to_contain_text("Zoë")


async def test_the_keyboard_keeps_its_place_when_the_bar_is_drawn_anew(remote):
    page, line = await remote("open_single")
    await page.get_by_role("button", name="Close the answers").focus()
    await line.send(stage("closed", KINDS["single"], next_step="reveal"))
    await expect(page.get_by_role("button", name="Show the answer")).to_be_focused()


async def test_trouble_with_the_disk_is_told(remote):
    page, line = await remote("open_single")
    await line.send(stage("open", KINDS["single"], trouble="disk_full", next_step="close"))
    await expect(page.locator(".control-bar")).to_contain_text("The host’s disk is full")


async def test_a_projector_tells_that_the_teacher_is_away(seated):
    page, line = await seated("/screen#t=key", viewport=PROJECTOR)
    await line.send(*stage_scenes()["open_single"](), HostLost(host_ms()))
    await expect(page.locator(".banner")).to_contain_text("The host is reconnecting")
