"""Keeps an account's name and the synced profile record in step, whichever changed. Knows no other field."""

import uuid

import msgspec

from server.accounts.service import AccountsService
from server.groups.service import GroupsService
from server.storage.transaction import Transaction
from server.sync.grants import own_scope
from server.sync.pokes import News, Pokes
from shared.accounts.records import PROFILE, profile_id
from sync.authoring import write
from sync.change_store import ChangeStore
from sync.stamps import AUTHORITY, decode_fields


class Profiles:
    """Both directions."""

    def __init__(self, accounts: AccountsService, groups: GroupsService, pokes: Pokes) -> None:
        self._accounts, self._groups, self._pokes = accounts, groups, pokes

    async def follow(self, tx: Transaction, user_id: uuid.UUID) -> None:
        """Take what the profile record says now into the account, and the name into the person's groups."""
        key = PROFILE.kind, profile_id(user_id).bytes

        def work(store: ChangeStore) -> tuple[str | None, str | None] | None:
            row = store.rows([key]).get(key)
            if row is None or row.deleted:
                return None
            values = decode_fields(row.fields)
            return _text(values.get("name")), _text(values.get("language"))

        said = await tx.changes(work)
        if said is None:
            return
        before = (await self._accounts.standing(tx, user_id)).name
        await self._accounts.follow_profile(tx, user_id, *said)
        name = (await self._accounts.standing(tx, user_id)).name
        if name != before:
            await self._groups.upkeep.renamed(tx, user_id, name)

    async def changed(self, tx: Transaction, user_id: uuid.UUID, name: str, language: str) -> None:
        """Write what the account says now into the profile record and the person's groups."""
        values = {"name": name, "language": language}
        writing = PROFILE.kind, profile_id(user_id).bytes, own_scope(user_id), values

        def work(store: ChangeStore) -> None:
            write(store, AUTHORITY, [writing], tx.now_ms)

        await tx.changes(work)
        news = News(scopes=frozenset({own_scope(user_id)}))
        tx.after_commit(lambda: self._pokes.publish(news))
        await self._groups.upkeep.renamed(tx, user_id, name)


def _text(raw: msgspec.Raw | None) -> str | None:
    if raw is None:
        return None
    value = msgspec.msgpack.decode(raw)
    return value if isinstance(value, str) else None
