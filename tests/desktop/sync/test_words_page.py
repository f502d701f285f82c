import pytest

from desktop.sync.views import MediaProgress, SyncState, SyncStatus
from desktop.sync.words_page import (
    ago_text,
    decided_text,
    detail_text,
    field_text,
    kind_text,
    media_text,
    reason_text,
    status_words,
    waiting_text,
)
from desktop.widgets.icons import is_icon
from shared.errors import AppError
from shared.sync.messages import Objection
from shared.synced import BY_KIND
from sync.merge import Problem
from tests.support.sync_stage import conflict

NOW = 1_700_000_000_000
HOUR = 3_600_000


@pytest.mark.parametrize(
    ("given", "use", "words"),
    [
        ({"field": "deleted"}, True, "Deleted: Optics."),
        ({"field": "deleted"}, False, "Kept: Optics."),
        ({"field": "deleted", "title": ""}, False, "Kept: Quiz."),
        ({"gone": True}, True, "Brought back with the other version: Optics."),
        ({"gone": True}, False, "Stays deleted: Optics."),
        ({}, True, "The other version takes its place."),
        ({}, False, "It stays as it is."),
    ],
)
def test_what_became_of_a_thing(qapp, given, use, words):
    assert decided_text(conflict(**given), use=use) == words


@pytest.mark.parametrize("state", list(SyncState))
@pytest.mark.parametrize("last", [None, NOW - HOUR])
@pytest.mark.parametrize("pending", [0, 3])
def test_every_state_has_an_icon_and_words(qapp, state, last, pending):
    words = status_words(SyncStatus(state, last, pending), NOW, signed_in=True, ended=False)
    assert is_icon(words.icon_name)
    assert words.short
    assert words.sentence.endswith(".")


def test_without_an_account_nothing_sounds_broken(qapp):
    words = status_words(SyncStatus(), NOW, signed_in=False, ended=False)
    assert (words.short, words.role) == ("Only on this computer", "muted")
    assert status_words(SyncStatus(), NOW, signed_in=False, ended=True).short == "Signed out"


def test_what_waits_is_counted_where_it_waits(qapp):
    for state in (SyncState.OFFLINE, SyncState.PAUSED, SyncState.IDLE):
        assert "3" in status_words(SyncStatus(state, NOW, 3), NOW, signed_in=True, ended=False).short
    assert waiting_text(0) == ""


@pytest.mark.parametrize(
    ("passed", "words"),
    [(-5_000, "just now"), (59_000, "just now"), (5 * 60_000, "5 min ago"), (2 * HOUR, "2 h ago")],
)
def test_how_long_ago(qapp, passed, words):
    assert ago_text(NOW, NOW - passed) == words


def test_longer_ago_is_a_date(qapp):
    assert "ago" not in ago_text(NOW, NOW - 30 * HOUR)


def test_details_and_files(qapp):
    assert "2 h ago" in detail_text(SyncStatus(SyncState.IDLE, NOW - 2 * HOUR, 3), NOW)
    assert detail_text(SyncStatus(), NOW) == ""
    assert media_text(MediaProgress()) == ""
    assert media_text(MediaProgress(2, 3, 5_000_000)).count("·") == 2


SILENT = {"view", "ai_usage", "membership"}
"""Kinds that nobody edits twice: events of the program and what only the server writes."""


def test_every_kind_a_person_edits_has_a_name(qapp):
    assert [kind for kind in BY_KIND if kind_text(kind) == kind and kind not in SILENT] == []
    assert kind_text("of_a_newer_version") == "of_a_newer_version"


def test_fields_and_reasons(qapp):
    assert field_text("title") == "Title"
    assert field_text("strange") == "strange"
    reasons = [*Problem, *Objection, "revoked"]
    unknown = reason_text("never heard of")
    assert {reason for reason in reasons if reason_text(reason) == unknown} == set()


def test_a_suspended_account_is_told_apart_from_a_fault(qapp):
    status = SyncStatus(SyncState.PROBLEM, NOW, 2, problem=AppError("accounts.suspended"))
    words = status_words(status, NOW, signed_in=True, ended=False)
    assert words.role == "warning"
    assert words.short == "Account suspended · 2 changes to send"
