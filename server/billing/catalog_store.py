"""SQL of the catalog: reads all of it at once, writes one thing at a time. Decides nothing."""

import uuid
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Table, delete, select, update

from server.billing.catalog_tables import CAP, CATALOG, MARGIN, MODEL, PLAN, PRICE, PROMPT
from server.storage.transaction import Transaction
from shared.billing.messages import AiModel, Cap
from shared.billing.meters import Meter
from shared.billing.prices import Prices, PriceVersion, prices_sha256
from shared.plans import Plan

_ROW = 1
_METERS = frozenset(Meter)


@dataclass(frozen=True)
class Written:
    """What the database says, and nothing else."""

    edits: int
    budget_set: bool
    budget_micros: int | None
    plans: dict[str, Plan]
    models: dict[str, AiModel]
    prices: list[PriceVersion]
    margins: dict[tuple[str, str], int]
    prompts: dict[str, str]
    caps: dict[uuid.UUID, tuple[Cap, ...]]


async def edits(tx: Transaction) -> int:
    """How often the catalog was edited."""
    return (await tx.connection.execute(select(CATALOG.c.edits))).scalar() or 0


async def read_all(tx: Transaction) -> Written:
    """Read everything. What a newer program wrote, and this one cannot read, counts as unwritten."""
    run = tx.connection.execute
    head = (await run(select(CATALOG))).first()
    caps: dict[uuid.UUID, list[Cap]] = {}
    for row in await run(select(CAP).order_by(CAP.c.tenant_id, CAP.c.meter)):
        if row.meter in _METERS:
            cap = Cap(meter=Meter(row.meter), cap=row.cap, overdraft=row.overdraft)
            caps.setdefault(row.tenant_id, []).append(cap)
    return Written(
        edits=head.edits if head else 0,
        budget_set=bool(head and head.budget_set),
        budget_micros=head.budget_micros if head else None,
        plans=await _bodies(tx, PLAN, Plan),
        models=await _bodies(tx, MODEL, AiModel),
        prices=[_version(row) for row in await run(select(PRICE).order_by(PRICE.c.number))],
        margins={(row.model, row.plan): row.margin_ppm for row in await run(select(MARGIN))},
        prompts={row.context: row.text for row in await run(select(PROMPT))},
        caps={tenant_id: tuple(each) for tenant_id, each in caps.items()},
    )


async def hold(tx: Transaction) -> None:
    """Let nobody else edit before the commit, and count this edit."""
    values = {"id": _ROW, "edits": 0, "budget_set": False, "budget_micros": None}
    await tx.connection.execute(tx.insert(CATALOG).values(values).on_conflict_do_nothing())
    await tx.connection.execute(update(CATALOG).values(edits=CATALOG.c.edits + 1))


async def seed_price(tx: Transaction, model: str, prices: Prices, origin: str) -> None:
    """Keep prices of the program or the configuration, unless they are kept already."""
    sha256 = prices_sha256(model, prices)
    await _add_price(tx, model, prices, origin, tx.now_ms, seed=sha256)


async def add_price(
    tx: Transaction, model: str, prices: Prices, valid_from_ms: int, created_by: uuid.UUID
) -> None:
    """Keep another version, entered by a person."""
    await _add_price(tx, model, prices, "database", valid_from_ms, created_by=created_by)


async def put_plan(tx: Transaction, plan: Plan) -> None:
    """Keep an edited plan."""
    await _put(tx, PLAN, name=plan.name, body=_json(plan))


async def drop_plan(tx: Transaction, name: str) -> bool:
    """Forget the edits of a plan. False: there were none."""
    return bool((await tx.connection.execute(delete(PLAN).where(PLAN.c.name == name))).rowcount)


async def put_model(tx: Transaction, model: AiModel) -> None:
    """Keep an edited model."""
    await _put(tx, MODEL, model=model.model, body=_json(model))


async def drop_model(tx: Transaction, model: str) -> bool:
    """Forget the edits of a model. False: there were none."""
    return bool((await tx.connection.execute(delete(MODEL).where(MODEL.c.model == model))).rowcount)


async def put_margin(tx: Transaction, model: str, plan: str, margin_ppm: int | None) -> None:
    """Keep a margin; None forgets it."""
    here = (MARGIN.c.model == model) & (MARGIN.c.plan == plan)
    await tx.connection.execute(delete(MARGIN).where(here))
    if margin_ppm is not None:
        await _put(tx, MARGIN, model=model, plan=plan, margin_ppm=margin_ppm)


async def put_prompt(tx: Transaction, context: str, text: str | None) -> None:
    """Keep the instructions of a context; None forgets them."""
    await tx.connection.execute(delete(PROMPT).where(PROMPT.c.context == context))
    if text is not None:
        await _put(tx, PROMPT, context=context, text=text)


async def put_budget(tx: Transaction, budget_micros: int | None, *, as_configured: bool) -> None:
    """Keep the budget of free use (None: no limit), or go back to the configuration's."""
    values = {"budget_set": not as_configured, "budget_micros": budget_micros}
    await tx.connection.execute(update(CATALOG).values(values))


async def put_caps(tx: Transaction, tenant_id: uuid.UUID, caps: tuple[Cap, ...]) -> None:
    """Keep the caps of a tenant in place of those before."""
    await tx.connection.execute(delete(CAP).where(CAP.c.tenant_id == tenant_id))
    for each in caps:
        values = {
            "tenant_id": tenant_id,
            "meter": str(each.meter),
            "cap": each.cap,
            "overdraft": each.overdraft,
        }
        await tx.connection.execute(tx.insert(CAP).values(values))


async def _bodies(tx: Transaction, table: Table, kind: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in await tx.connection.execute(select(*table.primary_key.columns, table.c.body)):
        try:
            found[row[0]] = msgspec.json.decode(row.body, type=kind)
        except msgspec.MsgspecError:
            continue
    return found


async def _put(tx: Transaction, table: Table, **values: Any) -> None:
    keys = [column.name for column in table.primary_key.columns]
    given = {**values, "changed_ms": tx.now_ms}
    changed = {name: value for name, value in given.items() if name not in keys}
    statement = tx.insert(table).values(given)
    await tx.connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))


async def _add_price(
    tx: Transaction,
    model: str,
    prices: Prices,
    origin: str,
    valid_from_ms: int,
    *,
    seed: bytes | None = None,
    created_by: uuid.UUID | None = None,
) -> None:
    values = {
        "model": model,
        "prices": _json(prices),
        "valid_from_ms": valid_from_ms,
        "origin": origin,
        "sha256": prices_sha256(model, prices),
        "seed": seed,
        "created_ms": tx.now_ms,
        "created_by": created_by,
    }
    await tx.connection.execute(tx.insert(PRICE).values(values).on_conflict_do_nothing())


def _json(value: Any) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _version(row: Any) -> PriceVersion:
    return PriceVersion(
        number=row.number,
        model=row.model,
        prices=msgspec.json.decode(row.prices, type=Prices),
        valid_from_ms=row.valid_from_ms,
        origin=row.origin,
        sha256=row.sha256,
    )
