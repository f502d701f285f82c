"""The numbers that stand for kinds of rows in PostgreSQL, remembered by a process once they are committed."""

from server.storage.statements import Statements

LIMIT = 10_000
"""Kinds come from clients: what a hostile one makes up must not fill the memory."""


class KnownKinds:
    """Committed numbers, both ways; one for all transactions of a process, used from several threads."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.names: dict[int, str] = {}

    def learn(self, found: dict[str, int]) -> None:
        """Remember committed numbers; a reader on another thread sees the old tables or the new ones."""
        full = len(self.numbers) + len(found) > LIMIT
        self.numbers = {**({} if full else self.numbers), **found}
        self.names = {**({} if full else self.names), **{number: kind for kind, number in found.items()}}


class KindNumbers:
    """Kinds and numbers as one transaction may use them: what it made itself is not committed yet."""

    def __init__(self, statements: Statements, known: KnownKinds) -> None:
        self._statements, self._known = statements, known
        self._made: dict[str, int] = {}

    def known(self, kinds: set[str]) -> dict[str, int]:
        """Return the numbers of those kinds that have one."""
        numbers = self._known.numbers
        found = {k: no for k in kinds if (no := self._made.get(k, numbers.get(k))) is not None}
        if unknown := [kind.encode() for kind in kinds - found.keys()]:
            fresh = self._find(unknown)
            self._known.learn(fresh)
            found |= fresh
        return found

    def numbers(self, kinds: set[str]) -> dict[str, int]:
        """Return the numbers of kinds, made where there are none."""
        found = self.known(kinds)
        if missing := sorted(kind.encode() for kind in kinds - found.keys()):
            self._statements.do(
                "INSERT INTO sync_kind (kind) SELECT unnest($1::bytea[]) ON CONFLICT DO NOTHING", missing
            )
            made = self._find(missing)
            self._made |= made
            found |= made
        return found

    def names(self, numbers: set[int]) -> dict[int, str]:
        """Return the kinds of numbers."""
        names = {no: kind for kind, no in self._made.items()}
        known = self._known.names
        found = {no: kind for no in numbers if (kind := names.get(no, known.get(no))) is not None}
        if unknown := list(numbers - found.keys()):
            rows = self._statements.all("SELECT no, kind FROM sync_kind WHERE no = ANY($1::int[])", unknown)
            fresh = {no: kind.decode() for no, kind in rows}
            self._known.learn({kind: no for no, kind in fresh.items()})
            found |= fresh
        return found

    def _find(self, kinds: list[bytes]) -> dict[str, int]:
        rows = self._statements.all("SELECT kind, no FROM sync_kind WHERE kind = ANY($1::bytea[])", kinds)
        return {kind.decode(): no for kind, no in rows}
