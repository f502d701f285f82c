"""Plans that another slice gives, inside that slice's transaction. Knows no payment."""

import uuid

from server.accounts import account_store
from server.accounts.audit import note
from server.accounts.context import Context
from server.accounts.origin import Origin
from server.accounts.sessions import Sessions
from server.storage.transaction import Transaction


async def give_plan(
    context: Context, sessions: Sessions, tx: Transaction, user_id: uuid.UUID, plan: str, until_ms: int
) -> None:
    """Give a plan until a time (0: without an end). It counts at the person's next request, and devices are told."""
    await account_store.change(tx, user_id, stale=True, plan=plan, plan_until_ms=until_ms)
    tx.after_commit(sessions.forget_all)
    context.hooks.given(tx, user_id)
    detail = {"plan": plan, "plan_until_ms": str(until_ms)}
    await note(tx, "plan.given", Origin(), actor=None, subject=user_id, detail=detail)
