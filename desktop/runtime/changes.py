"""What changed in the library, told to whoever shows it. Knows kinds and ids only, no values."""

import uuid
from collections.abc import Callable, Iterable, Mapping

import msgspec

NOTHING: frozenset[uuid.UUID] = frozenset()


class ChangeSet(msgspec.Struct, frozen=True):
    """Which kinds and ids one transaction changed.

    An empty id set under a kind means "some of these". `everything` is set when another process wrote, `received`
    when the change came from another device.
    """

    kinds: Mapping[str, frozenset[uuid.UUID]] = {}
    everything: bool = False
    received: bool = False

    def touches(self, *kinds: str) -> bool:
        """Whether something of one of these kinds may have changed."""
        return self.everything or any(kind in self.kinds for kind in kinds)

    def ids(self, kind: str) -> frozenset[uuid.UUID]:
        """Ids of this kind that changed; empty when unknown or none: ask `touches` first."""
        return self.kinds.get(kind, NOTHING)

    def concerns(self, kind: str, id_: uuid.UUID) -> bool:
        """Whether this one thing may have changed."""
        if self.everything:
            return True
        ids = self.kinds.get(kind)
        return ids is not None and (not ids or id_ in ids)

    def __bool__(self) -> bool:
        return self.everything or bool(self.kinds)


class ChangeBus:
    """Hands change sets to subscribers in order, on the thread that publishes (the loop's)."""

    def __init__(self) -> None:
        self._subscribers: list[Callable[[ChangeSet], None]] = []

    def subscribe(self, callback: Callable[[ChangeSet], None]) -> Callable[[], None]:
        """Call `callback` for each change set. Returns the function that ends it; twice is fine."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def publish(self, change_set: ChangeSet) -> None:
        """Tell every subscriber. Empty change sets are not told."""
        if not change_set:
            return
        for callback in tuple(self._subscribers):
            callback(change_set)

    def announce(self, kind: str, ids: Iterable[uuid.UUID] = ()) -> None:
        """Publish a change of something that is not in the database (a model file, say)."""
        self.publish(ChangeSet({kind: frozenset(ids)}))
