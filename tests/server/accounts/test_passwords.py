"""Argon2id, in bounded threads."""

import asyncio
import threading

import pytest

from server.accounts import passwords as module
from server.accounts.passwords import Passwords
from server.config.declarations import AccountsSection
from shared.errors import AppError

CHEAP = AccountsSection(hash_memory_mib=8, hash_passes=1, hash_at_once=2)


@pytest.fixture
def passwords():
    made = Passwords(CHEAP)
    yield made
    made.close()


async def test_a_password_fits_its_hash_only(passwords):
    stored = await passwords.hashed("correct horse")
    assert stored.startswith("$argon2id$v=19$m=8192,t=1,p=1$")
    assert await passwords.fits(stored, "correct horse")
    assert not await passwords.fits(stored, "Correct horse")
    assert not await passwords.fits(None, "nobody has this password")
    assert not await passwords.fits("no hash at all", "correct horse")


async def test_what_looks_the_same_is_the_same(passwords):
    stored = await passwords.hashed("contrase\u00f1a")
    assert await passwords.fits(stored, "contrasen\u0303a")


async def test_lengths_are_judged_before_anything_is_hashed(passwords, monkeypatch):
    monkeypatch.setattr(passwords, "_run", None)
    for password, code in (
        ("1234567", "too_short"),
        ("x" * 1_025, "too_long"),
        ("x" * 10_000_000, "too_long"),
    ):
        with pytest.raises(AppError) as refused:
            await passwords.hashed(password)
        assert refused.value.code == f"accounts.password_{code}"
    with pytest.raises(AppError):
        await passwords.fits(None, "x" * 10_000)


async def test_other_parameters_are_seen():
    first, second = Passwords(CHEAP), Passwords(AccountsSection(hash_memory_mib=9, hash_passes=1))
    stored = await first.hashed_anyway("short")
    assert not first.outdated(stored)
    assert second.outdated(stored)
    assert await second.fits(stored, "short")
    first.close()
    second.close()


async def test_so_many_at_once_and_so_many_waiting(passwords, monkeypatch):
    monkeypatch.setattr(module, "WAITING", 3)
    gate, lock, running, most = threading.Event(), threading.Lock(), [], []

    def slow(_password):
        with lock:
            running.append(1)
            most.append(len(running))
        gate.wait(20)
        with lock:
            running.pop()
        return "hash"

    bounded = Passwords(CHEAP)
    monkeypatch.setattr(bounded, "_hash", slow)
    tasks = [asyncio.ensure_future(bounded.hashed("long enough")) for _ in range(5)]
    await asyncio.sleep(0)
    with pytest.raises(AppError) as refused:
        await bounded.hashed("long enough")
    assert refused.value.code == "accounts.busy"
    assert refused.value.retryable
    gate.set()
    assert await asyncio.gather(*tasks) == ["hash"] * 5
    assert max(most) <= 2
    assert await bounded.hashed("long enough") == "hash"
    bounded.close()
