"""The child's side of a worker process, spoken to frame by frame."""

import subprocess
import sys

import msgspec
import pytest

from desktop.runtime.workers import (
    LENGTH_BYTES,
    Cancel,
    Event,
    Failure,
    FromChild,
    Request,
    Result,
    encode_frame,
)


@pytest.fixture
def child():
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.echo_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield process
        process.kill()


def tell(child, *messages):
    child.stdin.write(b"".join(encode_frame(message) for message in messages))
    child.stdin.flush()


def hear(child):
    length = int.from_bytes(child.stdout.read(LENGTH_BYTES), "big")
    return msgspec.msgpack.decode(child.stdout.read(length), type=FromChild)


def test_requests_are_answered_in_order(child):
    tell(child, Request(1, "echo", {"events": 1}), Request(2, "echo", {"a": b"b"}))
    assert [hear(child) for _ in range(3)] == [Event(1, 0), Result(1, {"events": 1}), Result(2, {"a": b"b"})]


def test_a_cancel_is_heard_while_a_handler_works(child):
    tell(child, Request(1, "until_cancelled", {}))
    assert hear(child) == Event(1, "started")
    tell(child, Cancel(1))
    ended = hear(child)
    assert isinstance(ended, Failure)
    assert ended.cancelled


def test_a_request_cancelled_before_its_turn_never_runs(child):
    tell(child, Request(1, "until_cancelled", {}), Request(2, "echo", {"events": 5}), Cancel(2))
    assert hear(child) == Event(1, "started")
    tell(child, Cancel(1))
    assert [hear(child).no for _ in range(2)] == [1, 2]


def test_an_unknown_request_is_a_bug_told_to_the_parent(child):
    tell(child, Request(1, "no such thing", {}))
    failure = hear(child)
    assert (failure.code, failure.no) == ("", 1)
    assert "KeyError" in failure.detail


def test_the_child_ends_when_its_parent_is_gone(child):
    tell(child, Request(1, "until_cancelled", {}))
    assert hear(child) == Event(1, "started")
    child.stdin.close()
    assert child.wait(timeout=10) == 0
