"""Keeps the signed word on shared scopes fresh: when it is fetched, checked and stored. Knows no page."""

import contextlib

from desktop.accounts.service import WhoIsIn
from desktop.storage.database import Database
from desktop.sync import grants, store
from desktop.sync.line import Accounts, Line
from shared.clock import Clock
from shared.errors import AppError


class GrantKeeper:
    """`fetch` after each round; it asks the server only when something is missing or old."""

    def __init__(self, database: Database, accounts: Accounts, line: Line, clock: Clock) -> None:
        self._database, self._accounts, self._line, self._clock = database, accounts, line, clock
        self._asked_for: set[tuple[str, str]] = set()

    async def fetch(self, session: WhoIsIn) -> None:
        """Fetch the document if it is due. Raises AppError; what fails here is tried with the next round."""
        async with self._database.reader() as reader:
            profile = await store.profile(reader)
            given, cursors = await store.grants(reader), await store.cursors(reader)
            roles = await store.own_roles(reader)
        claims = None
        with contextlib.suppress(AppError):
            claims = grants.read_claims(profile.grant_document, session.user_id, session.device_id)
        shared = {scope for scope in cursors if scope != f"user:{session.user_id}"}
        # A group that has just come is asked for at once: until its grant is here it can only be read. So is one in
        # which the person has become a viewer, or is one no longer.
        wanting = (shared - {one.scope for one in given}) | grants.outdated(given, roles)
        missing = {(scope, roles.get(scope, "")) for scope in wanting}
        new = missing - self._asked_for
        if not new and not grants.due(given, shared, claims, self._clock.now_ms() + profile.offset_ms):
            return
        self._asked_for = missing
        document = (await self._line.grant()).token
        grants.check_signature(document, (await self._accounts.server()).public_key)
        found = grants.shared_scopes(grants.read_claims(document, session.user_id, session.device_id))
        await self._database.write(lambda tx: store.keep_grants(tx, document, found))
