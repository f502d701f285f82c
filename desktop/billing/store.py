"""What this computer remembers of usage: a small file beside the library. Knows no server."""

from pathlib import Path

import msgspec

from desktop.billing.views import Known
from desktop.runtime.remembered import RememberedFile
from shared.plans import Plan

MOST_TOLD = 50


class Remembered(msgspec.Struct, frozen=True):
    """The file. `told`: keys of the prompts that a person put away, the newest last."""

    known: Known | None = None
    plans: tuple[Plan, ...] = ()
    told: tuple[str, ...] = ()


class UsageStore(RememberedFile[Remembered]):
    """What cannot be read counts as nothing: the server says it again."""

    def __init__(self, root: Path) -> None:
        super().__init__(root / "usage.json", Remembered)
