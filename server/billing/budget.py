"""How the budget of free use stands. The ledger refuses what is beyond it; here it is only told."""

from server.billing import history_store
from server.billing.catalog import Catalog
from server.billing.periods import BUDGET
from server.storage.transaction import Transaction
from shared.billing.messages import BudgetStatus
from shared.billing.meters import Meter, period_of
from shared.billing.status import day_text


async def budget_status(tx: Transaction, catalog: Catalog) -> BudgetStatus:
    """Return what free use has cost this month, in micro-USD at the price that people would pay."""
    limit = catalog.budget_micros()
    used, held = await history_store.month_of(tx, BUDGET, Meter.CHARGED_MICROS)
    return BudgetStatus(
        budget_micros=limit,
        edited=catalog.state.budget_set,
        spent_micros=used,
        held_micros=held,
        stopped=limit is not None and used >= limit,
        reset_date=day_text(period_of(Meter.CHARGED_MICROS, tx.now_ms).ends_ms),
    )
