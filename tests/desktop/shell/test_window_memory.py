import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.settings.declarations import BY_KEY
from desktop.shell.window_memory import (
    GEOMETRY_KEY,
    STATE_KEY,
    WindowState,
    read_geometry,
    read_state,
    written,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**50), 2**50) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
STATES = st.builds(
    WindowState,
    st.text(),
    st.booleans(),
    st.dictionaries(st.text(), st.dictionaries(st.text(), JSON), max_size=3),
)


@given(st.binary(), STATES)
def test_what_is_written_is_read_again(geometry: bytes, state: WindowState):
    values = written(geometry, state)
    assert read_geometry(values.__getitem__) == geometry
    assert read_state(values.__getitem__) == state


@pytest.mark.parametrize("text", ["", "{", "[]", '{"page": 3}', '{"pages": {"library": 7}}', "null"])
def test_what_does_not_fit_becomes_the_default(text: str):
    assert read_state({STATE_KEY: text}.__getitem__) == WindowState()


def test_unknown_fields_of_a_newer_version_are_ignored():
    assert read_state({STATE_KEY: '{"page": "ask", "tabs": 3}'}.__getitem__) == WindowState("ask")


def test_a_broken_geometry_is_none():
    assert read_geometry({GEOMETRY_KEY: "§§"}.__getitem__) == b""


def test_the_defaults_of_the_settings_are_read():
    def default(key: str):
        return BY_KEY[key].default

    assert read_state(default) == WindowState()
    assert read_geometry(default) == b""
