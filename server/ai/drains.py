"""How many answers may be read to their end although nobody waits for them. Knows no answer."""

MOST_DRAINS = 64


class Drains:
    """Places for answers that are only counted."""

    def __init__(self, most: int = MOST_DRAINS) -> None:
        self._most = most
        self._inside: set[object] = set()

    def __len__(self) -> int:
        return len(self._inside)

    def enter(self, one: object) -> bool:
        """Take a place; False when there is none."""
        if one not in self._inside and len(self._inside) >= self._most:
            return False
        self._inside.add(one)
        return True

    def exit(self, one: object) -> None:
        """Give the place back."""
        self._inside.discard(one)
