"""Every error code is declared, raised somewhere, and told in every language with the values it is given."""

import ast
import json
import string
from collections.abc import Iterator

from shared.errors import ERRORS
from tests.support.source_tree import ROOT, Source, code

PARTS = {"title", "body", "action"}
TEXTS = {
    path.name.split(".")[1]: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "resources" / "i18n").glob("errors.*.json"))
}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def raised(source: Source) -> Iterator[tuple[str, str, set[str] | None]]:
    """Where, code and parameter names of each AppError; the names are None when only a run can tell."""
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("AppError") and node.args):
            continue
        literals = [n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)]
        names = {keyword.arg for keyword in node.keywords if keyword.arg not in ("detail", "retryable")}
        known = None if None in names else {name for name in names if name}
        yield from ((f"{source.path}:{node.lineno}", c, known) for c in literals if isinstance(c, str))


RAISED = [found for source in code() for found in raised(source)]


def test_two_languages_are_told():
    assert {"en", "es"} <= set(TEXTS)


def test_every_code_has_a_whole_text_in_every_language():
    for language, texts in TEXTS.items():
        assert set(texts) == set(ERRORS), language
        assert {c for c, text in texts.items() if set(text) != PARTS} == set(), language
        assert {c for c, text in texts.items() if not all(part.strip() for part in text.values())} == set()


def test_texts_of_a_code_name_the_same_values():
    english = {c: set().union(*(fields(part) for part in text.values())) for c, text in TEXTS["en"].items()}
    for language, texts in TEXTS.items():
        told = {c: set().union(*(fields(part) for part in text.values())) for c, text in texts.items()}
        assert told == english, language


def test_raised_codes_are_declared():
    assert [(where, c) for where, c, _ in RAISED if c not in ERRORS] == []


def test_what_a_text_names_is_given_where_it_is_raised():
    english = {c: set().union(*(fields(part) for part in text.values())) for c, text in TEXTS["en"].items()}
    lacking = [
        (where, c, english[c] - given)
        for where, c, given in RAISED
        if given is not None and not english.get(c, set()) <= given
    ]
    assert lacking == []


def test_declared_codes_are_used():
    constants = {
        node.value
        for source in code()
        if source.name not in ("shared.errors", "shared.device_errors")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [c for c in ERRORS if c not in constants] == []
