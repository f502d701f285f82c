import pytest

from desktop.groups.words_page import done_text, may_change, role_help, role_text, roles_below
from server.groups import rules
from shared.groups.messages import Role


def test_every_role_has_a_name_and_an_explanation(qapp):
    assert len({role_text(role) for role in Role}) == len(Role)
    assert all(role_help(role).endswith(".") for role in Role)


@pytest.mark.parametrize("actor", list(Role))
@pytest.mark.parametrize("target", list(Role))
def test_what_is_offered_is_what_the_server_allows(actor, target):
    assert may_change(actor, target) == rules.may_remove(actor, target)
    if actor in {Role.OWNER, Role.MANAGER}:
        assert (target in roles_below(actor)) == rules.may_invite_as(actor, target)


def test_what_was_done_names_who_or_what(qapp):
    whats = "created changed joined left deleted removed role handed_over withdrawn"
    assert all(done_text(what, "Year 9").endswith(".") for what in whats.split())
    assert "Year 9" in done_text("left", "Year 9")
