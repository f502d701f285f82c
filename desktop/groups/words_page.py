"""Words of the groups pages: roles, what was done. Decides no layout."""

from PySide6.QtCore import QCoreApplication

from desktop.groups.service import Role

_RANK = {Role.OWNER: 3, Role.MANAGER: 2, Role.MEMBER: 1, Role.VIEWER: 0}


def role_text(role: Role) -> str:
    """Name of a role."""
    return {
        Role.OWNER: QCoreApplication.translate("Groups", "Owner"),
        Role.MANAGER: QCoreApplication.translate("Groups", "Manager"),
        Role.MEMBER: QCoreApplication.translate("Groups", "Member"),
        Role.VIEWER: QCoreApplication.translate("Groups", "Viewer"),
    }[role]


def role_help(role: Role) -> str:
    """What a role may do."""
    return {
        Role.OWNER: QCoreApplication.translate("Groups", "Everything; a group has one owner."),
        Role.MANAGER: QCoreApplication.translate(
            "Groups", "Invites and removes people, and changes everything."
        ),
        Role.MEMBER: QCoreApplication.translate("Groups", "Reads and changes what the group shares."),
        Role.VIEWER: QCoreApplication.translate("Groups", "Reads, and hands in own answers."),
    }[role]


def roles_below(role: Role) -> list[Role]:
    """Roles that somebody may give: those below their own, the most powerful first."""
    return [one for one in Role if _RANK[one] < _RANK[role]]


def may_change(actor: Role, target: Role) -> bool:
    """Whether somebody may change another person's role, or remove them."""
    return actor in {Role.OWNER, Role.MANAGER} and _RANK[target] < _RANK[actor]


def done_text(what: str, name: str) -> str:
    """What is said when something is done."""
    words = {
        "created": QCoreApplication.translate(
            "Groups", "“{name}” is ready. Invite people, and share something."
        ),
        "changed": QCoreApplication.translate("Groups", "Saved."),
        "joined": QCoreApplication.translate("Groups", "You are in “{name}”. What it shares is on its way."),
        "left": QCoreApplication.translate("Groups", "You left “{name}”."),
        "deleted": QCoreApplication.translate("Groups", "“{name}” is deleted."),
        "removed": QCoreApplication.translate("Groups", "{name} is no longer in the group."),
        "role": QCoreApplication.translate("Groups", "{name} has the new role."),
        "handed_over": QCoreApplication.translate("Groups", "{name} owns the group now."),
        "withdrawn": QCoreApplication.translate("Groups", "The invitation no longer works."),
    }[what]
    return words.format(name=name)
