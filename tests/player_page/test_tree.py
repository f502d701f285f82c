"""What assistive technology is given: the accessibility tree of the main views, as Chromium makes it."""

import pytest
from playwright.async_api import expect

from tests.support.player_scenes import scenes, stage_scenes

pytestmark = pytest.mark.asyncio(loop_scope="session")

TREES = {
    "name": """
- heading "What is your name?" [level=1]
- text: Your name
- paragraph: Everyone in the game can see it.
- textbox "Your name"
- text: Or play as
- button "Brave Otter"
- button "Go in"
- button "Join another game"
""",
    "open_single": """
- article:
  - paragraph: Question 3 of 10
  - timer /\\d+ seconds left/: /\\d+ s/
  - heading "Which planet has the most moons we know of today?" [level=1]
  - group "Which planet has the most moons we know of today?":
    - button "A Jupiter"
    - button "B Saturn"
    - button "C Uranus"
    - button "D Neptune"
""",
    "answered": """
- group "Which planet has the most moons we know of today?":
  - button "A Jupiter" [disabled]
  - button "B Saturn" [disabled] [pressed]
- strong: Answer sent
- paragraph: Locked in. Wait for the others.
""",
    "open_order": """
- list "Put these inventions in order, the oldest first.":
  - listitem:
    - text: Steam engine
    - 'button "Move up: Steam engine" [disabled]'
    - 'button "Move down: Steam engine"'
""",
    "open_matching": """
- list:
  - listitem:
    - text: Portugal
    - combobox "Portugal":
      - option "Choose…" [selected]
      - option "Nairobi"
      - option "Santiago"
      - option "Lisbon"
""",
    "open_cloze": """
- group "Fill the gaps.":
  - paragraph:
    - text: Plants take in
    - 'combobox "Gap 1: a gas"'
    - text: and give off
    - combobox "Gap 2"
  - group "Words to choose from":
    - button "light"
""",
    "reveal_single": """
- heading "Right!" [level=2]
- strong: + 940 points
- paragraph: "Total: 3,090 points · Place 2"
- list:
  - listitem: A Jupiter 6 · 25%
  - listitem: B Saturn Right answer Your answer 15 · 63%
""",
    "podium": """
- heading "The podium" [level=1]
- paragraph: You are in place 2 with 3,090 points.
- list:
  - listitem: Nadia 3,150 points 1
  - listitem: Amélie 3,090 points 2
  - listitem: Bartholomew Featherstone 2,980 points 3
""",
    "assignment": """
- heading "Life on Earth" [level=1]
- paragraph: 0 of 5 answered
- list:
  - listitem:
    - button "1 Which planet has the most moons we know of today? Open"
""",
}

STAGE_TREES = {
    "lobby": """
- heading "Life on Earth" [level=1]
- img "QR code for http://192.168.1.20:8420/?pin=482913"
- paragraph:
  - text: On your phone, open
  - strong: 192.168.1.20:8420
- paragraph:
  - text: and enter the PIN
  - strong: 482 913
- paragraph: 24 players are here
""",
    "open_single": """
- article:
  - paragraph: Question 3 of 10
  - paragraph: 13 of 24 answered
  - timer
  - heading "Which planet has the most moons we know of today?" [level=1]
  - list:
    - listitem: A Jupiter
""",
}


@pytest.mark.parametrize("name", TREES)
async def test_the_tree_of_a_player_view(seated, name: str):
    page, line = await seated()
    await line.send(*scenes()[name]())
    await expect(page.locator("main")).to_match_aria_snapshot(TREES[name].strip())


@pytest.mark.parametrize("name", STAGE_TREES)
async def test_the_tree_of_a_projector_view(seated, name: str):
    page, line = await seated("/screen#t=token", viewport={"width": 1280, "height": 720})
    await line.send(*stage_scenes()[name]())
    await expect(page.locator("main")).to_match_aria_snapshot(STAGE_TREES[name].strip())
