"""What leases must do to a balance, as plainly as it can be said: one person, one device, honest, with lost answers."""

from dataclasses import dataclass

SHARE, MOST, LEAST = 5, 7_200_000, 30_000


def lendable(remaining: int) -> int:
    amount = min(remaining // SHARE, MOST)
    return amount if amount >= LEAST else 0


@dataclass
class ModelLease:
    grant: int
    known_grant: int
    spent: int = 0
    charged: int = 0

    @property
    def held(self) -> int:
        return self.grant - self.charged

    @property
    def left(self) -> int:
        """What the device may spend, by the newest lease that reached it."""
        return self.known_grant - self.spent


@dataclass
class LeaseModel:
    limit: int
    used: int = 0
    lease: ModelLease | None = None

    @property
    def held(self) -> int:
        return self.lease.held if self.lease else 0

    @property
    def free(self) -> int:
        return self.limit - self.used - self.held

    def online(self, amount: int) -> bool:
        if amount > self.free:
            return False
        self.used += amount
        return True

    def issue(self) -> bool:
        """Asked for anew, though there is one: that one is lost, and counts as used up."""
        amount = lendable(self.free)
        if amount == 0:
            return False
        if self.lease is not None:
            self.used += self.lease.held
        self.lease = ModelLease(amount, amount)
        return True

    def spend(self, amount: int) -> int:
        part = min(amount, self.lease.left if self.lease else 0)
        if part > 0 and self.lease is not None:
            self.lease.spent += part
        return part

    def renew(self, *, lost: bool) -> None:
        lease = self.lease
        if lease is None:
            return
        owed = lease.spent - lease.charged
        target = lendable(self.free + lease.held - owed)
        self.used += owed
        lease.charged = lease.spent
        lease.grant = max(lease.grant, lease.spent + target)
        if lease.grant == lease.spent:
            self.lease = None
        elif not lost:
            lease.known_grant = lease.grant

    def give_back(self) -> None:
        if self.lease is not None:
            self.used += self.lease.spent - self.lease.charged
            self.lease = None
