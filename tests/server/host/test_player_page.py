"""One response, small, whole, and with a policy that allows exactly its own script and style."""

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from server.host import player_page as composing
from server.host.player_page import LANGUAGES, SCRIPTS, STYLES, player_page
from tests.support.source_tree import ROOT

LIMIT_BYTES = 80 * 1024
FOLDER = ROOT / "resources" / "player_page"
TEXTS = {
    tag: json.loads((ROOT / "resources" / "i18n" / f"player.{tag}.json").read_text("utf-8"))
    for tag in LANGUAGES
}
PLURAL = re.compile(r"\.(one|other)$")


def hashed(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def policy() -> dict[str, list[str]]:
    directives = (directive.split() for directive in player_page().csp.split("; "))
    return {words[0]: words[1:] for words in directives}


def test_the_page_is_small():
    assert len(player_page().body_gzip) <= LIMIT_BYTES
    assert gzip.decompress(player_page().body_gzip) == player_page().body


def test_the_page_is_made_once_and_named_by_its_content():
    assert player_page() is player_page()
    assert re.fullmatch(r'"[0-9a-f]{32}"', player_page().etag)


def test_the_policy_allows_this_script_and_this_style_only():
    body = player_page().body.decode()
    scripts = re.findall(r"<script>(.*?)</script>", body, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", body, re.DOTALL)
    assert policy()["script-src"] == [hashed(text) for text in scripts]
    assert policy()["style-src"] == [hashed(text) for text in styles]
    assert policy()["default-src"] == ["'none'"]
    assert "'unsafe" not in player_page().csp


def test_nothing_is_fetched_from_anywhere_else():
    body = player_page().body.decode()
    outside = set(re.findall(r"https?://[^\s'\"`)]+", body)) - {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1998/Math/MathML",
    }
    assert outside == set()
    assert re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=.(.{5})", body) == ["data:"]


def test_every_file_is_part_of_the_page():
    found = {path.name for path in FOLDER.iterdir()}
    assert found == {*STYLES, *SCRIPTS, "page.html", "awake.mp4"}


def test_untrusted_text_never_becomes_markup():
    banned = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
    )
    assert [name for name in SCRIPTS if banned.search((FOLDER / name).read_text("utf-8"))] == []


def test_a_part_that_would_end_its_element_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(composing, "_read", lambda name: "</script>")
    with pytest.raises(ValueError, match="end its own element"):
        player_page.__wrapped__()


def test_texts_cannot_end_the_script():
    assert "<" not in composing._texts()


def test_all_languages_say_the_same():
    english = TEXTS["en"]
    for tag in LANGUAGES:
        assert TEXTS[tag].keys() == english.keys()
        differing = [key for key in english if _places(TEXTS[tag][key]) != _places(english[key])]
        assert differing == []


def test_spanish_is_translated():
    words = re.compile(r"(?<![{a-z])[a-z]{3}")
    english = {key: text for key, text in TEXTS["en"].items() if words.search(text)}
    assert {key for key in english if TEXTS["es"][key] == english[key]} == {"result.total"}


def test_every_word_that_is_asked_for_is_there():
    asked = {
        key
        for name in SCRIPTS
        for call in re.findall(r"\bL\.t\(((?:[^()]|\([^()]*\))*)\)", (FOLDER / name).read_text("utf-8"))
        for key in re.findall(r'"([a-z_]+\.[a-z_.0-9]*[a-z_0-9])"', call)
    }
    known = {PLURAL.sub("", key) for key in TEXTS["en"]}
    assert len(asked) > 100
    assert asked - known == set()


def test_no_word_is_left_over():
    scripts = "".join((FOLDER / name).read_text("utf-8") for name in SCRIPTS)
    made = ("deny.", "gone.", "remote.", "result.state.", "roster.", "bet.")
    left = {
        PLURAL.sub("", key)
        for key in TEXTS["en"]
        if f'"{PLURAL.sub("", key)}"' not in scripts and not key.startswith(made)
    }
    assert left == set()


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


def test_module_sizes_stay_readable():
    sizes = {path.name: path.read_text("utf-8").count("\n") for path in FOLDER.glob("*.[jc]s*")}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_the_page_is_found_beside_the_package():
    assert Path(composing.__file__).is_file()
