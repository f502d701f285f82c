"""Items to make questions of: real texts cut as the library cuts them."""

import json
from importlib import resources

from desktop.quiz.drafting import Line, Material
from desktop.quiz.generation_material import lines_of
from tests.support.lecture_texts import AGUA, LEAVES, MONEY, ROMA, plain
from tests.support.search_library import Segment, pages, speech

ITEM = "00000000-0000-7000-8000-000000000001"
TEXTS = {"leaves": LEAVES, "money": MONEY, "agua": AGUA, "roma": ROMA}


def material(segments: list[Segment], title: str = "An item", language: str = "") -> Material:
    return Material(ITEM, title, language, tuple(lines_of(segments)))


def spoken(name: str) -> Material:
    """One of the lectures, evenly spoken."""
    return material(speech(plain(TEXTS[name])), name)


def written(*texts: str) -> Material:
    """A document of pages."""
    return material(pages(*texts))


def sample_lecture() -> Material:
    """The lecture that is shipped."""
    file = resources.files("resources") / "samples" / "how_a_lantern_works.json"
    sentences = json.loads(file.read_text(encoding="utf-8"))
    segments = [Segment(one["text"], one["start_ms"], one["end_ms"]) for one in sentences]
    return material(segments, "How a lantern works", "en")


def line(text: str) -> Line:
    return Line(text, 1_000, 4_000)
