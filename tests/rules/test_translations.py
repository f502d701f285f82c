"""Every word of the window is translated: the .ts files are current and whole, the .qm files are made from them."""

import re
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from desktop.widgets.language import LANGUAGES as SHIPPED
from desktop.widgets.language import install_language
from tests.support.translations import FOLDER, LANGUAGES, compile_to, sources, spoken, unfinished, update

HOW = "run: .venv/bin/python -m tests.support.translations"
PLACES = re.compile(r"\{\w*\}|%n|%\d")


def words(path: Path) -> list[tuple[str, list[str]]]:
    """English text and its translations (several where there are plurals)."""
    found: list[tuple[str, list[str]]] = []
    for message in ET.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        assert translation is not None
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        found.append((message.findtext("source", ""), forms))
    return found


def test_every_shipped_language_has_its_files():
    assert set(SHIPPED) == set(LANGUAGES)
    assert {path.stem for path in FOLDER.glob("*.qm")} == {f"lantern_{code}" for code in LANGUAGES}


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_waits_for_a_translator(code: str):
    assert unfinished(FOLDER / f"lantern_{code}.ts") == [], HOW


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_words_are_those_of_the_code(code: str, tmp_path: Path):
    kept = FOLDER / f"lantern_{code}.ts"
    fresh = tmp_path / kept.name
    shutil.copy(kept, fresh)
    update(fresh, code)
    assert fresh.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8"), HOW


def test_no_word_of_the_code_is_overlooked():
    """Looked for in another way than the script does: by text alone."""
    known = {source for source, _ in words(FOLDER / "lantern_es.ts")}
    pattern = re.compile(
        r'\b(?:self\.tr\(|QCoreApplication\.translate\("\w+", )(["\'])((?:(?!\1)[^\\\\])+)\1[,)]'
    )
    overlooked = {
        (path.name, found[2])
        for path in sources()
        for found in pattern.finditer(path.read_text(encoding="utf-8"))
        if found[2] not in known
    }
    assert overlooked == set(), HOW


def test_words_are_literal():
    """What is put together at run time has no translation; only the declarations' words are looked up so."""
    loose = [(path.name, one) for path in sources() for one in spoken(path) if not (one.context and one.text)]
    assert [name for name, _ in loose] == ["controls_page.py"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_compiled_file_is_made_from_the_words(code: str, tmp_path: Path):
    compile_to(FOLDER / f"lantern_{code}.ts", tmp_path / "fresh.qm")
    assert (tmp_path / "fresh.qm").read_bytes() == (FOLDER / f"lantern_{code}.qm").read_bytes(), HOW


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_value_has_its_place_in_the_translation(code: str):
    wrong = [
        (source, form)
        for source, forms in words(FOLDER / f"lantern_{code}.ts")
        for form in forms
        if Counter(PLACES.findall(source)) != Counter(PLACES.findall(form))
    ]
    assert wrong == []


def test_the_words_reach_the_window(qtbot):
    from desktop.shell.page_list import PAGES
    from desktop.shell.status_strip import StatusStrip

    install_language("es")
    try:
        assert [spec.title() for spec in PAGES][:3] == ["Biblioteca", "Buscar", "Preguntar"]
        strip = StatusStrip()
        qtbot.addWidget(strip)
        strip.set_jobs(2, 0, None)
        assert strip.jobs.text() == "2 tareas en curso"
    finally:
        install_language("en")
