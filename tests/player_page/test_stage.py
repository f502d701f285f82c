"""The projector and the remote: what they show, what their buttons ask for, and who may use them."""

import msgspec
import pytest
from playwright.async_api import Page, expect

from shared.quiz.commands import Counts, Done, LateAnswer, Roster, Seat
from shared.quiz.messages import Deny, HostLost, Moved, Welcome
from shared.quiz.quiz import Source
from tests.support.player_scenes import KINDS, SEATS, stage, stage_scenes
from tests.support.player_stand import Line, host_ms, player_stand

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
    colours = "tiles => new Set(tiles.map(tile => getComputedStyle(tile).borderTopColor)).size"
    assert await page.locator(".tile").evaluate_all(colours) == 1
    assert "transparent" in await page.locator(".tile").first.evaluate(
        "tile => getComputedStyle(tile).getPropertyValue('--tint')"
    )
    await line.send(stage("reveal", KINDS["single"]))
    await expect(page.locator(".is-right")).to_contain_text("Saturn")
    fills = "bars => new Set(bars.map(bar => getComputedStyle(bar).backgroundColor)).size"
    assert await page.locator(".tile .bar-fill").evaluate_all(fills) == 1


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


async def opened_editor(page: Page, name: str) -> None:
    await page.get_by_role("button", name="Players").click()
    await page.get_by_role("button", name=f"Change: {name}").click()
    await expect(page.locator(".seat-editor h2")).to_be_focused()


async def test_a_player_is_renamed_moved_given_time_and_banned(seated):
    page, line = await seated("/host#t=key")
    hello, *rest = stage_scenes()["lobby"]()
    assert isinstance(hello, Welcome)
    game = msgspec.structs.replace(hello.game, teams=("Owls", "Foxes"))
    await line.send(msgspec.structs.replace(hello, game=game), *rest)
    await opened_editor(page, "Nadia")
    await page.get_by_label("Name").fill("Nadia B")
    await line.send(Roster((Seat("p2", "Amélie", "Foxes", connected=True, answered=True),)))
    await expect(page.locator(".seats")).to_contain_text("Answered")
    await expect(page.get_by_label("Name")).to_be_focused()
    await page.keyboard.press("Enter")
    assert await asked(line) == {"do": "rename", "pid": "p1", "name": "Nadia B"}
    await page.get_by_label("Team").select_option("Foxes")
    assert await asked(line) == {"do": "set_team", "pid": "p1", "team": "Foxes"}
    await page.get_by_label("Time to answer").select_option("1.5 times as long")
    assert await asked(line) == {"do": "extra_time", "pid": "p1", "factor": 1.5}
    await page.get_by_label("Time to answer").select_option("No limit")
    assert await asked(line) == {"do": "extra_time", "pid": "p1", "factor": 0}
    await page.get_by_role("button", name="Ban from this game").click()
    assert line.waiting("cmd") == 0
    await page.get_by_role("button", name="Press again").click()
    assert await asked(line) == {"do": "kick", "pid": "p1", "ban": True}
    await expect(page.locator(".seat-editor")).to_have_count(0)


async def test_what_a_teacher_should_know_of_a_device_is_in_its_line(remote):
    page, line = await remote("lobby")
    await page.get_by_role("button", name="Players").click()
    await line.send(Roster((Seat("p1", "Nadia", connected=True, low=True, link_ms=900, extra_time=2),)))
    row = page.locator(".seat", has_text="Nadia")
    for words in ("Battery low", "Slow connection: 900 ms", "Extra time"):
        await expect(row).to_contain_text(words)


async def test_a_typed_answer_is_judged_anew(remote):
    page, line = await remote("reveal_typed")
    await page.get_by_role("button", name="Accept: Sydney", exact=True).click()
    assert await asked(line) == {"do": "remark", "q": 2, "text": "Sydney", "right": True}
    await page.get_by_role("button", name="Do not accept: Canberra").click()
    assert await asked(line) == {"do": "remark", "q": 2, "text": "Canberra", "right": False}


async def test_late_answers_are_counted_or_not(remote):
    page, line = await remote("reveal_single")
    await line.send(stage("reveal", KINDS["single"], late=(LateAnswer("p1", 900),)))
    await expect(page.locator("main")).to_contain_text("1 answer came just after the end.")
    await page.get_by_role("button", name="Count them", exact=True).click()
    assert await asked(line) == {"do": "allow_late", "q": 2, "allow": True}
    await page.get_by_role("button", name="Do not count them").click()
    assert await asked(line) == {"do": "allow_late", "q": 2, "allow": False}


async def test_whether_phones_come_through_is_told_in_the_lobby(remote):
    page, line = await remote("lobby")
    await expect(page.locator("main")).to_contain_text("No other device has come in yet.")
    await line.send(stage("lobby", reached=True, next_step="start"))
    await expect(page.locator("main")).to_contain_text("Phones of this room reach the host.")


async def test_the_newest_names_are_on_the_projector(seated):
    page, line = await seated("/screen#t=key", viewport=PROJECTOR)
    await line.send(*stage_scenes()["lobby"]())
    await line.send(Roster(tuple(Seat(f"s{number}", f"Player {number}") for number in range(100)), full=True))
    await expect(page.locator(".names li").last).to_have_text("Player 99")
    await expect(page.locator(".names li")).to_have_count(60)
    await expect(page.locator(".stage-lobby .note")).to_have_count(0)


@pytest.mark.parametrize("path", ["/screen", "/host"])
async def test_a_host_that_moves_is_followed_with_the_key(seated, stand, path: str):
    page, line = await seated(path + "#t=key", viewport=PROJECTOR)
    await line.send(*stage_scenes()["open_single"]())
    await page.wait_for_selector(".tile")
    async with player_stand() as other:
        await line.send(Moved(other.url + "/?pin=482913"))
        stand.open = False
        await line.cut()
        assert (await other.line()).hello["token"] == "key"
        await page.goto("about:blank")


async def test_where_a_question_comes_from_is_shown_with_its_answer(seated):
    page, line = await seated("/screen#t=key", viewport=PROJECTOR)
    await line.send(
        *stage_scenes()["reveal_single"](),
        stage("reveal", KINDS["single"], source=Source("i", "Biology", page=12)),
    )
    await expect(page.locator(".why .source")).to_have_text("From: Biology, page 12")


async def test_how_many_have_loaded_a_picture_is_told_while_it_is_read(seated):
    page, line = await seated("/screen#t=key", viewport=PROJECTOR)
    hello, *_ = stage_scenes()["prep"]()
    await line.send(hello, stage("prep", KINDS["pictures"]), Counts(2, 24, 23, 24, 0, 7))
    await expect(page.locator(".counted")).to_have_text("7 of 23 devices have loaded it")


async def test_who_has_handed_in_is_in_the_roster(remote):
    page, line = await remote("lobby")
    await page.get_by_role("button", name="Players").click()
    await line.send(Roster((Seat("p1", "Nadia", connected=True, finished=True),)))
    await expect(page.locator(".seat", has_text="Nadia")).to_contain_text("Handed in")
