"""Heights of many rows of unequal height: where a row starts and which row is at a place. Pure arithmetic."""

from collections.abc import Iterable


class RowHeights:
    """Heights in pixels, each changeable; sums are found in O(log n) by a Fenwick tree."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = list(heights)
        self._sums = [0] * (len(self._heights) + 1)
        for row, height in enumerate(self._heights, start=1):
            self._sums[row] += height
            above = row + (row & -row)
            if above <= len(self._heights):
                self._sums[above] += self._sums[row]

    def __len__(self) -> int:
        return len(self._heights)

    def height(self, row: int) -> int:
        return self._heights[row]

    def total(self) -> int:
        return self.top(len(self._heights))

    def top(self, row: int) -> int:
        """Pixels above `row`; the row after the last one gives the whole height."""
        total = 0
        while row > 0:
            total += self._sums[row]
            row -= row & -row
        return total

    def set_height(self, row: int, height: int) -> bool:
        """Change one row. Returns whether it was another height before."""
        difference = height - self._heights[row]
        if not difference:
            return False
        self._heights[row] = height
        position = row + 1
        while position <= len(self._heights):
            self._sums[position] += difference
            position += position & -position
        return True

    def row_at(self, y: int) -> int:
        """Row that covers pixel `y`; the first or last row for what lies outside. There must be a row."""
        row, step = 0, 1 << max(len(self._heights).bit_length() - 1, 0)
        while step:
            if row + step <= len(self._heights) and self._sums[row + step] <= y:
                row += step
                y -= self._sums[row]
            step >>= 1
        return min(row, len(self._heights) - 1)
