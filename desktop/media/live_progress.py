"""What is known of the running job between two writes of its row: progress, and a trouble that could not be written."""

from desktop.runtime.changes import ChangeBus
from shared.errors import AppError
from shared.ids import ItemId


class LiveProgress:
    """What is known of the running job between writes: progress, and a trouble that could not be written down."""

    def __init__(self, bus: ChangeBus) -> None:
        self._bus = bus
        self._shares: dict[ItemId, float] = {}
        self._troubles: dict[ItemId, AppError] = {}

    def get(self, item_id: ItemId) -> float | None:
        """Share of the current stage, when it runs in this process."""
        return self._shares.get(item_id)

    def put(self, item_id: ItemId, share: float) -> None:
        """Tell listeners of a step of a percent or more."""
        before = self._shares.get(item_id)
        share = min(1.0, max(0.0, share))
        if before is None or share - before >= 0.01 or share < before:
            self._shares[item_id] = share
            self._bus.announce("job", [item_id])

    def trouble(self, item_id: ItemId) -> AppError | None:
        """Why the job stands still without its row saying so."""
        return self._troubles.get(item_id)

    def put_trouble(self, item_id: ItemId, error: AppError) -> None:
        """The library cannot be written."""
        self._troubles[item_id] = error
        self._bus.announce("job", [item_id])

    def drop(self, item_id: ItemId) -> None:
        """The stage ended, or goes on."""
        self._shares.pop(item_id, None)
        self._troubles.pop(item_id, None)
