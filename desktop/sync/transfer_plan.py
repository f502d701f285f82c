"""What is to be sent and fetched, and in which order; when a failure is tried again. Pure."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

import msgspec

from shared.content.files import ContentFile, Urgency
from shared.errors import AppError

UP, DOWN = "up", "down"
RECHECK_MS = 7 * 24 * 60 * 60 * 1000
"""After a week the server is asked again whether it still has a file."""
_FIRST_WAIT_MS = 5_000
_LONGEST_WAIT_MS = 60 * 60 * 1000
_LASTING_WAIT_MS = 6 * 60 * 60 * 1000
"""A refusal that only a person can end (a full plan) is looked at again this often."""
_AS_IT_SHOULD_BE = frozenset({"content.no_access", "content.not_found"})
_ENDS_THE_PASS = frozenset(
    {"web.too_many", "web.draining", "web.unavailable", "content.disk_full", "content.store_unreachable"}
)


class Transfer(msgspec.Struct, frozen=True):
    """One file on its way. `direction` is up or down."""

    direction: str
    file: ContentFile
    urgency: Urgency


class Known(msgspec.Struct, frozen=True):
    """What the planning needs besides the files: places the server has, files asked for, places to leave alone now."""

    sent: AbstractSet[tuple[str, bytes]]
    asked: AbstractSet[bytes]
    resting: AbstractSet[tuple[str, str, bytes]]


def planned(files: Iterable[ContentFile], known: Known, *, only_asked: bool) -> list[Transfer]:
    """All transfers, the first one first: by urgency, what comes before what goes, small before large.

    With `only_asked` (a metered connection) only what a person asked for. A file is fetched once, whatever scopes it is
    in, and only while it is nowhere here.
    """
    everything = list(files)
    here = {file.sha256 for file in everything if file.here}
    found: dict[tuple[str, str, bytes], Transfer] = {}
    fetched: set[bytes] = set()
    for file in everything:
        place = (file.scope, file.sha256)
        wanted = file.sha256 in known.asked
        if file.here and file.send and place not in known.sent and not only_asked:
            found[UP, *place] = Transfer(UP, file, file.urgency)
            continue
        missing = (
            file.sha256 not in here and file.sha256 not in fetched and (DOWN, *place) not in known.resting
        )
        if missing and (wanted or (file.fetch and not only_asked)):
            fetched.add(file.sha256)
            found[DOWN, *place] = Transfer(DOWN, file, Urgency.NOW if wanted else file.urgency)
    awake = [transfer for key, transfer in found.items() if key not in known.resting]
    return sorted(awake, key=_order)


def _order(transfer: Transfer) -> tuple[int, bool, int, bytes]:
    file = transfer.file
    return transfer.urgency, transfer.direction == UP, file.size_bytes, file.sha256


def ends_the_pass(error: AppError) -> bool:
    """Whether a failure concerns the line or the server and not the one file: the others would fail as well."""
    return error.code.startswith(("network.", "accounts.")) or error.code in _ENDS_THE_PASS


def is_told(error: AppError) -> bool:
    """Whether a person has to know: something only they can end. A reader of a group sends nothing, as it should be."""
    return not error.retryable and error.code not in _AS_IT_SHOULD_BE


def wait_ms(error: AppError, attempt: int) -> int:
    """How long a failed transfer rests before its next try; `attempt` counts from 0. The server may ask for longer."""
    if not error.retryable and error.code != "content.not_found":
        return _LASTING_WAIT_MS
    asked_ms = round(1000 * float(error.parameters.get("seconds", 0) or 0))
    return max(asked_ms, min(_LONGEST_WAIT_MS, _FIRST_WAIT_MS * 2 ** min(attempt, 20)))


def left_bytes(transfers: Iterable[Transfer], done: Mapping[bytes, int]) -> int:
    """Bytes that are still to travel, as far as sizes are known; `done` are those of begun files."""
    return sum(max(0, one.file.size_bytes - done.get(one.file.sha256, 0)) for one in transfers)
