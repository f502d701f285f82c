import pytest

from desktop.admin import words_page
from shared.accounts.permissions import RANKS
from tests.support.admin_stage import audited

ACTIONS = [
    *("account.made", "user.changed", "billing.plan.changed", "billing.price.added", "payments.replayed"),
    *("tenant.joined", "sign_in.refused", "password.reset"),
]


@pytest.mark.parametrize("action", ACTIONS)
def test_what_happened_has_words(qapp, action):
    assert "." not in words_page.action_text(action)
    assert any(action.startswith(group) for group in words_page.ACTION_GROUPS)


def test_what_a_newer_server_says_is_told_as_it_is(qapp):
    assert words_page.action_text("moon.landed_on") == "moon: landed on"
    assert words_page.role_text("owner") == "owner"
    assert words_page.event_state_text("lost") == "lost"
    assert words_page.event_state_tone("lost") == "neutral"
    assert words_page.upstream_text("custom") == "Own server"


def test_names_and_particulars(qapp):
    assert all(words_page.role_text(role) != role for role in RANKS)
    assert all(words_page.action_group_text(group) for group in words_page.ACTION_GROUPS)
    assert words_page.plans_text(()) == "All plans"
    assert words_page.plans_text(("pro", "free")) == "Pro, Free"
    assert words_page.source_text("environment") == "Configuration"
    assert words_page.model_kind_text("embedding") == "Search by meaning"
    assert words_page.context_text("hint") == "Hints"
    assert words_page.detail_text(audited(1, "x", detail={"a": "1", "b": "2"})) == "a: 1 · b: 2"
    assert words_page.done_text("plan_reset")
