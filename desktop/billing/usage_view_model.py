"""How usage stands, for the head of the window, the notice over the page and the account page. QtCore only."""

from PySide6.QtCore import QTimer, Signal

from desktop.billing.service import KIND, BillingService, Prompt, Standing
from desktop.runtime.changes import ChangeBus
from desktop.widgets.base_view_model import ViewModel
from shared.errors import AppError
from shared.tasks import TaskScope

AGAIN_MS = 60_000
"""How often days are counted anew."""


class UsageViewModel(ViewModel):
    """`changed`: the standing, who is signed in, or only the time that has passed."""

    changed = Signal()

    def __init__(self, billing: BillingService, scope: TaskScope, bus: ChangeBus) -> None:
        super().__init__(scope, bus)
        self._billing = billing
        self.asking = False
        self.watch(lambda _changes: self.changed.emit(), KIND)
        self._timer = QTimer(self, interval=AGAIN_MS)
        self._timer.timeout.connect(self.changed)
        self._timer.start()

    @property
    def signed_in(self) -> bool:
        return self._billing.signed_in

    @property
    def supported(self) -> bool:
        """Whether the server counts usage, as far as it is known."""
        return self._billing.supported

    @property
    def standing(self) -> Standing | None:
        return self._billing.standing

    @property
    def problem(self) -> AppError | None:
        """Why nothing newer is known."""
        return self._billing.problem

    @property
    def prompt(self) -> Prompt | None:
        """What a person should hear of once."""
        return self._billing.prompt

    def reload(self) -> None:
        """Ask the server; without an answer what is known stays."""
        if self.signed_in:
            self.spawn_latest(self._load, name="usage")

    def put_away(self, prompt: Prompt) -> None:
        """The person has read it."""
        self.spawn(self._billing.put_away(prompt), name="put away")

    def close(self) -> None:
        self._timer.stop()
        super().close()

    async def _load(self) -> None:
        self.asking = True
        try:
            await self._billing.refresh()
        except AppError:
            # The service keeps the problem, and whoever shows the numbers says how old they are.
            pass
        finally:
            self.asking = False
            self.changed.emit()
