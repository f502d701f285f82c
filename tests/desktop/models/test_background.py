"""Threads end with their task, and streams are hashed as they are."""

import asyncio
import hashlib
import io
import threading
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.background import (
    PIECE_BYTES,
    StoppedError,
    UnreadableError,
    in_thread,
    on_loop,
    sha256_of,
    stream,
    sync_file,
)
from desktop.storage.content import sync_folder
from shared.tasks import TaskScope


def never() -> bool:
    return False


async def test_work_runs_in_another_thread_and_gives_its_result():
    assert await in_thread(lambda _stopped: threading.current_thread()) is not threading.current_thread()


async def test_an_error_comes_back():
    def work(_stopped):
        raise UnreadableError("no")

    with pytest.raises(UnreadableError):
        await in_thread(work)


async def test_a_cancelled_task_stops_its_thread_and_waits_for_it():
    started, ended = threading.Event(), threading.Event()

    def work(stopped):
        started.set()
        while not stopped():
            pass
        ended.set()
        raise StoppedError

    async with TaskScope("test") as scope:
        task = scope.spawn(in_thread(work), name="work")
        await asyncio.to_thread(started.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended.is_set()


async def test_a_thread_reports_on_the_loop():
    seen = []
    send = on_loop(lambda value: seen.append((value, threading.current_thread())))
    await in_thread(lambda _stopped: send(7))
    await asyncio.sleep(0)
    assert seen == [(7, threading.current_thread())]


@given(st.binary(max_size=5000))
def test_a_stream_is_copied_and_hashed(data):
    copy = io.BytesIO()
    assert stream(io.BytesIO(data), copy, never) == hashlib.sha256(data).hexdigest()
    assert copy.getvalue() == data


def test_progress_counts_bytes():
    seen = []
    stream(io.BytesIO(bytes(PIECE_BYTES + 5)), None, never, seen.append)
    assert seen == [PIECE_BYTES, PIECE_BYTES + 5]


def test_more_than_the_limit_is_refused_before_it_is_written():
    copy = io.BytesIO()
    with pytest.raises(UnreadableError):
        stream(io.BytesIO(bytes(10)), copy, never, limit=9)
    assert copy.getvalue() == b""


def test_stopping_is_seen_between_pieces():
    with pytest.raises(StoppedError):
        stream(io.BytesIO(b"x"), None, lambda: True)


@pytest.mark.parametrize("cause", [OSError("bad sector"), zlib.error("cut"), RuntimeError("encrypted")])
def test_a_source_that_cannot_be_read_says_so(cause):
    class Broken(io.BytesIO):
        def read(self, *_):
            raise cause

    with pytest.raises(UnreadableError):
        stream(Broken(), None, never)


def test_a_file_that_cannot_be_read_has_no_checksum(tmp_path):
    assert sha256_of(tmp_path / "nowhere", never) == ""
    (tmp_path / "here").write_bytes(b"abc")
    assert sha256_of(tmp_path / "here", never) == hashlib.sha256(b"abc").hexdigest()


def test_bytes_and_renames_are_made_durable(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"abc")
    sync_file(file)
    sync_folder(tmp_path)
    assert file.read_bytes() == b"abc"
