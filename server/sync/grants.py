"""What a person may see and do at a moment, judged inside the transaction that uses it."""

import uuid

import msgspec

from server.accounts.service import AccountsService
from server.groups.rules import ACCESS
from server.groups.service import GroupsService
from server.storage.transaction import Transaction
from server.web.principal import Principal
from shared.errors import AppError
from shared.groups.messages import Role
from sync.scopes import FULL, Access, ScopeKind, scope_of


class Granted(msgspec.Struct, frozen=True):
    """Access by scope, and the roles in groups behind it."""

    access: dict[str, Access]
    roles: dict[str, Role]
    suspended: bool = False


NOTHING = Granted({}, {})


def own_scope(user_id: uuid.UUID) -> str:
    """Return a person's own scope."""
    return scope_of(ScopeKind.USER, user_id)


async def granted(
    tx: Transaction,
    accounts: AccountsService,
    groups: GroupsService,
    who: Principal,
    *,
    lock: bool = False,
) -> Granted:
    """Return the grants of a person.

    One's own scope is all theirs. In groups the role counts, within the account's tenant of this moment. A suspended
    account reads its own scope; a deleted one has nothing. With `lock` no membership is taken away and no account is
    erased before the commit: a batch is judged by what holds when it becomes visible.
    """
    try:
        person = await accounts.standing(tx, who.user_id, hold=lock)
    except AppError as unknown:
        if unknown.code != "accounts.user_not_found":
            raise
        return NOTHING
    if person.state == "deleted":
        return NOTHING
    own = own_scope(who.user_id)
    if person.state == "suspended":
        return Granted({own: Access.READ}, {}, suspended=True)
    roles = await groups.roles(tx, who.user_id, person.tenant_id, lock=lock)
    return Granted({own: FULL} | {scope: ACCESS[role] for scope, role in roles.items()}, roles)
