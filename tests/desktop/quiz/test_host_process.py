"""Finding and starting the real classroom host."""

import asyncio
import sys

import msgspec
import pytest

from desktop.quiz.host_process import HOST_FILE, HostProcess, program
from shared.errors import AppError
from tests.support.quiz_hosting import host_address, host_process, kill_host


async def test_it_starts_once_and_is_found_again(tmp_path):
    process = host_process(tmp_path)
    assert await process.running() is None
    first, second = await asyncio.gather(process.ensure(), process.ensure())
    assert first == second == host_address(tmp_path)
    assert await host_process(tmp_path).running() == first
    process.release()
    await kill_host(tmp_path)
    assert await process.running() is None


async def test_after_a_kill_it_comes_back_on_the_same_port(tmp_path):
    process = host_process(tmp_path)
    first = await process.ensure()
    await kill_host(tmp_path)
    again = await process.ensure()
    assert (again.port, again.id) == (first.port, first.id)
    assert again.pid != first.pid
    process.release()
    await kill_host(tmp_path)


async def test_another_program_on_its_port_is_not_taken_for_it(tmp_path):
    process = host_process(tmp_path)
    found = await process.ensure()
    other = msgspec.structs.replace(found, id="another")
    (tmp_path / HOST_FILE).write_bytes(msgspec.json.encode(other))
    assert await process.running() is None
    (tmp_path / HOST_FILE).write_bytes(msgspec.json.encode(found))
    process.release()
    await kill_host(tmp_path)


@pytest.mark.parametrize(
    "command", [["/nowhere/lantern-host"], [sys.executable, "-c", "print('no room'); raise SystemExit(3)"]]
)
async def test_a_host_that_does_not_start_is_told(tmp_path, command):
    with pytest.raises(AppError, match=r"quiz\.host_not_started"):
        await HostProcess(tmp_path, command).ensure()


async def test_what_it_said_last_is_in_the_details(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no room')"]
    with pytest.raises(AppError) as caught:
        await HostProcess(tmp_path, command).ensure()
    assert "no room" in caught.value.detail


def test_the_program_stands_beside_python():
    assert program()[0].endswith(("lantern-host", "lantern-host.exe"))


@pytest.mark.parametrize("text", [b"", b"{", b'{"pid":1,"port":1,"owner_token":"\xff","id":"x"}'])
async def test_a_damaged_address_file_is_no_host(tmp_path, text):
    (tmp_path / HOST_FILE).write_bytes(text)
    assert await host_process(tmp_path).running() is None
