"""Each sample is a frame as it travels: it decodes to its struct and encodes to the same bytes.

One file per kind (`k`), one frame per line. The player page's tests read the same files. A change of these bytes
is a change of the protocol.
"""

import json
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

from shared.quiz import commands, messages, views
from shared.quiz.own_order import own_order

FOLDER = Path(__file__).parent
KINDS: list[type[msgspec.Struct]] = [
    *get_args(messages.ToHost | messages.ToClient | commands.ToHostScreen),
    commands.Cmd,
]
FRAMES = {str(kind.__struct_config__.tag): kind for kind in KINDS}


def lines(kind: str) -> list[bytes]:
    text = (FOLDER / f"{kind}.json").read_bytes()
    assert text.startswith(b"[\n")
    assert text.endswith(b"\n]\n")
    return text[2:-3].split(b",\n")


def decoded(kind: str) -> list[Any]:
    return [msgspec.json.decode(line, type=FRAMES[kind]) for line in lines(kind)]


def test_every_kind_of_frame_has_samples():
    files = {path.stem for path in FOLDER.glob("*.json")}
    assert files == {*FRAMES, "own_order"}


@pytest.mark.parametrize("kind", FRAMES)
def test_a_sample_decodes_and_encodes_to_the_same_bytes(kind):
    assert [msgspec.json.encode(frame) for frame in decoded(kind)] == lines(kind)


@pytest.mark.parametrize("kind", FRAMES)
def test_samples_are_plain_json_of_bounded_size(kind):
    whole = json.loads((FOLDER / f"{kind}.json").read_text("utf-8"))
    assert [json.loads(line) for line in lines(kind)] == whole
    assert all(frame["k"] == kind for frame in whole)
    assert all(len(line) <= messages.MAX_FRAME_BYTES for line in lines(kind))


@pytest.mark.parametrize("kind", FRAMES)
def test_every_field_and_word_of_a_frame_is_in_a_sample(kind):
    frames = decoded(kind)
    hints = get_type_hints(FRAMES[kind])
    for name in FRAMES[kind].__struct_fields__:
        values = [getattr(frame, name) for frame in frames]
        if get_origin(hints[name]) is Literal and name != "v":
            missing = set(get_args(hints[name])) - set(values)
            assert kind in {"welcome", "stage"} or not missing, (name, missing)
    given = {name for line in lines(kind) for name in json.loads(line)}
    encoded = set(FRAMES[kind].__struct_encode_fields__)
    assert encoded <= given, encoded - given


@pytest.mark.parametrize("kind", FRAMES)
def test_unknown_keys_are_ignored(kind):
    for line, frame in zip(lines(kind), decoded(kind), strict=True):
        newer = json.dumps(json.loads(line) | {"future": [1, {"x": None}]}).encode()
        assert msgspec.json.decode(newer, type=FRAMES[kind]) == frame


def kinds_in(union: Any) -> set[type]:
    assert isinstance(union, UnionType)
    return set(get_args(union))


def test_every_view_action_and_state_is_in_a_sample():
    assert {type(frame.view) for frame in decoded("open")} == kinds_in(views.View)
    assert {type(item.view) for item in decoded("assignment")[0].items} == kinds_in(views.View)
    assert {type(frame.action) for frame in decoded("cmd")} == kinds_in(commands.AnyAction)
    states = {frame.own.state for frame in decoded("reveal") if frame.own}
    hints = get_type_hints(messages.OwnResult)["state"]
    assert states | {"none"} >= set(get_args(hints))


def test_directions_have_no_tag_in_common_but_pong():
    to_host = {kind.__struct_config__.tag for kind in get_args(messages.ToHost)} | {"cmd"}
    to_client = {
        kind.__struct_config__.tag
        for union in (messages.ToClient, commands.ToHostScreen)
        for kind in get_args(union)
    }
    assert to_host & to_client == {"pong"}


def test_the_order_of_a_device_is_as_in_the_samples():
    for row in json.loads((FOLDER / "own_order.json").read_text("utf-8")):
        assert list(own_order(row["seed"], row["q"], row["count"])) == row["order"]
