"""Names, texts and maths from outside stay text: nothing of them becomes markup or script."""

import pytest
from playwright.async_api import expect

from shared.quiz.commands import Roster, Seat
from shared.quiz.messages import Prep, Snapshot, Standing
from shared.quiz.quiz import Choice
from shared.quiz.views import SingleView, Solution, Summary, TextCount, TypedView
from tests.support.player_scenes import (
    RIGHT,
    Kind,
    board,
    info,
    opened,
    revealed,
    shown,
    stage_scenes,
    welcome,
)
from tests.support.player_stand import host_ms

pytestmark = pytest.mark.asyncio(loop_scope="session")
EVIL = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
HACKED = "window.hacked"
FOREIGN = """[...document.querySelectorAll("h1 *")].filter((node) =>
  !/^(math|m[a-z]+|code)$/.test(node.localName) || node.localName === "maction" ||
  [...node.attributes].some((each) => /^on|style|href/.test(each.name))).length"""
MATHS = "http://www.w3.org/1998/Math/MathML"
XHTML = "http://www.w3.org/1999/xhtml"
BAD_MATHS = {
    "script": f'<math xmlns="{MATHS}"><mi>a</mi><script xmlns="{XHTML}">window.hacked=1</script></math>',
    "handler": f'<math xmlns="{MATHS}"><mi onclick="hacked=1" style="color:red" href="javascript:1">a</mi></math>',
    "annotation": f'<math xmlns="{MATHS}"><semantics><mi>a</mi><annotation-xml>'
    f'<html xmlns="{XHTML}">'
    "<body onload='window.hacked=1'/></html></annotation-xml></semantics></math>",
    "svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked=1"/>',
    "action": f'<math xmlns="{MATHS}"><maction actiontype="statusline#http://x"><mi>a</mi></maction></math>',
    "broken": "<math><mi>a</math>",
    "entities": f'<!DOCTYPE math [<!ENTITY a "aaaa">]><math xmlns="{MATHS}"><mi>&a;</mi></math>',
}  # fmt: skip


async def test_texts_of_a_quiz_are_text(seated):
    page, line = await seated()
    kind = Kind(EVIL, SingleView((Choice(EVIL), Choice("b"))), Solution(0), Summary(2, 1, (1, 1)), 0, RIGHT)
    await line.send(welcome(game=info(), name=EVIL), Prep(40, shown(kind), host_ms()), opened(kind))
    await expect(page.locator("h1")).to_have_text(EVIL)
    await expect(page.locator(".choice-text").first).to_have_text(EVIL)
    await line.send(revealed(kind, why=EVIL))
    await expect(page.locator(".why p")).to_have_text(EVIL)
    assert await page.evaluate(HACKED) is None
    assert await page.locator("#app img, #app script").count() == 0


async def test_names_and_answers_of_others_are_text(seated):
    page, line = await seated()
    kind = Kind("?", TypedView(80), Solution("a"), Summary(1, 0, texts=(TextCount(EVIL, 1, 0.0),)), EVIL)
    standing = board().__class__((Standing(EVIL, 10, 1, 0, EVIL),), None, (), 1)
    await line.send(welcome(), Prep(40, shown(kind), host_ms()), opened(kind), revealed(kind))
    await expect(page.locator(".bar-name")).to_contain_text(EVIL)
    await line.send(standing)
    await expect(page.locator(".who-name").last).to_have_text(EVIL)
    assert await page.evaluate(HACKED) is None


async def test_a_roster_is_text(seated):
    page, line = await seated("/host#t=key")
    await line.send(*stage_scenes()["lobby"](), Roster((Seat("p1", EVIL, EVIL, connected=True),), full=True))
    await page.get_by_role("button", name="Players").click()
    await expect(page.locator(".seat .who-name")).to_have_text(EVIL)
    assert await page.evaluate(HACKED) is None


@pytest.mark.parametrize("name", BAD_MATHS)
async def test_maths_is_rebuilt_from_what_is_allowed(seated, page_errors, name: str):
    page, line = await seated()
    kind = Kind("\\(a\\) is?", TypedView(80), Solution("a"), Summary(), "", math={"a": BAD_MATHS[name]})
    await line.send(welcome(), Prep(40, shown(kind), host_ms()), opened(kind))
    await expect(page.locator("h1")).to_contain_text("is?")
    assert await page.evaluate(FOREIGN) == 0
    assert await page.evaluate(HACKED) is None
    # The parser that reads hostile maths reports what the policy stopped; nothing of it reached the page.
    assert all("Content Security" in error for error in page_errors)
    page_errors.clear()


async def test_maths_is_read_as_maths(seated):
    page, line = await seated()
    maths = f'<math xmlns="{MATHS}"><msup><mi>x</mi><mn>2</mn></msup></math>'
    kind = Kind("Solve \\(x^2\\) now", TypedView(80), Solution("a"), Summary(), "", math={"x^2": maths})
    await line.send(welcome(), Prep(40, shown(kind), host_ms()))
    await expect(page.locator("h1 math msup mn")).to_have_text("2")
    assert await page.locator("h1 math").evaluate("(node) => node.namespaceURI") == MATHS


async def test_a_stranger_s_words_do_not_break_the_page(seated):
    page, line = await seated()
    await line.send({"k": "open", "q": 5}, {"k": "unheard_of"}, {"k": "reveal", "q": 1}, {"k": "assignment"})
    await line._socket.send_str("not json")
    await line._socket.send_str("[1, 2]")
    await line.send(welcome(Snapshot("lobby")))
    await page.get_by_text("You’re in!").wait_for()


async def test_nothing_else_is_asked_for(seated, stand):
    page, _line = await seated()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.reload()
    await (await stand.line()).send(welcome())
    await page.get_by_text("You’re in!").wait_for()
    assert [url for url in asked if not url.startswith((stand.url, "data:"))] == []
