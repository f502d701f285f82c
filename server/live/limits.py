"""Token buckets: how many joins, wrong PINs and frames are taken. Counts only; what follows is decided elsewhere."""

from collections.abc import Hashable

_KEPT = 4_096


class TokenBucket:
    """Holds at most `burst` tokens and regains `per_s` a second."""

    __slots__ = ("_at_ms", "_burst", "_per_s", "tokens")

    def __init__(self, burst: float, per_s: float, now_ms: int) -> None:
        self._burst = burst
        self._per_s = per_s
        self._at_ms = now_ms
        self.tokens = burst

    def take(self, now_ms: int, cost: float = 1.0) -> bool:
        """Take tokens; False, and nothing taken, when there are not enough."""
        self._refill(now_ms)
        if self.tokens < cost:
            return False
        self.tokens -= cost
        return True

    def full(self, now_ms: int) -> bool:
        """Whether nothing was taken lately."""
        self._refill(now_ms)
        return self.tokens >= self._burst

    def wait_ms(self, cost: float = 1.0) -> int:
        """How long until `cost` tokens are there."""
        return max(0, round((cost - self.tokens) / self._per_s * 1000))

    def _refill(self, now_ms: int) -> None:
        passed_s = (now_ms - self._at_ms) / 1000
        self.tokens = min(self._burst, self.tokens + passed_s * self._per_s)
        self._at_ms = now_ms


class Buckets:
    """One bucket per key; full ones are forgotten, so that many keys take no memory."""

    def __init__(self, burst: float, per_s: float) -> None:
        self._burst = burst
        self._per_s = per_s
        self._of: dict[Hashable, TokenBucket] = {}

    def __len__(self) -> int:
        return len(self._of)

    def of(self, key: Hashable, now_ms: int) -> TokenBucket:
        """The bucket of a key."""
        bucket = self._of.get(key)
        if bucket is None:
            if len(self._of) >= _KEPT:
                self._of = {key: kept for key, kept in self._of.items() if not kept.full(now_ms)}
            bucket = self._of[key] = TokenBucket(self._burst, self._per_s, now_ms)
        return bucket
