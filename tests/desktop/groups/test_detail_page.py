import uuid

import pytest

from desktop.groups.detail_page import GroupDetailView, InvitationRow, MemberRow, SharedRow
from desktop.groups.service import GroupDetail, MemberView, Role, SharedThing
from tests.support.group_stage import NOW_MS, group, invitation

OTHER = MemberView(uuid.uuid4(), "Li", Role.MEMBER, NOW_MS, me=False)
QUIZ = SharedThing("quiz", uuid.uuid4(), "Optics", 4)


@pytest.fixture
def view(qtbot):
    made = GroupDetailView()
    qtbot.addWidget(made)
    made.resize(800, 700)
    made.show()
    return made


def detail(role=Role.OWNER, *, locked=False, shared=()):
    me = MemberView(uuid.uuid4(), "Ana", role, NOW_MS, me=True)
    return GroupDetail(group(role=role, locked=locked), (me, OTHER), tuple(shared))


def in_card(card, kind):
    return [
        card.body.itemAt(place).widget()
        for place in range(card.body.count())
        if isinstance(card.body.itemAt(place).widget(), kind)
    ]


def test_an_owner_invites_changes_roles_and_deletes(qtbot, view):
    view.show_group(detail(), [invitation(), invitation("li@school.org")])
    assert view.invite_button.isVisible()
    assert (view._delete.isVisible(), view._leave.isVisible()) == (True, False)
    mine, other = in_card(view._members, MemberRow)
    assert not hasattr(mine, "role")
    with qtbot.waitSignal(view.role_asked) as asked:
        other.role.selected.emit(Role.VIEWER)
    assert asked.args == [OTHER, Role.VIEWER]
    assert other.role.current() == Role.MEMBER
    with qtbot.waitSignal(view.remove_asked):
        other.remove_asked.emit()
    first, _ = in_card(view._invitations, InvitationRow)
    with qtbot.waitSignal(view.withdraw_asked):
        first.withdraw_asked.emit()


def test_a_viewer_looks_and_may_leave(view):
    view.show_group(detail(Role.VIEWER), [])
    assert not view.invite_button.isVisible()
    assert (view._change.isVisible(), view._delete.isVisible(), view._leave.isVisible()) == (
        False,
        False,
        True,
    )
    assert not any(hasattr(row, "role") for row in in_card(view._members, MemberRow))
    assert not view._invitations.isVisible()


def test_a_locked_group_says_why_and_offers_no_change(view):
    view.show_group(detail(locked=True), [])
    assert "teacher" in view._locked.text()
    assert not any(hasattr(row, "role") for row in in_card(view._members, MemberRow))


def test_what_is_shared_is_opened(qtbot, view):
    view.show_group(detail(shared=[QUIZ, SharedThing("collection", uuid.uuid4(), "Light", 2)]), [])
    rows = in_card(view._shared, SharedRow)
    assert len(rows) == 2
    with qtbot.waitSignal(view.open_asked) as asked:
        rows[0].click()
    assert asked.args == [QUIZ]


def test_what_did_not_change_is_left_alone(view):
    same = detail()
    view.show_group(same, [])
    before = in_card(view._members, MemberRow)
    view.show_group(same, [])
    assert in_card(view._members, MemberRow) == before
