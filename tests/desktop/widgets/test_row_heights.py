from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.row_heights import RowHeights

HEIGHTS = st.lists(st.integers(min_value=1, max_value=200), min_size=1, max_size=60)


@given(HEIGHTS)
def test_tops_are_running_sums(heights: list[int]):
    rows = RowHeights(heights)
    assert [rows.top(row) for row in range(len(heights) + 1)] == [0, *accumulate(heights)]
    assert rows.total() == sum(heights)


@given(HEIGHTS)
def test_every_pixel_belongs_to_the_row_that_covers_it(heights: list[int]):
    rows = RowHeights(heights)
    covered = [row for row, height in enumerate(heights) for _ in range(height)]
    assert [rows.row_at(y) for y in range(len(covered))] == covered
    assert rows.row_at(len(covered) + 5) == len(heights) - 1
    assert rows.row_at(-3) == 0


@given(HEIGHTS, st.data())
def test_a_changed_row_is_as_if_built_so(heights: list[int], data: st.DataObject):
    row = data.draw(st.integers(min_value=0, max_value=len(heights) - 1))
    height = data.draw(st.integers(min_value=1, max_value=200))
    rows = RowHeights(heights)
    assert rows.set_height(row, height) == (height != heights[row])
    changed = [*heights[:row], height, *heights[row + 1 :]]
    assert [rows.top(i) for i in range(len(heights) + 1)] == [0, *accumulate(changed)]
    assert rows.height(row) == height


def test_no_rows():
    rows = RowHeights()
    assert (len(rows), rows.total()) == (0, 0)
    with pytest.raises(IndexError):
        rows.set_height(0, 1)
