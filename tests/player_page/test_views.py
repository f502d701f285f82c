"""Every view, on the smallest phone and on a projector: no barrier that axe knows, nothing beside the screen."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.support.player_scenes import scenes, stage_scenes
from tests.support.player_stand import Stand

pytestmark = pytest.mark.asyncio(loop_scope="session")
TINY = {"width": 320, "height": 568}
PROJECTOR = {"width": 1280, "height": 720}
TARGET = 44
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """(least) => [...document.querySelectorAll("button, select, input:not([type=radio])")]
  .filter((node) => node.offsetParent && !node.closest("[hidden]"))
  .map((node) => [node.textContent || node.name, node.getBoundingClientRect()])
  .filter(([, box]) => box.width < least - 0.5 || box.height < least - 0.5)
  .map(([name, box]) => `${name} ${box.width} x ${box.height}`)"""
AXE = Axe().axe_script
VIOLATIONS = """(options) => axe.run(document, options).then((found) => found.violations.flatMap((each) =>
  each.nodes.map((node) => `${each.id}: ${node.target} ${JSON.stringify(node.any.slice(0, 1))}`)))"""
SETTLED = """() => document.getAnimations().every((each) =>
  each.playState !== "running" || each.effect.getTiming().iterations > 1)"""


async def barriers(page: Page, options: dict[str, Any]) -> list[str]:
    await page.wait_for_function(SETTLED)
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    return await page.evaluate(VIOLATIONS, {"resultTypes": ["violations"]} | options)


async def both_schemes(page: Page) -> list[str]:
    light = await barriers(page, {})
    await page.emulate_media(color_scheme="dark")
    return light + await barriers(page, {"runOnly": ["color-contrast"]})


async def shown(page: Page, line: Any, frames: list[Any]) -> None:
    await line.send(*frames)
    if frames[-1].__struct_config__.tag == "open":
        await page.locator(".answer-area > *").first.wait_for(state="attached")
        await page.wait_for_selector(".get-ready", state="detached")
    await page.wait_for_selector("h1")


@pytest.mark.parametrize("name", scenes())
async def test_a_player_view_is_for_everybody(seated, name: str):
    page, line = await seated(viewport=TINY, reduced_motion="reduce")
    await shown(page, line, scenes()[name]())
    assert await page.evaluate(WIDER) <= 0
    assert await page.evaluate(SMALL_TARGETS, TARGET) == []
    assert await both_schemes(page) == []


@pytest.mark.parametrize("name", stage_scenes())
async def test_a_projector_view_is_for_everybody(seated, name: str):
    page, line = await seated("/screen#t=token", viewport=PROJECTOR, reduced_motion="reduce")
    await shown(page, line, stage_scenes()[name]())
    assert await page.evaluate(WIDER) <= 0
    assert await both_schemes(page) == []


@pytest.mark.parametrize(
    "name", ["lobby", "prep", "open_single", "paused", "reveal_word_cloud", "reveal_typed", "board", "podium"]
)
async def test_a_remote_is_for_everybody(seated, name: str):
    page, line = await seated("/host#t=token", viewport=TINY, reduced_motion="reduce")
    await shown(page, line, stage_scenes()[name]())
    await page.get_by_role("button", name="Players").click()
    assert await page.evaluate(WIDER) <= 0
    assert await page.evaluate(SMALL_TARGETS, TARGET) == []
    assert await both_schemes(page) == []


async def test_changing_a_player_is_for_everybody(seated):
    page, line = await seated("/host#t=token", viewport=TINY, reduced_motion="reduce")
    await shown(page, line, stage_scenes()["lobby"]())
    await page.get_by_role("button", name="Players").click()
    await page.get_by_role("button", name="Change: Nadia").click()
    assert await page.evaluate(WIDER) <= 0
    assert await page.evaluate(SMALL_TARGETS, TARGET) == []
    assert await both_schemes(page) == []


async def test_the_way_in_is_for_everybody(device, stand: Stand):
    page = await device(viewport=TINY)
    await page.goto(stand.url)
    for step in (None, "I have a rejoin code"):
        if step:
            await page.get_by_role("button", name=step).click()
        assert await page.evaluate(WIDER) <= 0
        assert await page.evaluate(SMALL_TARGETS, TARGET) == []
        assert await both_schemes(page) == []
