from desktop.accounts.entry import Problem, Strength
from desktop.accounts.words_page import (
    done_text,
    platform_icon,
    problem_text,
    seen_text,
    strength_text,
)
from desktop.widgets.icons import is_icon


def test_every_strength_and_problem_has_words(qapp):
    assert all(strength_text(strength) for strength in Strength)
    assert all(
        problem_text(field, problem, 8)
        for field in ("server", "name", "email", "password")
        for problem in Problem
    )
    assert "12" in problem_text("password", Problem.TOO_SHORT, 12)


def test_every_device_has_a_sign(qapp):
    assert all(
        is_icon(platform_icon(name)) for name in ("Windows", "Darwin", "Linux", "Android", "iOS", "Amiga")
    )


def test_when_a_device_was_seen(qapp):
    assert "Signed out" in seen_text(1_700_000_000_000, signed_in=False)
    assert seen_text(1_700_000_000_000, signed_in=True).startswith("Last seen")


def test_what_was_done_is_said(qapp):
    whats = (
        "signed_in signed_out signed_out_everywhere deleted device_renamed device_revoked password_changed "
        "mail_sent reset_sent exported"
    )
    assert all(done_text(what).endswith(".") for what in whats.split())
