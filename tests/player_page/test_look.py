"""The page's values are the theme's, its texts can be read, and it bears large text and long words."""

import re

import pytest
from msgspec import structs
from playwright.async_api import expect

from desktop.widgets import theme
from shared.quiz.messages import OwnResult, Prep, Standing
from shared.quiz.quiz import Choice, Source
from shared.quiz.views import SingleView, Solution, Summary
from tests.support.player_scenes import (
    KINDS,
    RIGHT,
    Kind,
    board,
    opened,
    question,
    reveal,
    revealed,
    scenes,
    shown,
    welcome,
)
from tests.support.player_stand import host_ms
from tests.support.source_tree import ROOT

TOKENS = (ROOT / "resources" / "player_page" / "tokens.css").read_text("utf-8")
ROLES = (
    "background", "surface", "raised", "text", "muted", "border", "accent", "on_accent", "ok", "warning",
    "danger", "info",
    "control_border", "hover", "pressed", "accent_hover", "accent_tint", "disabled",
)  # fmt: skip
session = pytest.mark.asyncio(loop_scope="session")
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


LARGE = (
    "name", "lobby", "open_single", "open_order", "open_cloze", "open_matching", "sure", "why", "podium", "results",
    "assignment",
)  # fmt: skip


def values(palette: str) -> dict[str, str]:
    """The custom properties of one block of tokens.css."""
    starts = {
        "light": ":root",
        "dark": "(prefers-color-scheme: dark)",
        "contrast": "(prefers-contrast: more)",
    }
    block = TOKENS[TOKENS.index(starts[palette]) :]
    return dict(re.findall(r"--([a-z0-9-]+): ([^;]+);", block[: block.index("\n}")]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", theme.PALETTES)
def test_colours_are_the_theme_s(palette: str):
    found = values(palette)
    wanted = {role.replace("_", "-"): theme.PALETTES[palette].role(role) for role in ROLES}
    assert {name: found[name] for name in wanted} == wanted


def test_measures_are_the_theme_s():
    found = values("light")
    spaces = {"xs": "XS", "s": "S", "m": "M", "l": "L", "xl": "XL", "xxl": "XXL"}
    assert {name: found[f"space-{name}"] for name in spaces} == {
        name: f"{theme.Space[key].value}px" for name, key in spaces.items()
    }
    assert found["radius-control"] == f"{theme.RADIUS_CONTROL}px"
    assert found["radius-card"] == f"{theme.RADIUS_CARD}px"
    assert found["motion"] == f"{theme.MOTION_MS}ms"
    sizes = {"small": 0.85, "body": 1, "lead": 1.15, "title": 1.4, "display": 1.8}
    assert {name: float(found[name].removesuffix("rem")) for name in sizes} == sizes
    assert list(theme.TYPE_FACTORS.values()) == list(sizes.values())


def test_letters_on_options_can_be_read():
    found = values("light")
    inks = [found["on-option-0"] if place == 0 else found["on-option"] for place in range(6)]
    assert [place for place, ink in enumerate(inks) if contrast(ink, found[f"option-{place}"]) < 4.5] == []


def test_other_colours_are_named_once():
    """Outside tokens.css a colour is a token; QR codes are black on white, shadows are black."""
    others = [
        path for path in (ROOT / "resources" / "player_page").glob("*.css") if path.name != "tokens.css"
    ]
    found = {
        colour for path in others for colour in re.findall(r"#[0-9A-Fa-f]{3,8}\b", path.read_text("utf-8"))
    }
    assert found <= {"#FFFFFF", "#FBBF24"}


@session
@pytest.mark.parametrize("name", LARGE)
async def test_text_of_twice_the_size_fits(seated, name: str):
    page, line = await seated(viewport={"width": 320, "height": 568})
    await line.send(*scenes()[name]())
    await page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    await page.wait_for_selector("h1")
    assert await page.evaluate(WIDER) <= 0


@session
async def test_long_words_and_names_fit(seated):
    page, line = await seated(viewport={"width": 320, "height": 568})
    kind = Kind(
        f"Was heißt {LONG}?",
        SingleView((Choice(LONG), Choice(LONG * 2))),
        Solution(0),
        Summary(2, 1, (1, 1)),
        0,
        RIGHT,
    )
    await line.send(welcome(name="W" * 24, team="W" * 24))
    await page.get_by_text("You’re in!").wait_for()
    assert await page.evaluate(WIDER) <= 0
    await line.send(Prep(40, shown(kind), host_ms()), opened(kind))
    await page.wait_for_selector(".tile")
    assert await page.evaluate(WIDER) <= 0
    await line.send(revealed(kind, why=LONG * 3))
    await page.wait_for_selector(".why")
    assert await page.evaluate(WIDER) <= 0
    top = tuple(Standing("W" * 24, 123_456, rank, 12, "M" * 24) for rank in (1, 2, 3, 4))
    await line.send(board().__class__(top, None, (), 4, final=True))
    await page.wait_for_selector(".podium")
    assert await page.evaluate(WIDER) <= 0


@session
async def test_the_language_is_the_phone_s_and_can_be_changed(seated):
    page, line = await seated(locale="es-MX")
    await line.send(welcome())
    await page.get_by_text("¡Ya estás dentro!").wait_for()
    assert await page.locator("html").get_attribute("lang") == "es"
    assert line.hello["lang"] == "es"
    await page.get_by_role("button", name="Menú").click()
    await page.get_by_label("Idioma").select_option("en")
    await page.get_by_text("You’re in!").wait_for()
    assert await page.locator("html").get_attribute("lang") == "en"


@session
async def test_a_text_runs_in_its_own_direction(seated):
    page, line = await seated()
    kind = Kind(
        "ما هي عاصمة الأردن؟", SingleView((Choice("عمان"), Choice("Amman"))), Solution(0), Summary(), 0
    )
    await line.send(welcome(), Prep(40, shown(kind), host_ms()), opened(kind))
    texts = page.locator(".choice-text")
    await expect(texts).to_have_count(2)
    directions = await texts.evaluate_all("(nodes) => nodes.map((node) => getComputedStyle(node).direction)")
    assert directions == ["rtl", "ltr"]


@session
async def test_options_stay_apart_in_forced_colours(seated):
    page, line = await seated(forced_colors="active")
    await line.send(welcome(), Prep(40, shown(KINDS["single"]), host_ms()), opened(KINDS["single"]))
    await page.wait_for_selector(".tile")
    widths = await page.locator(".tile").evaluate_all(
        "(nodes) => nodes.map((node) => getComputedStyle(node).borderTopWidth)"
    )
    assert widths == ["2px"] * 4
    assert await page.locator(".tile .letter").all_text_contents() == ["A", "B", "C", "D"]


@session
async def test_reading_aloud_is_offered_where_there_is_a_voice(seated):
    page, line = await seated()
    await line.send(welcome(), Prep(40, shown(KINDS["single"]), host_ms()), opened(KINDS["single"]))
    await page.wait_for_selector(".tile")
    await page.evaluate("() => { speechSynthesis.speak = (said) => { window.said = said.text; }; }")
    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("button", name="Read aloud").click()
    assert (
        await page.evaluate("window.said")
        == "Which planet has the most moons we know of today? A: Jupiter. B: Saturn. C: Uranus. D: Neptune"
    )


@session
async def test_the_screen_is_kept_on_only_when_asked(seated):
    page, line = await seated()
    await page.evaluate("delete Navigator.prototype.wakeLock")
    await line.send(welcome())
    await page.get_by_text("You’re in!").wait_for()
    assert await page.locator("video").count() == 0
    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("button", name="Keep the screen on").click()
    await expect(page.get_by_role("button", name="Let the screen sleep")).to_be_visible()
    assert await page.locator("video").evaluate("(film) => !film.paused")


@session
async def test_texts_of_the_quiz_say_their_language(seated):
    page, line = await seated(locale="es-MX")
    await line.send(*reveal("single", "Because."))
    await page.wait_for_selector(".why")
    for place in ("h1", ".choice-text", ".why p"):
        assert await page.locator(place).first.get_attribute("lang") == "en"
    assert await page.locator("html").get_attribute("lang") == "es"


@session
async def test_the_bet_the_loss_and_the_source_are_told_with_the_result(seated):
    page, line = await seated()
    await line.send(*question("single"))
    await page.wait_for_selector(".tile")
    told = revealed(KINDS["single"], own=OwnResult(0, -250, 650, 3, 0, 0, 1, "wrong", sure=4))
    await line.send(structs.replace(told, source=Source("i", "Lecture 3", start_ms=3_725_000)))
    await expect(page.locator(".result .won")).to_have_text("− 250 points")
    await expect(page.locator(".result")).to_contain_text("You said: Certain")
    await expect(page.locator(".why")).to_contain_text("From: Lecture 3, at 1:02:05")
    heard = await page.locator("#live").text_content() or ""
    assert "− 250 points" in heard
    assert "+ " not in heard


@pytest.mark.asyncio(loop_scope="session")
async def test_a_name_on_the_podium_is_not_broken_inside_a_word(seated):
    page, line = await seated(viewport={"width": 320, "height": 640})
    await line.send(*scenes()["podium"]())
    names = ("Bartholomewina", "Bartholomew", "Maximiliane Constantinopolitana")
    top = tuple(Standing(name, 900, rank, 0, "") for rank, name in enumerate(names, 1))
    await line.send(board().__class__(top, None, (), 4, final=True))
    await expect(page.locator(".podium-who").first).to_have_text(names[0])
    lines = "(node) => Math.round(node.clientHeight / parseFloat(getComputedStyle(node).lineHeight))"
    found = [await page.locator(".podium-who").nth(place).evaluate(lines) for place in range(3)]
    assert found == [1, 1, 2]
    assert await page.evaluate(WIDER) <= 0
