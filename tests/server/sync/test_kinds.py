"""Every record that programs share is judged by a rule."""

import importlib
from pathlib import Path

import shared
from server.sync.kinds import RULES, SHARED_KINDS, declared
from shared.records import Record


def test_no_declaration_is_missing():
    folder = Path(shared.__file__).parent
    modules = [
        importlib.import_module(f"shared.{path.parent.name}.records") for path in folder.glob("*/records.py")
    ]
    found = {value.kind for module in modules for value in vars(module).values() if isinstance(value, Record)}
    assert found == set(RULES) == {record.kind for record in declared()}


def test_what_is_shared_as_a_whole_has_a_constant_to_know_its_maker_by():
    assert all(RULES[kind].constants for kind in SHARED_KINDS)


def test_a_rule_says_what_its_record_says():
    assert RULES["item"].constants >= {"kind", "media_sha"}
    assert RULES["setting"].homes == {"user"}
    assert RULES["view"].event
    assert {kind for kind, rule in RULES.items() if rule.by_server} == {"group", "membership"}
