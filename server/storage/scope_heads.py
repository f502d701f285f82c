"""The heads of scopes as one transaction on PostgreSQL knows them, and the locks by which feeds keep their order."""

from typing import Any

import msgspec

from server.storage.statements import Statements
from sync.digest import DIGEST_BYTES

_SELECT = "SELECT no, scope, head, horizon, digest FROM sync_scope_head WHERE"


class ScopeHead(msgspec.Struct):
    """A scope's last feed number, horizon and digest; `locked`: nobody else changes them before the commit."""

    no: int
    scope: str
    head: int
    horizon: int
    digest: bytes
    locked: bool


class ScopeHeads:
    """Read once per scope. Locks are taken in the order of the names, so that two transactions meet in line."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._by_name: dict[str, ScopeHead] = {}
        self._by_no: dict[int, ScopeHead] = {}

    def known(self, scopes: set[str]) -> dict[str, ScopeHead]:
        """Return the heads there are of these scopes, as they were when this transaction first asked."""
        if missing := sorted(scopes - self._by_name.keys()):
            self._learn(self._statements.all(f"{_SELECT} scope = ANY($1::text[])", missing), locked=False)
        return {scope: head for scope in scopes if (head := self._by_name.get(scope)) is not None}

    def number(self, scope: str) -> int:
        """Return a scope's number; 0 for a scope without a head."""
        head = self.known({scope}).get(scope)
        return head.no if head else 0

    def locked(self, scopes: set[str]) -> dict[str, ScopeHead]:
        """Return the heads of scopes, made where there are none, for this transaction to change."""
        if free := self._free(scopes):
            self._lock("scope = ANY($1::text[])", free)
        if missing := self._free(scopes):
            self._statements.do(
                "INSERT INTO sync_scope_head (scope) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING",
                missing,
            )
            self._lock("scope = ANY($1::text[])", missing)
        return {scope: self._by_name[scope] for scope in scopes}

    def lock_numbers(self, numbers: set[int]) -> bool:
        """Lock the heads of numbers; False when all were locked already."""
        free = [no for no in numbers if (head := self._by_no.get(no)) is None or not head.locked]
        if free:
            self._lock("no = ANY($1::int[])", free)
        return bool(free)

    def locked_numbers(self) -> list[int]:
        """Return the numbers of all scopes that this transaction has locked."""
        return [head.no for head in self._by_name.values() if head.locked]

    def names(self, numbers: set[int]) -> dict[int, str]:
        """Return the scopes of numbers."""
        if unknown := list(numbers - self._by_no.keys()):
            self._learn(self._statements.all(f"{_SELECT} no = ANY($1::int[])", unknown), locked=False)
        return {no: self._by_no[no].scope for no in numbers}

    def write(self, heads: list[ScopeHead]) -> None:
        """Write what became of heads."""
        self._statements.do(
            "UPDATE sync_scope_head s SET head = u.head, horizon = u.horizon, digest = u.digest"
            " FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bytea[]) AS u (no, head, horizon, digest)"
            " WHERE s.no = u.no",
            [one.no for one in heads],
            [one.head for one in heads],
            [one.horizon for one in heads],
            [one.digest for one in heads],
        )

    def _free(self, scopes: set[str]) -> list[str]:
        return sorted(s for s in scopes if (head := self._by_name.get(s)) is None or not head.locked)

    def _lock(self, condition: str, values: list[Any]) -> None:
        found = self._statements.all(f"{_SELECT} {condition} ORDER BY scope FOR UPDATE", values)
        self._learn(found, locked=True)

    def _learn(self, found: list[Any], *, locked: bool) -> None:
        for no, scope, head, horizon, digest in found:
            known = ScopeHead(no, scope, head, horizon, digest.rjust(DIGEST_BYTES, b"\0"), locked)
            self._by_name[scope] = self._by_no[no] = known
