"""Ids: new ones are UUIDv7 and differ, derived ones meet, malformed ones are refused kindly."""

import os
import time
import uuid
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import AppError
from shared.ids import derived_id, new_id, parse_id


def test_new_ids_are_version_7_and_carry_the_time():
    before = time.time_ns() // 1_000_000
    made = new_id()
    after = time.time_ns() // 1_000_000
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert before <= made.int >> 80 <= after


def test_new_ids_differ():
    assert len({new_id() for _ in range(2_000)}) == 2_000


def test_ids_of_one_millisecond_follow_each_other_and_spread_over_all_last_bytes(monkeypatch):
    monkeypatch.setattr(time, "time_ns", lambda: 1_700_000_000_000 * 1_000_000)
    made = [new_id() for _ in range(4_000)]
    assert made == sorted(made)
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {uuid.RFC_4122}
    assert max(later.int - one.int for one, later in pairwise(made)) <= 1 << 16
    assert len({one.bytes[-1] for one in made}) == 256


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes are copied")
def test_a_copy_of_a_process_makes_other_ids(monkeypatch):
    monkeypatch.setattr(time, "time_ns", lambda: 1_700_000_000_000 * 1_000_000)
    first = new_id()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, new_id().bytes)
        os._exit(0)
    os.waitpid(child, 0)
    made = uuid.UUID(bytes=os.read(read, 16))
    os.close(read)
    os.close(write)
    assert abs(made.int - first.int) > 1 << 32


@given(st.lists(st.text(), min_size=1, max_size=4), st.lists(st.text(), min_size=1, max_size=4))
def test_derived_ids_meet_exactly_when_their_keys_do(one, other):
    assert (derived_id("tag", *one) == derived_id("tag", *other)) == (one == other)


def test_derived_ids_of_different_kinds_differ():
    assert derived_id("tag", "a") != derived_id("setting", "a")


def test_ids_are_read_back_from_text():
    made = new_id()
    assert parse_id(f" {made} ") == made


@pytest.mark.parametrize("text", ["", "7", "not an id", "x" * 10_000_000])
def test_malformed_ids_are_refused(text):
    with pytest.raises(AppError) as caught:
        parse_id(text)
    assert caught.value.code == "ids.malformed"
    assert len(str(caught.value.parameters["text"])) <= 80
