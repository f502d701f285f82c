"""What the ledger must do, as plainly as it can be said: purses of grants, one meter counted by the day."""

from dataclasses import dataclass, field

DAY_MS = 86_400_000
ORDER = {"plan": 0, "adjust": 1, "topup": 2}


@dataclass
class ModelGrant:
    """`allowed` is what the plan of a plan's grant said last; None: without a limit."""

    kind: str
    key: str
    given: int
    ends_ms: int
    allowed: int | None = 0
    used: int = 0
    held: int = 0

    @property
    def posted(self) -> int:
        return self.given - self.used + (1 << 60 if self.allowed is None else 0)

    def retarget(self, allowance: int | None) -> None:
        """What was used stays used; more than was allowed is no debt."""
        left = self.given - self.used
        self.allowed = allowance
        if allowance is not None:
            wanted = allowance - self.used
            self.given = self.used + (wanted if wanted >= 0 else max(min(left, 0), wanted))

    @property
    def free(self) -> int:
        return self.posted - self.held


@dataclass
class Purse:
    """One payer: the allowance of the day, and what was bought."""

    allowance: int | None
    grants: list[ModelGrant] = field(default_factory=list)
    newest_day: int = -1

    def live(self, now_ms: int) -> list[ModelGrant]:
        self.grants = [one for one in self.grants if one.ends_ms > now_ms or one.held]
        day = now_ms // DAY_MS
        today = next((one for one in self.grants if one.kind == "plan" and one.ends_ms > now_ms), None)
        if today is None and day > self.newest_day:
            ends_ms = (day + 1) * DAY_MS
            self.grants.append(ModelGrant("plan", str(day), self.allowance or 0, ends_ms, self.allowance))
            self.newest_day = day
        elif today is not None and today.allowed is not None and self.more_than(today.allowed):
            today.retarget(self.allowance)
        found = [one for one in self.grants if one.ends_ms > now_ms]
        return sorted(found, key=lambda one: (one.ends_ms, ORDER[one.kind]))

    def more_than(self, allowed: int) -> bool:
        return self.allowance is None or self.allowance > allowed

    def lower(self, now_ms: int) -> None:
        """Have a smaller allowance count at once."""
        for one in self.live(now_ms):
            if one.kind == "plan" and one.allowed != self.allowance:
                one.retarget(self.allowance)

    def verdict(self, now_ms: int, amount: int) -> str:
        grants = self.live(now_ms)
        free = sum(one.free for one in grants)
        if free >= amount:
            return "fits"
        return "reserved" if free + sum(one.held for one in grants) >= amount else "used_up"

    def take(self, now_ms: int, amount: int) -> list[tuple[ModelGrant, int]]:
        parts = []
        for one in self.live(now_ms):
            part = max(0, min(one.free, amount))
            if part:
                one.held += part
                amount -= part
                parts.append((one, part))
        return parts

    def spend(self, now_ms: int, parts: list[tuple[ModelGrant, int]], amount: int) -> None:
        grants = self.live(now_ms)
        for one, part in parts:
            one.held -= part
        for one, part in parts:
            one.used += min(part, amount)
            amount -= min(part, amount)
        for one in grants:
            part = max(0, min(one.free, amount))
            one.used += part
            amount -= part
        if amount:
            last = parts[-1][0] if parts else grants[0]
            last.used += amount


@dataclass
class Model:
    """A person and perhaps the school."""

    now_ms: int
    purses: list[Purse]
    holds: dict[str, list[list[tuple[ModelGrant, int]]]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def hold(self, name: str, amount: int, kind: str) -> str:
        for purse in self.purses:
            verdict = purse.verdict(self.now_ms, amount)
            if verdict != "fits":
                return verdict
        self.holds[name] = [purse.take(self.now_ms, amount) for purse in self.purses]
        self.kinds[name] = kind
        return "fits"

    def settle(self, name: str, amount: int) -> None:
        for purse, parts in zip(self.purses, self.holds.pop(name), strict=True):
            purse.spend(self.now_ms, parts, amount)

    def crash(self) -> None:
        for name in [name for name in self.holds if self.kinds[name] == "ai"]:
            self.settle(name, 0)

    def grant(self, kind: str, key: str, amount: int, ends_ms: int) -> None:
        self.purses[0].live(self.now_ms)
        self.purses[0].grants.append(ModelGrant(kind, key, amount, ends_ms))

    def refund(self, key: str, amount: int) -> None:
        for one in self.purses[0].live(self.now_ms):
            if one.kind == "topup" and one.key == key:
                one.given -= amount

    def free(self) -> int:
        return min(sum(one.free for one in purse.live(self.now_ms)) for purse in self.purses)
