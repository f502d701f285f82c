"""A person takes everything away, or has everything erased."""

import asyncio
import io
import json
import threading
import zipfile

import pytest
from sqlalchemy import select

from server.accounts.export_archive import ExportArchive
from server.accounts.hooks import CarriedFile
from server.accounts.tables import ACCOUNT, DEVICE, KNOWN_PLACE, MAIL_TOKEN, SESSION
from shared.errors import AppError
from tests.support.accounts_stage import HOME, PASSWORD, refused
from tests.support.waiting import until


async def archive(stage, person):
    pieces = await stage.accounts.data.export(await person.principal(), HOME)
    return zipfile.ZipFile(io.BytesIO(b"".join([piece async for piece in pieces])))


def lines(found, name):
    return [json.loads(line) for line in found.read(name).splitlines()]


async def test_the_archive_holds_the_account_and_what_slices_add(stage):
    async def rows(_tx, user_id):
        for number in range(50_000):
            yield "records.jsonl", json.dumps({"user": str(user_id), "no": number}).encode() + b"\n"

    async def content(_tx, _user_id):
        yield "content.jsonl", b'{"sha256":"00"}\n'

    stage.accounts.on_export(rows)
    stage.accounts.on_export(content)
    person = await stage.person()
    await stage.person("bob@example.org")
    found = await archive(stage, person)
    assert found.testzip() is None
    assert found.namelist() == [
        "account.json",
        "devices.jsonl",
        "audit.jsonl",
        "records.jsonl",
        "content.jsonl",
    ]
    assert json.loads(found.read("account.json"))["email"] == "ada@example.org"
    assert [device["name"] for device in lines(found, "devices.jsonl")] == ["Laptop"]
    assert {entry["actor_id"] for entry in lines(found, "audit.jsonl")} == {str(person.user_id)}
    assert [row["no"] for row in lines(found, "records.jsonl")] == list(range(50_000))


async def test_files_are_carried_as_they_are(stage):
    async def opened():
        yield b"a lecture"

    async def carry(_tx, user_id):
        return [CarriedFile(f"files/{user_id}", 9, opened)]

    person = await stage.person()
    stage.accounts.on_carry(carry)
    found = await archive(stage, person)
    assert found.testzip() is None
    assert found.read(f"files/{person.user_id}") == b"a lecture"


async def test_packing_holds_nobody_up(stage, monkeypatch):
    threads, add = set(), ExportArchive.add

    def noted(archive, name, raw):
        threads.add(threading.current_thread())
        add(archive, name, raw)

    monkeypatch.setattr(ExportArchive, "add", noted)
    assert (await archive(stage, await stage.person())).testzip() is None
    assert threads
    assert threading.main_thread() not in threads


async def test_a_slice_that_fails_leaves_no_half_archive(stage):
    async def broken(_tx, _user_id):
        yield "records.jsonl", b"{}\n"
        raise AppError("storage.busy")

    person = await stage.person()
    stage.accounts.on_export(broken)
    assert await refused(archive(stage, person)) == "storage.busy"


async def test_many_exports_at_once_are_told_to_wait(stage):
    gate, started, begun = asyncio.Event(), asyncio.Event(), []

    async def slow(_tx, _user_id):
        begun.append(1)
        if len(begun) == 2:
            started.set()
        await gate.wait()
        yield "records.jsonl", b"{}\n"

    person = await stage.person()
    stage.accounts.on_export(slow)
    who = await person.principal()
    running = [stage.scope.spawn(stage.accounts.data.export(who, HOME), name=f"export-{n}") for n in range(2)]
    await until(started.is_set)
    assert await refused(stage.accounts.data.export(who, HOME)) == "accounts.busy"
    gate.set()
    for task in running:
        assert [piece async for piece in await task]


async def test_a_deleted_account_leaves_an_id_and_nothing_else(stage):
    erased, ended = [], []

    async def erase(tx, user_id):
        erased.append((tx.now_ms, user_id))

    stage.accounts.on_erase(erase)
    stage.accounts.on_session_ended(lambda user_id, _: ended.append(user_id))
    person = await stage.person()
    wrong = stage.accounts.data.erase(await person.principal(), "not mine", HOME)
    assert await refused(wrong) == "accounts.wrong_password"
    await stage.accounts.data.erase(await person.principal(), PASSWORD, HOME)
    assert erased == [(stage.clock.now_ms(), person.user_id)]
    assert ended == [person.user_id]
    async with stage.database.read() as tx:
        row = (await tx.connection.execute(select(ACCOUNT))).mappings().one()
        assert (row["id"], row["email"], row["name"], row["password_hash"]) == (
            person.user_id,
            None,
            "",
            None,
        )
        for table in (MAIL_TOKEN, KNOWN_PLACE):
            assert (await tx.connection.execute(select(table))).all() == []
        assert (await tx.connection.execute(select(DEVICE.c.name))).scalars().all() == [""]


async def test_the_devices_of_a_deleted_account_are_told(stage):
    person = await stage.person()
    other = stage.device()
    elsewhere = await stage.accounts.sign_ins.sign_in(other.sign_in("ada@example.org"), HOME)
    await stage.accounts.data.erase(await person.principal(), PASSWORD, HOME)
    assert await person.code() == "accounts.deleted"
    renewal = stage.accounts.refresh(other.refresh(elsewhere.refresh_token), HOME)
    assert await refused(renewal) == "accounts.deleted"
    stage.clock.advance(31 * 24 * 60 * 60_000)
    await stage.accounts.tidy()
    async with stage.database.read() as tx:
        for table in (SESSION, DEVICE):
            assert (await tx.connection.execute(select(table))).all() == []


async def test_the_address_is_free_again_and_the_id_is_not(stage):
    person = await stage.person()
    await stage.accounts.data.erase(await person.principal(), PASSWORD, HOME)
    again = await stage.person(user_id=person.user_id)
    assert again.user_id != person.user_id


async def test_an_eraser_that_fails_keeps_everything(stage):
    async def broken(_tx, _user_id):
        raise AppError("storage.busy")

    person = await stage.person()
    stage.accounts.on_erase(broken)
    with pytest.raises(AppError):
        await stage.accounts.data.erase(await person.principal(), PASSWORD, HOME)
    assert await person.code() == ""


async def test_the_last_super_admin_cannot_go(stage):
    root = await stage.super_admin()
    erasing = stage.accounts.data.erase(await root.principal(), PASSWORD, HOME)
    assert await refused(erasing) == "accounts.last_admin"
