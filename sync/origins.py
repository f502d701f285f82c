"""What an authority that was set back knows of a row's past lives, to tell what was lost from what is merely old. Pure.

A life lasts from one restored backup to the next and is named by its epoch, which only grows. Values that were lost in
the same life join by their stamps; against what happened since they are concurrent: over any number of restores
nothing is lost. A conflict told after a restore may be false, where a value came back that one of another life, or an
edit not handed in before, had replaced: neither says from what it was made.
"""

from collections.abc import Iterable

from sync.rows import Origin
from sync.stamps import EVERY, Stamp, Stamps, decode_stamps, encode_stamps

NEVER: Stamp = (0, 0, 0)


class Origins:
    """The past of one row: an entry for each life in which something happened to it."""

    def __init__(self, entries: Iterable[Origin] = ()) -> None:
        self.entries = sorted(entries, key=lambda one: one.life)
        self.changed = False

    def best(self, life: int, name: str) -> Stamp | None:
        """Return the last value of a life that is known here, given to a device of it; None when nothing happened."""
        later = [one for one in self.entries if one.life > life]
        if not later:
            return None
        given = [_stamp(stamps, name) for one in later for of, stamps in one.carried if of == life]
        return max([_stamp(later[0].before, name), *given])

    def edited_since(self, life: int) -> bool:
        """Whether anybody edited the row after that life."""
        return any(one.edited for one in self.entries if one.life > life)

    def note_edit(self, life: int, before: bytes) -> None:
        """Note an edit made in a life; `before` are the row's stamps as they were."""
        entry = self._entry(life, before)
        self.changed |= not entry.edited
        entry.edited = True

    def note_carried(self, life: int, before: bytes, of: int, given: Stamps) -> None:
        """Note what came back in a life of the lost one `of`."""
        entry = self._entry(life, before)
        known: Stamps = dict[str, Stamp]()
        for one, stamps in entry.carried:
            known = decode_stamps(stamps) if one == of else known
        entry.carried = [
            *((one, stamps) for one, stamps in entry.carried if one != of),
            (of, encode_stamps(known | given)),
        ]
        self.changed = True

    def _entry(self, life: int, before: bytes) -> Origin:
        found = next((one for one in self.entries if one.life == life), None)
        if found is None:
            found = Origin(life, before)
            self.entries.append(found)
            self.changed = True
        return found


def _stamp(raw: bytes, name: str) -> Stamp:
    stamps = decode_stamps(raw)
    return stamps.get(name) or stamps.get(EVERY) or NEVER
