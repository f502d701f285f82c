"""Grants of a period: given by the first who asks in it, raised with the plan, closed after it. Knows no hold."""

import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from server.billing.batch import Batch, Origin
from server.billing.book import Account, Book, MeterBook
from shared.billing.grants import UNLIMITED, in_spend_order, retargeted
from shared.billing.meters import FOREVER_MS, Meter, Period, allowances, length_of, period_of
from shared.ids import derived_id, new_id
from shared.plans import Plan

LEVEL = "level"
"""The period of a meter that has none."""
BUDGET = derived_id("billing", "budget")
"""Whose accounts the budget of free use is in."""
Books = Mapping[uuid.UUID, Book]


class Limits(Protocol):
    """What the catalog says; asked at every hold, so that an edit counts at once. Must not wait."""

    def plan(self, name: str) -> Plan:
        """A plan; an unknown one is free."""
        ...

    def cap(self, tenant_id: uuid.UUID, meter: Meter) -> tuple[int, int] | None:
        """What a school's people may use up together in a period of the meter, and its overdraft; None: no limit."""
        ...

    def budget_micros(self) -> int | None:
        """What free use may cost in a month altogether, at the customer's price; None: no limit."""
        ...


class Periods:
    """Brings an owner's meter up to the moment before anything is decided on it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._allowed: dict[str, tuple[Plan, dict[Meter, int | None]]] = {}

    def live(self, books: Books, batch: Batch, book: Book, meter: Meter, now_ms: int) -> MeterBook | None:
        """Return the meter with its live grants; None when nobody limits it for this owner."""
        if book.whose == "you":
            name = book.standing.plan_at(now_ms)
            source: Any = self.limits.plan(name)
        elif book.whose == "tenant":
            name, source = "cap", self.limits.cap(book.id, meter)
        else:
            name, source = "budget", self.limits.budget_micros()
        if source is None:
            return None
        found = book.meters.get(meter)
        if (
            found is None
            or now_ms >= found.until_ms
            or (found.source is not source and found.source != source)
        ):
            found = book.meter(meter)
            self._renew(books, batch, book, found, (name, *self._allowance(name, source, meter)), now_ms)
            found.source = source
        return found

    def _allowance(self, name: str, source: Any, meter: Meter) -> tuple[int | None, int]:
        """Return (allowance, how far below zero)."""
        if isinstance(source, tuple):
            return source  # pyright: ignore[reportUnknownVariableType] - a cap and its overdraft
        if isinstance(source, int):
            return source, 0
        known = self._allowed.get(name)
        if known is None or known[0] is not source:
            known = self._allowed[name] = (source, allowances(source))
        return known[1][meter], 0

    def _renew(
        self,
        books: Books,
        batch: Batch,
        book: Book,
        found: MeterBook,
        limit: tuple[str, int | None, int],
        now_ms: int,
    ) -> None:
        expired = [grant for grant in found.grants if grant.expires_ms <= now_ms]
        found.grants = [grant for grant in found.grants if grant.expires_ms > now_ms]
        for grant in expired:
            self.close_if_done(books, batch, book, grant, now_ms)
        period = period_of(found.meter, now_ms)
        grant = found.plan_grant()
        if grant is not None:
            self._follow(books, batch, book, grant, limit, now_ms)
        elif found.newest_key < (period.key or LEVEL):
            self._mint(books, batch, book, found, period, limit, now_ms)
        ends = [one.expires_ms for one in found.grants]
        found.until_ms = min([*ends, max(period.ends_ms, now_ms + 1)])

    def _mint(
        self,
        books: Books,
        batch: Batch,
        book: Book,
        found: MeterBook,
        period: Period,
        limit: tuple[str, int | None, int],
        now_ms: int,
    ) -> None:
        name, allowance, overdraft = limit
        grant = self.opened(
            batch,
            book,
            Account(
                new_id(),
                book.id,
                found.meter,
                "plan",
                period.key,
                plan=name,
                allowance=allowance,
                floor=-UNLIMITED if allowance is None else -overdraft,
                expires_ms=period.ends_ms,
            ),
        )
        source = self.other(batch, book, found, "source")
        source.plan = found.newest_key = period.key or LEVEL
        batch.accounts[source.id] = source
        if allowance:
            why = Origin("mint", now_ms, idem=f"mint:{book.id}:{found.meter}:{period.key}")
            batch.post(chain(books, book), source, grant, allowance, why)

    def opened(self, batch: Batch, book: Book, grant: Account) -> Account:
        """Add a grant to its owner's book."""
        found = book.meter(grant.meter)
        book.accounts[grant.id] = grant
        found.grants = in_spend_order([*found.grants, grant])
        found.until_ms = min(found.until_ms, grant.expires_ms)
        batch.accounts[grant.id] = grant
        batch.owners[book.id] = book
        return grant

    def other(self, batch: Batch, book: Book, found: MeterBook, kind: str) -> Account:
        """Return the other side of a grant's entries: source, spent, expired."""
        account = found.others.get(kind)
        if account is None:
            account = Account(
                new_id(), book.id, found.meter, kind, "", floor=-UNLIMITED, expires_ms=FOREVER_MS
            )
            found.others[kind] = book.accounts[account.id] = account
            batch.accounts[account.id] = account
            batch.owners[book.id] = book
        return account

    def close_if_done(self, books: Books, batch: Batch, book: Book, grant: Account, now_ms: int) -> None:
        """Move what is left of an expired grant away, once no hold has any of it. A debt ends with its grant."""
        if grant.held or grant.expires_ms > now_ms or grant.closed_ms:
            return
        expired = self.other(batch, book, book.meter(grant.meter), "expired")
        if grant.posted > 0:
            batch.post(chain(books, book), grant, expired, grant.posted, Origin("expire", now_ms))
        elif grant.posted < 0:
            batch.post(chain(books, book), expired, grant, -grant.posted, Origin("forgive", now_ms))
        grant.closed_ms = now_ms
        del book.accounts[grant.id]
        batch.accounts[grant.id] = grant

    def _follow(
        self,
        books: Books,
        batch: Batch,
        book: Book,
        grant: Account,
        limit: tuple[str, int | None, int],
        now_ms: int,
    ) -> None:
        """More counts at once; less does when the plan itself was edited, or for a level, which has no end."""
        name, allowance, overdraft = limit
        edited = grant.plan == name and (grant.allowance, grant.floor) != (allowance, -overdraft)
        if edited or length_of(grant.meter) == "level" or _more(allowance, grant.allowance):
            self.retarget(books, batch, book, grant, limit, now_ms)

    def retarget(
        self,
        books: Books,
        batch: Batch,
        book: Book,
        grant: Account,
        limit: tuple[str, int | None, int],
        now_ms: int,
    ) -> None:
        """Give or take back the difference between what a period's grant allowed and what it allows from now on."""
        name, allowance, overdraft = limit
        grant.plan, grant.allowance = name, allowance
        batch.accounts[grant.id] = grant
        if allowance is None:
            grant.floor = -UNLIMITED
            return
        grant.floor = -overdraft
        level = length_of(grant.meter) == "level"
        wanted = retargeted(posted=grant.posted, used=grant.used, allowance=allowance, level=level)
        source = self.other(batch, book, book.meter(grant.meter), "source")
        if wanted > grant.posted:
            batch.post(chain(books, book), source, grant, wanted - grant.posted, Origin("mint", now_ms))
        elif wanted < grant.posted:
            batch.post(chain(books, book), grant, source, grant.posted - wanted, Origin("take_back", now_ms))

    def lower(self, books: Books, batch: Batch, book: Book, now_ms: int) -> None:
        """Have a smaller plan count at once for every meter that was granted in its period."""
        name = book.standing.plan_at(now_ms)
        plan = self.limits.plan(name)
        for meter in list(book.meters):
            found = self.live(books, batch, book, meter, now_ms)
            grant = found.plan_grant() if found else None
            allowance, overdraft = self._allowance(name, plan, meter)
            if grant is not None and (grant.plan, grant.allowance) != (name, allowance):
                self.retarget(books, batch, book, grant, (name, allowance, overdraft), now_ms)


def chain(books: Books, book: Book) -> Book:
    """In whose chain an owner's entries stand: the school's, else its own."""
    tenant_id = book.standing.tenant_id
    return book if tenant_id is None else books[tenant_id]


def _more(allowance: int | None, than: int | None) -> bool:
    return than is not None and (allowance is None or allowance > than)
