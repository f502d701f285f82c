"""A clock that only tests move."""


class ManualClock:
    """Wall and monotonic time under the test's hand."""

    def __init__(self, now_ms: int = 1_700_000_000_000) -> None:
        self.wall_ms = now_ms
        self.steady_ms = 1_000

    def now_ms(self) -> int:
        return self.wall_ms

    def monotonic_ms(self) -> int:
        return self.steady_ms

    def advance(self, ms: int) -> None:
        """Let time pass on both clocks."""
        self.wall_ms += ms
        self.steady_ms += ms

    def step_wall(self, ms: int) -> None:
        """Set the wall clock forward or back, as a person or a time server does."""
        self.wall_ms += ms
